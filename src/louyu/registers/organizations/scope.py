"""组织可见范围: public bodies for everyone on duty, private ones for those who deal with them."""

from django.db.models import Q

from louyu.kernel.scope import Actor, policy
from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    AREA_BOUND,
    BODY_BOUND,
    DISTRICT_WIDE,
    PUBLIC_KINDS,
    Grant,
    Organization,
)


@policy(Organization)
def organizations(actor: Actor) -> Q:
    if actor.holds(*DISTRICT_WIDE):
        return Q(pk__isnull=False)
    seen = Q(pk__in=actor.bodies(*BODY_BOUND)) | Q(place_id__in=actor.areas(*AREA_BOUND))
    return seen | Q(kind__in=PUBLIC_KINDS) if actor.duties else seen


@policy(Grant)
def grants(actor: Actor) -> Q:
    """The three administrators read every grant; nobody else reads any."""
    return Q(pk__isnull=False) if actor.holds(*ADMINISTRATORS) else Q(pk__in=[])
