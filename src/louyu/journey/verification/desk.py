"""核实台的内容: a month of the buildings one looks at, with the months before it beside them.

Measures of data: what was due, handed in, on time, looked at. Never who signed in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from louyu.journey.collection.models import Cycle, Duty, DutyState, Submission, Verdict
from louyu.journey.verification.services import latest
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place

MONTHS_BESIDE = 5
WAITING = (DutyState.OPEN, DutyState.RETURNED)


@dataclass(frozen=True)
class Row:
    """One building: its state in each month shown, oldest first; None where it was not due."""

    duty: Duty
    states: list[str | None]
    submission: Submission | None


@dataclass(frozen=True)
class Tally:
    """应报, 实报, 按时, 已核实: buildings; rates are of what was due and never above 100 %."""

    due: int
    exempt: int
    handed_in: int
    on_time: int
    accepted: int

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.handed_in) / self.due if self.due else None

    @property
    def on_time_rate(self) -> Decimal | None:
        return Decimal(self.on_time) / self.due if self.due else None


@dataclass(frozen=True)
class Desk:
    cycles: list[Cycle]
    rows: list[Row]
    tally: Tally
    places: list[Place]
    place: int | None

    @property
    def queue(self) -> list[Row]:
        return [row for row in self.rows if row.duty.state == DutyState.SUBMITTED]

    @property
    def waiting(self) -> list[Row]:
        return [row for row in self.rows if row.duty.state in WAITING]


def desk_of(cycle: Cycle, actor: Actor, *, place: str = "") -> Desk:
    """`place` narrows to one street or park, by number; nothing else is asked."""
    seen = Duty.objects.visible_to(actor)
    chosen = int(place) if place.isdecimal() else None
    duties = seen.filter(cycle=cycle)
    numbers = duties.order_by().values("place_id")
    places = list(Place.objects.filter(pk__in=numbers).order_by("code"))
    if chosen is not None:
        duties = duties.filter(place_id=chosen)
    told = list(
        duties.select_related("building", "place", "liaison")
        .annotate(handed_on=TruncDate(Max("submissions__at")))
        .order_by("place__code", "building__name_sort", "pk")
    )
    cycles = _beside(cycle, actor)
    earlier = _states(cycles, [duty.building_id for duty in told], actor)
    submissions = _submissions(duties, actor)
    rows = [
        Row(
            duty,
            [earlier[duty.building_id].get(one.pk) for one in cycles],
            submissions.get(duty.pk),
        )
        for duty in told
    ]
    return Desk(cycles, rows, _tally(told, cycle.due_on), places, chosen)


def _beside(cycle: Cycle, actor: Actor) -> list[Cycle]:
    seen = Cycle.objects.visible_to(actor).filter(month__lte=cycle.month)
    return list(seen.order_by("-month")[: MONTHS_BESIDE + 1])[::-1]


def _states(cycles: list[Cycle], buildings: list[int], actor: Actor) -> Any:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Duty.objects.visible_to(actor).filter(cycle__in=cycles, building__in=buildings)
    for building, cycle, state in rows.order_by().values_list("building_id", "cycle_id", "state"):
        found[building][cycle] = state
    return found


def _submissions(duties: Any, actor: Actor) -> dict[int, Submission]:
    """Of each the last one, with how many answers say that something has changed."""
    rows = latest(actor).filter(duty__in=duties.order_by().values("pk"))
    changed = Count("tenant_answers", filter=~Q(tenant_answers__verdict=Verdict.STAYS))
    return {one.duty_id: one for one in rows.annotate(changes=changed)}


def _tally(duties: list[Any], due_on: date) -> Tally:
    """On time is the handing-in that stands: the one that was, or is to be, accepted."""
    states = Counter(duty.state for duty in duties)
    handed_in = [d for d in duties if d.state in (DutyState.SUBMITTED, DutyState.ACCEPTED)]
    return Tally(
        due=len(duties) - states[DutyState.EXEMPT],
        exempt=states[DutyState.EXEMPT],
        handed_in=len(handed_in),
        on_time=sum(duty.handed_on <= due_on for duty in handed_in),
        accepted=states[DutyState.ACCEPTED],
    )
