"""底册的例子: for every check of a register what it must find, and what it must let pass."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import Building, DeclaredTotals, LifeStage, UnitUse
from louyu.registers.enterprises.models import EnterpriseStatus
from louyu.registers.occupancy.models import Occupancy, OccupancyUnit
from louyu.registers.organizations.models import Role, User
from louyu.registers.places.models import Place

World = Callable[[PlaceTree], Any]
TODAY = timezone.localdate()
AGO = TODAY - timedelta(days=90)


def stay(tree: PlaceTree, **fields: Any) -> Occupancy:
    """One tenant in a room of 600 ㎡ of a standing building."""
    house = fields.pop("house", None) or factories.building(tree.street)
    firm = fields.pop("firm", None) or factories.enterprise()
    room = factories.unit(house, area=600)
    return factories.occupancy(firm, room, start=fields.pop("start", AGO), **fields)


def rents(tree: PlaceTree, *yuan: int) -> None:
    house = factories.building(tree.street)
    for one in yuan:
        stay(tree, house=house, rent_yuan=one)


def two_houses(tree: PlaceTree, **second: Any) -> None:
    firm = factories.enterprise()
    stay(tree, firm=firm)
    stay(tree, firm=firm, **second)


def deregistered(tree: PlaceTree, **fields: Any) -> None:
    stay(tree, firm=factories.enterprise(status=EnterpriseStatus.DEREGISTERED), **fields)


def shared(tree: PlaceTree, first: int, second: int) -> None:
    room = factories.unit(factories.building(tree.street), area=100)
    for area in (first, second):
        one = factories.occupancy(factories.enterprise(), building=room.building)
        OccupancyUnit.objects.create(occupancy=one, unit=room, area=area)


def roomless(tree: PlaceTree, *, rooms: bool) -> None:
    house = factories.building(tree.street)
    if rooms:
        factories.unit(house)
    factories.occupancy(factories.enterprise(), building=house)


def rooms(tree: PlaceTree, business: int, **fields: Any) -> None:
    house = factories.building(tree.street, business_area=business)
    factories.unit(house, area=600)
    factories.unit(house, area=600, **fields)


def stated(tree: PlaceTree, *areas: str) -> None:
    house = factories.building(tree.street)
    for number, area in enumerate(areas, start=1):
        DeclaredTotals.objects.create(
            building=house, period=TODAY.replace(month=number, day=1), area=Decimal(area)
        )


def contradicting(tree: PlaceTree, **told: Any) -> None:
    house = factories.building(tree.street)
    DeclaredTotals.objects.create(building=house, period=date(2021, 3, 1), **told)


def named(place: Place, *names: str) -> None:
    for name in names:
        factories.building(place, name=name)


def drawn(tree: PlaceTree, longitude: str) -> None:
    ring = [[121, 37], [122, 37], [122, 38], [121, 38], [121, 37]]
    tree.street.outline = {"type": "Polygon", "coordinates": [ring]}
    tree.street.save()
    factories.building(tree.street, longitude=Decimal(longitude), latitude=Decimal("37.5"))


def ended(place: Place, days: int) -> None:
    place.end = TODAY - timedelta(days=days)
    place.save()


def of_ended(tree: PlaceTree, days: int) -> None:
    factories.building(tree.street)
    ended(tree.street, days)


def looked_after(house: Building, person: User, **fields: Any) -> Assignment:
    return Assignment.objects.create(
        capacity=Capacity.LIAISON,
        user=person,
        building=house,
        start=factories.LONG_AGO,
        **fields,
    )


def liaison(tree: PlaceTree, phone: str) -> None:
    body = factories.organization()
    person = factories.user(Role.LIAISON, organization=body, phone=phone)
    looked_after(factories.building(tree.street), person)


def without_liaison(tree: PlaceTree, days: int) -> None:
    person = factories.user(Role.LIAISON, organization=factories.organization())
    last = TODAY - timedelta(days=days)
    looked_after(factories.building(tree.street), person, end=last)


CASES: dict[str, tuple[World, World]] = {
    "stay-outside-life": (
        lambda tree: stay(tree, house=factories.building(tree.street, completed_on=TODAY)),
        lambda tree: (
            stay(tree, house=factories.building(tree.street, completed_on=AGO)),
            stay(
                tree,
                house=factories.building(tree.street, completed_on=TODAY),
                start_is_reported=True,
            ),
        ),
    ),
    "rent-far-off": (
        lambda tree: rents(tree, 50, 52, 54, 56, 600),
        lambda tree: (rents(tree, 20, 50, 52, 54, 150), rents(tree)),
    ),
    "nobody-in-much-space": (
        lambda tree: stay(tree, headcount=0),
        lambda tree: (
            stay(tree, headcount=None),
            stay(tree, headcount=0, end=AGO, end_reason="cost"),
        ),
    ),
    "in-two-buildings": (
        lambda tree: two_houses(tree),
        lambda tree: (two_houses(tree, is_primary=False), two_houses(tree, kind="address_only")),
    ),
    "deregistered-tenant": (
        lambda tree: deregistered(tree),
        lambda tree: deregistered(tree, end=AGO, end_reason="closed"),
    ),
    "unit-over-claimed": (
        lambda tree: shared(tree, 60, 70),
        lambda tree: shared(tree, 30, 70),
    ),
    "stay-without-room": (
        lambda tree: roomless(tree, rooms=True),
        lambda tree: roomless(tree, rooms=False),
    ),
    "rooms-above-business-area": (
        lambda tree: rooms(tree, 1_000),
        lambda tree: (rooms(tree, 1_200), rooms(tree, 600, use=UnitUse.PARKING)),
    ),
    "ten-thousandfold": (
        lambda tree: stated(tree, "12000", "1.3", "12100"),
        lambda tree: stated(tree, "12000", "1300"),
    ),
    "stated-occupancy": (
        lambda tree: contradicting(tree, area=1_000, vacant_area=100, occupancy=Decimal("0.8")),
        lambda tree: contradicting(tree, area=1_000, vacant_area=196, occupancy=Decimal("0.8")),
    ),
    "stated-vacancy-missing": (
        lambda tree: contradicting(tree, occupancy=Decimal("0.8")),
        lambda tree: contradicting(tree, area=1_000),
    ),
    "stated-vacancy-above-area": (
        lambda tree: contradicting(tree, area=1_000, vacant_area=1_001),
        lambda tree: contradicting(tree, area=1_000, vacant_area=1_000),
    ),
    "stated-rent-below-fee": (
        lambda tree: contradicting(tree, rent_yuan=8, fee_yuan=25),
        lambda tree: contradicting(tree, rent_yuan=8, fee_yuan=8),
    ),
    "building-twins": (
        lambda tree: named(tree.street, "试验大厦（A座）", "试验大厦 A座"),
        lambda tree: (
            named(tree.street, "试验大厦A座", "试验大厦B座"),
            named(tree.other_street, "试验大厦 A座"),
        ),
    ),
    "building-outside-place": (
        lambda tree: drawn(tree, "123.5"),
        lambda tree: drawn(tree, "121.5"),
    ),
    "building-of-ended-place": (
        lambda tree: of_ended(tree, 1),
        lambda tree: of_ended(tree, -1),
    ),
    "place-tree": (
        lambda tree: ended(tree.street, 1) or factories.building(tree.park),
        lambda tree: None,
    ),
    "liaison-phone": (
        lambda tree: liaison(tree, ""),
        lambda tree: liaison(tree, "13800000000"),
    ),
    "duty-conflict": (
        lambda tree: looked_after(factories.building(tree.street), factories.user()),
        lambda tree: liaison(tree, ""),
    ),
    "no-liaison": (
        lambda tree: without_liaison(tree, 30),
        lambda tree: (
            without_liaison(tree, 3),
            factories.building(tree.street, life_stage=LifeStage.PLANNED),
        ),
    ),
}
