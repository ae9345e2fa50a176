"""驾驶舱内容: targets beside the time passed, what needs attention, trends, buildings in order.

Every number comes from statistics as it stands there; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from louyu.engines.measures import Measure, Period
from louyu.engines.measures.printing import half_up
from louyu.journey.statistics.annotations import Events, events_of
from louyu.journey.statistics.charts import Chart, trend
from louyu.journey.statistics.division import lines_today
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.models import Figure, Plan, TargetKind
from louyu.journey.statistics.progress import Progress
from louyu.journey.statistics.queries import Reading, building_readings, trends_of
from louyu.journey.statistics.readable import EVERY_CODE
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.taxes.queries import tax_indicators_for
from louyu.kernel.scope import Actor
from louyu.portal.watches import WATCHES, Seen, first

HEADLINES = 4
TRENDS = ("SP07", "EN01", "EN03")
MONTHS = 12
RANKED = 10
# What buildings may be put in order by: from the highest.
ORDERS = ("SP07", "SP06", "EN01")
# For readers of tax besides, through disclosure control.
TAX_TRENDS, TAX_ORDERS = ("TX13",), ("TX01", "TX06")
WATCHED = ("leases", "vacancies")
CONCERNS = 3


@dataclass(frozen=True)
class Trend:
    months: list[Reading]
    chart: Chart | None

    @property
    def reading(self) -> Reading:
        """Of the last month."""
        return self.months[-1]


@dataclass(frozen=True)
class Place:
    """A building in the order asked for; `width` is its share of the first, in percent."""

    rank: int
    reading: Reading
    width: Decimal


@dataclass(frozen=True)
class Cockpit:
    plan: Plan | None
    lines: list[Progress]
    elapsed: Decimal
    trends: list[Trend]
    ranking: list[Place]
    watches: list[Seen]
    events: Events

    @property
    def headlines(self) -> list[Progress]:
        """The plan's first levels: 水平目标 stand at the head of a plan."""
        return [one for one in self.lines if one.target.kind == TargetKind.LEVEL][:HEADLINES]

    @property
    def tasks(self) -> list[Progress]:
        shown = {one.target.pk for one in self.headlines}
        return [one for one in self.lines if one.target.pk not in shown]

    @property
    def late(self) -> list[Progress]:
        """Furthest behind the time first."""
        behind = [one for one in self.lines if one.tone in {"warn", "bad"}]
        return sorted(behind, key=lambda one: (one.rate or 0) - one.elapsed)


def gathered(actor: Actor, subject: Subject, period: Period, day: date, order: str) -> Cockpit:
    plan, lines = lines_today(actor, day, subject.place)
    events = events_of(actor, subject, period.shifted(1 - MONTHS), period)
    watches = [WATCHES[key] for key in WATCHED if actor.holds(*WATCHES[key].roles)]
    return Cockpit(
        plan=plan,
        lines=lines,
        elapsed=half_up(plan.elapsed(day) * 100, 0) if plan else Decimal(0),
        trends=_trends(actor, subject, period, events),
        ranking=_ranking(actor, subject, period, order),
        watches=[first(watch, actor, CONCERNS) for watch in watches],
        events=events,
    )


def orders_for(actor: Actor) -> tuple[str, ...]:
    return ORDERS + TAX_ORDERS if tax_indicators_for(actor) else ORDERS


def _trends(actor: Actor, subject: Subject, period: Period, events: Events) -> list[Trend]:
    codes = TRENDS + TAX_TRENDS if tax_indicators_for(actor) else TRENDS
    indicators = [EVERY_CODE[code] for code in codes]
    return [
        Trend(
            readings,
            trend(
                [str(one.period) for one in readings],
                [one.number for one in readings],
                [f"{one.text} {one.unit}" for one in readings],
                events.marks(one.period for one in readings),
            ),
        )
        for readings in trends_of(actor, subject, indicators, period, MONTHS).values()
    ]


def _ranking(actor: Actor, subject: Subject, period: Period, order: str) -> list[Place]:
    if order in TAX_ORDERS:
        whole = Reading(EVERY_CODE[order], subject, period, None)
        told = [one for one in building_readings(actor, whole) if one.number]
        return list(_in_order(told[:RANKED]))
    figures = Figure.objects.visible_to(actor).filter(
        building__isnull=False,
        place__path__startswith=subject.place.path,
        period=period.first,
        indicator=order,
        known__gt=0,
    )
    readings = [
        Reading(BY_CODE[order], Subject(one.place, one.building), period, one.value)
        for one in _highest(figures, order)[:RANKED]
    ]
    return list(_in_order(readings))


def _highest(figures: QuerySet[Figure], order: str) -> QuerySet[Figure]:
    """A rate is put in order unrounded."""
    if BY_CODE[order].measure is Measure.RATE:
        figures = figures.filter(denominator__gt=0)
        figures = figures.annotate(height=F("numerator") / F("denominator"))
    else:
        figures = figures.filter(numerator__gt=0).annotate(height=F("numerator"))
    return figures.select_related("place", "building").order_by("-height", "building__name_sort")


def _in_order(readings: Iterable[Reading]) -> Iterable[Place]:
    top = Decimal(0)
    for rank, reading in enumerate(readings, start=1):
        number = reading.number or Decimal(0)
        top = top or number
        yield Place(rank, reading, number * 100 / top if top else Decimal(0))
