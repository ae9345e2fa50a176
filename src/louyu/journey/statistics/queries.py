"""指标读数: named reads of stored figures; nothing is computed here but comparisons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

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
from louyu.journey.statistics.dictionary import Stated, stated
from louyu.journey.statistics.models import (
    BuildingMonth,
    Figure,
    HistoricalFigure,
    PeriodState,
    StoredFigure,
)
from louyu.journey.statistics.readable import EVERY_CODE, indicators_for
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.taxes.queries import tax_figures, tax_values
from louyu.journey.statistics.taxes.rows import building_rows, shown_by
from louyu.kernel.scope import Actor
from louyu.registers.places.models import MANAGING_LEVELS, Place
from louyu.registers.taxation.displays import UNREPORTED

Values = dict[str, Value]
DECEMBER = 12


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
    """A stock is of the month's end, a flow of all months since January."""
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
    actor: Actor,
    subject: Subject,
    periods: Iterable[Period],
    codes: Collection[str] | None = None,
) -> dict[Period, Values]:
    """Stored values by month and code, all that the person may read where none are named; a month
    or code without a figure is not in it."""
    months = {period.first: period for period in periods}
    codes = [one.code for one in indicators_for(actor)] if codes is None else codes
    figures = (
        Figure.objects.visible_to(actor)
        .filter(subject.of_figures, period__in=months, indicator__in=codes)
        .order_by()
    )
    found: dict[Period, Values] = {period: {} for period in months.values()}
    for figure in figures:
        found[months[figure.period]][figure.indicator] = figure.value
    of_tax = tax_values(actor, subject, tuple(found), codes)
    for period, values in of_tax.items():
        found[period] |= {code: one for code, one in values.items() if one.word != UNREPORTED}
    silent = [period for period, values in found.items() if len(values) < len(codes)]
    for row in _stated(actor, subject, silent, codes) if silent else ():
        value = stated(row.amount, row.indicator, row.source, row.get_absolute_url())
        found[row.period].setdefault(row.indicator, value)
    return {period: of_tax[period] | values for period, values in found.items()}


def _stated(
    actor: Actor, subject: Subject, periods: Iterable[Period], codes: Collection[str]
) -> QuerySet[HistoricalFigure]:
    """What earlier ledgers say of these months; a year's figure stands at its end."""
    wanted = Q(pk__in=[])
    for period in periods:
        at_end = Q(month=period.month) | (Q(month=None) if period.month == DECEMBER else Q())
        wanted |= Q(year=period.year) & at_end
    rows = HistoricalFigure.objects.visible_to(actor).filter(subject.of_figures, wanted)
    # A month's own figure outranks its year's: it comes first.
    return rows.filter(indicator__in=codes).order_by("month")


def reading_of(actor: Actor, subject: Subject, period: Period, indicator: Indicator) -> Reading:
    """One indicator of a month, compared with nothing."""
    found = values_of(actor, subject, (period,), (indicator.code,))
    return Reading(indicator, subject, period, found[period].get(indicator.code))


def readings_of(actor: Actor, subject: Subject, period: Period) -> dict[str, Reading]:
    """All indicators of a month, compared with the month before and the same month last year."""
    before, year_before = period.previous, period.year_before
    found = values_of(actor, subject, (period, before, year_before))

    def reading(indicator: Indicator) -> Reading:
        code, measure = indicator.code, indicator.measure
        now = found[period].get(code)
        return Reading(
            indicator,
            subject,
            period,
            now,
            on_previous(indicator, now, found[before].get(code)),
            change(now, found[year_before].get(code), measure),
            year_base=found[year_before].get(code),
        )

    return {indicator.code: reading(indicator) for indicator in indicators_for(actor)}


def on_previous(indicator: Indicator, now: Value | None, before: Value | None) -> Change:
    """环比; of a sum from January on there is none."""
    return NO_BASE if indicator.since_january else change(now, before, indicator.measure)


def parts_of(actor: Actor, subject: Subject, period: Period) -> list[Part]:
    """One level down: streets before parks, or buildings by name."""
    return _parts(actor, subject.of_parts, period)


def buildings_of(actor: Actor, place: Place, period: Period) -> list[Part]:
    """Every building of a district, two levels down: by street, then by name."""
    below = Q(place__path__startswith=place.path, building__isnull=False)
    return _parts(actor, below, period)


def _parts(actor: Actor, of: Q, period: Period) -> list[Part]:
    figures = (
        Figure.objects.visible_to(actor)
        .filter(of, period=period.first)
        .select_related("place", "building")
        .order_by("-place__level", "place__path", "building__name_sort", "building_id", "indicator")
    )
    told: Iterable[tuple[StoredFigure, Value]] = [
        *((figure, figure.value) for figure in figures),
        *tax_figures(actor, of, (period,)),
    ]
    parts: dict[str, Part] = {}
    for figure, value in told:
        subject = Subject(figure.place, figure.building)
        readings = parts.setdefault(subject.code, Part(subject, {})).readings
        assert isinstance(readings, dict)
        indicator = EVERY_CODE[figure.indicator]
        readings[indicator.code] = Reading(indicator, subject, period, value)
    return list(parts.values())


def values_by_building(actor: Actor, code: str, period: Period, of: Q) -> dict[int | None, Value]:
    """One indicator of the buildings that `of` names, by their number."""
    if code in TAX_BY_CODE:
        told = tax_figures(actor, of, (period,), (code,))
        return {figure.building_id: value for figure, value in told}
    figures = Figure.objects.visible_to(actor).filter(of, indicator=code, period=period.first)
    return {figure.building_id: figure.value for figure in figures}


def building_readings(actor: Actor, of: Reading) -> list[Reading]:
    """The buildings a figure of tax is made of, as they are printed, the greatest first."""
    printed_in = shown_by(of.indicator)
    rows = building_rows(actor, of.indicator, of.subject, of.period)
    return [Reading(printed_in, row.subject, of.period, row.value) for row in rows]


def trend_of(
    actor: Actor, subject: Subject, indicator: Indicator, until: Period, months: int = 24
) -> list[Reading]:
    """The readings of the months up to `until`, oldest first, each compared with its past."""
    return trends_of(actor, subject, (indicator,), until, months)[indicator.code]


def trends_of(
    actor: Actor, subject: Subject, indicators: Collection[Indicator], until: Period, months: int
) -> dict[str, list[Reading]]:
    """The same of several indicators at once, by code."""
    span = [until.shifted(-back) for back in range(months - 1 + 12, -1, -1)]
    found = values_of(actor, subject, span, tuple(one.code for one in indicators))

    def reading(indicator: Indicator, period: Period) -> Reading:
        now, before, year_before = (
            found.get(month, {}).get(indicator.code)
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

    return {one.code: [reading(one, period) for period in span[12:]] for one in indicators}


def area_bases(actor: Actor, subject: Subject, period: Period) -> dict[int, BuildingMonth]:
    """What the business area of each building of a street, or of one building, rests on."""
    if subject.place.level not in MANAGING_LEVELS:
        return {}
    months = BuildingMonth.objects.visible_to(actor).filter(subject.of_facts, period=period.first)
    return {month.building_id: month for month in months}
