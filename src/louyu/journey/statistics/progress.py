"""目标进度: where a plan's targets stand, beside the share of its time that has passed.

A level counts from its baseline, (now − baseline) / (target − baseline): counted from nothing,
268 of 300 would look nearly done on the first day. Without a baseline there is no rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from louyu.engines.measures import Period
from louyu.engines.measures.printing import half_up
from louyu.engines.measures.value import quantity
from louyu.journey.statistics.dictionary import WORTH, MeasureUnit, measure_of
from louyu.journey.statistics.models import Figure, HistoricalFigure, Plan, Target, TargetKind
from louyu.kernel.scope import Actor

# Behind the time that has passed by less than this is 略滞后.
SLIGHTLY = Fraction(1, 10)
WHOLE_NUMBERS = {MeasureUnit.FIRM, MeasureUnit.BUILDING, MeasureUnit.ITEM}
Key = tuple[str, int]


@dataclass(frozen=True)
class Known:
    """A number for an indicator at a place; `figure` opens to its rows, a typed one to its row."""

    amount: Fraction
    period: Period
    words: str
    figure: Figure | None = None
    earlier: HistoricalFigure | None = None


@dataclass(frozen=True)
class Progress:
    """`rate` and `elapsed` are shares of one; None where they cannot be told."""

    target: Target
    now: Known | None
    base: Known | None
    elapsed: Fraction
    rate: Fraction | None

    @property
    def state(self) -> str:
        if self.rate is None:
            return ""
        if self.rate >= 1:
            return "已达到"
        behind = self.elapsed - self.rate
        return "达序时" if behind <= 0 else "略滞后" if behind < SLIGHTLY else "滞后"

    @property
    def tone(self) -> str:
        return {"已达到": "ok", "达序时": "ok", "略滞后": "warn", "滞后": "bad"}.get(self.state, "")

    @property
    def missing(self) -> str:
        """Why there is no rate."""
        if self.now is None:
            return "未采集"
        return "未填基期" if self.base is None else "基期与目标相同"

    @property
    def percent(self) -> Decimal | None:
        return None if self.rate is None else half_up(self.rate * 100, 0)

    @property
    def elapsed_percent(self) -> Decimal:
        return half_up(self.elapsed * 100, 0)

    @property
    def filled(self) -> Decimal:
        """Width of the bar, 0 to 100."""
        return min(max(self.percent or Decimal(0), Decimal(0)), Decimal(100))

    def written(self, known: Known | None) -> str:
        """In the unit of the target."""
        if known is None:
            return ""
        unit = MeasureUnit(self.target.unit)
        digits = 0 if unit in WHOLE_NUMBERS else 2
        return f"{half_up(known.amount / Fraction(WORTH[unit]), digits):,}"

    @property
    def stock_unit(self) -> str:
        """A rate that is to rise by 百分点 stands itself in %."""
        unit = MeasureUnit(self.target.unit)
        return str((MeasureUnit.PERCENT if unit == MeasureUnit.PERCENTAGE_POINT else unit).label)

    @property
    def now_text(self) -> str:
        return self.written(self.now)

    @property
    def base_text(self) -> str:
        return self.written(self.base)


def progress_of(plan: Plan, actor: Actor, day: date) -> list[Progress]:
    """Every target of the plan this actor may see, with what is known by `day`."""
    targets = Target.objects.visible_to(actor).filter(plan=plan)
    found = list(targets.select_related("place", "department").order_by("pk"))
    until = min(day, plan.end)
    known = _known(found, actor, until)
    return [_progress(target, plan, known, until) for target in found]


def _known(
    targets: Iterable[Target], actor: Actor, until: date
) -> Mapping[Key, Mapping[Period, Known]]:
    """By indicator and place, every number up to the day; a computed one outranks a typed one."""
    of = Q(indicator__in={t.indicator for t in targets}, place__in={t.place_id for t in targets})
    found: dict[Key, dict[Period, Known]] = {}
    typed = HistoricalFigure.objects.visible_to(actor).filter(of, building=None)
    for row in typed:
        if row.period.last <= until:
            known = Known(Fraction(row.amount), row.period, row.words, earlier=row)
            found.setdefault((row.indicator, row.place_id), {})[row.period] = known
    figures = Figure.objects.visible_to(actor).filter(of, building=None, period__lte=until)
    for figure in figures.select_related("place"):
        period = Period.of(figure.period)
        amount = quantity(figure.value, measure_of(figure.indicator))
        if amount is not None and period.last <= until:
            known = Known(amount, period, f"{period.words}末", figure=figure)
            found.setdefault((figure.indicator, figure.place_id), {})[period] = known
    return found


def _progress(
    target: Target, plan: Plan, known: Mapping[Key, Mapping[Period, Known]], until: date
) -> Progress:
    numbers = known.get((target.indicator, target.place_id), {})
    goal = Fraction(target.exact_value)
    if target.kind == TargetKind.LEVEL:
        now, base = _latest(numbers, plan.start, until), _baseline(target, plan, numbers)
        span = plan.elapsed(until)
        gained = goal - base.amount if base else None
        rate = (now.amount - base.amount) / gained if now and base and gained else None
        return Progress(target, now, base, span, rate)
    year = date(until.year, 1, 1)
    if target.kind == TargetKind.YEARLY_INCREASE:
        now = _latest(numbers, year, until)
        base = numbers.get(Period(f"{until.year - 1}-12"))
        rate = (now.amount - base.amount) / goal if now and base and goal else None
        return Progress(target, now, base, _of_year(until), rate)
    return _total(target, plan, numbers, until, goal)


def _total(
    target: Target, plan: Plan, numbers: Mapping[Period, Known], until: date, goal: Fraction
) -> Progress:
    """What came about in the year, or over the plan's years, as far as it is stated."""
    yearly = target.kind == TargetKind.YEARLY_TOTAL
    first = until.year if yearly else plan.start.year
    stated = [one for period, one in numbers.items() if first <= period.year <= until.year]
    now = None
    if stated:
        last = max(stated, key=lambda one: one.period)
        amount = sum((one.amount for one in stated), Fraction(0))
        now = Known(amount, last.period, f"至{last.words}", earlier=last.earlier)
    span = plan.elapsed(until)
    nothing = Known(Fraction(0), Period.of(plan.start), "从零起")
    rate = now.amount / goal if now and goal else None
    return Progress(target, now, nothing, _of_year(until) if yearly else span, rate)


def _latest(numbers: Mapping[Period, Known], start: date, until: date) -> Known | None:
    within = [period for period in numbers if start <= period.last <= until]
    return numbers[max(within)] if within else None


def _baseline(target: Target, plan: Plan, numbers: Mapping[Period, Known]) -> Known | None:
    """The target's own, else what is known for the month before the plan began."""
    before = Period.of(plan.start).previous
    if target.exact_baseline is not None:
        words = f"{target.baseline_year}年，{target.baseline_source}"
        return Known(Fraction(target.exact_baseline), before, words)
    return numbers.get(before)


def _of_year(day: date) -> Fraction:
    return Fraction(day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday)
