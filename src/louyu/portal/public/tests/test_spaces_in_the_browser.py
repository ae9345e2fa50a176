"""找空间: sound at every width, for who has not signed in and in large letters."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page

from demo import factories
from louyu.portal.public.tests.test_in_the_browser import _faults
from louyu.registers.occupancy.models import Offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def offers() -> list[Offer]:
    tree = factories.place_tree()
    told = {"floors_above": 28, "longitude": Decimal("121.39"), "latitude": Decimal("37.53")}
    tower = factories.building(
        tree.street, code="ZF-7", name="名字很长很长很长很长很长很长很长的试验塔楼", **told
    )
    rooms = [factories.unit(tower, floor=n, number=f"{n}01-{n}09", area=320) for n in (3, 27)]
    for room in rooms:
        factories.vacancy(room)
    return [
        factories.offer(room, rent_yuan=rent) for room, rent in zip(rooms, (None, 45), strict=True)
    ]


def test_the_pages_of_spaces_are_sound(offers: list[Offer], page: Page) -> None:
    addresses = [
        "/open/",
        "/open/spaces/",
        "/open/spaces/?area=300-1000&now=on",
        "/open/spaces/?area=1000%2B",
        f"/open/spaces/{offers[0].pk}/",
        "/open/buildings/",
        "/open/buildings/ZF-7/",
    ]
    faults = [fault for one in addresses for fault in _faults(page, one)]
    assert not faults, "\n".join(faults)
    page.goto("/open/text-size/?size=large")
    assert [fault for one in addresses[:2] for fault in _faults(page, one)] == []
