"""核实待办: months in which something was handed in that the street has not looked at yet."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from louyu.journey.collection.models import Cycle, Duty, DutyState
from louyu.journey.collection.queries import open_again
from louyu.journey.verification.scope import reviews_of
from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Role


def _months(actor: Actor) -> QuerySet[Cycle]:
    """One line a month: its buildings stand on the desk, and are accepted there as a set."""
    if not actor.holds(Role.STREET):
        return Cycle.objects.none()
    mine = Duty.objects.visible_to(actor).filter(reviews_of(actor), state=DutyState.SUBMITTED)
    moving = mine.filter(Q(cycle__closed_at=None) | open_again())
    waiting = moving.order_by().values("pk")
    rows = Cycle.objects.visible_to(actor).filter(buildings_due__in=waiting)
    return rows.annotate(
        n=Count("buildings_due", filter=Q(buildings_due__in=waiting), distinct=True)
    ).distinct()


def _tell(cycle: Any) -> Item:
    return Item(
        title=f"{cycle}：{cycle.n} 幢待核实",
        link=f"{reverse('verification')}?month={cycle.slug}",
    )


register(Source("reviews", "月度核实", _months, _tell))
