"""图上事件: what happened in the registers, marked on every trend of the months it fell into.

Each source is a scoped query of its own table, so nobody reads an event of a row they do not
see. Later stages register theirs in their annotations.py. Nothing here rests on tax.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from louyu.engines.measures import Period
from louyu.journey.statistics.models import Plan
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import LifeStage, LifeStageChange
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.places.models import PlaceLevel

MOST = 12
# 大户: no document sets it; from this day on, this many ㎡.
LARGE_TENANT = ((date(2017, 1, 1), Decimal(1_000)),)
# Stages that change what can be let; 规划 and 在建 let nothing yet.
STAGES = (LifeStage.COMPLETED, LifeStage.IN_USE, LifeStage.RENOVATING, LifeStage.IDLE)
COLUMNS = ("source", "on", "who", "at", "row", "size")
Span = tuple[date, date]
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Source:
    """`rows` are scoped and annotated with `told`; `words` and `link` are of one such row."""

    key: str
    rows: Callable[[Actor, Subject, Span], Rows]
    words: Callable[[str, str, Decimal | None], str]
    link: str


@dataclass(frozen=True)
class Event:
    number: int
    day: date
    words: str
    url: str


@dataclass(frozen=True)
class Events:
    """In order of days; `left_out` when there were more than are marked."""

    marked: list[Event]
    left_out: bool

    def marks(self, months: Iterable[Period]) -> list[str]:
        """For each month the number of its first event, with a plus when there are more."""
        found = []
        for month in months:
            numbers = [one.number for one in self.marked if Period.of(one.day) == month]
            more = "+" if len(numbers) > 1 else ""
            found.append(f"{numbers[0]}{more}" if numbers else "")
        return found


_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    if source.key in _sources:
        raise ValueError(f"event source {source.key!r} is declared twice")
    _sources[source.key] = source
    return source


def told(rows: Rows, *, on: str, who: Any, at: Any = None, row: str, size: Any = None) -> Rows:
    """The columns every source has alike."""
    text, number = CharField(), DecimalField(max_digits=16, decimal_places=2)
    lines: Rows = rows.order_by().annotate(
        on=F(on),
        who=Cast(who, text),
        at=Cast(at if at is not None else Value(""), text),
        row=F(row),
        size=Cast(size if size is not None else Value(None), number),
    )
    return lines


def events_of(actor: Actor, subject: Subject, first: Period, last: Period) -> Events:
    """The largest of the span, one query for all sources."""
    span = (first.first, last.last)
    parts = [
        source.rows(actor, subject, span)
        .annotate(source=Value(key, CharField()))
        .values_list(*COLUMNS)
        for key, source in _sources.items()
    ]
    # What has no area, a plan or a bulletin, concerns everybody: it comes first.
    lines = parts[0].union(*parts[1:], all=True).order_by(F("size").desc(nulls_first=True), "on")
    found = list(lines[: MOST + 1])
    shown = sorted(found[:MOST], key=lambda line: (line[1], line[0], line[4]))
    return Events(
        [_event(number, *line) for number, line in enumerate(shown, start=1)], len(found) > MOST
    )


def _event(
    number: int, key: str, day: date, who: str, at: str, row: int, size: Decimal | None
) -> Event:
    source = _sources[key]
    return Event(number, day, source.words(who, at, size), reverse(source.link, args=[row]))


def within(subject: Subject, prefix: str = "") -> Q:
    """Rows of the subject's buildings, as they are managed today."""
    if subject.building:
        return Q(**{f"{prefix}building": subject.building})
    return Q(**{f"{prefix}building__place__path__startswith": subject.place.path})


def large_on(day: date) -> Decimal:
    return max(one for one in LARGE_TENANT if one[0] <= day)[1]


def _stages(actor: Actor, subject: Subject, span: Span) -> Rows:
    rows = LifeStageChange.objects.visible_to(actor).filter(
        within(subject), since__range=span, stage__in=STAGES
    )
    return told(
        rows,
        on="since",
        who=F("stage"),
        at=F("building__name"),
        row="building_id",
        size=Coalesce("building__gross_floor_area", Value(Decimal(0))),
    )


def _moves(day: str) -> Callable[[Actor, Subject, Span], Rows]:
    """A stay whose first day is only when it was first reported did not begin then."""

    def rows(actor: Actor, subject: Subject, span: Span) -> Rows:
        stays = Occupancy.objects.visible_to(actor).filter(
            within(subject), **{f"{day}__range": span}
        )
        if day == "start":
            stays = stays.filter(start_is_reported=False)
        area = Sum(Coalesce("unit_links__area", "unit_links__unit__area"))
        large = stays.annotate(area=area).filter(area__gte=large_on(span[0]))
        who, at = F("enterprise__name"), F("building__name")
        return told(large, on=day, who=who, at=at, row="building_id", size=F("area"))

    return rows


def _plans(actor: Actor, subject: Subject, span: Span) -> Rows:
    plans = Plan.objects.visible_to(actor).annotate(told_on=Coalesce("issued_on", "start"))
    return told(plans.filter(told_on__range=span), on="told_on", who=F("name"), row="id")


def _sized(verb: str) -> Callable[[str, str, Decimal | None], str]:
    return lambda who, at, size: f"{who}{verb}{at}，{size or 0:,.0f} ㎡"


def of_district_or(subject: Subject, prefix: str = "") -> Q:
    """What is issued for the district concerns each of its streets."""
    level = Q(**{f"{prefix}place__level": PlaceLevel.DISTRICT})
    return level | Q(**{f"{prefix}place": subject.place})


register(
    Source(
        "stage",
        _stages,
        lambda who, at, size: f"{at}{LifeStage(who).label}，建筑面积 {size or 0:,.0f} ㎡",
        "buildings-detail",
    )
)
register(Source("in", _moves("start"), _sized("入驻"), "buildings-detail"))
register(Source("out", _moves("end"), _sized("迁出"), "buildings-detail"))
register(Source("plan", _plans, lambda who, at, size: f"《{who}》印发", "plans-detail"))
