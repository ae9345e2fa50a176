"""演示附属: aliases, door numbers, key listings, earlier stages and the parties of buildings."""

from datetime import date, timedelta
from random import Random

from demo import words
from demo.months import month_before, years_before
from demo.premises import BUILDINGS, Premises
from demo.scale import Part
from louyu.registers.buildings.models import (
    AliasKind,
    BuildingAlias,
    BuildingParty,
    DoorNumber,
    KeyListing,
    LifeStage,
    LifeStageChange,
    PartyKind,
)
from louyu.registers.organizations.models import Organization, OrganizationKind
from louyu.registers.places.models import Place

KEY_BUILDINGS = 30
_EARLIER = {
    LifeStage.RENOVATING: LifeStage.IN_USE,
    LifeStage.IDLE: LifeStage.IN_USE,
    LifeStage.UNDER_CONSTRUCTION: LifeStage.PLANNED,
    LifeStage.COMPLETED: LifeStage.UNDER_CONSTRUCTION,
}


def build_attachments(premises: list[Premises], part: Part, *, base: date) -> None:
    _names_and_doors(premises, part.random)
    _key_listings(premises, base)
    _earlier_stages(premises, base)
    _parties(premises, part, base)


def _names_and_doors(premises: list[Premises], random: Random) -> None:
    aliases, doors = [], []
    for item in premises:
        road, number = item.door
        doors.append(DoorNumber(building=item.building, road=road, number=number))
        if random.random() < 0.25:
            doors.append(DoorNumber(building=item.building, road=road, number=f"{number}付1号"))
        if random.random() < 0.4:
            aliases.append(_alias(item, f"{item.building.name[:2]}楼", AliasKind.OTHER))
        if random.random() < 0.15:
            former = f"{item.building.name[1]}{random.choice(words.FIRST)}旧厦"
            aliases.append(_alias(item, former, AliasKind.FORMER))
    BuildingAlias.objects.bulk_create(aliases)
    DoorNumber.objects.bulk_create(doors)


def _alias(item: Premises, name: str, kind: AliasKind) -> BuildingAlias:
    return BuildingAlias(building=item.building, name=name, kind=kind)


def _key_listings(premises: list[Premises], base: date) -> None:
    largest = sorted(
        (p for p in premises if p.building.life_stage == LifeStage.IN_USE),
        key=lambda p: (-p.building.business_area, p.building.code),
    )
    since = date(month_before(base, 24).year, 1, 1)
    KeyListing.objects.bulk_create(
        KeyListing(building=p.building, start=since, basis="年度重点楼宇名单（演示）")
        for p in largest[:KEY_BUILDINGS]
    )


def _earlier_stages(premises: list[Premises], base: date) -> None:
    rows = []
    for item in premises:
        earlier = _EARLIER.get(item.building.life_stage)
        if earlier:
            since = (item.building.stage_since or base) - timedelta(days=900)
            rows.append(LifeStageChange(building=item.building, stage=earlier, since=since))
    LifeStageChange.objects.bulk_create(rows)


def _parties(premises: list[Premises], part: Part, base: date) -> None:
    """Every building has an owner; most have a property manager, a third an operator."""
    rows: list[BuildingParty] = []
    for order, item in enumerate(premises, start=part.after(BUILDINGS)):
        place, since = item.building.place, years_before(base, part.random.uniform(3, 6))
        owner = _organization(OrganizationKind.OWNER, "置业", order // 2, place)
        rows.append(_party(item, owner, PartyKind.OWNER, since))
        if item.building.life_stage == LifeStage.PLANNED:
            continue
        manager = _organization(OrganizationKind.PROPERTY_MANAGER, "物业", order // 3, place)
        if order % 9 == 4:
            # The manager changed a year ago: what the old one may see ended with it.
            change = years_before(base, 1)
            old = _organization(OrganizationKind.PROPERTY_MANAGER, "旧物业", order // 9, place)
            rows.append(_party(item, old, PartyKind.PROPERTY_MANAGER, since, change))
            since = change + timedelta(days=1)
        rows.append(_party(item, manager, PartyKind.PROPERTY_MANAGER, since))
        if order % 3 == 0:
            operator = _organization(OrganizationKind.OPERATOR, "运营", order // 6, place)
            rows.append(_party(item, operator, PartyKind.OPERATOR, since))
    BuildingParty.objects.bulk_create(rows)


def _organization(kind: OrganizationKind, word: str, order: int, place: Place) -> Organization:
    first = words.FIRST[order % len(words.FIRST)]
    second = words.SECOND[(order * 7 + 3) % len(words.SECOND)]
    return Organization.objects.unscoped("demo data").get_or_create(
        kind=kind, name=f"烟台{first}{second}{word}有限公司（演示）", defaults={"place": place}
    )[0]


def _party(
    item: Premises,
    organization: Organization,
    kind: PartyKind,
    start: date,
    end: date | None = None,
) -> BuildingParty:
    return BuildingParty(
        building=item.building, organization=organization, kind=kind, start=start, end=end
    )
