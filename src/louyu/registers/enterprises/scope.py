"""企业可见范围: the district's offices, the street that keeps the record, the enterprise itself.

Occupancy widens this to the enterprises inside the buildings one may see.
"""

from django.db.models import Q

from louyu.kernel.scope import Actor, policy
from louyu.registers.enterprises.models import Enterprise, EnterpriseName
from louyu.registers.organizations.models import DISTRICT_WIDE, Organization, Role


def _own(actor: Actor, prefix: str = "") -> Q:
    if actor.holds(*DISTRICT_WIDE):
        return Q(pk__isnull=False)
    codes = (
        Organization.objects.unscoped("the code of the actor's own enterprise")
        .filter(pk__in=actor.bodies(Role.ENTERPRISE))
        .exclude(uscc="")
    )
    return Q(**{f"{prefix}place_id__in": actor.areas(Role.STREET)}) | Q(
        **{f"{prefix}uscc__in": codes.values("uscc")}
    )


@policy(Enterprise)
def enterprises(actor: Actor) -> Q:
    return _own(actor)


@policy(EnterpriseName)
def former_names(actor: Actor) -> Q:
    return _own(actor, "enterprise__")
