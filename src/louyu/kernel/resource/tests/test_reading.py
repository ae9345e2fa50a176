"""资源声明: what lists, filters and the search read from a declaration, and for whom."""

from decimal import Decimal
from urllib.parse import unquote

import pytest

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.resource import Kind, resource
from louyu.kernel.resource.cells import UNCOLLECTED, written
from louyu.kernel.resource.choices import occurring, writable
from louyu.kernel.resource.search import search
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.AREA, Decimal("12345.50"), "12,345.5"),
        (Kind.AREA, Decimal(0), "0"),
        (Kind.AREA, None, UNCOLLECTED),
        (Kind.PERCENT, Decimal("83.245"), "83.25"),
        (Kind.YUAN, Decimal("5000000.00"), "5,000,000"),
        (Kind.TEXT, "", "—"),
        (Kind.BOOLEAN, False, "否"),
    ],
)
def test_a_missing_figure_is_neither_zero_nor_a_dash(kind: Kind, value: object, text: str) -> None:
    assert written(kind, value) == text


def test_a_filter_offers_only_places_of_buildings_one_sees(tree: PlaceTree) -> None:
    for managed_by in (tree.street, tree.other_street):
        factories.building(managed_by)
    street = factories.actor(Role.STREET, place=tree.street)
    assert list(occurring(resource("buildings"), "place", street)) == [tree.street]


def test_a_street_is_offered_its_own_place_alone(tree: PlaceTree) -> None:
    street = factories.actor(Role.STREET, place=tree.street)
    assert list(writable(resource("buildings"), "place", street)) == [tree.street]
    office = writable(resource("buildings"), "place", factories.actor(Role.OFFICE))
    assert set(office) == {tree.street, tree.other_street, tree.park}


def test_two_characters_find_a_name_a_former_name_and_a_code(tree: PlaceTree) -> None:
    tower = factories.building(tree.street, name="衡屿中心", code="YS-005")
    tower.aliases.create(name="旧港大厦")
    factories.building(tree.street, name="砚庭中心")
    office = factories.actor()
    for text in ("衡屿", "旧港", "ys-005", "衡屿 中心"):
        [group] = search(office, text)
        assert [hit.label for hit in group.hits] == ["衡屿中心"], text


def test_the_search_stays_within_what_one_sees(tree: PlaceTree) -> None:
    factories.building(tree.other_street, name="衡屿中心")
    assert search(factories.actor(Role.STREET, place=tree.street), "衡屿") == []
    assert search(factories.actor(Role.SYSTEM_ADMIN), "衡屿") == []


def test_the_search_tells_how_many_more_there_are(tree: PlaceTree) -> None:
    for _ in range(3):
        factories.building(tree.street)
    [group] = search(factories.actor(), "试验楼", limit=2)
    assert (group.count, len(group.hits)) == (3, 2)
    assert unquote(group.more) == "/buildings/?q=试验楼"
