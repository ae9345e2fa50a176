"""驾驶舱内容: targets beside the time passed, what needs attention, trends, buildings in order.

Every number comes from statistics as it stands there; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from louyu.engines.measures import Indicator, Measure, Period
from louyu.engines.measures.printing import half_up
from louyu.engines.measures.value import quantity
from louyu.journey.statistics.annotations import Events, events_of
from louyu.journey.statistics.asking import Figures
from louyu.journey.statistics.charts import Chart, trend
from louyu.journey.statistics.division import aims_today
from louyu.journey.statistics.known import asked_of_aims, known_numbers
from louyu.journey.statistics.models import Plan, TargetKind
from louyu.journey.statistics.progress import Progress, standing
from louyu.journey.statistics.queries import (
    Reading,
    asked_of_buildings,
    asked_of_trends,
    building_readings,
    trends_in,
)
from louyu.journey.statistics.readable import EVERY_CODE
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.taxes.queries import tax_indicators_for
from louyu.kernel.scope import Actor
from louyu.portal.map.card import MapCard, layer_of
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
    map: MapCard
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
    plan, aims = aims_today(actor, day, subject.place)
    until = min(day, plan.end) if plan else day
    shown, ordered = _trend_indicators(actor), EVERY_CODE[order]
    layer = layer_of(actor, order)
    figures = Figures(
        actor,
        asked_of_aims(aims, until),
        asked_of_trends(subject, shown, period, MONTHS),
        asked_of_buildings(subject, period, ordered),
        asked_of_buildings(subject, period, EVERY_CODE[layer.indicator]),
    )
    known = known_numbers(figures, until)
    events = events_of(actor, subject, period.shifted(1 - MONTHS), period)
    watches = [WATCHES[key] for key in WATCHED if actor.holds(*WATCHES[key].roles)]
    trends = trends_in(figures, subject, shown, period, MONTHS)
    return Cockpit(
        plan=plan,
        lines=[standing(aim, plan, known, until, actor) for aim in aims] if plan else [],
        elapsed=half_up(plan.elapsed(day) * 100, 0) if plan else Decimal(0),
        trends=[_trend(readings, events) for readings in trends.values()],
        ranking=_ranking(building_readings(figures, subject, period, ordered)),
        map=MapCard(layer, figures, subject, period),
        watches=[first(watch, actor, CONCERNS) for watch in watches],
        events=events,
    )


def orders_for(actor: Actor) -> tuple[str, ...]:
    return ORDERS + TAX_ORDERS if tax_indicators_for(actor) else ORDERS


def _trend_indicators(actor: Actor) -> list[Indicator]:
    codes = TRENDS + TAX_TRENDS if tax_indicators_for(actor) else TRENDS
    return [EVERY_CODE[code] for code in codes]


def _trend(readings: list[Reading], events: Events) -> Trend:
    chart = trend(
        [str(one.period) for one in readings],
        [one.number for one in readings],
        [f"{one.text} {one.unit}" for one in readings],
        events.marks(one.period for one in readings),
    )
    return Trend(readings, chart)


def _ranking(buildings: Iterable[Reading]) -> list[Place]:
    """Of those told anything; no area and no firm is not put in order, a rate of nothing is."""
    told = [
        (known, one)
        for one in buildings
        if (known := quantity(one.value)) is not None
        and (known or one.indicator.measure is Measure.RATE)
    ]
    told.sort(key=lambda each: (-each[0], each[1].subject.sort_name))
    return list(_in_order(one for _, one in told[:RANKED]))


def _in_order(readings: Iterable[Reading]) -> Iterable[Place]:
    top = Decimal(0)
    for rank, reading in enumerate(readings, start=1):
        number = reading.number or Decimal(0)
        top = top or number
        yield Place(rank, reading, number * 100 / top if top else Decimal(0))
