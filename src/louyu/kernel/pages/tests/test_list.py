"""列表: searched, filtered, sorted and paged within scope, in a fixed number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django_htmx.middleware import HtmxDetails

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.pages.listed import Listed
from louyu.kernel.resource import resource
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(factories.user(Role.OFFICE))
    return client


def listed(query: str, role: str = Role.OFFICE, key: str = "buildings", **bounds: Any) -> Listed:
    request = RequestFactory().get(f"/{key}/?{query}")
    request.actor = actor_of(factories.user(role, **bounds))  # type: ignore[attr-defined]
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return Listed(request, resource(key))  # type: ignore[arg-type]


def names(query: str, role: str = Role.OFFICE, **bounds: Any) -> list[str]:
    return [row.name for row in listed(query, role, **bounds).page]


def test_names_are_sorted_as_they_are_spoken(tree: PlaceTree) -> None:
    for name in ("重阳大厦", "安宁大厦", "滨海大厦"):
        factories.building(tree.street, name=name)
    assert names("") == ["安宁大厦", "滨海大厦", "重阳大厦"]
    assert names("sort=-name") == ["重阳大厦", "滨海大厦", "安宁大厦"]


def test_choices_are_sorted_by_their_declared_order(tree: PlaceTree) -> None:
    for name, stage in (("甲", "idle"), ("乙", "planned"), ("丙", "completed")):
        factories.building(tree.street, name=name, life_stage=stage)
    assert names("sort=life_stage") == ["乙", "丙", "甲"]


def test_unknown_figures_come_last_whichever_way_one_sorts(tree: PlaceTree) -> None:
    for name, area in (("甲", 3), ("乙", None), ("丙", 30)):
        factories.building(tree.street, name=name, business_area=area)
    assert names("sort=business_area") == ["甲", "丙", "乙"]
    assert names("sort=-business_area") == ["丙", "甲", "乙"]


def test_every_column_of_every_list_can_be_sorted_by(tree: PlaceTree) -> None:
    for key in ("buildings", "units", "enterprises", "places"):
        for column in listed("", key=key).columns:
            for sign in ("", "-"):
                assert list(listed(f"sort={sign}{column.name}", key=key).page) is not None


def test_a_path_into_other_tables_is_no_sort(tree: PlaceTree) -> None:
    assert listed("sort=place__code").sort == ""


def test_a_search_and_a_filter_narrow_together(tree: PlaceTree) -> None:
    factories.building(tree.street, name="滨海甲座", use="hotel")
    factories.building(tree.street, name="滨海乙座", use="office")
    factories.building(tree.park, name="内陆乙座", use="office")
    assert names("q=滨海&use=office") == ["滨海乙座"]
    assert names(f"place={tree.park.pk}") == ["内陆乙座"]


def test_a_row_found_by_two_former_names_stands_there_once(tree: PlaceTree) -> None:
    tower = factories.building(tree.street, name="滨海甲座")
    for former in ("旧港一号", "旧港二号"):
        tower.aliases.create(name=former)
    assert names("q=旧港") == ["滨海甲座"]


def test_rows_count_and_choices_end_where_the_scope_ends(tree: PlaceTree) -> None:
    factories.building(tree.street, name="本街")
    factories.building(tree.other_street, name="邻街")
    mine = listed("", Role.STREET, place=tree.street)
    assert [row.name for row in mine.page] == ["本街"]
    assert mine.page.paginator.count == 1
    assert "东山街道" not in str(mine.filters.form["place"])


def test_anothers_place_as_a_filter_is_an_error_and_not_an_answer(tree: PlaceTree) -> None:
    factories.building(tree.street, name="本街")
    asked = listed(f"place={tree.other_street.pk}", Role.STREET, place=tree.street)
    assert [row.name for row in asked.page] == ["本街"]
    assert "place" in asked.filters.form.errors


def test_administrators_see_no_rows(tree: PlaceTree) -> None:
    factories.building(tree.street)
    assert names("", Role.AUDITOR) == []


def test_pages_and_sizes(tree: PlaceTree) -> None:
    for _ in range(21):
        factories.building(tree.street)
    assert len(listed("size=20").page) == 20
    assert len(listed("size=20&page=2").page) == 1
    assert len(listed("size=20&page=99").page) == 1
    assert listed("size=7").size == 50
    assert listed("size=20&sort=code&page=2").steps[0].link == "?size=20&sort=code&page=1"


def test_an_empty_list_says_what_to_do(tree: PlaceTree, office: Client) -> None:
    assert "新增一条" in office.get("/buildings/").content.decode()
    factories.building(tree.street)
    assert "清除全部条件" in office.get("/buildings/?q=没有的楼").content.decode()
    office.force_login(factories.user(Role.COMMUNITY, place=tree.community))
    assert "联系区楼宇办" in office.get("/buildings/").content.decode()


def test_htmx_receives_the_results_alone(tree: PlaceTree, office: Client) -> None:
    factories.building(tree.street, name="滨海甲座")
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "results"}
    part = office.get("/buildings/?q=滨海", **asked).content.decode()
    assert "滨海甲座" in part
    assert "<html" not in part


def test_markup_in_a_name_is_shown_and_not_obeyed(tree: PlaceTree, office: Client) -> None:
    factories.building(tree.street, name="<b>甲</b>&乙")
    assert "&lt;b&gt;甲&lt;/b&gt;&amp;乙" in office.get("/buildings/").content.decode()


@pytest.mark.parametrize("key", ["buildings", "units", "enterprises", "places"])
def test_a_list_asks_at_most_six_questions_at_any_page_size(tree: PlaceTree, key: str) -> None:
    for number in range(25):
        tower = factories.building(tree.street)
        room = factories.unit(tower, floor=number + 1)
        factories.occupancy(factories.enterprise(place=tree.park), room)
    counted = []
    for size in (20, 200):
        one = listed(f"size={size}", key=key)
        with CaptureQueriesContext(connection) as queries:
            assert one.table()
            assert str(one.filters.form)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 6
