"""月度事实: the rows of one month, written in sets from the dated registers.

Every statement reads the same snapshot; a month in the past is told by its dates alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Round

from louyu.engines.measures import Period
from louyu.journey.statistics.existing import existing_buildings
from louyu.journey.statistics.insertion import inserted
from louyu.journey.statistics.matched_facts import COMPARED, MATCHED
from louyu.journey.statistics.models import (
    BuildingMonth,
    DutyMonth,
    ProjectMonth,
    TenantMonth,
    UnitMonth,
)
from louyu.journey.statistics.revival_facts import PUT_TO_USE, STEPS, parameters
from louyu.journey.statistics.upkeep_facts import DUTIES, LISTED
from louyu.registers.buildings.models import (
    Building,
    DeclaredTotals,
    KeyListing,
    LifeStage,
    Unit,
    UnitUse,
)
from louyu.registers.enterprises.locality import Locality, locality, tax_locality
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.occupancy.unit_states import AREA, AreaBasis, with_states
from louyu.registers.places.queries import districts

_UNIT_COLUMNS = (
    "pk", "building_id", "area", "self_used", "leased", "vacant", "uncollected",
    "empty_state", "over_claimed",
)  # fmt: skip
NOTHING = Value(0, output_field=AREA)
FACTS = (BuildingMonth, UnitMonth, TenantMonth, ProjectMonth, DutyMonth)
_WHY = "statistics counts every building"


def _with_totals(buildings: QuerySet[Building], period: Period) -> QuerySet[Building]:
    """`declared` business area: the building's own, else the area that stated totals speak of;
    `is_key`: listed as 重点楼宇 on the month's last day."""
    totals = DeclaredTotals.objects.unscoped(_WHY).filter(
        building=OuterRef("pk"), period__lte=period.first
    )
    latest = totals.order_by("-period").values("area")[:1]
    listed = KeyListing.objects.unscoped(_WHY).filter(
        building=OuterRef("pk"), during__contains=period.last
    )
    return buildings.annotate(
        declared=Coalesce("business_area", Round(Subquery(latest), 2)),
        stated=Exists(totals.filter(area__gt=0)),
        is_key=Exists(listed),
        dated=Case(When(completed_on=None, stage_since=None, then=False), default=True),
    )


def write(period: Period) -> None:
    """Replace the month's rows as a whole; inside the caller's transaction."""
    for model in FACTS:
        model.objects.unscoped(_WHY).filter(period=period.first).delete()
    with connection.cursor() as cursor:
        for statement, values in _statements(period):
            cursor.execute(statement, values)
    _write_localities(period)
    told = TenantMonth.objects.unscoped(_WHY).filter(
        period=period.first, building=OuterRef("building"), tax_authority_known=True
    )
    houses = BuildingMonth.objects.unscoped(_WHY).filter(Exists(told), period=period.first)
    houses.update(tax_authority_told=True)


# How a fact is named that was told, and that it was told of this district.
_LOCALITIES = {
    locality: ("locality_known", "registered_here"),
    tax_locality: ("tax_authority_known", "taxed_here"),
}
_READ = ("registration_authority", "registered_address", "tax_authority")


def _write_localities(period: Period) -> None:
    """Read from free text, so by the rule in Python and not by an expression."""
    tenants = TenantMonth.objects.unscoped(_WHY).filter(period=period.first)
    names = districts(period.last)
    firms = Enterprise.objects.unscoped(_WHY).filter(pk__in=tenants.values("enterprise"))
    told: dict[tuple[Any, Locality], list[int]] = defaultdict(list)
    for firm in firms.only(*_READ).iterator():
        for rule in _LOCALITIES:
            told[rule, rule(firm, names)].append(firm.pk)
    for rule, (known, here) in _LOCALITIES.items():
        for at in (Locality.INSIDE, Locality.OUTSIDE):
            of_these = tenants.filter(enterprise__in=told[rule, at])
            of_these.update(**{known: True, here: at == Locality.INSIDE})


def _statements(period: Period) -> Iterator[tuple[str, dict[str, Any]]]:
    month = {"period": period.first, "day": period.last}
    buildings = _with_totals(existing_buildings(period.last), period).order_by()
    yield inserted(
        _BUILDINGS,
        buildings.values_list(
            "pk", "place_id", "place__path", "stage", "gross_floor_area", "declared",
            Coalesce("registered", NOTHING), "stated", "is_key", "dated",
        ),
        month,
    )  # fmt: skip
    units = with_states(Unit.objects.unscoped(_WHY).filter(use=UnitUse.BUSINESS), period.last)
    yield inserted(_UNITS, units.order_by().values_list(*_UNIT_COLUMNS), month)
    for statement in (
        *(_REST, _STATED, _TENANTS, _COLLECTED, DUTIES, LISTED),
        *(COMPARED, MATCHED),
    ):
        yield statement, month
    since_january = month | parameters(period)
    for statement in (PUT_TO_USE, STEPS):
        yield statement, since_january


_BUILDINGS = f"""
    INSERT INTO statistics_buildingmonth (
        period, building_id, place_id, district_id, life_stage, in_use, gross_floor_area,
        declared_area, registered_area, business_area, basis, over_declared,
        has_gross_floor_area, has_business_area, collected, has_tenants_or_states, stated, told,
        is_key, tax_authority_told, dated, listed, due, sampled, compared
    )
    SELECT %(period)s, b.id, b.place_id, d.id, b.stage, b.stage = '{LifeStage.IN_USE}',
        b.gross, b.declared, b.registered, greatest(b.declared, b.registered),
        CASE
            WHEN b.registered = 0 AND coalesce(b.declared, 0) = 0 THEN '{AreaBasis.NONE}'
            WHEN b.registered = 0 THEN '{AreaBasis.DECLARED}'
            WHEN b.declared > b.registered THEN '{AreaBasis.TOPPED_UP}'
            ELSE '{AreaBasis.UNITS}'
        END,
        coalesce(b.registered > b.declared, false),
        b.gross IS NOT NULL, greatest(b.declared, b.registered) > 0, false, false,
        b.registered = 0 AND b.stated, false, b.is_key, false, b.dated, false, false,
        false, false
    FROM ({{rows}}) AS b (
        id, place_id, path, stage, gross, declared, registered, stated, is_key, dated
    )
    JOIN places_place d ON d.level = 'district' AND starts_with(b.path, d.path)
"""  # noqa: S608

_UNITS = """
    INSERT INTO statistics_unitmonth (
        period, building_id, place_id, district_id, in_use, unit_id, area,
        self_used, leased, vacant, uncollected, occupied, revived, of_rooms, empty_state,
        over_claimed
    )
    SELECT b.period, b.building_id, b.place_id, b.district_id, b.in_use, u.id, u.area,
        u.self_used, u.leased, u.vacant, u.uncollected, 0, 0, true, u.empty_state, u.over_claimed
    FROM ({rows}) AS u (
        id, building_id, area, self_used, leased, vacant, uncollected, empty_state, over_claimed
    )
    JOIN statistics_buildingmonth b ON b.period = %(period)s AND b.building_id = u.building_id
"""

_REST = """
    INSERT INTO statistics_unitmonth (
        period, building_id, place_id, district_id, in_use, unit_id, area,
        self_used, leased, vacant, uncollected, occupied, revived, of_rooms, empty_state,
        over_claimed
    )
    SELECT period, building_id, place_id, district_id, in_use, NULL,
        business_area - registered_area, 0, 0, 0, business_area - registered_area, 0, 0, true,
        NULL, false
    FROM statistics_buildingmonth
    WHERE period = %(period)s AND business_area > registered_area
"""

# A building without rooms rests on the latest total stated by the month's end. What is said of
# vacancy and occupancy together counts; what the two leave open stays uncollected.
_STATED = """
    UPDATE statistics_unitmonth u
    SET of_rooms = false, vacant = t.vacant, occupied = t.occupied,
        uncollected = u.area - t.vacant - t.occupied
    FROM (
        SELECT s.id, s.vacant, least(
            s.area - s.vacant, coalesce(round(s.area * s.occupancy, 2), s.area - s.vacant)
        ) AS occupied
        FROM (
            SELECT u.id, u.area, least(round(d.vacant_area, 2), u.area) AS vacant, d.occupancy
            FROM statistics_unitmonth u
            JOIN statistics_buildingmonth b
                ON b.period = u.period AND b.building_id = u.building_id AND b.stated
            JOIN LATERAL (
                SELECT * FROM buildings_declaredtotals d
                WHERE d.building_id = u.building_id AND d.period <= u.period
                ORDER BY d.period DESC LIMIT 1
            ) d ON d.vacant_area IS NOT NULL
            WHERE u.period = %(period)s AND u.unit_id IS NULL
        ) s
    ) t
    WHERE t.id = u.id
"""

_TENANTS = f"""
    INSERT INTO statistics_tenantmonth (
        period, building_id, place_id, district_id, enterprise_id, identified,
        locality_known, registered_here, tax_authority_known, taxed_here, matched
    )
    SELECT DISTINCT b.period, b.building_id, b.place_id, b.district_id, e.id, e.uscc IS NOT NULL,
        false, false, false, false, false
    FROM occupancy_occupancy o
    JOIN statistics_buildingmonth b
        ON b.period = %(period)s AND b.building_id = o.building_id
    JOIN enterprises_enterprise e ON e.id = o.enterprise_id
    WHERE o.during @> %(day)s::date AND o.kind <> '{OccupancyKind.ADDRESS_ONLY}'
"""  # noqa: S608

_COLLECTED = """
    UPDATE statistics_buildingmonth b
    SET collected = known.states, has_tenants_or_states = known.states OR known.tenants,
        told = known.states OR known.stated
    FROM (
        SELECT m.id,
            EXISTS (
                SELECT FROM statistics_unitmonth u
                WHERE u.period = m.period AND u.building_id = m.building_id
                  AND u.uncollected < u.area AND u.of_rooms
            ) AS states,
            EXISTS (
                SELECT FROM statistics_unitmonth u
                WHERE u.period = m.period AND u.building_id = m.building_id AND NOT u.of_rooms
            ) AS stated,
            EXISTS (
                SELECT FROM statistics_tenantmonth t
                WHERE t.period = m.period AND t.building_id = m.building_id
            ) AS tenants
        FROM statistics_buildingmonth m WHERE m.period = %(period)s
    ) AS known
    WHERE known.id = b.id
"""
