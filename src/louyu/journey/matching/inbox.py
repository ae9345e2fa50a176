"""差异待办: buildings with something to settle; one item a building, due when the first is."""

from typing import Any

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse

from louyu.journey.matching.models import Discrepancy
from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role

NARROWER = "of the actor's own streets alone"


def _to_settle(actor: Actor) -> QuerySet[Any]:
    """The street's; the office sees all of them on their own page."""
    rows = Building.objects.unscoped(NARROWER)
    waiting = Discrepancy.objects.unscoped(NARROWER).filter(
        closed_on=None, building__place__in=actor.areas(Role.STREET)
    )
    one = waiting.filter(building=OuterRef("pk")).order_by().values("building")
    return rows.filter(pk__in=waiting.order_by().values("building")).annotate(
        due=Subquery(one.annotate(first=Min("matter__due")).values("first")),
        waits=Subquery(one.annotate(n=Count("pk")).values("n")),
    )


def _tell(building: Any) -> Item:
    return Item(
        title=f"比对差异 {building.waits} 条待核实：{building.name}",
        link=f"{reverse('matching-discrepancies')}?building={building.pk}",
        subject=str(building.place),
    )


register(Source("discrepancies", "比对差异", _to_settle, _tell, "due", related=("place",)))
