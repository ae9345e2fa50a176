"""事项可见范围: the parties of the thread, and those above them in line."""

from django.db.models import Exists, Model, OuterRef, Q

from louyu.kernel.scope import Actor, policy
from louyu.registers.assignments.queries import has_business
from louyu.registers.buildings.scope import visible_buildings
from louyu.registers.matters.models import JointHandling, Matter, MatterStep
from louyu.registers.matters.queries import (
    as_caretaker,
    as_enterprise,
    joint_of,
    named,
    of_own_bodies,
)
from louyu.registers.organizations.models import Role


@policy(Matter)
def matters(actor: Actor) -> Q:
    """An enterprise reads what was asked for it; those at a building what was opened with it."""
    if not has_business(actor):
        return Q(pk__in=[])
    if actor.holds(Role.OFFICE, Role.LEADER):
        return Q(pk__isnull=False)
    in_sight = Q(building=None) | visible_buildings(actor, "building__")
    return (
        Q(place_id__in=actor.areas(Role.STREET))
        | Q(with_building=True) & as_caretaker(actor)
        | Q(opened_by_id=actor.user_id) & in_sight
        | as_enterprise(actor)
        | named(actor)
        | of_own_bodies(actor, "owner_body")
        | Q(Exists(joint_of(actor)))
    )


def _of_the_thread(model: type[Model]) -> None:
    @policy(model)
    def rows(actor: Actor) -> Q:
        return Q(Exists(Matter.objects.visible_to(actor).order_by().filter(pk=OuterRef("matter"))))


for part in (MatterStep, JointHandling):
    _of_the_thread(part)
