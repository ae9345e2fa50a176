"""指标读数: named reads of stored figures; nothing is computed here but comparisons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q

from louyu.engines.measures import (
    Change,
    Indicator,
    Period,
    Scale,
    Value,
    change,
    printed,
    text_of,
    unit_of,
)
from louyu.engines.measures.comparison import NO_BASE
from louyu.journey.statistics.asking import Ask, Figures, Values, during
from louyu.journey.statistics.dictionary import Stated
from louyu.journey.statistics.models import BuildingMonth, PeriodState
from louyu.journey.statistics.readable import EVERY_CODE, codes_for, indicators_for
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tax_rows import building_rows, shown_by
from louyu.kernel.scope import Actor
from louyu.registers.places.models import MANAGING_LEVELS, Place


@dataclass(frozen=True)
class Reading:
    """One indicator of one subject in one month, as it is printed."""

    indicator: Indicator
    subject: Subject
    period: Period
    value: Value | None
    on_previous: Change = NO_BASE
    on_year: Change = NO_BASE
    scale: Scale | None = None
    year_base: Value | None = None

    def scaled(self, scale: Scale) -> Reading:
        """The same figure beside others that are printed in this scale."""
        return replace(self, scale=scale)

    @property
    def period_words(self) -> str:
        return period_words(self.indicator, self.period)

    @property
    def _scale(self) -> Scale:
        return self.scale or self.subject.scale

    @property
    def number(self) -> Decimal | None:
        """In the printing unit; None when nothing is known."""
        return printed(self.value, self.indicator.measure, self._scale)

    @property
    def text(self) -> str:
        return text_of(self.value, self.indicator.measure, self._scale)

    @property
    def unit(self) -> str:
        return unit_of(self.indicator.measure, self._scale)

    @property
    def address(self) -> str:
        """The query that leads to this figure's rows and definition."""
        return urlencode({"period": str(self.period), "place": self.subject.code})

    @property
    def is_number(self) -> bool:
        return self.number is not None

    @property
    def stated(self) -> Stated | None:
        """The typed figure this is, when it is one."""
        return self.value if isinstance(self.value, Stated) else None

    @property
    def year_base_stated(self) -> Stated | None:
        """The typed figure that 同比 compares with, when it does."""
        return self.year_base if isinstance(self.year_base, Stated) else None

    @property
    def on_year_words(self) -> str:
        """同比 as a file or a console tells it: with the badge of a typed base."""
        badge = (
            "（基数为历史填报）"
            if self.year_base_stated and self.on_year.direction is not None
            else ""
        )
        return self.on_year.text + badge

    @property
    def coverage(self) -> str:
        if self.value is None:
            return ""
        if self.stated:
            return "历史填报"
        return f"{self.indicator.coverage.words} {self.value.known}／{self.value.total} 幢"


def period_words(indicator: Indicator, period: Period) -> str:
    """A stock is of the month's end, a flow of its month or of all months since January."""
    if indicator.of_the_month:
        return period.words
    if not indicator.since_january:
        return f"{period.words}末"
    return period.words if period.month == 1 else f"{period.year}年1–{period.month}月"


@dataclass(frozen=True)
class Part:
    """A street of the district or a building of the street, with its readings by code."""

    subject: Subject
    readings: Mapping[str, Reading]


def state_of(period: Period) -> PeriodState | None:
    return PeriodState.objects.filter(period=period.first).first()


def is_computed(period: Period) -> bool:
    return PeriodState.objects.filter(period=period.first).exists()


def computed_states() -> list[PeriodState]:
    """Newest first."""
    return list(PeriodState.objects.all())


def values_of(
    actor: Actor, subject: Subject, periods: Collection[Period], codes: Collection[str]
) -> dict[Period, Values]:
    """Stored values by month and code; a month or code without a figure is not in it."""
    ask = Ask(subject.of_figures, codes, during(*periods))
    return Figures(actor, ask).values(subject, periods, codes)


def reading_of(actor: Actor, subject: Subject, period: Period, indicator: Indicator) -> Reading:
    """One indicator of a month, compared with nothing."""
    found = values_of(actor, subject, (period,), (indicator.code,))
    return Reading(indicator, subject, period, found[period].get(indicator.code))


def readings_of(actor: Actor, subject: Subject, period: Period) -> dict[str, Reading]:
    """All indicators of a month, compared with the month before and the same month last year."""
    return readings_in(Figures(actor, asked_of_month(actor, subject, period)), subject, period)


def asked_of_month(actor: Actor, subject: Subject, period: Period) -> Ask:
    months = during(period, period.previous, period.year_before)
    return Ask(subject.of_figures, codes_for(actor), months)


def readings_in(figures: Figures, subject: Subject, period: Period) -> dict[str, Reading]:
    indicators = indicators_for(figures.actor)
    return {one.code: _compared(figures, one, subject, period) for one in indicators}


def _compared(figures: Figures, indicator: Indicator, subject: Subject, period: Period) -> Reading:
    now, before, year_before = (
        figures.value(subject, month, indicator.code)
        for month in (period, period.previous, period.year_before)
    )
    return Reading(
        indicator,
        subject,
        period,
        now,
        on_previous(indicator, now, before),
        change(now, year_before, indicator.measure),
        year_base=year_before,
    )


def on_previous(indicator: Indicator, now: Value | None, before: Value | None) -> Change:
    """环比; of a sum from January on there is none."""
    return NO_BASE if indicator.since_january else change(now, before, indicator.measure)


def parts_of(actor: Actor, subject: Subject, period: Period) -> list[Part]:
    """One level down: streets before parks, or buildings by name."""
    return parts_in(Figures(actor, asked_of_parts(actor, subject, period)), subject, period)


def asked_of_parts(actor: Actor, subject: Subject, period: Period) -> Ask:
    return Ask(subject.of_parts, codes_for(actor), during(period))


def parts_in(figures: Figures, subject: Subject, period: Period) -> list[Part]:
    return _parts(figures, period, subject.has_part)


def buildings_of(actor: Actor, place: Place, period: Period) -> list[Part]:
    """Every building of a district, two levels down: by street, then by name."""
    subject = Subject(place)
    figures = Figures(actor, Ask(subject.of_buildings, codes_for(actor), during(period)))
    return _parts(figures, period, subject.has_building)


def _parts(figures: Figures, period: Period, of: Callable[[Subject], bool]) -> list[Part]:
    parts: dict[str, Part] = {}
    for subject, figure, value in figures.of_month(period):
        if not of(subject):
            continue
        readings = parts.setdefault(subject.code, Part(subject, {})).readings
        assert isinstance(readings, dict)
        indicator = EVERY_CODE[figure.indicator]
        readings[indicator.code] = Reading(indicator, subject, period, value)
    return list(parts.values())


def values_by_building(
    actor: Actor, code: str, period: Period, buildings: Collection[int]
) -> dict[int | None, Value]:
    """One indicator of the buildings named, by their number."""
    ask = Ask(Q(building__in=buildings), (code,), during(period))
    return {figure.building_id: value for figure, value in Figures(actor, ask).told}


def tax_and_buildings(
    actor: Actor, subject: Subject, period: Period, indicator: Indicator
) -> tuple[Reading, list[Reading]]:
    """A figure of tax and what it is made of."""
    asked = Ask(subject.of_figures, (indicator.code,), during(period))
    figures = Figures(actor, asked, asked_of_buildings(subject, period, indicator))
    value = figures.value(subject, period, indicator.code)
    whole = Reading(indicator, subject, period, value)
    return whole, building_readings(figures, subject, period, indicator)


def asked_of_buildings(subject: Subject, period: Period, indicator: Indicator) -> Ask:
    codes = {indicator.code, shown_by(indicator).code}
    return Ask(subject.of_buildings, codes, during(period))


def building_readings(
    figures: Figures, subject: Subject, period: Period, indicator: Indicator
) -> list[Reading]:
    """The buildings of a figure of tax as they are printed, the greatest first."""
    printed_in = shown_by(indicator)
    rows = building_rows(figures, indicator, subject, period)
    return [Reading(printed_in, row.subject, period, row.value) for row in rows]


def trend_of(
    actor: Actor, subject: Subject, indicator: Indicator, until: Period, months: int = 24
) -> list[Reading]:
    """The readings of the months up to `until`, oldest first, each compared with its past."""
    figures = Figures(actor, asked_of_trends(subject, (indicator,), until, months))
    return trends_in(figures, subject, (indicator,), until, months)[indicator.code]


def asked_of_trends(
    subject: Subject, indicators: Collection[Indicator], until: Period, months: int
) -> Ask:
    """The year before besides, which the months are compared with."""
    codes = [one.code for one in indicators]
    return Ask(subject.of_figures, codes, during(*_until(until, months + 12)))


def trends_in(
    figures: Figures,
    subject: Subject,
    indicators: Collection[Indicator],
    until: Period,
    months: int,
) -> dict[str, list[Reading]]:
    """The same of several indicators at once, by code."""
    span = _until(until, months)
    return {
        one.code: [_compared(figures, one, subject, period) for period in span]
        for one in indicators
    }


def _until(last: Period, months: int) -> list[Period]:
    return [last.shifted(-back) for back in range(months - 1, -1, -1)]


def area_bases(actor: Actor, subject: Subject, period: Period) -> dict[int, BuildingMonth]:
    """What the business area of each building of a street, or of one building, rests on."""
    if subject.place.level not in MANAGING_LEVELS:
        return {}
    months = BuildingMonth.objects.visible_to(actor).filter(subject.of_facts, period=period.first)
    return {month.building_id: month for month in months}
