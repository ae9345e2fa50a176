"""分解: a district's target beside its parts, each with its standing, and their sum checked.

Rates do not add up: what their parts come to is weighed by what each rate is of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from louyu.engines.measures import Aggregate, Measure, Period
from louyu.engines.measures.printing import half_up
from louyu.journey.statistics.asking import Figures
from louyu.journey.statistics.dictionary import measure_of
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.known import (
    Aim,
    Key,
    Numbers,
    asked_of_aims,
    came_about,
    known_numbers,
    latest,
)
from louyu.journey.statistics.models import Plan, Target, TargetKind, TargetPart
from louyu.journey.statistics.progress import Progress, standing
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import DISTRICT_WIDE
from louyu.registers.places.models import MANAGING_LEVELS, Place

STOCKS = {TargetKind.LEVEL, TargetKind.YEARLY_INCREASE}


@dataclass(frozen=True)
class Check:
    """What the parts come to against the whole; a warning unless `fits`."""

    words: str
    fits: bool


@dataclass(frozen=True)
class Year:
    """One year of the plan: what it was to bring, what it brought, where it ended."""

    year: int
    goal: str
    done: str
    unit: str
    stood: str
    until: str


@dataclass(frozen=True)
class Division:
    """A target with its parts; a reader of one street sees that street's alone, unchecked."""

    whole: Progress
    streets: list[Progress]
    departments: list[Progress]
    years: list[Year]
    checks: list[Check]

    @property
    def count(self) -> int:
        return len(self.streets) + len(self.departments)

    @property
    def is_off(self) -> bool:
        return not all(check.fits for check in self.checks)


def divisions_of(plan: Plan, actor: Actor, day: date) -> list[Division]:
    """Every target of the plan this actor may see, divided."""
    targets = Target.objects.visible_to(actor).filter(plan=plan)
    return _divided(list(targets.select_related("place", "department")), plan, actor, day)


def aims_today(actor: Actor, day: date, place: Place) -> tuple[Plan | None, list[Aim]]:
    """What the plan of this day asks of one place: its own targets and its parts of others.

    Of several plans the one that began last. The parts of other places are not read for it.
    """
    targets = Target.objects.visible_to(actor).filter(plan__start__lte=day, plan__end__gte=day)
    targets = targets.select_related("plan", "place", "department")
    found = list(targets.order_by("-plan__start", "plan_id", "pk"))
    if not found:
        return None, []
    plan = found[0].plan
    whole = {target.pk: target for target in found if target.plan_id == plan.pk}
    aims: list[Aim] = [target for target in whole.values() if target.place == place]
    if place.level in MANAGING_LEVELS:
        parts = TargetPart.objects.visible_to(actor).filter(target__in=whole, street=place)
        for part in parts.select_related("street", "department").order_by("target_id"):
            part.target, part.plan = whole[part.target_id], plan
            aims.append(part)
    return plan, aims


def division_of(target: Target, actor: Actor, day: date) -> Division:
    return _divided([target], target.plan, actor, day)[0]


def _divided(targets: list[Target], plan: Plan, actor: Actor, day: date) -> list[Division]:
    parts = TargetPart.objects.visible_to(actor).filter(target__in=targets)
    parts = parts.select_related("street", "department").order_by(
        "-street__level", "street__path", "department__name", "year"
    )
    until = min(day, plan.end)
    of: dict[int, list[TargetPart]] = {target.pk: [] for target in targets}
    whole = {target.pk: target for target in targets}
    for part in parts:
        part.target, part.plan = whole[part.target_id], plan
        of[part.target_id].append(part)
    aims: list[Aim] = [*targets]
    aims += [part for some in of.values() for part in some]
    known = known_numbers(Figures(actor, asked_of_aims(aims, until)), until)
    return [_division(one, of[one.pk], plan, known, until, actor) for one in targets]


def _division(
    target: Target,
    parts: list[TargetPart],
    plan: Plan,
    known: Mapping[Key, Numbers],
    until: date,
    actor: Actor,
) -> Division:
    whole = standing(target, plan, known, until, actor)
    stands = [standing(part, plan, known, until, actor) for part in parts if not part.year]
    streets = [one for one in stands if _part(one).street_id]
    departments = [one for one in stands if not _part(one).street_id]
    yearly = [part for part in parts if part.year]
    numbers = known.get((target.indicator, target.place_id), {})
    checks = [
        *_checked("各街道、园区", whole, streets),
        *_checked("各部门", whole, departments),
        *_years_checked(whole, yearly),
    ]
    return Division(
        whole,
        streets,
        departments,
        _years(whole, plan, yearly, numbers, until),
        checks if actor.holds(*DISTRICT_WIDE) else [],
    )


def _part(one: Progress) -> TargetPart:
    assert isinstance(one.target, TargetPart)
    return one.target


def _checked(who: str, whole: Progress, parts: list[Progress]) -> list[Check]:
    if not parts:
        return []
    if measure_of(whole.target.indicator) is Measure.RATE:
        return [_weighed(who, whole, parts)]
    total = sum((Fraction(one.target.exact_value) for one in parts), Fraction(0))
    over = total - Fraction(whole.target.exact_value)
    check = _compared(f"{who}合计", whole, total, over)
    indicator = BY_CODE.get(whole.target.indicator)
    if over > 0 and indicator and indicator.aggregate is Aggregate.DISTINCT:
        return [Check(f"{check.words}；一家在几个街道的，全区只算一家", fits=True)]
    return [check]


def _compared(what: str, whole: Progress, total: Fraction, over: Fraction) -> Check:
    told = f"{what} {whole.in_unit(total)} {whole.stock_unit}，"
    goal = f"全区目标 {whole.in_unit(Fraction(whole.target.exact_value))} {whole.stock_unit}"
    if over == 0:
        return Check(f"{told}与{goal}相符", fits=True)
    more = "多" if over > 0 else "少"
    return Check(f"{told}比{goal}{more} {whole.in_unit(abs(over))} {whole.gap_unit}", fits=False)


def _weighed(who: str, whole: Progress, parts: list[Progress]) -> Check:
    """By the latest denominators: 面积大的街道分量重."""
    weights = [one.now.weight if one.now else None for one in parts]
    without = sum(1 for weight in weights if not weight)
    if without:
        return Check(f"比率不能相加；{who}中 {without} 个没有分母数，不能加权核对", fits=True)
    weighted = zip(weights, parts, strict=True)
    shares = [(Fraction(weight or 0), Fraction(one.target.exact_value)) for weight, one in weighted]
    mean = sum((w * v for w, v in shares), Fraction(0)) / sum(w for w, _ in shares)
    goal = Fraction(whole.target.exact_value)
    # As printed: what differs only behind the second decimal is the same.
    same = half_up(mean * 100, 2) >= half_up(goal * 100, 2)
    told = f"比率不能相加；{who}按现有分母加权平均 {whole.in_unit(mean)} {whole.stock_unit}"
    wanted = f"全区目标 {whole.in_unit(goal)} {whole.stock_unit}"
    return Check(f"{told}，{'达到' if same else '低于'}{wanted}", fits=same)


def _years_checked(whole: Progress, yearly: list[TargetPart]) -> list[Check]:
    """Years of what is added up make the whole; of a level the last year reaches it."""
    if not yearly or whole.target.kind not in (TargetKind.LEVEL, TargetKind.TOTAL):
        return []
    if whole.target.kind == TargetKind.TOTAL:
        total = sum((Fraction(part.exact_value) for part in yearly), Fraction(0))
        what = "各年度合计"
    else:
        last = max(yearly, key=lambda part: part.year or 0)
        total, what = Fraction(last.exact_value), f"{last.year}年末"
    return [_compared(what, whole, total, total - Fraction(whole.target.exact_value))]


def _years(
    whole: Progress, plan: Plan, yearly: list[TargetPart], numbers: Numbers, until: date
) -> list[Year]:
    """The years of the plan that have begun or have a target of their own."""
    goals = {part.year: Fraction(part.exact_value) for part in yearly}
    every = Fraction(whole.target.exact_value)
    found = []
    for year in range(plan.start.year, plan.end.year + 1):
        goal = goals.get(year)
        if goal is None and whole.target.kind in (
            TargetKind.YEARLY_INCREASE,
            TargetKind.YEARLY_TOTAL,
        ):
            goal = every
        if goal is not None or year <= until.year:
            found.append(_year(whole, year, goal, numbers, until))
    return found


def _year(whole: Progress, year: int, goal: Fraction | None, numbers: Numbers, until: date) -> Year:
    aimed = whole.in_unit(goal)
    if whole.target.kind not in STOCKS:
        done = came_about(numbers, year, year)
        told = done.words if done else ""
        return Year(year, aimed, whole.written(done), whole.stock_unit, "", told)
    stood = latest(numbers, date(year, 1, 1), min(until, date(year, 12, 31)))
    before = numbers.get(Period(f"{year - 1}-12"))
    gained = ""
    if stood and before:
        gain = stood.amount - before.amount
        gained = f"{'+' if gain >= 0 else ''}{whole.in_unit(gain)}"
    unit = whole.gap_unit
    if whole.target.kind == TargetKind.LEVEL and goal is not None:
        aimed = f"年末 {aimed}"
    return Year(year, aimed, gained, unit, whole.written(stood), stood.words if stood else "")
