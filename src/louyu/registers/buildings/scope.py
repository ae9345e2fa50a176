"""楼宇可见范围: by managing place, by community, as operator or property manager, or by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.buildings import models
from louyu.registers.organizations.models import DISTRICT_WIDE, Organization, Role

# Who looks after buildings for the company that runs them.
LOOK_AFTER = (Role.LIAISON, Role.OPERATOR)


@dataclass(frozen=True)
class Naming:
    """What a register to the left knows of who answers for a building; numbers of buildings.

    `answered` by this actor; `taken` by a liaison named as a person, which ends what the other
    liaisons of the same company saw of it.
    """

    answered: Callable[[Actor], QuerySet[Any]]
    taken: Callable[[], QuerySet[Any]]


_namings: list[Naming] = []


def declare(naming: Naming) -> None:
    _namings.append(naming)


def reached(
    actor: Actor,
    *roles: str,
    body: str = "organization",
    places: tuple[str, ...] = ("building__place",),
) -> Q:
    """Rows whose `body` the actor acts for: a street's grant of a liaison or operator reaches
    the company in that street alone, told by any of the `places` of the row.
    """
    condition = NOTHING
    for duty in actor.duties:
        if duty.role not in roles or not duty.body_ids:
            continue
        within = Q()
        if duty.role in LOOK_AFTER and duty.area_ids:
            for place in places:
                within |= Q(**{f"{place}_id__in": duty.area_ids})
        condition |= Q(**{f"{body}_id__in": duty.body_ids}) & within
    return condition


def visible_buildings(actor: Actor, prefix: str = "") -> Q:
    """The condition for buildings, or for rows that reach one through `prefix`."""
    if actor.holds(*DISTRICT_WIDE):
        return Q(pk__isnull=False)
    seen = _managed(actor, prefix) | (
        Q(**{f"{prefix}place_id__in": actor.areas(Role.STREET)})
        | Q(**{f"{prefix}community_id__in": actor.areas(Role.COMMUNITY)})
    )
    for naming in _namings:
        seen |= Q(**{f"{prefix}pk__in": naming.answered(actor)})
    return seen


def _managed(actor: Actor, prefix: str) -> Q:
    """Through the company: an operator all its buildings, a liaison those nobody is named for."""
    if not actor.bodies(*LOOK_AFTER):
        return NOTHING
    parties = models.BuildingParty.objects.unscoped("the rule of who sees a building").filter(
        during__contains=timezone.localdate()
    )
    looked_after = parties.filter(reached(actor, Role.LIAISON))
    for naming in _namings:
        looked_after = looked_after.exclude(building_id__in=naming.taken())
    run = parties.filter(reached(actor, Role.OPERATOR))
    return Q(**{f"{prefix}pk__in": looked_after.values("building_id")}) | Q(
        **{f"{prefix}pk__in": run.values("building_id")}
    )


@policy(models.Building)
def buildings(actor: Actor) -> Q:
    return visible_buildings(actor)


def _through_building(model: type[Model]) -> None:
    @policy(model)
    def rows(actor: Actor) -> Q:
        return visible_buildings(actor, "building__")


for part in (
    models.LifeStageChange,
    models.KeyListing,
    models.BuildingAlias,
    models.DoorNumber,
    models.BuildingParty,
    models.Floor,
    models.Unit,
    models.DeclaredTotals,
):
    _through_building(part)


@policy(Organization)
def companies(actor: Actor) -> Q:
    """Who sees a building reads on its page who owns, runs and looks after it."""
    parties = models.BuildingParty.objects.visible_to(actor)
    return Q(pk__in=parties.values("organization"))


@policy(models.Parcel)
def parcels(actor: Actor) -> Q:
    """Land is planned by the district; a street or park sees what lies in its own area."""
    if actor.holds(*DISTRICT_WIDE):
        return Q(pk__isnull=False)
    return Q(place_id__in=actor.areas(Role.STREET))
