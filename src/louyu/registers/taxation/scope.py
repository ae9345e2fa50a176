"""涉税可见范围: named rows for the cleared, of their own area alone; the log for the auditor.

A row is read through access.py, which demands more than this; the lock stands behind both.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import DISTRICT_WIDE, ClearanceKind, Role
from louyu.registers.taxation.models import (
    BuildingTaxTotal,
    FiscalRevenue,
    TaxPayment,
    TaxSplit,
    TaxView,
)

EVERY = Q(pk__isnull=False)


def kept_by(areas: Collection[int]) -> QuerySet[Enterprise]:
    """The enterprises a street has on its own books or in its buildings today."""
    seated = Occupancy.objects.unscoped("who sits in the area today").filter(
        building__place_id__in=areas, during__contains=timezone.localdate()
    )
    rows = Enterprise.objects.unscoped("whom a street keeps")
    return rows.filter(Q(place_id__in=areas) | Q(pk__in=seated.values("enterprise")))


@policy(TaxPayment)
def payments(actor: Actor) -> Q:
    kept = kept_by(actor.areas(Role.STREET))
    codes = kept.filter(uscc__isnull=False).values("uscc")
    return _cleared(actor, Q(enterprise__in=kept) | Q(enterprise=None, code__in=codes))


@policy(BuildingTaxTotal)
def building_totals(actor: Actor) -> Q:
    return _cleared(actor, Q(building__place_id__in=actor.areas(Role.STREET)))


def _cleared(actor: Actor, own: Q) -> Q:
    """A clearance widens what is read of one's area, and not the area."""
    if ClearanceKind.TAX not in actor.clearances:
        return NOTHING
    return EVERY if actor.holds(*DISTRICT_WIDE) else own


@policy(TaxSplit)
@policy(FiscalRevenue)
def district_figures(actor: Actor) -> Q:
    return EVERY if actor.holds(*DISTRICT_WIDE) else NOTHING


@policy(TaxView)
def views(actor: Actor) -> Q:
    return EVERY if actor.holds(Role.AUDITOR) else NOTHING
