"""差异的存续: what is found now against what stands open; the same one is never told twice.

What is gone ends by itself with its matter, what is new opens one, what was settled stays quiet
until its facts are others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from louyu.journey.matching.discrepancies.finding import WHOLE, Found
from louyu.journey.matching.kinds import DISCREPANCY
from louyu.journey.matching.models import Closing, Discrepancy
from louyu.kernel.scope import Actor
from louyu.registers.matters.by_the_hundred import Opening, conclude, open_many

TOLD = ("facts", "name", "words", "enterprise_id", "registered")
GONE = "各方已一致，自动办结。"


@dataclass(frozen=True)
class Kept:
    opened: int
    ended: int
    standing: int


def keep(found: Iterable[Found], actor: Actor) -> Kept:
    """One transaction; another run waits for the rows this one holds."""
    now = {(one.kind.value, one.subject): one for one in found}
    today = timezone.localdate()
    rows = Discrepancy.objects.unscoped(WHOLE)
    with transaction.atomic():
        open_now = rows.filter(closed_on=None).order_by("pk").select_for_update(of=("self",))
        standing = {(one.kind, one.subject): one for one in open_now}
        gone = [one for key, one in standing.items() if key not in now]
        new = _not_settled(now, now.keys() - standing.keys())
        conclude([one.matter_id for one in gone], GONE, actor)
        rows.filter(pk__in=[one.pk for one in gone]).update(
            closed_on=today, closing=Closing.GONE, by_words=actor.name
        )
        _open(new, actor)
        _retell([(one, now[key]) for key, one in standing.items() if key in now])
    return Kept(len(new), len(gone), len(standing) - len(gone))


def _not_settled(now: dict[tuple[str, str], Found], keys: Iterable[tuple[str, str]]) -> list[Found]:
    """Without those a person settled on the same facts."""
    settled = (Closing.VISITED, Closing.CORRECTED, Closing.RIGHT)
    rows = Discrepancy.objects.unscoped(WHOLE).filter(closing__in=settled)
    quiet = set(rows.order_by().values_list("kind", "subject", "facts"))
    return [now[key] for key in sorted(keys) if (*key, now[key].facts) not in quiet]


def _open(new: list[Found], actor: Actor) -> None:
    openings = [
        Opening(
            title=f"{one.kind.label}：{one.name}",
            text=one.words,
            building=one.building,
            place=one.place,
            enterprise=one.enterprise,
        )
        for one in new
    ]
    matters = open_many(DISCREPANCY, openings, actor)
    today = timezone.localdate()
    Discrepancy.objects.bulk_create(
        Discrepancy(
            kind=one.kind,
            subject=one.subject,
            building_id=one.building,
            matter_id=matter,
            opened_on=today,
            **_told(one),
        )
        for one, matter in zip(new, matters, strict=True)
    )


def _told(one: Found) -> dict[str, object]:
    return {
        "facts": one.facts,
        "name": one.name,
        "words": one.words,
        "enterprise_id": one.enterprise,
        "registered": one.registered,
    }


def _retell(pairs: Iterable[tuple[Discrepancy, Found]]) -> None:
    """An open one goes on with the words of today."""
    changed = []
    for row, one in pairs:
        told = _told(one)
        if any(getattr(row, name) != told[name] for name in TOLD):
            for name in TOLD:
                setattr(row, name, told[name])
            changed.append(row)
    Discrepancy.objects.bulk_update(changed, TOLD, batch_size=1000)
