"""已知数: every number known of an indicator at a place, by month; computed before typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from louyu.engines.measures import Measure, Period
from louyu.engines.measures.value import quantity
from louyu.journey.statistics.asking import Ask, Figures
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.models import (
    HistoricalFigure,
    StoredFigure,
    Target,
    TargetPart,
)
from louyu.journey.statistics.readable import EVERY_CODE

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
    def of_whole_year(self) -> bool:
        """Typed of a year, without a month."""
        return self.earlier is not None and not self.earlier.month

    @property
    def weight(self) -> Decimal | None:
        """What a rate is of: its denominator, where it was computed."""
        return self.figure.denominator if self.figure else None


Numbers = Mapping[Period, Known]


def asked_of_aims(aims: Iterable[Aim], until: date) -> Ask:
    """Every month up to the day."""
    keys = {(aim.indicator, aim.place_id) for aim in aims}
    of = Q(place__in={place for _, place in keys}, building=None)
    return Ask(of, {code for code, _ in keys}, Q(period__lte=until))


def known_numbers(figures: Figures, until: date) -> Mapping[Key, Numbers]:
    """By indicator and place, up to the day; a computed number outranks a typed month."""
    found: dict[Key, dict[Period, Known]] = {}
    for row in figures.typed:
        if row.building_id is None and row.period.last <= until:
            known = Known(Fraction(row.amount), row.period, row.words, earlier=row)
            found.setdefault((row.indicator, row.place_id), {})[row.period] = known
    computed: dict[Key, dict[Period, Known]] = {}
    for figure, value in figures.told:
        period, amount = Period.of(figure.period), quantity(value)
        if figure.building_id is None and period.last <= until and amount is not None:
            known = Known(amount, period, f"{period.words}末", figure=figure)
            computed.setdefault((figure.indicator, figure.place_id), {})[period] = known
    for key, numbers in computed.items():
        typed = found.setdefault(key, {})
        ledgers = _ledgers(key[0], typed)
        flows = key[0] in EVERY_CODE and EVERY_CODE[key[0]].since_january
        told = {month: _so_far(one, numbers) if flows else one for month, one in numbers.items()}
        typed.update(told | ledgers)
    return found


def _ledgers(code: str, typed: Numbers) -> dict[Period, Known]:
    """Years that a document told as a whole, which outrank what registers being filled add up to.

    Of flows of the registers alone: tax comes whole with its deliveries.
    """
    if not (code in BY_CODE and BY_CODE[code].since_january):
        return {}
    return {month: one for month, one in typed.items() if one.of_whole_year}


def _so_far(known: Known, sums: Numbers) -> Known:
    """So far in its year; of sums what a year comes to, as far as the person may be told both."""
    assert known.figure
    period, amount = known.period, known.amount
    so_far = replace(known, words=f"{period.year}年1–{period.month}月", so_far=True)
    if EVERY_CODE[known.figure.indicator].measure not in (Measure.MONEY, Measure.AREA):
        # A count or a share so far is compared as it stands.
        return replace(so_far, of_a_year=amount)
    whole = sums.get(Period(f"{period.year - 1}-{DECEMBER}"))
    then = sums.get(period.year_before)
    of_a_year = amount + whole.amount - then.amount if whole and then else None
    return replace(so_far, of_a_year=of_a_year)


def latest(numbers: Numbers, start: date, until: date) -> Known | None:
    within = {period: one.level for period, one in numbers.items() if start <= period.last <= until}
    known = {period: one for period, one in within.items() if one}
    return known[max(known)] if known else None


def came_about(numbers: Numbers, first: int, last: int) -> Known | None:
    """The sum of what is stated of the years from first to last."""
    within = [one for period, one in numbers.items() if first <= period.year <= last]
    whole = {one.period.year for one in within if one.of_whole_year}
    so_far = {
        one.period.year: one
        for one in sorted(within, key=_by_period)
        if one.so_far and one.period.year not in whole
    }
    rest = [one for one in within if not one.so_far and one.period.year not in so_far]
    stated = [*rest, *so_far.values()]
    if not stated:
        return None
    newest = max(stated, key=_by_period)
    amount = sum((one.amount for one in stated), Fraction(0))
    words = f"至{newest.words}"
    if newest.so_far:
        words = newest.words if first == newest.period.year else f"{first}年至{newest.period.words}"
    return Known(amount, newest.period, words, figure=newest.figure, earlier=newest.earlier)


def _by_period(known: Known) -> Period:
    return known.period
