"""找空间: what is on show and what never is; what the address asks for; whom to ask."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.registers.buildings.models import LifeStage, Unit
from louyu.registers.occupancy.models import Offer

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SEEN = "/open/spaces/"


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def room(tree: PlaceTree) -> Unit:
    tower = factories.building(
        tree.street, code="ZF-7", name="试验塔楼", address="滨海路18号", floors_above=20
    )
    room = factories.unit(tower, floor=12, number="1203", area=320)
    factories.vacancy(room)
    return room


@pytest.fixture
def offer(room: Unit) -> Offer:
    body = factories.organization(name="试验运营公司")
    told = {"contact": body, "contact_phone": "0535-0001234", "conditions": "免租期两个月"}
    return factories.offer(room, rent_yuan=Decimal("45.5"), **told)


def read(path: str = SEEN, **query: Any) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def everywhere(offer: Offer) -> dict[str, bool]:
    """On which public pages the space is told of, its own page among them."""
    own = Client().get(f"{SEEN}{offer.pk}/").status_code == 200
    word = f"{SEEN}{offer.pk}/"
    code = offer.building.code
    pages = {path: word in read(path) for path in (SEEN, f"/open/buildings/{code}/")}
    counted = "在招 1 处" in read("/open/buildings/")
    return pages | {"own": own, "directory": counted}


def test_a_space_is_told_with_three_numbers_its_rent_and_whom_to_ask(offer: Offer) -> None:
    listed = read()
    for told in ("试验塔楼 1203 室", "45.50", "320 ㎡", "12F", "共 20 层", "待街道核实"):
        assert told in listed
    assert all(everywhere(offer).values())
    page = read(f"{SEEN}{offer.pk}/")
    for told in ("试验运营公司", 'href="tel:0535-0001234"', "免租期两个月", "滨海路18号"):
        assert told in page
    person = factories.user("office", name="某核实人")
    Offer.objects.unscoped("test").update(verified_on=TODAY, verified_by=person)
    for path in (SEEN, f"{SEEN}{offer.pk}/"):
        assert f"{TODAY} 核实" in read(path)
        assert "某核实人" not in read(path)


def test_without_a_rent_it_is_to_be_talked_about(offer: Offer) -> None:
    Offer.objects.unscoped("test").update(rent_yuan=None)
    assert "面议" in read(rent="talk")
    assert "没有符合条件的空间" in read(rent="30-50")


def _take_down(offer: Offer) -> None:
    Offer.objects.unscoped("test").update(withdrawn_on=TODAY, withdrawal_reason="let")


def _move_in(offer: Offer) -> None:
    assert offer.unit
    factories.occupancy(factories.enterprise(name="试验租户公司"), offer.unit)


def _no_longer_vacant(offer: Offer) -> None:
    assert offer.unit
    offer.unit.vacancies.update(state="reserved")


def _only_planned(offer: Offer) -> None:
    type(offer.building).objects.unscoped("test").update(life_stage=LifeStage.PLANNED)


def _not_yet(offer: Offer) -> None:
    Offer.objects.unscoped("test").update(listed_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("act", [_take_down, _move_in, _no_longer_vacant, _not_yet])
def test_what_is_not_to_be_had_is_on_no_public_page(offer: Offer, act: Any) -> None:
    assert all(everywhere(offer).values())
    act(offer)
    assert not any(everywhere(offer).values())
    assert "试验租户公司" not in read(f"/open/buildings/{offer.building.code}/")


def test_a_planned_building_is_not_announced_here(offer: Offer) -> None:
    _only_planned(offer)
    assert "试验塔楼" not in read() + read("/open/buildings/")
    for path in (f"/open/buildings/{offer.building.code}/", f"{SEEN}{offer.pk}/"):
        assert Client().get(path).status_code == 404


def test_a_room_soon_free_says_from_when(room: Unit) -> None:
    last = TODAY + timedelta(days=30)
    room.vacancies.all().delete()
    factories.occupancy(factories.enterprise(name="试验租户公司"), room, lease_expiry=last)
    offer = factories.offer(room, available_from=last + timedelta(days=1))
    assert f"{last + timedelta(days=1)}" in read()
    assert "试验租户公司" not in read() + read(f"{SEEN}{offer.pk}/")
    assert "没有符合条件的空间" in read(now="on")


@pytest.mark.parametrize(
    ("wanted", "is_there"),
    [
        ({"area": "300-1000"}, True),
        ({"area": "1000+"}, False),
        ({"rent": "30-50"}, True),
        ({"rent": "50-70"}, False),
        ({"street": "370602001"}, True),
        ({"street": "370602002"}, False),
        ({"q": "滨海路 塔楼"}, True),
        ({"q": "别处"}, False),
        ({"fit_out": "bare"}, False),
        ({"now": "on"}, True),
        ({"area": "much", "street": "nowhere", "sort": "x", "page": "y"}, True),
    ],
)
def test_the_address_says_what_is_wanted(
    offer: Offer, tree: PlaceTree, wanted: dict[str, str], is_there: bool
) -> None:
    other = factories.unit(factories.building(tree.other_street), area=50)
    factories.vacancy(other)
    factories.offer(other, rent_yuan=None, available_from=TODAY + timedelta(days=9))
    assert ("试验塔楼 1203 室" in read(**wanted)) is is_there


def test_a_condition_is_taken_away_alone(offer: Offer) -> None:
    page = read(area="300-1000", rent="30-50", sort="rent")
    assert 'href="?rent=30-50&amp;sort=rent&amp;"' in page
    assert 'href="?area=300-1000&amp;sort=rent&amp;"' in page


def test_the_dearest_is_not_first_when_ordered_by_rent(offer: Offer, room: Unit) -> None:
    cheap = factories.unit(room.building, floor=3, number="301", area=500)
    factories.vacancy(cheap)
    factories.offer(cheap, rent_yuan=Decimal(20))
    for sort, first in (("rent", "301 室"), ("area", "301 室"), ("", "1203 室")):
        if not sort:
            offer.verified_on, offer.verified_by = TODAY, factories.user("office")
            offer.save()
        page = read(sort=sort)
        assert min(("301 室", "1203 室"), key=page.index) == first
