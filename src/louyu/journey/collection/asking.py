"""提问: who is asked about by name in a month. Silence asks, and a lease that has run out.

What was confirmed lately is not asked again; the rest is confirmed in one tap.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from louyu.journey.collection.models import Duty, Question
from louyu.registers.occupancy.models import Occupancy, OccupancyKind, Vacancy

DUE = "what a building is asked is the same for whoever answers"
SILENT_DAYS = 60
LEASE = "lease"
# More is not read but waved through; what is left over is asked next month.
MOST_ASKED = 12


@dataclass(frozen=True)
class Doubt:
    """One thing to ask about a building; the earliest day first."""

    building: int
    code: str
    since: date
    words: str
    occupancy: int | None = None
    unit: int | None = None


# What later stages doubt of the tenants of these buildings; declared by them at start-up.
Doubted = Callable[[Iterable[int], date], Iterator[Doubt]]
_doubted: list[Doubted] = []


def ask(doubted: Doubted) -> Doubted:
    """Asked when a month is opened, before anything else; worded without the stage's secret."""
    _doubted.append(doubted)
    return doubted


def ask_what_is_due(duties: Iterable[Duty], *, day: date) -> None:
    """For each duty at most `MOST_ASKED`: whom a later stage doubts, leases run out, then whom
    nobody confirmed longest."""
    by_building = {duty.building_id: duty for duty in duties}
    found: dict[int, list[Doubt]] = defaultdict(list)
    for look in (*_doubted, _leases, _silent, _empty):
        for doubt in look(by_building, day):
            found[doubt.building].append(doubt)
    Question.objects.bulk_create(
        Question(
            duty=by_building[building],
            code=doubt.code,
            words=doubt.words,
            occupancy_id=doubt.occupancy,
            unit_id=doubt.unit,
        )
        for building, doubts in found.items()
        for doubt in list(_each_once(doubts))[:MOST_ASKED]
    )


def present(day: date) -> QuerySet[Occupancy]:
    """Who is in a building on this day, with the day somebody last said so."""
    said = TruncDate(Max("answers__submission__at"))
    return (
        Occupancy.objects.unscoped(DUE)
        .filter(during__contains=day)
        .exclude(kind=OccupancyKind.ADDRESS_ONLY)
        .order_by()
        .annotate(said=said)
    )


def _leases(buildings: Iterable[int], day: date) -> Iterator[Doubt]:
    """Until somebody has been asked by name: waved through with the rest is no answer to it."""
    rows = present(day).filter(building__in=buildings, lease_expiry__lt=day)
    asked = TruncDate(Max("answers__submission__at", filter=Q(answers__was_asked=True)))
    rows = rows.annotate(asked=asked)
    since_then = Q(asked=None) | Q(asked__lte=F("lease_expiry"))
    told: Any = rows.filter(since_then).order_by("lease_expiry", "pk")
    for pk, building, expiry in told.values_list("pk", "building_id", "lease_expiry"):
        words = f"租约已于 {expiry:%Y-%m-%d} 到期，未见续租"
        yield Doubt(building, LEASE, expiry, words, occupancy=pk)


def _silent(buildings: Iterable[int], day: date) -> Iterator[Doubt]:
    """A stay that was never asked about counts from the day it was reported."""
    rows = present(day).filter(building__in=buildings).annotate(heard=Coalesce("said", "start"))
    told = rows.filter(heard__lt=day - timedelta(days=SILENT_DAYS)).order_by("heard", "pk")
    for pk, building, heard, said in told.values_list("pk", "building_id", "heard", "said"):
        words = f"{(day - heard).days} 天没有核对过" if said else "登记入驻后没有核对过"
        yield Doubt(building, "silent", heard, f"{words}，请核对是否还在", occupancy=pk)


def _empty(buildings: Iterable[int], day: date) -> Iterator[Doubt]:
    rows = Vacancy.objects.unscoped(DUE).filter(
        unit__building__in=buildings,
        during__contains=day,
        confirmed_on__lt=day - timedelta(days=SILENT_DAYS),
    )
    told = rows.order_by("confirmed_on", "pk")
    fields = ("unit_id", "unit__building_id", "confirmed_on")
    for unit, building, confirmed in told.values_list(*fields):
        words = f"登记空置，{(day - confirmed).days} 天没有核对过"
        yield Doubt(building, "empty", confirmed, words, unit=unit)


def _each_once(doubts: Iterable[Doubt]) -> Iterator[Doubt]:
    """Of one tenant the first doubt: a second one would be answered by the same words."""
    seen = set()
    for doubt in doubts:
        about = (doubt.occupancy, doubt.unit)
        if about not in seen:
            seen.add(about)
            yield doubt
