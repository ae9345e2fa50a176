"""公开楼宇: which buildings anybody may read of; what of them belongs to the public pages."""

from django.db.models import Q

from louyu.kernel.scope import ScopedQuerySet
from louyu.registers.buildings.models import Building, LifeStage

# A planned building is announced when it is announced (docs/decisions/0085).
PUBLIC_STAGES = tuple(stage for stage in LifeStage if stage != LifeStage.PLANNED)


def is_public(prefix: str = "") -> Q:
    return Q(**{f"{prefix}life_stage__in": PUBLIC_STAGES})


def public_buildings() -> ScopedQuerySet[Building]:
    return Building.objects.unscoped("published to everybody").filter(is_public())
