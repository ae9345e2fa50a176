"""成文: one edition of the bulletin as a document, for page, Word file and PDF alike."""

from dataclasses import dataclass
from datetime import date

from louyu.engines.documents import (
    Addressee,
    Annex,
    Annexes,
    Block,
    Document,
    Imprint,
    Letterhead,
    Signature,
)
from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.insets import annexes_of
from louyu.journey.publication.snapshot import Head, Snapshot
from louyu.journey.publication.spans import named_after
from louyu.journey.publication.text import blocks_of


@dataclass(frozen=True)
class Dress:
    """What stands around the text: 红头, 主送, 抄送, 密级 and 紧急程度, the day of issuing."""

    day: date | None = None
    letterhead: bool = False
    main_to: str = ""
    copy_to: str = ""
    secrecy: str = ""
    urgency: str = ""


def document(
    snapshot: Snapshot,
    text: str,
    dress: Dress = Dress(),
    audience: Audience = Audience.INTERNAL,
) -> Document:
    """A draft has no day."""
    head = snapshot.head or Head(mark=snapshot.issuer, issuer=snapshot.issuer)
    blocks: list[Block] = [Addressee(dress.main_to)] if dress.main_to else []
    blocks += blocks_of(text, snapshot, audience)
    annexes = annexes_of(snapshot, audience)
    if annexes:
        blocks.append(Annexes(tuple(annexes)))
    blocks.append(Signature(head.issuer, dress.day))
    for number, (title, shown) in enumerate(annexes.items(), start=1):
        label = f"附件{number}" if len(annexes) > 1 else "附件"
        blocks += [Annex(label, title), *shown]
    if not dress.letterhead:
        return Document(title_of(snapshot), tuple(blocks))
    return Document(
        title_of(snapshot),
        tuple(blocks),
        Letterhead(head.mark, _number(head, dress.day), dress.secrecy, dress.urgency),
        Imprint(head.printer, dress.day, dress.copy_to) if head.printer else None,
    )


def _number(head: Head, day: date | None) -> str:
    """发文字号 with room for what the registry gives after issuing."""
    year = str(day.year) if day else "　　"
    return f"{head.number_word}〔{year}〕　　号" if head.number_word else ""


def title_of(snapshot: Snapshot) -> str:
    named = f"{snapshot.whole.name}{named_after(snapshot.span)}"
    return f"{named}（更正）" if snapshot.corrects else named
