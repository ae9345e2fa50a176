"""开月与结束: the list of what is due, made once; closing it, after which nothing moves."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from louyu.engines.measures import Period
from louyu.journey.collection.asking import ask_what_is_due
from louyu.journey.collection.models import Cycle, CycleKind, Duty
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.assignments.queries import NEEDS_LIAISON
from louyu.registers.buildings.models import Building
from louyu.registers.matters.calendar import last_working_day
from louyu.registers.organizations.models import Role

WHOLE_LIST = "the month is opened for every building"
OPENERS = (Role.OFFICE,)


class MonthRefused(Exception):
    """It cannot be opened or closed; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Opened:
    """`added` buildings of this call, and how many are due in all."""

    cycle: Cycle
    added: int
    due: int


def this_month(month: Period, today: date) -> Period:
    """Only the month that runs: who stood and who was liaison then is known of no other."""
    if month != Period.of(today):
        raise MonthRefused(f"只能开启当月（{Period.of(today).words}），{month.words}不能开启。")
    return month


def open_month(*, month: Period, day: date, actor: Actor) -> Opened:
    """Standing buildings of `day`, each with the street and the liaison it has then.

    A building that stands since comes in with the next call; none goes.
    """
    due_on = last_working_day(month.first, month.last)
    return _opened(CycleKind.MONTH, month, due_on, day, actor)


def open_census(*, due_on: date, day: date, actor: Actor) -> Opened:
    """建库: every standing building once before the first month; due when the office says."""
    if due_on < day:
        raise MonthRefused("建库截止日期不能早于今天。")
    every = Cycle.objects.unscoped(WHOLE_LIST)
    under_way = every.filter(kind=CycleKind.CENSUS, closed_at=None).order_by("month").first()
    month = Period.of(under_way.month if under_way else day)
    return _opened(CycleKind.CENSUS, month, due_on, day, actor)


def _opened(kind: CycleKind, month: Period, due_on: date, day: date, actor: Actor) -> Opened:
    with transaction.atomic(), acting(actor, "collection_opened"):
        every = Cycle.objects.unscoped(WHOLE_LIST).order_by()
        every.get_or_create(kind=kind, month=month.first, defaults={"due_on": due_on})
        cycle = every.select_for_update().get(kind=kind, month=month.first)
        if cycle.closed_at is not None:
            raise MonthRefused(f"{cycle}已经结束，不能再列入楼宇。")
        liaisons = Assignment.objects.unscoped(WHOLE_LIST).filter(
            building=OuterRef("pk"), capacity=Capacity.LIAISON, during__contains=day
        )
        standing = (
            Building.objects.unscoped(WHOLE_LIST)
            .filter(life_stage__in=NEEDS_LIAISON, place__isnull=False)
            .exclude(pk__in=cycle.buildings_due.order_by().values("building_id"))
            .annotate(liaison=Subquery(liaisons.order_by().values("user_id")[:1]))
            .order_by("pk")
        )
        added = Duty.objects.bulk_create(
            Duty(cycle=cycle, building_id=pk, place_id=place, liaison_id=liaison)
            for pk, place, liaison in standing.values_list("pk", "place_id", "liaison")
        )
        ask_what_is_due(added, day=day)
        return Opened(cycle, len(added), cycle.buildings_due.count())


def close_month(*, cycle: Cycle, day: date, actor: Actor) -> None:
    """From now on the month stands as it is. Waits for whoever is writing into it."""
    if not actor.holds(*OPENERS):
        raise MonthRefused("只有区楼宇办可以结束一个月。")
    with transaction.atomic(), acting(actor, "collection_closed"):
        rows = Cycle.objects.visible_to(actor).order_by()
        locked = rows.select_for_update(of=("self",)).get(pk=cycle.pk)
        if locked.closed_at is not None:
            return
        if day <= locked.due_on:
            raise MonthRefused(f"截止日 {locked.due_on:%Y-%m-%d} 过后才能结束，请到时再办。")
        rows.filter(pk=cycle.pk).update(closed_at=timezone.now(), closed_by=actor.name)
