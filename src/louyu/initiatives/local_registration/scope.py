"""自愿登记服务可见范围: office and leaders the district, a street or park its own buildings.

A firm reads its own consent. Nobody else reads anything, by whichever page.
"""

from django.db.models import Model, Q

from louyu.initiatives.local_registration.models import (
    Campaign,
    Consent,
    DepartureSign,
    Entry,
    Step,
)
from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.matters.queries import own_codes
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import PlaceLevel

DISTRICT = (Role.OFFICE, Role.LEADER)


@policy(Campaign)
def campaigns(actor: Actor) -> Q:
    """A street those of the district and its own."""
    if actor.holds(*DISTRICT):
        return Q(pk__isnull=False)
    if not actor.holds(Role.STREET):
        return NOTHING
    return Q(place__level=PlaceLevel.DISTRICT) | Q(place_id__in=actor.areas(Role.STREET))


def _by_building(actor: Actor, prefix: str) -> Q:
    if actor.holds(*DISTRICT):
        return Q(pk__isnull=False)
    return Q(**{f"{prefix}building__place_id__in": actor.areas(Role.STREET)})


def works_on(actor: Actor, prefix: str = "") -> Q:
    """The condition for entries the actor may write to; leaders read."""
    if actor.holds(Role.OFFICE):
        return Q(pk__isnull=False)
    return Q(**{f"{prefix}building__place_id__in": actor.areas(Role.STREET)})


def own(actor: Actor) -> Q:
    """Consents of the firm the actor speaks for."""
    if not actor.holds(Role.ENTERPRISE):
        return NOTHING
    return Q(entry__enterprise__uscc__in=own_codes(actor))


def _of_the_building(model: type[Model], prefix: str) -> None:
    @policy(model)
    def rows(actor: Actor) -> Q:
        return _by_building(actor, prefix)


for part, prefix in ((Entry, ""), (DepartureSign, ""), (Step, "entry__"), (Consent, "entry__")):
    _of_the_building(part, prefix)


@policy(Consent)
def own_consents(actor: Actor) -> Q:
    return own(actor)
