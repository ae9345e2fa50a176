"""分工可见范围: who is named sees the building or enterprise; visits belong to who made them."""

from django.db.models import Q

from louyu.kernel.scope import Actor, policy
from louyu.registers.assignments.models import Assignment, Delegation, Visit
from louyu.registers.assignments.queries import (
    answering,
    has_business,
    named_liaisons,
)
from louyu.registers.buildings.scope import Naming, declare, visible_buildings
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role

declare(
    Naming(
        answered=lambda actor: (
            answering(actor).filter(building__isnull=False).values("building_id")
        ),
        taken=lambda: named_liaisons().values("building_id"),
    )
)


@policy(Enterprise)
def named_for(actor: Actor) -> Q:
    return Q(pk__in=answering(actor).filter(enterprise__isnull=False).values("enterprise_id"))


@policy(Assignment)
def assignments(actor: Actor) -> Q:
    """Of the buildings and enterprises one sees, and one's own."""
    if not has_business(actor):
        return Q(pk__in=[])
    enterprises = Enterprise.objects.visible_to(actor).order_by().values("pk")
    return visible_buildings(actor, "building__") | Q(enterprise_id__in=enterprises)


@policy(Visit)
def visits(actor: Actor) -> Q:
    """The office and the leaders all; a street those in its area; everybody their own."""
    if not has_business(actor):
        return Q(pk__in=[])
    if actor.holds(Role.OFFICE, Role.LEADER):
        return Q(pk__isnull=False)
    areas = actor.areas(Role.STREET)
    return (
        Q(visitor_id=actor.user_id)
        | Q(building__place_id__in=areas)
        | Q(enterprise__place_id__in=areas)
    )


@policy(Delegation)
def delegations(actor: Actor) -> Q:
    """Whoever gave it and whoever received it."""
    return Q(giver_id=actor.user_id) | Q(receiver_id=actor.user_id)
