"""入驻测试素材: a tower with one room of every kind, and visits to pages as a person."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, Unit, UnitUse
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy, OccupancyKind, VacancyState
from louyu.registers.occupancy.stacking import Plan, plan_of
from louyu.registers.occupancy.tenancies import recent_stays
from louyu.registers.organizations.models import Role

Visit = Callable[..., Any]


@dataclass(frozen=True)
class Tower:
    """Five floors: 5F vacant, 4F vacant, 3F silent, 2F of one tenant, 1F mixed."""

    building: Building
    rooms: dict[str, Unit]
    firm: Enterprise
    owner: Enterprise
    stay: Occupancy


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def clerk(tree: PlaceTree) -> Actor:
    return factories.actor(Role.STREET, place=tree.street)


@pytest.fixture
def tower(tree: PlaceTree) -> Tower:
    building = factories.building(
        tree.street, name="试验塔楼", gross_floor_area=3_000, business_area=2_000, floors_above=5
    )
    areas = {"501": 300, "402": 120, "401": 180, "301": 250, "201": 100, "202": 150}
    areas |= {"101": 80, "102": 60, "103": 90, "104": 40, "105": 30}
    rooms = {
        number: factories.unit(building, floor=int(number[0]), number=number, area=area)
        for number, area in areas.items()
    }
    rooms["106"] = factories.unit(
        building, floor=1, number="106", area=20, use=UnitUse.PUBLIC_SERVICE
    )
    for number in ("501", "402", "401"):
        factories.vacancy(rooms[number])
    factories.vacancy(rooms["104"], state=VacancyState.FIT_OUT)
    factories.vacancy(rooms["105"], state=VacancyState.RESERVED)
    firm = factories.enterprise(name="烟台试航贸易有限公司")
    owner = factories.enterprise(name="烟台试验置业有限公司")
    stay = factories.occupancy(
        firm, rooms["201"], rooms["202"], rent_yuan=Decimal("47.25"), lease_expiry=date(2031, 5, 6)
    )
    factories.occupancy(owner, rooms["101"], kind=OccupancyKind.OWNER_OCCUPIED)
    share(rooms["102"], Decimal(25))
    share(rooms["103"], None, None)
    return Tower(building, rooms, firm, owner, stay)


def share(room: Unit, *areas: Decimal | None) -> None:
    """One tenant per area in the same room."""
    for area in areas:
        stay = factories.occupancy(
            factories.enterprise(), room, kind=OccupancyKind.COWORKING, headcount=3
        )
        stay.unit_links.update(area=area)


def plan(building: Building) -> Plan:
    today = timezone.localdate()
    return plan_of(building, today, recent_stays(building, today))


@pytest.fixture
def visit() -> Visit:
    """The answer to a person of this role who opens a page."""

    def open_page(path: str, role: str = Role.OFFICE, **bounds: Any) -> Any:
        return signed_in(role, **bounds).get(path)

    return open_page


def signed_in(role: str, **bounds: Any) -> Client:
    client = Client()
    person = factories.user(role, **bounds)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def block_classes(text: str) -> dict[str, str]:
    """Room of every block → its classes."""
    found = re.findall(r'<a class="(u [^"]*)"[^>]*title="(\S+) ', text)
    return {room: css for css, room in found}
