"""比对可见范围: with the building, for the district's office and leaders and the street.

Liaisons, operators and departments read none of it: what they are to look at is asked of them in
the monthly round, without the other side's rows. A registration that no building is known of is
the district's.
"""

from dataclasses import replace

from django.db.models import Model, Q

from louyu.journey.matching import models
from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.buildings.scope import visible_buildings
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import ClearanceKind, Role

DISTRICT = (Role.OFFICE, Role.LEADER)
READERS = (*DISTRICT, Role.STREET)
# Who says what is so: the office for the district, a street for its own buildings.
DECIDERS = (Role.OFFICE, Role.STREET)


def of_buildings(actor: Actor, prefix: str = "building__") -> Q:
    """The condition for rows whose building the actor reads as one of the readers."""
    if actor.holds(*DISTRICT):
        return Q(pk__isnull=False)
    duties = tuple(duty for duty in actor.duties if duty.role in READERS)
    return visible_buildings(replace(actor, duties=duties), prefix) if duties else NOTHING


def _seated(actor: Actor, field: str = "enterprise") -> Q:
    """Rows of enterprises with a stay in a building the actor reads."""
    if actor.holds(*DISTRICT):
        return Q(pk__isnull=False)
    stays = Occupancy.objects.unscoped("the rule of who reads what is matched")
    return Q(**{f"{field}__in": stays.filter(of_buildings(actor)).values("enterprise_id")})


@policy(models.Registration)
def registrations(actor: Actor) -> Q:
    """A street reads what is registered in its buildings, and whom its tenants were paired with."""
    paired = models.Pairing.objects.unscoped("the rule of who reads a registration")
    tenants = paired.filter(_seated(actor)).order_by().values("registration_id")
    return of_buildings(actor) | Q(pk__in=tenants)


@policy(models.Pairing)
def pairings(actor: Actor) -> Q:
    return _seated(actor)


@policy(models.PairingVerdict)
def verdicts(actor: Actor) -> Q:
    return _seated(actor)


@policy(models.SitingVerdict)
def sitings(actor: Actor) -> Q:
    return Q(pk__isnull=False) if actor.holds(*DISTRICT) else NOTHING


def _in_buildings(model: type[Model]) -> None:
    @policy(model)
    def rows(actor: Actor) -> Q:
        return of_buildings(actor)


for part in (models.Discrepancy, models.Change, models.NameProposal):
    _in_buildings(part)


@policy(models.TaxStandingBasis)
def bases_of_standing(actor: Actor) -> Q:
    """Months and numbers of deliveries; no tax is in it."""
    return Q(pk__isnull=False) if actor.holds(*READERS) else NOTHING


@policy(models.TaxStanding)
def standings(actor: Actor) -> Q:
    """Names of who paid, for the cleared alone, who come through the door of access.py."""
    return of_buildings(actor) if ClearanceKind.TAX in actor.clearances else NOTHING
