"""统计可见范围: the district for those who work for all of it, a street its own, a house its own.

What managed the building in the month counts beside who manages it today: a street still opens
the figures of a month in which the building was its own.
"""

from django.db.models import Q

from louyu.journey.statistics.models import BuildingMonth, Figure, TenantMonth, UnitMonth
from louyu.kernel.scope import Actor, policy
from louyu.registers.buildings.scope import visible_buildings
from louyu.registers.organizations.models import Role


def _rows(actor: Actor) -> Q:
    return Q(place_id__in=actor.areas(Role.STREET)) | visible_buildings(actor, "building__")


for model in (BuildingMonth, UnitMonth, TenantMonth, Figure):
    policy(model)(_rows)
