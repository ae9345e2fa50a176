"""楼宇可见范围: by managing place, by community, or as operator or property manager."""

from django.db.models import Model, Q
from django.utils import timezone

from louyu.kernel.scope import Actor, policy
from louyu.registers.buildings import models
from louyu.registers.organizations.models import DISTRICT_WIDE, Role


def visible_buildings(actor: Actor, prefix: str = "") -> Q:
    """The condition for buildings, or for rows that reach one through `prefix`."""
    if actor.holds(*DISTRICT_WIDE):
        return Q(pk__isnull=False)
    managed = models.BuildingParty.objects.unscoped("the rule of who sees a building").filter(
        organization_id__in=actor.bodies(Role.LIAISON, Role.OPERATOR),
        during__contains=timezone.localdate(),
    )
    return (
        Q(**{f"{prefix}place_id__in": actor.areas(Role.STREET)})
        | Q(**{f"{prefix}community_id__in": actor.areas(Role.COMMUNITY)})
        | Q(**{f"{prefix}pk__in": managed.values("building_id")})
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
):
    _through_building(part)
