"""涉税可见范围: named rows for the cleared alone; the log for the auditor.

A row is read through access.py, which demands more than this; the lock stands behind both.
"""

from django.db.models import Q

from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.organizations.models import DISTRICT_WIDE, ClearanceKind, Role
from louyu.registers.taxation.models import (
    BuildingTaxTotal,
    FiscalRevenue,
    TaxPayment,
    TaxSplit,
    TaxView,
)

EVERY = Q(pk__isnull=False)


@policy(TaxPayment)
@policy(BuildingTaxTotal)
def taxes(actor: Actor) -> Q:
    return EVERY if ClearanceKind.TAX in actor.clearances else NOTHING


@policy(TaxSplit)
@policy(FiscalRevenue)
def district_figures(actor: Actor) -> Q:
    return EVERY if actor.holds(*DISTRICT_WIDE) else NOTHING


@policy(TaxView)
def views(actor: Actor) -> Q:
    return EVERY if actor.holds(Role.AUDITOR) else NOTHING
