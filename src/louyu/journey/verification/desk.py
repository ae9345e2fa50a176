"""核实台的内容: a month of the buildings one looks at, with the months before it beside them.

Measures of data: what was due, handed in, on time, looked at. Never who signed in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from louyu.journey.collection.models import Cycle, Duty, DutyState, Submission
from louyu.journey.collection.queries import WAITING
from louyu.journey.collection.telling import with_changes
from louyu.journey.verification.forms import is_number
from louyu.journey.verification.models import Sample
from louyu.journey.verification.services import latest
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place

MONTHS_BESIDE = 5
MOST_NAMED = 30


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
    waiting: int

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.handed_in) / self.due if self.due else None

    @property
    def on_time_rate(self) -> Decimal | None:
        return Decimal(self.on_time) / self.due if self.due else None


@dataclass(frozen=True)
class Street:
    """One street or park of a month, with what is late there."""

    place: Place
    tally: Tally


@dataclass(frozen=True)
class Desk:
    """Of more than one street the streets first: their buildings stand on each one's own page."""

    cycles: list[Cycle]
    rows: list[Row]
    tally: Tally
    streets: list[Street]
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
    chosen = int(place) if is_number(place) else None
    duties = Duty.objects.visible_to(actor).filter(cycle=cycle)
    numbers = duties.order_by().values("place_id")
    places = list(Place.objects.filter(pk__in=numbers).order_by("code"))
    if chosen is None and len(places) == 1:
        chosen = places[0].pk
    if chosen is not None:
        duties = duties.filter(place_id=chosen)
    told = list(
        duties.select_related("building", "place", "liaison")
        .annotate(handed_on=TruncDate(Max("submissions__at")))
        .order_by("place__code", "building__name_sort", "pk")
    )
    tally = _tally(told, cycle.due_on)
    if chosen is None:
        return Desk([], [], tally, _streets(told, places, cycle), places, None)
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
    return Desk(cycles, rows, tally, [], places, chosen)


def _streets(told: Sequence[Duty], places: list[Place], cycle: Cycle) -> list[Street]:
    by_place: dict[int, list[Duty]] = defaultdict(list)
    for duty in told:
        by_place[duty.place_id].append(duty)
    return [Street(place, _tally(by_place[place.pk], cycle.due_on)) for place in places]


def _beside(cycle: Cycle, actor: Actor) -> list[Cycle]:
    seen = Cycle.objects.visible_to(actor).filter(month__lte=cycle.month, kind=cycle.kind)
    return list(seen.order_by("-month")[: MONTHS_BESIDE + 1])[::-1]


def _states(cycles: list[Cycle], buildings: list[int], actor: Actor) -> Any:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Duty.objects.visible_to(actor).filter(cycle__in=cycles, building__in=buildings)
    for building, cycle, state in rows.order_by().values_list("building_id", "cycle_id", "state"):
        found[building][cycle] = state
    return found


def _submissions(duties: Any, actor: Actor) -> dict[int, Submission]:
    """Of each the last one, with how much it tells that was not known before."""
    rows = latest(actor).filter(duty__in=duties.order_by().values("pk"))
    return {one.duty_id: one for one in with_changes(rows)}


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
        waiting=states[DutyState.SUBMITTED],
    )


def drawn_for(cycle: Cycle, place: int, actor: Actor) -> Sample | None:
    """The street's sample of the month, with how many were drawn, looked at and found right."""
    samples: Any = Sample.objects.visible_to(actor).filter(cycle=cycle, place=place)
    counted = samples.annotate(
        drawn=Count("drawn_records"),
        seen=Count("drawn_records", filter=Q(drawn_records__is_right__isnull=False)),
        right=Count("drawn_records", filter=Q(drawn_records__is_right=True)),
    )
    found: Sample | None = counted.first()
    return found


def urging(cycle: Cycle, desk: Desk, address: str) -> str:
    """What a street sends to its group of liaisons: buildings, never persons. Empty when none."""
    late = [str(row.duty.building) for row in desk.waiting]
    if not late:
        return ""
    named = "、".join(late[:MOST_NAMED]) + ("等" if len(late) > MOST_NAMED else "")
    return (
        f"【{cycle.words}】{cycle.due_on.month}月{cycle.due_on.day}日截止，"
        f"还有 {len(late)} 幢没有提交：{named}。没有变化的一次确认即可，请点开核对：{address}"
    )
