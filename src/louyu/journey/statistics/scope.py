"""统计可见范围: the district for those who work for all of it, a street its own, a house its own.

What managed the building in the month counts beside who manages it today: a street still opens
the figures of a month in which the building was its own.
"""

from django.db.models import Q

from louyu.journey.statistics.dictionary import TAX_CODES
from louyu.journey.statistics.indicators import FOR_OFFICIALS
from louyu.journey.statistics.models import (
    BuildingMonth,
    DutyMonth,
    Figure,
    HistoricalFigure,
    Plan,
    ProjectMonth,
    Target,
    TargetPart,
    TaxFigure,
    TaxMonth,
    TenantMonth,
    UnitMonth,
)
from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.buildings.scope import visible_buildings
from louyu.registers.organizations.models import DISTRICT_WIDE, Role
from louyu.registers.places.models import PlaceLevel
from louyu.registers.taxation.readers import reader_of

OFFICIALS = (*DISTRICT_WIDE, Role.STREET)


def _rows(actor: Actor) -> Q:
    return Q(place_id__in=actor.areas(Role.STREET)) | visible_buildings(actor, "building__")


for model in (BuildingMonth, UnitMonth, TenantMonth, ProjectMonth, DutyMonth):
    policy(model)(_rows)


@policy(Figure)
def figures(actor: Actor) -> Q:
    rows = _rows(actor)
    return rows if actor.holds(*OFFICIALS) else rows & ~Q(indicator__in=FOR_OFFICIALS)


@policy(TaxFigure)
def tax_figures(actor: Actor) -> Q:
    """Exact sums, for who reads sums exactly; protected ones are told in taxes.queries."""
    reader = reader_of(actor)
    if reader is None or not reader.exact:
        return NOTHING
    return Q(pk__isnull=False) if reader.areas is None else Q(place_id__in=reader.areas)


@policy(TaxMonth)
def tax_months(actor: Actor) -> Q:
    """What single payers paid: nobody reads it here; see registers/taxation/access.py."""
    return NOTHING


@policy(HistoricalFigure)
def earlier_figures(actor: Actor) -> Q:
    """As the figures they are compared with; what rests on tax by place only, for officials."""
    if actor.holds(*DISTRICT_WIDE):
        return Q(pk__isnull=False)
    streets = Q(place_id__in=actor.areas(Role.STREET))
    own = Q(building__isnull=False) & visible_buildings(actor, "building__")
    return (streets | own) & ~Q(indicator__in=TAX_CODES) | streets & Q(building=None)


@policy(Plan)
def plans(actor: Actor) -> Q:
    """A plan is a published document: who works on it reads it."""
    return Q(pk__isnull=False) if actor.holds(*DISTRICT_WIDE, Role.STREET) else NOTHING


@policy(Target)
def targets(actor: Actor) -> Q:
    """A street reads its own targets and those of the district."""
    if actor.holds(*DISTRICT_WIDE):
        return Q(pk__isnull=False)
    if actor.holds(Role.STREET):
        own = actor.areas(Role.STREET)
        return Q(place_id__in=own) | Q(place__level=PlaceLevel.DISTRICT)
    return NOTHING


@policy(TargetPart)
def parts(actor: Actor) -> Q:
    """A street reads its own parts, and those that name no street."""
    if actor.holds(*DISTRICT_WIDE):
        return Q(pk__isnull=False)
    if actor.holds(Role.STREET):
        return Q(street_id__in=actor.areas(Role.STREET)) | Q(street=None)
    return NOTHING
