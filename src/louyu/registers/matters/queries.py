"""事项: named reads: whose turn it is, who asked, what is late."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from louyu.kernel.scope import Actor
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.assignments.queries import (
    RULE,
    by_name,
    has_business,
    named_liaisons,
    standing_in,
)
from louyu.registers.buildings.models import Building, BuildingParty, PartyKind
from louyu.registers.buildings.scope import LOOK_AFTER, reached, visible_buildings
from louyu.registers.matters.models import JointHandling, Level, MatterState
from louyu.registers.organizations.models import Organization, OrganizationKind, Role

SOURCE = "matters"
PLACED = (OrganizationKind.SUBDISTRICT, OrganizationKind.PARK)
# Where an enterprise sits is known to a register on the left, which declares it here.
_seats: list[Callable[[QuerySet[Any]], QuerySet[Any]]] = []


def declare_seats(buildings_of: Callable[[QuerySet[Any]], QuerySet[Any]]) -> None:
    """`buildings_of`: from the codes of enterprises to the numbers of the buildings they are in."""
    _seats.append(buildings_of)


def own_codes(actor: Actor) -> QuerySet[Any]:
    """The codes of the enterprises this actor speaks for."""
    bodies = Organization.objects.unscoped("the code of the actor's own enterprise").filter(
        pk__in=actor.bodies(Role.ENTERPRISE)
    )
    return bodies.exclude(uscc="").order_by().values("uscc")


def askable_buildings(actor: Actor) -> QuerySet[Building]:
    """What a new matter may be about: what one sees, and the buildings one's enterprise is in."""
    seen = visible_buildings(actor)
    for buildings_of in _seats if actor.holds(Role.ENTERPRISE) else ():
        seen |= Q(pk__in=buildings_of(own_codes(actor)))
    rows = Building.objects.unscoped("narrowed by who sees what")
    return rows.filter(seen).order_by("name_sort", "pk")


def looked_after(building: Building) -> bool:
    """Somebody is there to whom a matter at the level of the building comes."""
    if named_liaisons().filter(building=building).exists():
        return True
    parties = BuildingParty.objects.unscoped(RULE).filter(building=building, end=None)
    return parties.exclude(kind=PartyKind.OWNER).exists()


def of_own_bodies(actor: Actor, field: str, place: str = "place") -> Q:
    """Rows whose body is one this actor acts for; a street's staff act for the street.

    `place`: where the matter is, for those who act for a company in one street alone.
    """
    seen = reached(actor, *Role, body=field, places=(place,)) | Q(
        **{f"{field}__kind__in": PLACED, f"{field}__place_id__in": actor.areas(Role.STREET)}
    )
    if actor.holds(Role.OFFICE):
        seen |= Q(**{f"{field}__kind": OrganizationKind.OFFICE})
    return seen


def joint_of(actor: Actor) -> QuerySet[JointHandling]:
    """The joint handlings of the outer matter that this actor's bodies take part in."""
    rows = JointHandling.objects.unscoped("the rule of who takes part in a matter")
    return rows.filter(of_own_bodies(actor, "body", "matter__place"), matter=OuterRef("pk"))


def as_caretaker(actor: Actor, prefix: str = "building__") -> Q:
    duties = tuple(duty for duty in actor.duties if duty.role in LOOK_AFTER)
    if not duties:
        return NOTHING
    return visible_buildings(replace(actor, duties=duties), prefix)


def named(actor: Actor) -> Q:
    """It names this actor, whom the building is still open to, or was handed over as one item."""
    handed = standing_in(actor).filter(source=SOURCE).values("item")
    in_sight = Q(building=None) | visible_buildings(actor, "building__")
    return by_name(actor, "owner_user") & in_sight | Q(pk__in=handed)


def turn_of(actor: Actor) -> Q:
    """Open matters that wait for this actor."""
    if not has_business(actor):
        return NOTHING
    by_line = Q(level=Level.BUILDING) & as_caretaker(actor)
    by_line |= Q(level=Level.STREET, place_id__in=actor.areas(Role.STREET))
    if actor.holds(Role.OFFICE):
        by_line |= Q(level=Level.DISTRICT)
    own = named(actor) | of_own_bodies(actor, "owner_body")
    own |= Q(owner_user=None, owner_body=None) & by_line
    return Q(state=MatterState.OPEN) & own


def joint_turn_of(actor: Actor) -> Q:
    """Open matters in which this actor's body has a part to answer."""
    return Q(Exists(joint_of(actor).filter(answered_at=None)), state=MatterState.OPEN)


def asked_by(actor: Actor) -> Q:
    """Matters this actor opened, or that were opened for the actor's enterprise."""
    return Q(opened_by_id=actor.user_id) | as_enterprise(actor)


def as_enterprise(actor: Actor) -> Q:
    if not actor.holds(Role.ENTERPRISE):
        return NOTHING
    return Q(for_enterprise=True, enterprise__uscc__in=own_codes(actor))
