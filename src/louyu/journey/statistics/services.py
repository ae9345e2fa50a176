"""统计办理: freezing months, asking for a computation, dividing a target among streets."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from louyu.engines.measures import Period
from louyu.journey.collection.models import Cycle, CycleKind
from louyu.journey.statistics.models import PeriodState, PeriodStatus, Target, TargetPart
from louyu.kernel.history import acting
from louyu.kernel.jobs.models import Job
from louyu.kernel.jobs.services import enqueue
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Role

COMPUTE_JOB = "statistics.compute"
WHOLE_LIST = "whether a month everybody knows of is over"
ANEW = "重新计算指标、重新取数后再签发。"


class FiguresRefused(Exception):
    """The message is a Chinese sentence that says what to do."""


def may_compute(actor: Actor) -> bool:
    return actor.holds(Role.OFFICE)


def ask_to_compute(*, periods: Sequence[Period], actor: Actor, link: str) -> Job:
    if not may_compute(actor):
        raise FiguresRefused("只有区楼宇办可以计算指标。")
    words = periods[0].words if len(periods) == 1 else f"{periods[0].words}至{periods[-1].words}"
    return enqueue(
        COMPUTE_JOB,
        actor=actor,
        title=f"计算{words}指标",
        params={"periods": [str(period) for period in periods]},
        link=link,
    )


def freeze(*, periods: Sequence[Period], reason: str, actor: Actor) -> None:
    """From now on these months refuse to be computed; twice is once.

    And so do the months of the year before them, which a sum since January is made of.

    Call it first in the transaction that rests on them: a computation that runs at the same
    time then fails instead of changing what was read.
    """
    with transaction.atomic(), acting(actor, "months_frozen", reason=reason):
        months = [month for period in periods for month in _since_january(period)]
        states = (
            PeriodState.objects.select_for_update().filter(period__in=months).order_by("period")
        )
        known = {state.month for state in states}
        missing = [period for period in periods if period not in known]
        if missing:
            words = "、".join(period.words for period in missing)
            raise FiguresRefused(f"{words}的指标还没有计算，请先在“指标分析”页计算。")
        _round_is_over({state.period: state for state in states if not state.is_frozen})
        PeriodState.objects.filter(period__in=months, status=PeriodStatus.COMPUTED).update(
            status=PeriodStatus.FROZEN, frozen_at=timezone.now(), reason=reason
        )


def _round_is_over(states: Mapping[date, PeriodState]) -> None:
    """What the monthly round of a month said is frozen with it: all of it, not what was there
    while buildings could still be handed in."""
    rounds = Cycle.objects.unscoped(WHOLE_LIST).filter(kind=CycleKind.MONTH, month__in=states)
    for one in rounds.order_by("month"):
        if one.closed_at is None:
            raise FiguresRefused(f"{one}的月度更新还没有结束。请先在“月份管理”结束这个月，{ANEW}")
        if one.closed_at > states[one.month].computed_at:
            raise FiguresRefused(f"{one}的月度更新在指标计算之后才结束。请{ANEW}")


def _since_january(period: Period) -> list[date]:
    return [date(period.year, number, 1) for number in range(1, period.month + 1)]


def divide(*, target: Target, values: Mapping[int, Decimal | None], actor: Actor) -> None:
    """By number of the street or park; without a value it has no part in the target."""
    with transaction.atomic(), acting(actor, "target_divided"):
        parts = TargetPart.objects.unscoped("whoever divides sees them all")
        given = {place: value for place, value in values.items() if value is not None}
        parts.filter(target=target, street__in=set(values) - set(given)).delete()
        for place, value in given.items():
            parts.update_or_create(
                target=target,
                street_id=place,
                defaults={"value": value},
                create_defaults={"value": value, "plan_id": target.plan_id},
            )
