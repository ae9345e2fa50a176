"""分工待办: buildings nobody looks after, and what people who left still answer for."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment
from louyu.registers.assignments.queries import left_behind, without_liaison
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role


def _gaps(actor: Actor) -> QuerySet[Building]:
    """The street's to fill; the office sees them all on the page of responsibilities."""
    return without_liaison(actor) if actor.holds(Role.STREET) else Building.objects.none()


def _gap(building: Any) -> Item:
    query = urlencode({"building": building.pk, "capacity": "liaison"})
    return Item(
        title=f"没有联络员：{building.name}",
        link=f"{reverse('assignments-new')}?{query}",
        subject=str(building.place),
    )


def _left(actor: Actor) -> QuerySet[Assignment]:
    arranges = actor.holds(Role.OFFICE, Role.STREET)
    return left_behind(actor) if arranges else Assignment.objects.none()


def _handover(row: Any) -> Item:
    return Item(
        title=f"待交接：{row.get_capacity_display()}{row.who}已离岗",
        link=f"{reverse('handover')}?giver={row.user_id}",
        subject=str(row.subject),
    )


register(Source("no-liaison", "没有联络员", _gaps, _gap, related=("place",)))
register(
    Source("handovers", "待交接", _left, _handover, related=("user", "building", "enterprise"))
)
