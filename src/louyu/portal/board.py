"""看板: the headline figures of a district or a street, and of the parts it is made of.

Figures are computed and worded in statistics; here they are only picked.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from louyu.engines.measures import Measure, Period, Scale, Value, change, printed
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.models import Figure, PeriodState
from louyu.journey.statistics.queries import Reading
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.occupancy.unit_states import Space, spaces
from louyu.registers.organizations.models import DISTRICT_WIDE
from louyu.registers.places.models import PlaceLevel

RATE, VACANT, UNCOLLECTED, BUSINESS, TENANTS = "SP07", "SP06", "SP13", "SP02", "EN01"
HEADLINES = (RATE, VACANT, UNCOLLECTED, TENANTS)
COLUMNS = (BUSINESS, RATE, VACANT, UNCOLLECTED, TENANTS)


@dataclass(frozen=True)
class Cell:
    """A figure with the way to its rows; an area with the business area it is part of."""

    reading: Reading
    whole: Value | None = None

    @property
    def url(self) -> str:
        rows = reverse("figure-rows", args=[self.reading.indicator.code])
        return f"{rows}?{self.reading.address}"

    @property
    def share(self) -> str:
        """In per cent: a rate itself, or an area's part of the business area; "" for neither."""
        value, measure = self.reading.value, self.reading.indicator.measure
        if measure is Measure.AREA and value and self.whole:
            value = replace(value, denominator=self.whole.numerator)
        elif measure is not Measure.RATE:
            return ""
        share = printed(value, Measure.RATE, Scale.PLACE)
        return "" if share is None else str(share)


@dataclass(frozen=True)
class Line:
    """A street of the district or a building of the street."""

    subject: Subject
    cells: tuple[Cell, ...]

    @property
    def url(self) -> str:
        building, place = self.subject.building, self.subject.place
        if building:
            return building.get_absolute_url()
        return f"{reverse('buildings')}?{urlencode({'place': place.pk})}"


@dataclass(frozen=True)
class Board:
    state: PeriodState
    total: Line
    parts: tuple[Line, ...]

    @property
    def headlines(self) -> list[Cell]:
        by_code = {cell.reading.indicator.code: cell for cell in self.total.cells}
        return [by_code[code] for code in HEADLINES]


def board(actor: Actor) -> Board | None:
    """Of the latest computed month; None without one, or without figures for this actor."""
    state = PeriodState.objects.first()
    if state is None:
        return None
    month, lines = state.month, _values(actor, state.month)
    totals = [subject for subject in lines if subject.building is None]
    total = next((s for s in totals if s.place.level == PlaceLevel.DISTRICT), None)
    total = total or next(iter(totals), None)
    if total is None:
        return None
    parts = [subject for subject in lines if subject != total and _below(subject, total)]
    return Board(
        state,
        _line(total, month, lines[total]),
        tuple(_line(subject, month, lines[subject]) for subject in parts),
    )


def _below(subject: Subject, total: Subject) -> bool:
    """Streets below the district, buildings below a street."""
    if total.place.level == PlaceLevel.DISTRICT:
        return subject.building is None
    return subject.building is not None and subject.place == total.place


Values = dict[tuple[str, Period], Value]


def _values(actor: Actor, month: Period) -> dict[Subject, Values]:
    """This month's figures, and last month's of the place as a whole, in one query."""
    # Who sees the whole district is shown its streets, not its hundreds of buildings.
    wanted = Q(building=None) if actor.holds(*DISTRICT_WIDE) else Q()
    figures = (
        Figure.objects.visible_to(actor)
        .filter(wanted, indicator__in=COLUMNS)
        .filter(Q(period=month.first) | Q(period=month.previous.first, building=None))
        .select_related("place", "building")
        # Streets before parks, whose codes are not official and would sort first.
        .order_by("-place__level", "place__path", "building__name_sort", "building_id")
    )
    found: dict[Subject, Values] = {}
    for figure in figures:
        values = found.setdefault(Subject(figure.place, figure.building), {})
        values[figure.indicator, Period.of(figure.period)] = figure.value
    return found


def _line(subject: Subject, month: Period, values: Values) -> Line:
    def cell(code: str) -> Cell:
        indicator, now = BY_CODE[code], values.get((code, month))
        before = values.get((code, month.previous))
        compared = change(now, before, indicator.measure)
        whole = None if code == BUSINESS else values.get((BUSINESS, month))
        return Cell(Reading(indicator, subject, month, now, compared), whole)

    return Line(subject, tuple(cell(code) for code in COLUMNS))


@dataclass(frozen=True)
class Managed:
    """A building somebody looks after, as it stands today."""

    building: Building
    space: Space

    @property
    def rate(self) -> Decimal | None:
        """入驻率 by the rule of SP07: of buildings in use, over what is known."""
        if self.building.life_stage != LifeStage.IN_USE:
            return None
        known = self.space.business - self.space.uncollected
        taken = self.space.self_used + self.space.leased
        return printed(Value(taken, known, 1, 1, 1), Measure.RATE, Scale.BUILDING)


def managed(actor: Actor, day: date) -> list[Managed]:
    """What is least known comes first."""
    by_building = spaces(actor, day)
    rows = Building.objects.visible_to(actor).select_related("place").order_by("name_sort", "pk")
    found = [Managed(building, by_building[building.pk]) for building in rows]
    return sorted(found, key=lambda one: -one.space.uncollected)
