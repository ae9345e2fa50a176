"""入驻增列: the figures beside buildings, units and enterprises follow the one rule, in scope."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.resource import resource
from louyu.kernel.resource.cells import shown
from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.resource.filters import filter_set
from louyu.kernel.resource.listing import annotated
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def tower(tree: PlaceTree) -> Building:
    """1,000 ㎡: 300 let to one, 100 vacant, 600 of which nobody has said anything."""
    tower = factories.building(tree.street, business_area=1000)
    factories.occupancy(factories.enterprise(), factories.unit(tower, area=300))
    factories.vacancy(factories.unit(tower, area=100))
    return tower


def told(key: str, row: Any, actor: Actor) -> dict[str, str]:
    declared = resource(key)
    seen = annotated(key, visible_rows(declared.model, actor), actor).get(pk=row.pk)
    return {one.label: one.text(seen) for one in shown(declared, listed_only=True)}


def test_a_building_tells_what_is_let_empty_and_unknown(tower: Building) -> None:
    figures = told("buildings", tower, factories.actor())
    assert figures["入驻率"] == "75.00"
    assert figures["空置面积"] == "100"
    assert figures["未采集面积"] == "600"
    assert figures["企业数"] == "1"


def test_a_building_nobody_reported_on_has_no_figures_rather_than_zeros(tree: PlaceTree) -> None:
    tower = factories.building(tree.street, business_area=1000)
    figures = told("buildings", tower, factories.actor())
    names = ("入驻率", "空置面积", "未采集面积", "企业数")
    assert [figures[name] for name in names] == ["未采集", "未采集", "1,000", "未采集"]


def test_a_building_not_in_use_has_no_rate(tower: Building) -> None:
    tower.life_stage = "renovating"
    tower.save()
    figures = told("buildings", tower, factories.actor())
    assert (figures["入驻率"], figures["空置面积"]) == ("不计", "100")


def test_a_building_not_yet_there_has_no_space(tree: PlaceTree) -> None:
    planned = factories.building(tree.street, life_stage="planned")
    figures = told("buildings", planned, factories.actor())
    names = ("入驻率", "空置面积", "未采集面积", "企业数")
    assert [figures[name] for name in names] == ["不计"] * 4


def test_one_enterprise_on_two_floors_is_one_and_an_address_is_none(tower: Building) -> None:
    firm = factories.enterprise()
    factories.occupancy(firm, *(factories.unit(tower, floor=n) for n in (5, 6)))
    factories.occupancy(factories.enterprise(), building=tower, kind=OccupancyKind.ADDRESS_ONLY)
    assert told("buildings", tower, factories.actor())["企业数"] == "2"


def test_buildings_are_found_by_their_rate(tower: Building) -> None:
    request = RequestFactory().get("/buildings/")
    request.actor = factories.actor()  # type: ignore[attr-defined]
    seen = Building.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    rows = annotated("buildings", seen, request.actor)  # type: ignore[attr-defined]
    for band, expected in (("70-90", [tower]), ("0-50", []), ("unknown", [])):
        asked = {"occupancy_rate": band}
        narrowed = filter_set(resource("buildings"))(asked, queryset=rows, request=request)
        assert list(narrowed.qs) == expected, band


def test_an_enterprise_takes_the_space_one_may_see(tree: PlaceTree, tower: Building) -> None:
    firm = factories.enterprise()
    elsewhere = factories.building(tree.other_street, name="邻楼")
    factories.occupancy(firm, factories.unit(tower, area=80), factories.unit(tower, area=20))
    factories.occupancy(firm, factories.unit(elsewhere, area=500))
    street = told("enterprises", firm, factories.actor(Role.STREET, place=tree.street))
    assert (street["在驻楼宇"], street["使用面积"]) == (tower.name, "100")
    office = told("enterprises", firm, factories.actor())
    assert office["使用面积"] == "600"
    assert set(office["在驻楼宇"].split("、")) == {tower.name, "邻楼"}


def test_a_unit_tells_its_state_and_who_is_there(tower: Building) -> None:
    firm = factories.enterprise(name="试验贸易")
    room = factories.unit(tower)
    assert told("units", room, factories.actor())["今日状态"] == "未采集"
    factories.occupancy(firm, room)
    figures = told("units", room, factories.actor())
    assert (figures["今日状态"], figures["在驻企业"]) == ("出租", "试验贸易")


def test_who_left_is_no_longer_there(tower: Building) -> None:
    firm = factories.enterprise()
    gone = factories.LONG_AGO.replace(year=2021)
    factories.occupancy(firm, factories.unit(tower), end=gone, end_reason="cost")
    figures = told("enterprises", firm, factories.actor())
    assert (figures["在驻楼宇"], figures["使用面积"]) == ("—", "—")
    assert told("buildings", tower, factories.actor())["企业数"] == "1"
    assert Decimal(told("buildings", tower, factories.actor())["空置面积"]) == 100
