"""目标进度: where a plan's targets stand, beside the share of its time that has passed.

A level counts from its baseline, (now − baseline) / (target − baseline): counted from nothing,
268 of 300 would look nearly done on the first day. Without a baseline there is no rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from louyu.engines.measures import Period
from louyu.engines.measures.printing import half_up
from louyu.journey.statistics.asking import Figures
from louyu.journey.statistics.dictionary import WORTH, MeasureUnit
from louyu.journey.statistics.forecast import Forecast, forecast_of
from louyu.journey.statistics.known import (
    Aim,
    Key,
    Known,
    Numbers,
    asked_of_aims,
    came_about,
    known_numbers,
    latest,
)
from louyu.journey.statistics.models import Plan, Target, TargetKind
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import DISTRICT_WIDE
from louyu.registers.places.models import PlaceLevel

# Behind the time that has passed by less than this is 略滞后.
SLIGHTLY = Fraction(1, 10)
WHOLE_NUMBERS = {MeasureUnit.FIRM, MeasureUnit.BUILDING, MeasureUnit.ITEM}


@dataclass(frozen=True)
class Progress:
    """`rate` and `elapsed` are shares of one; None where they cannot be told.

    `withheld`: the number is the district's, and the reader's is a street (0029).
    """

    target: Aim
    now: Known | None
    base: Known | None
    elapsed: Fraction
    rate: Fraction | None
    forecast: Forecast | None = None
    withheld: bool = False

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
            return "全区数由区里发布" if self.withheld else "未采集"
        return "未填基期" if self.base is None else "基期与目标相同"

    @property
    def owner(self) -> str:
        """Who answers: the body named, else the street the part falls to."""
        street = getattr(self.target, "street", None)
        return str(self.target.department or street or "未指定")

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
        return "" if known is None else self.in_unit(known.amount)

    def in_unit(self, amount: Fraction | None) -> str:
        if amount is None:
            return ""
        unit = MeasureUnit(self.target.unit)
        digits = 0 if unit in WHOLE_NUMBERS else 2
        return f"{half_up(amount / Fraction(WORTH[unit]), digits):,}"

    @property
    def stock_unit(self) -> str:
        """A rate that is to rise by 百分点 stands itself in %."""
        unit = MeasureUnit(self.target.unit)
        return str((MeasureUnit.PERCENT if unit == MeasureUnit.PERCENTAGE_POINT else unit).label)

    @property
    def gap_unit(self) -> str:
        """The difference of two rates is in 百分点."""
        unit = MeasureUnit(self.target.unit)
        return str((MeasureUnit.PERCENTAGE_POINT if unit == MeasureUnit.PERCENT else unit).label)

    @property
    def expected_text(self) -> str:
        return self.in_unit(self.forecast.amount) if self.forecast else ""

    @property
    def verdict(self) -> str:
        """预计可完成 or what will be missing; empty where nothing can be said."""
        one = self.forecast
        if one is None or one.needed is None:
            return ""
        if one.suffices:
            return "预计可完成" if one.is_goal else "预计达序时"
        return f"预计差 {self._of_gap(one.gap)} {self.gap_unit}"

    @property
    def verdict_tone(self) -> str:
        return (
            "" if not self.verdict else "ok" if self.forecast and self.forecast.suffices else "warn"
        )

    @property
    def method(self) -> str:
        """口径 of the forecast, with the months it rests on."""
        one = self.forecast
        if one is None:
            return ""
        pace = f"{self.in_unit(one.pace)} {self.gap_unit}"
        moved = (
            f"从{one.since}到最近一个月，平均每月变化 {pace}"
            if self.target.kind in (TargetKind.LEVEL, TargetKind.YEARLY_INCREASE)
            else f"已知各月平均 {pace}"
        )
        told = f"{moved}，按直线延续到{one.at.words}；依据本年 {one.months} 个月"
        if one.needed is None:
            return f"{told}。没有基期，不比应达数"
        aim = "应达" if one.is_goal else "按序时应达"
        return f"{told}；年末{aim} {self.in_unit(one.needed)} {self.stock_unit}"

    def _of_gap(self, gap: Fraction) -> str:
        """A gap that rounds to nothing is still a gap."""
        text = self.in_unit(gap)
        return text if any(sign in "123456789" for sign in text) else f"不足 {text[:-1]}1"

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
    known = known_numbers(Figures(actor, asked_of_aims(found, until)), until)
    return [standing(target, plan, known, until, actor) for target in found]


def standing(
    aim: Aim, plan: Plan, known: Mapping[Key, Numbers], until: date, actor: Actor
) -> Progress:
    """Where a target or a part of one stands."""
    numbers = known.get((aim.indicator, aim.place_id), {})
    now, base, elapsed, rate = _counted(aim, plan, numbers, until)
    withheld = aim.place.level == PlaceLevel.DISTRICT and not actor.holds(*DISTRICT_WIDE)
    forecast = forecast_of(aim, plan, numbers, base, until)
    return Progress(aim, now, base, elapsed, rate, forecast, withheld)


Counted = tuple[Known | None, Known | None, Fraction, Fraction | None]


def _counted(aim: Aim, plan: Plan, numbers: Numbers, until: date) -> Counted:
    """What stands, from what it is counted, the share of time passed, the share reached."""
    goal, span = Fraction(aim.exact_value), plan.elapsed(until)
    if aim.kind == TargetKind.LEVEL:
        now, base = latest(numbers, plan.start, until), _baseline(aim, plan, numbers)
        gained = goal - base.amount if base else None
        rate = (now.amount - base.amount) / gained if now and base and gained else None
        return now, base, span, rate
    if aim.kind == TargetKind.YEARLY_INCREASE:
        now = latest(numbers, date(until.year, 1, 1), until)
        base = numbers.get(Period(f"{until.year - 1}-12"))
        rate = (now.amount - base.amount) / goal if now and base and goal else None
        return now, base, _of_year(until), rate
    yearly = aim.kind == TargetKind.YEARLY_TOTAL
    now = came_about(numbers, until.year if yearly else plan.start.year, until.year)
    nothing = Known(Fraction(0), Period.of(plan.start), "从零起")
    rate = now.amount / goal if now and goal else None
    return now, nothing, _of_year(until) if yearly else span, rate


def _baseline(aim: Aim, plan: Plan, numbers: Numbers) -> Known | None:
    """The target's own, else what is known for the month before the plan began."""
    before = Period.of(plan.start).previous
    if aim.exact_baseline is not None:
        words = f"{aim.baseline_year}年，{aim.baseline_source}"
        return Known(Fraction(aim.exact_baseline), before, words)
    return numbers.get(before)


def _of_year(day: date) -> Fraction:
    return Fraction(day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday)
