"""已知数: every number known of an indicator at a place, by month; computed before typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from louyu.engines.measures import Measure, Period
from louyu.engines.measures.value import quantity
from louyu.journey.statistics.models import (
    Figure,
    HistoricalFigure,
    PeriodState,
    StoredFigure,
    Target,
    TargetPart,
)
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.taxes.queries import tax_figures
from louyu.kernel.scope import Actor

# What a number is aimed at: the whole or a part of it.
Aim = Target | TargetPart
Key = tuple[str, int]
DECEMBER = 12


@dataclass(frozen=True)
class Known:
    """A number for an indicator at a place; `figure` opens to its rows, a typed one to its row."""

    amount: Fraction
    period: Period
    words: str
    figure: StoredFigure | None = None
    earlier: HistoricalFigure | None = None
    # Summed from January on: of several of one year the latest holds the others.
    so_far: bool = False
    # What such a sum comes to over twelve months; None where a month of them is not known.
    of_a_year: Fraction | None = None

    @property
    def level(self) -> Known | None:
        """To be set beside a level of a whole year; a sum of some months is none."""
        if not self.so_far or self.period.month == DECEMBER:
            return self
        if self.of_a_year is None:
            return None
        words = f"截至{self.period.words}的近12个月"
        return replace(self, amount=self.of_a_year, words=words, so_far=False)

    @property
    def weight(self) -> Decimal | None:
        """What a rate is of: its denominator, where it was computed."""
        return self.figure.denominator if self.figure else None


Numbers = Mapping[Period, Known]


def known_numbers(aims: Iterable[Aim], actor: Actor, until: date) -> Mapping[Key, Numbers]:
    """By indicator and place, up to the day; a computed number outranks a typed one."""
    keys = {(aim.indicator, aim.place_id) for aim in aims}
    of = Q(indicator__in={code for code, _ in keys}, place__in={place for _, place in keys})
    found: dict[Key, dict[Period, Known]] = {}
    for row in HistoricalFigure.objects.visible_to(actor).filter(of, building=None):
        if row.period.last <= until:
            known = Known(Fraction(row.amount), row.period, row.words, earlier=row)
            found.setdefault((row.indicator, row.place_id), {})[row.period] = known
    for known in _taxes(actor, of, until):
        assert known.figure
        found.setdefault((known.figure.indicator, known.figure.place_id), {})[known.period] = known
    figures = Figure.objects.visible_to(actor).filter(of, building=None, period__lte=until)
    for figure in figures.select_related("place"):
        period = Period.of(figure.period)
        amount = quantity(figure.value)
        if amount is not None and period.last <= until:
            known = Known(amount, period, f"{period.words}末", figure=figure)
            found.setdefault((figure.indicator, figure.place_id), {})[period] = known
    return found


def _taxes(actor: Actor, of: Q, until: date) -> Iterator[Known]:
    """As far as the person may be told; sums of money with what they come to over a year."""
    months = [state.month for state in PeriodState.objects.filter(period__lte=until)]
    told = tax_figures(actor, of & Q(building=None), [m for m in months if m.last <= until])
    sums = {
        (figure.indicator, figure.place_id, Period.of(figure.period)): amount
        for figure, value in told
        if (amount := quantity(value)) is not None
    }
    for figure, _ in told:
        period = Period.of(figure.period)
        key = figure.indicator, figure.place_id
        if (amount := sums.get((*key, period))) is None:
            continue
        words = f"{period.year}年1–{period.month}月"
        if TAX_BY_CODE[figure.indicator].measure is not Measure.MONEY:
            # A count or a share so far is compared as it stands.
            yield Known(amount, period, words, figure, so_far=True, of_a_year=amount)
            continue
        whole = sums.get((*key, Period(f"{period.year - 1}-{DECEMBER}")))
        then = sums.get((*key, period.year_before))
        of_a_year = None if whole is None or then is None else amount + whole - then
        yield Known(amount, period, words, figure, so_far=True, of_a_year=of_a_year)


def latest(numbers: Numbers, start: date, until: date) -> Known | None:
    within = {period: one.level for period, one in numbers.items() if start <= period.last <= until}
    known = {period: one for period, one in within.items() if one}
    return known[max(known)] if known else None


def came_about(numbers: Numbers, first: int, last: int) -> Known | None:
    """The sum of what is stated of the years from first to last."""
    within = [one for period, one in numbers.items() if first <= period.year <= last]
    so_far = {one.period.year: one for one in sorted(within, key=_by_period) if one.so_far}
    rest = [one for one in within if one.period.year not in so_far]
    stated = [*rest, *so_far.values()]
    if not stated:
        return None
    newest = max(stated, key=_by_period)
    amount = sum((one.amount for one in stated), Fraction(0))
    return Known(
        amount, newest.period, f"至{newest.words}", figure=newest.figure, earlier=newest.earlier
    )


def _by_period(known: Known) -> Period:
    return known.period
