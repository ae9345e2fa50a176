"""预计年末: the months of the year so far, continued in a straight line; nothing cleverer.

Fewer than three months known, or an indicator that moves by the quarter, give no forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from louyu.engines.measures import Measure, Period
from louyu.journey.statistics.dictionary import ENTRIES, measure_of
from louyu.journey.statistics.known import Aim, Known, Numbers, came_about
from louyu.journey.statistics.models import Plan, TargetKind

FEWEST_MONTHS = 3
STOCKS = {TargetKind.LEVEL, TargetKind.YEARLY_INCREASE}
_ALL, _NONE = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Forecast:
    """`pace` is a month's; `needed` what ought to stand there at `at`, None where it is untold."""

    at: Period
    amount: Fraction
    pace: Fraction
    months: int
    since: str
    needed: Fraction | None
    is_goal: bool

    @property
    def gap(self) -> Fraction:
        """What is missing at the end; nothing where it will be reached."""
        return max((self.needed or _NONE) - self.amount, _NONE)

    @property
    def suffices(self) -> bool:
        return self.needed is not None and self.amount >= self.needed


def forecast_of(
    aim: Aim, plan: Plan, numbers: Numbers, base: Known | None, until: date
) -> Forecast | None:
    """None without three months of this year, after the plan, and for what rests on tax."""
    at = min(Period(f"{until.year}-12"), Period.of(plan.end))
    this_year = {period: one for period, one in numbers.items() if period.year == until.year}
    months = sorted(period for period, one in this_year.items() if _monthly(one))
    # 税收按季申报，各月不匀: a straight line through it tells nothing.
    if ENTRIES[aim.indicator].is_tax or len(months) < FEWEST_MONTHS or months[-1] >= at:
        return None
    if until > plan.end or months[-1].first < plan.start:
        return None
    amount, pace, since = (
        _stock(numbers, months, at) if aim.kind in STOCKS else _flow(aim, plan, numbers, months, at)
    )
    needed = _needed(aim, plan, base, at)
    is_goal = aim.kind not in (TargetKind.LEVEL, TargetKind.TOTAL) or at == Period.of(plan.end)
    return Forecast(at, _possible(aim, amount), pace, len(months), since, needed, is_goal)


def _monthly(known: Known) -> bool:
    """A figure of a whole year tells no month."""
    return known.figure is not None or bool(known.earlier and known.earlier.month)


def _stock(numbers: Numbers, months: list[Period], at: Period) -> tuple[Fraction, Fraction, str]:
    """From the end of last year, or from the first month known, to the last."""
    first, last = Period(f"{at.year - 1}-12"), months[-1]
    first = first if first in numbers else months[0]
    pace = (numbers[last].amount - numbers[first].amount) / _apart(first, last)
    return numbers[last].amount + pace * _apart(last, at), pace, first.words


def _flow(
    aim: Aim, plan: Plan, numbers: Numbers, months: list[Period], at: Period
) -> tuple[Fraction, Fraction, str]:
    """The mean of the months known, for every month of the year up to `at`."""
    summed = [month for month in months if numbers[month].so_far]
    if summed:  # of these the latest holds the others
        pace = numbers[summed[-1]].amount / summed[-1].month
    else:
        pace = sum((numbers[month].amount for month in months), _NONE) / len(months)
    before = None
    if aim.kind == TargetKind.TOTAL:
        before = came_about(numbers, plan.start.year, at.year - 1)
    return (before.amount if before else _NONE) + pace * at.month, pace, months[0].words


def _needed(aim: Aim, plan: Plan, base: Known | None, at: Period) -> Fraction | None:
    goal = Fraction(aim.exact_value)
    if aim.kind == TargetKind.YEARLY_TOTAL:
        return goal
    if aim.kind == TargetKind.YEARLY_INCREASE:
        return base.amount + goal if base else None
    share = plan.elapsed(at.last)
    if aim.kind == TargetKind.TOTAL:
        return goal * share
    if base is None:
        return goal if share == 1 else None
    return base.amount + (goal - base.amount) * share


def _possible(aim: Aim, amount: Fraction) -> Fraction:
    """Neither a rate above the whole nor anything below nothing."""
    if measure_of(aim.indicator) is Measure.RATE:
        amount = min(amount, _ALL)
    return max(amount, _NONE)


def _apart(first: Period, last: Period) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
