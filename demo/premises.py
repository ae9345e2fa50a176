"""演示楼宇: eighty invented buildings a part, with their floors and six thousand units."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from demo import words
from demo.months import years_before
from demo.scale import Part
from demo.territory import Seat, Territory
from louyu.kernel.sorting import sort_key
from louyu.registers.buildings.models import (
    Building,
    BuildingUse,
    Floor,
    Grade,
    LifeStage,
    Unit,
    UnitUse,
)
from louyu.registers.places.models import Place

BUILDINGS, UNITS = 80, 6_000
STAGES = (
    (LifeStage.PLANNED, 4),
    (LifeStage.UNDER_CONSTRUCTION, 4),
    (LifeStage.COMPLETED, 2),
    (LifeStage.RENOVATING, 3),
    (LifeStage.IDLE, 2),
    (LifeStage.IN_USE, 65),
)
WITHOUT_UNITS = {LifeStage.PLANNED, LifeStage.UNDER_CONSTRUCTION}
FIRST_IN_USE = 9
DECLARED_ONLY = 2  # buildings in use that have totals but no units yet
UNLISTED_REST = 6  # buildings whose units do not yet add up to the business area
_USES = (
    (BuildingUse.OFFICE, 46),
    (BuildingUse.COMPLEX, 10),
    (BuildingUse.COMMERCIAL, 8),
    (BuildingUse.HOTEL, 5),
    (BuildingUse.INDUSTRIAL, 4),
    (BuildingUse.CONVERTED, 3),
    (BuildingUse.MIXED, 4),
)
_GRADES = (Grade.SUPER_A, Grade.A, Grade.A, Grade.B, Grade.B, Grade.B, Grade.C, "")
REFUGE_FROM = 20  # storeys; higher towers keep one floor as refuge and for equipment


@dataclass
class Premises:
    """One building before and after it is stored; `units` in the order of floor and number."""

    building: Building
    seat: Seat
    door: tuple[str, str]
    floors: list[Floor] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    @property
    def lettable(self) -> list[Unit]:
        return [unit for unit in self.units if unit.use == UnitUse.BUSINESS]


def build_premises(territory: Territory, part: Part, *, base: date) -> list[Premises]:
    """Stored buildings, floors and units; areas are fixed before anything is written."""
    random = part.random
    names = _names(random)
    stages = _stages(random)
    uses = _shuffled(_USES, random)
    drafts = []
    for seat, place in territory.seats:
        for _ in range(seat.buildings):
            order = len(drafts)
            number = part.after(BUILDINGS) + order
            building, door = _building(
                number, names[order], stages[order], uses[order], base, random
            )
            if part.number:
                building.name += f"{part.number + 1}期"
            building.name_sort = sort_key(building.name)
            _locate(building, seat, place, territory, random)
            drafts.append(Premises(building, seat, door))
    _divide(drafts, random)
    _store(drafts)
    return drafts


def _shuffled(shares: tuple[tuple[str, int], ...], random: Random) -> list[str]:
    values = [value for value, count in shares for _ in range(count)]
    random.shuffle(values)
    return values


def _stages(random: Random) -> list[str]:
    """The first buildings are in use: the demo's walk begins in the first street."""
    in_use, count = STAGES[-1]
    others = [value for value, number in STAGES[:-1] for _ in range(number)]
    stages: list[str] = [in_use] * (count + len(others))
    places = random.sample(range(FIRST_IN_USE, len(stages)), len(others))
    for place, stage in zip(places, others, strict=True):
        stages[place] = stage
    return stages


def _names(random: Random) -> list[str]:
    brands = [a + b for a in words.FIRST for b in words.SECOND if a != b]
    return random.sample(brands, BUILDINGS)


def _building(
    number: int, brand: str, stage: str, use: str, base: date, random: Random
) -> tuple[Building, tuple[str, str]]:
    road = random.choice(words.ROADS)
    door = f"{3 + number * 2}{random.choice(('号', '号', '号', '号甲', '-1号'))}"
    finished = years_before(base, random.uniform(4, 22))
    if stage in WITHOUT_UNITS:
        finished = None
    since = {
        LifeStage.PLANNED: years_before(base, 0.8),
        LifeStage.UNDER_CONSTRUCTION: years_before(base, 1.4),
        LifeStage.COMPLETED: years_before(base, 0.4),
        LifeStage.RENOVATING: years_before(base, 0.7),
        LifeStage.IDLE: years_before(base, 3),
    }.get(stage)
    if stage == LifeStage.COMPLETED:
        finished = since
    building = Building(
        code=f"YS-{number + 1:03d}",
        name=f"{brand}{random.choice(words.BUILDING_KINDS[use])}",
        address=f"烟台市芝罘区{road}{door}",
        use=use,
        grade=random.choice(_GRADES) if use in (BuildingUse.OFFICE, BuildingUse.MIXED) else "",
        completed_on=finished,
        life_stage=stage,
        stage_since=since or (finished + timedelta(days=60) if finished else None),
    )
    return building, (road, door)


def _locate(
    building: Building, seat: Seat, place: Place, territory: Territory, random: Random
) -> None:
    building.place = place
    building.community = random.choice(territory.communities[place.pk])
    building.cluster = territory.clusters[seat.cluster] if random.random() < 0.9 else None
    building.longitude = Decimal(f"{seat.longitude + random.uniform(-0.006, 0.006):.6f}")
    building.latitude = Decimal(f"{seat.latitude + random.uniform(-0.004, 0.004):.6f}")


def _divide(drafts: list[Premises], random: Random) -> None:
    """Give every building its floors and units so that there are exactly UNITS of them."""
    for draft in drafts:
        low = draft.building.use == BuildingUse.INDUSTRIAL
        draft.building.floors_above = random.randint(2, 4) if low else random.randint(6, 28)
        draft.building.floors_below = 0 if low else random.randint(0, 2)
    in_use = [d for d in drafts if d.building.life_stage == LifeStage.IN_USE]
    bare = {id(d) for d in in_use[30 : 30 + DECLARED_ONLY]}
    bare |= {id(d) for d in drafts if d.building.life_stage in WITHOUT_UNITS}
    divided = [d for d in drafts if id(d) not in bare]
    weights = [d.building.floors_above * random.uniform(3.5, 8) for d in divided]
    counts = [max(12, round(UNITS * w / sum(weights))) for w in weights]
    counts[counts.index(max(counts))] += UNITS - sum(counts)
    for draft, count in zip(divided, counts, strict=True):
        _floors_and_units(draft, count, random)
    for draft in drafts:
        _areas(draft, random)
    for draft in random.sample(divided, UNLISTED_REST):
        listed = draft.building.business_area
        draft.building.business_area = (listed * Decimal("1.04")).quantize(Decimal(1))


def _floors_and_units(draft: Premises, count: int, random: Random) -> None:
    building, plate = draft.building, random.uniform(700, 1_500)
    for below in range(building.floors_below, 0, -1):
        draft.floors.append(_floor(building, -below))
    for above in range(1, building.floors_above + 1):
        draft.floors.append(_floor(building, above))
    upper = draft.floors[building.floors_below :]
    for floor in draft.floors[: building.floors_below]:
        _whole_floor(draft, floor, UnitUse.PARKING, plate)
    if len(upper) >= REFUGE_FROM:
        _whole_floor(draft, upper.pop(len(upper) // 2), UnitUse.EQUIPMENT, plate)
    each, extra = divmod(count - len(draft.units), len(upper))
    for index, floor in enumerate(upper):
        rooms = each + (1 if index < extra else 0)
        _rooms(draft, floor, rooms, plate, random)


def _whole_floor(draft: Premises, floor: Floor, use: UnitUse, plate: float) -> None:
    name = f"{floor.number}00" if floor.number > 0 else f"B{-floor.number}01"
    unit = Unit(building=draft.building, floor=floor, number=name, use=use)
    unit.area = Decimal(round(plate))
    draft.units.append(unit)


def _floor(building: Building, number: int) -> Floor:
    return Floor(building=building, number=number, label="大堂层" if number == 1 else "")


def _rooms(draft: Premises, floor: Floor, rooms: int, plate: float, random: Random) -> None:
    shares = [random.choice((1, 1, 1.5, 2, 3)) for _ in range(rooms)]
    for order, share in enumerate(shares, start=1):
        unit = Unit(building=draft.building, floor=floor, number=f"{floor.number}{order:02d}")
        unit.area = max(Decimal(f"{plate * share / sum(shares):.1f}"), Decimal(24))
        unit.use = UnitUse.BUSINESS
        if floor.number == 1 and order == rooms > 2:
            unit.use = UnitUse.PUBLIC_SERVICE
        draft.units.append(unit)


def _areas(draft: Premises, random: Random) -> None:
    """Business area is what the business units add up to; the whole is larger by a third."""
    building = draft.building
    for floor in draft.floors:
        rooms = [u.area for u in draft.units if u.floor is floor]
        floor.area = (sum(rooms, Decimal(0)) * Decimal("1.15")).quantize(Decimal("0.1"))
    business = sum((u.area for u in draft.lettable), Decimal(0))
    if not draft.units:
        business = Decimal(building.floors_above * random.randint(700, 1_400))
    building.business_area = business
    whole = sum((f.area for f in draft.floors), Decimal(0)) or business * Decimal("1.3")
    building.gross_floor_area = max(whole, business * Decimal("1.2")).quantize(Decimal(1))


def _store(drafts: list[Premises]) -> None:
    """In sets: each child learns its parent's number after the parent is stored."""
    Building.objects.bulk_create([d.building for d in drafts])
    floors = [floor for d in drafts for floor in d.floors]
    for floor in floors:
        floor.building_id = floor.building.pk
    Floor.objects.bulk_create(floors, batch_size=1_000)
    units = [unit for d in drafts for unit in d.units]
    for unit in units:
        unit.building_id, unit.floor_id = unit.building.pk, unit.floor.pk
    Unit.objects.bulk_create(units, batch_size=2_000)
