"""与上期比较: what a bulletin says otherwise than the last one, by figure and by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from louyu.engines.documents import Heading, Paragraph
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.models import Bulletin, BulletinState
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.telling import figures_of
from louyu.journey.publication.text import blocks_of
from louyu.kernel.scope import Actor

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Changed:
    """A figure then and now; empty where that bulletin did not have it."""

    name: str
    then: str
    now: str

    @property
    def is_same(self) -> bool:
        return self.then == self.now


@dataclass(frozen=True)
class Line:
    kind: Kind
    text: str


def last_issued(bulletin: Bulletin, actor: Actor) -> Bulletin | None:
    """The one it corrects, else the last one issued for the place before."""
    rows = Bulletin.objects.visible_to(actor).select_related("place")
    if bulletin.corrects_id:
        return rows.filter(pk=bulletin.corrects_id).first()
    before = rows.filter(
        kind=bulletin.kind,
        place=bulletin.place,
        state=BulletinState.ISSUED,
        period__lt=bulletin.period,
    )
    return before.order_by("-period", "-issued_at").first()


def figures_changed(then: Bulletin, now: Bulletin) -> list[Changed]:
    """In the order of this one; what the last one had besides comes after."""
    old, new = (figures_of(Snapshot.read(one.data)) for one in (then, now))
    names = dict.fromkeys([*new, *old])
    return [Changed(name, old.get(name, ""), new.get(name, "")) for name in names]


def lines_changed(then: Bulletin, now: Bulletin) -> list[Line]:
    old, new = _lines(then), _lines(now)
    found: list[Line] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += _of("same", new[j1:j2])
            continue
        found += _of("gone", old[i1:i2])
        found += _of("new", new[j1:j2])
    return found


def _of(kind: Kind, lines: list[str]) -> Iterator[Line]:
    return (Line(kind, line) for line in lines)


def _lines(bulletin: Bulletin) -> list[str]:
    blocks = blocks_of(bulletin.text, Snapshot.read(bulletin.data), Audience.INTERNAL)
    return [block.text for block in blocks if isinstance(block, Heading | Paragraph)]
