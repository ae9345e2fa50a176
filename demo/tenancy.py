"""演示入驻: stays, unit links and confirmed vacancies of a part, stored in sets."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from demo.firms import ENTERPRISES, Firms
from demo.letting import Building, Gap, Stay, may_hold_tenants
from demo.months import history, month_before
from demo.premises import Premises
from demo.scale import Part
from louyu.registers.buildings.models import LifeStage
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import (
    Occupancy,
    OccupancyKind,
    OccupancyUnit,
    Vacancy,
    VacancyState,
)

ADDRESS_ONLY = 180
COWORKING_ROOMS, COWORKING_DESKS = 4, 16
SECOND_SEATS = 60
SILENT_BUILDINGS = 2  # nobody has reported who is in them
PARTLY_SILENT = 8


def build_tenancy(premises: list[Premises], part: Part, *, base: date) -> None:
    random = part.random
    firms = Firms(part)
    stays, gaps = _play(premises, firms, base, random)
    stays += _coworking(stays, gaps, firms, base)
    stays += _second_seats(stays, gaps, random, base)
    stays += _address_only(premises, firms, base, random)
    _registered_only(premises, firms, base, random)
    Enterprise.objects.bulk_create(firms.all, batch_size=1_000)
    _store_stays(stays, base, random)
    _store_vacancies(gaps, premises, base, random)


def _play(
    premises: list[Premises], firms: Firms, base: date, random: Random
) -> tuple[list[Stay], list[Gap]]:
    months = [*history(base), month_before(base, 0)]
    begin = months[0].first
    stays: list[Stay] = []
    gaps: list[Gap] = []
    silent = _silent(premises)
    for item in premises:
        if item.building.code in silent:
            continue
        if not may_hold_tenants(item):
            gaps += [Gap(unit, max(begin, _ready(item, begin))) for unit in item.lettable]
            continue
        building = Building(item, firms, random, begin)
        building.open_with()
        for month in months:
            building.live_through(month, until=base)
        stays += building.stays
        gaps += building.gaps
    return stays, gaps


def _silent(premises: list[Premises]) -> set[str]:
    in_use = [p for p in premises if p.units and p.building.life_stage == LifeStage.IN_USE]
    return {p.building.code for p in in_use[20 : 20 + SILENT_BUILDINGS]}


def _ready(item: Premises, begin: date) -> date:
    return item.building.completed_on or begin


def _coworking(stays: list[Stay], gaps: list[Gap], firms: Firms, base: date) -> list[Stay]:
    """Large empty rooms turned into desks: many enterprises share one unit."""
    rooms = sorted(
        (g for g in gaps if g.end is None and (base - g.start).days > 60),
        key=lambda g: (-g.unit.area, g.unit.pk),
    )
    rooms = [g for g in rooms if g.unit.building.life_stage == LifeStage.IN_USE]
    homes = {s.premises.building.pk: s.premises for s in stays}
    shared: list[Stay] = []
    for gap in rooms[:COWORKING_ROOMS]:
        opened = gap.start + timedelta(days=20)
        gap.end = opened - timedelta(days=1)
        building = gap.unit.building
        for desk in range(COWORKING_DESKS):
            firm = firms.new(
                place=building.place,
                address=f"{building.address}{gap.unit.number}-{desk + 1}",
                before=opened,
            )
            shared.append(
                Stay(
                    firm,
                    homes[building.pk],
                    [gap.unit],
                    opened,
                    OccupancyKind.COWORKING,
                    desk=desk + 1,
                )
            )
    return shared


def _second_seats(stays: list[Stay], gaps: list[Gap], random: Random, base: date) -> list[Stay]:
    """Enterprises with a room in a second building: a tenant in each, one in the district."""
    hosts = {s.premises.building.pk: s.premises for s in stays}
    open_gaps = [
        g
        for g in gaps
        if g.end is None and g.unit.building_id in hosts and (base - g.start).days > 60
    ]
    chosen = random.sample(open_gaps, min(SECOND_SEATS, len(open_gaps)))
    staying = [s for s in stays if s.end is None and s.kind == OccupancyKind.LEASED]
    second = []
    for gap in chosen:
        first = random.choice(staying)
        if first.premises.building.pk == gap.unit.building_id:
            continue
        start = max(gap.start, first.start) + timedelta(days=30)
        if start > base:
            continue
        gap.end = start - timedelta(days=1)
        home = hosts[gap.unit.building_id]
        second.append(Stay(first.enterprise, home, [gap.unit], start, is_primary=False))
    return second


def _address_only(premises: list[Premises], firms: Firms, base: date, random: Random) -> list[Stay]:
    hosts = [p for p in premises if may_hold_tenants(p)][3:60:12]
    stays = []
    for order in range(ADDRESS_ONLY):
        host = hosts[order % len(hosts)]
        start = base - timedelta(days=random.randint(30, 1_200))
        address = f"{host.building.address}集群注册{order + 1}号"
        firm = firms.new(place=host.building.place, address=address, before=start)
        stays.append(Stay(firm, host, [], start, OccupancyKind.ADDRESS_ONLY))
    return stays


def _registered_only(premises: list[Premises], firms: Firms, base: date, random: Random) -> None:
    """On the register at a building's address, in nobody's roster."""
    while not firms.exhausted:
        building = random.choice(premises).building
        firms.new(place=building.place, address=building.address, before=base)
    if len(firms.all) > ENTERPRISES:
        raise ValueError(f"{len(firms.all)} enterprises were let in, {ENTERPRISES} are wanted")


def _store_stays(stays: list[Stay], base: date, random: Random) -> None:
    rows = [_occupancy(stay, base, random) for stay in stays]
    Occupancy.objects.bulk_create(rows, batch_size=1_000)
    links = [
        OccupancyUnit(occupancy=row, unit=unit, area=_desk_area(stay))
        for row, stay in zip(rows, stays, strict=True)
        for unit in stay.units
    ]
    OccupancyUnit.objects.bulk_create(links, batch_size=2_000)


def _desk_area(stay: Stay) -> Decimal | None:
    """Desks share their room equally; everybody else has the whole unit."""
    if stay.kind != OccupancyKind.COWORKING:
        return None
    share = (stay.units[0].area / COWORKING_DESKS).quantize(Decimal("0.01"), "ROUND_DOWN")
    rest = stay.units[0].area - share * COWORKING_DESKS
    return share + rest if stay.desk == COWORKING_DESKS else share


def _occupancy(stay: Stay, base: date, random: Random) -> Occupancy:
    row = Occupancy(
        enterprise=stay.enterprise,
        building=stay.premises.building,
        kind=stay.kind,
        start=stay.start,
        start_is_reported=stay.start_is_reported,
        is_primary=stay.is_primary,
        end=stay.end,
        end_reason=stay.end_reason,
        destination=stay.destination,
    )
    area = sum((unit.area for unit in stay.units), Decimal(0))
    if area and random.random() < 0.85:
        row.headcount = max(1, int(area / random.randint(9, 25)))
    if stay.end and random.random() < 0.5:
        row.satisfaction = random.randint(2, 5)
    if stay.kind in (OccupancyKind.LEASED, OccupancyKind.COWORKING):
        row.rent_yuan = Decimal(random.randint(18, 75))
        row.lease_expiry = _expiry(stay, base, random)
    return row


def _expiry(stay: Stay, base: date, random: Random) -> date | None:
    """Leases run in whole years from the start; a running one ends in some month to come."""
    if random.random() < 0.1:
        return None
    if stay.end:
        return stay.end + timedelta(days=random.choice((0, 0, 30, 120)))
    # A few ran out and go on without a paper: the expiry list has something to show.
    return base + timedelta(days=random.randint(-25, 900))


def _store_vacancies(
    gaps: Iterable[Gap], premises: list[Premises], base: date, random: Random
) -> None:
    """Most empty units were confirmed by somebody; the rest stay 未采集."""
    lazy = {p.building.pk for p in premises[7:79:9][:PARTLY_SILENT]}
    rows = []
    for gap in gaps:
        known = 0.45 if gap.unit.building_id in lazy else 0.96
        if random.random() > known or (gap.end or base) < gap.start:
            continue
        seen = min(gap.end or base, base - timedelta(days=random.randint(0, 40)))
        rows.append(
            Vacancy(
                unit=gap.unit,
                start=gap.start,
                end=gap.end,
                confirmed_on=max(gap.start, seen),
                state=_state(gap, random),
            )
        )
    Vacancy.objects.bulk_create(rows, batch_size=2_000)


def _state(gap: Gap, random: Random) -> VacancyState:
    if gap.end is not None:
        return VacancyState.VACANT
    return random.choices(list(VacancyState), (85, 10, 5))[0]
