"""入驻可见范围: through the building, or as the enterprise itself; widens enterprises."""

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from louyu.kernel.scope import Actor, policy
from louyu.registers.buildings.models import BuildingParty, PartyKind
from louyu.registers.buildings.scope import LOOK_AFTER, visible_buildings
from louyu.registers.enterprises.models import Enterprise, EnterpriseName
from louyu.registers.matters.queries import declare_seats
from louyu.registers.occupancy.models import Occupancy, OccupancyUnit, Offer, OfferPhoto, Vacancy
from louyu.registers.organizations.models import Organization, Role

# Who looks after a building's letting; a department or a community sees who is in, not on
# which terms (docs/decisions/0045).
REPORTERS = (Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR)
# Who says that an offer was seen to be as it stands.
VERIFIERS = (Role.OFFICE, Role.STREET)
TERMS_READERS = (Role.LEADER, Role.OFFICE, Role.STREET, Role.LIAISON, Role.OPERATOR)


def _as_tenant(actor: Actor, prefix: str = "") -> Q:
    codes = Organization.objects.unscoped("the code of the actor's own enterprise").filter(
        pk__in=actor.bodies(Role.ENTERPRISE)
    )
    return Q(**{f"{prefix}enterprise__uscc__in": codes.exclude(uscc="").values("uscc")})


def _seated(actor: Actor) -> Q:
    """Enterprises with a stay, present or past, in a building the actor may see."""
    stays = Occupancy.objects.unscoped("the rule of who sees an enterprise").filter(
        visible_buildings(actor, "building__")
    )
    return Q(pk__in=stays.values("enterprise_id"))


@policy(Occupancy)
def occupancies(actor: Actor) -> Q:
    return visible_buildings(actor, "building__") | _as_tenant(actor)


@policy(OccupancyUnit)
def unit_links(actor: Actor) -> Q:
    return visible_buildings(actor, "unit__building__") | _as_tenant(actor, "occupancy__")


@policy(Vacancy)
def vacancies(actor: Actor) -> Q:
    return visible_buildings(actor, "unit__building__")


@policy(Offer)
def offers(actor: Actor) -> Q:
    return visible_buildings(actor, "building__")


@policy(OfferPhoto)
def photos(actor: Actor) -> Q:
    return visible_buildings(actor, "offer__building__")


@policy(Enterprise)
def seated_enterprises(actor: Actor) -> Q:
    return _seated(actor)


@policy(EnterpriseName)
def seated_former_names(actor: Actor) -> Q:
    stays = Occupancy.objects.unscoped("the rule of who sees an enterprise").filter(
        visible_buildings(actor, "building__")
    )
    return Q(enterprise_id__in=stays.values("enterprise_id"))


def _seats(codes: Any) -> Any:
    """Numbers of the buildings in which the enterprises of these codes sit today."""
    stays = Occupancy.objects.unscoped("where the actor's own enterprise sits").filter(
        enterprise__uscc__in=codes, during__contains=timezone.localdate()
    )
    return stays.order_by().values("building_id")


declare_seats(_seats)


def sees_terms(actor: Actor, prefix: str = "building__") -> Q:
    """The condition for stays whose rent and lease dates the actor may read.

    With an empty prefix it is about buildings: whether their tenants' terms may be read.
    """
    through = _buildings_as(TERMS_READERS, actor, prefix)
    return through | _as_tenant(actor) if prefix else through


def reports_on(actor: Actor, prefix: str = "building__") -> Q:
    """The condition for stays and units on which the actor may report what has changed."""
    return _buildings_as(REPORTERS, actor, prefix) | _stands_in(actor, prefix)


def _stands_in(actor: Actor, prefix: str) -> Q:
    """A community reports for its buildings that nobody runs (代报)."""
    run = BuildingParty.objects.unscoped("whether anybody runs a building").filter(
        kind=PartyKind.OPERATOR, during__contains=timezone.localdate()
    )
    theirs = Q(**{f"{prefix}community_id__in": actor.areas(Role.COMMUNITY)})
    return theirs & ~Q(**{f"{prefix}pk__in": run.order_by().values("building_id")})


def looks_after(actor: Actor, prefix: str = "building__") -> Q:
    """The condition for what the actor answers for as its liaison or for its operator."""
    return _buildings_as(LOOK_AFTER, actor, prefix)


def verifies(actor: Actor, prefix: str = "building__") -> Q:
    """The condition for offers the actor may mark as verified."""
    return _buildings_as(VERIFIERS, actor, prefix)


def _buildings_as(roles: tuple[Role, ...], actor: Actor, prefix: str) -> Q:
    held = tuple(duty for duty in actor.duties if duty.role in roles)
    return visible_buildings(replace(actor, duties=held), prefix)
