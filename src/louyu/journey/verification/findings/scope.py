"""疑点可见范围: with the building, for whoever looks after it; standing ones: the office."""

from django.db.models import Q

from louyu.journey.verification.findings.models import CheckRun, Finding
from louyu.kernel.scope import Actor, policy
from louyu.registers.occupancy.scope import looks_after, verifies
from louyu.registers.organizations.models import Role

# Who reads how the checks go: numbers of them, no row of a register.
KEEPERS = (Role.OFFICE, Role.LEADER, Role.SYSTEM_ADMIN)
DISTRICT = (Role.OFFICE, Role.LEADER)


def settles(actor: Actor) -> Q:
    """Office, street, liaison, operator; a community that reports in their stead reads no rents
    (docs/decisions/0045), and findings tell of them."""
    return verifies(actor) | looks_after(actor)


@policy(Finding)
def findings(actor: Actor) -> Q:
    if actor.holds(*DISTRICT):
        return Q(pk__isnull=False)
    return settles(actor) & Q(standing=False)


@policy(CheckRun)
def runs(actor: Actor) -> Q:
    return Q(pk__isnull=False) if actor.holds(*KEEPERS) else Q(pk__in=[])
