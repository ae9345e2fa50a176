"""图上事件: what the registers tell, numbered and marked, to those who see the rows."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.statistics.annotations import MOST, events_of
from louyu.journey.statistics.models import Plan
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import MONTH, OFFICE, computed, settle
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db
FIRST = Period("2025-10")
LATER = date(2026, 6, 15)


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


def house(place: Place, name: str = "甲楼", **fields: Any) -> Building:
    told = {"life_stage": LifeStage.IN_USE, "stage_since": factories.LONG_AGO} | fields
    return factories.building(place, name=name, **told)


def moved(of: Building, area: int, **fields: Any) -> None:
    settle(factories.unit(of, area=area), **fields)


def words(actor: Actor, place: Place) -> list[str]:
    return [one.words for one in events_of(actor, Subject(place), FIRST, MONTH).marked]


def test_moves_of_large_tenants_are_told_with_their_area(tree: factories.PlaceTree) -> None:
    one = house(tree.street)
    firms = [factories.enterprise(name=f"{name}公司") for name in ("大", "小", "旧")]
    moved(one, 1_000, enterprise=firms[0], start=LATER)
    moved(one, 999, enterprise=firms[1], start=LATER)
    moved(one, 3_000, enterprise=firms[2], end=date(2026, 8, 1), end_reason="cost")
    found = events_of(OFFICE, Subject(tree.district), FIRST, MONTH)
    assert [one.words for one in found.marked] == [
        "大公司入驻甲楼，1,000 ㎡",
        "旧公司迁出甲楼，3,000 ㎡",
    ]
    assert [one.number for one in found.marked] == [1, 2]


def test_a_day_of_first_report_is_no_moving_in(tree: factories.PlaceTree) -> None:
    moved(house(tree.street), 5_000, start=LATER, start_is_reported=True)
    assert words(OFFICE, tree.district) == []


def test_a_building_completed_is_told_and_one_planned_is_not(tree: factories.PlaceTree) -> None:
    stage = {"stage_since": LATER, "gross_floor_area": 20_000}
    house(tree.street, "竣工楼", life_stage=LifeStage.COMPLETED, **stage)
    house(tree.street, "规划楼", life_stage=LifeStage.PLANNED, **stage)
    assert words(OFFICE, tree.district) == ["竣工楼已竣工，建筑面积 20,000 ㎡"]


def test_a_street_reads_of_its_own_buildings_and_of_plans(tree: factories.PlaceTree) -> None:
    Plan.objects.create(name="三年计划", start=LATER, end=date(2028, 12, 31))
    for place, name in ((tree.street, "本街楼"), (tree.other_street, "他街楼")):
        moved(house(place, name), 2_000, start=LATER)
    street = factories.actor(Role.STREET, place=tree.street)
    told = words(street, tree.street)
    assert any("本街楼" in one for one in told)
    assert "《三年计划》印发" in told
    assert not any("他街楼" in one for one in [*told, *words(street, tree.district)])


def test_who_looks_after_one_building_reads_no_plan(tree: factories.PlaceTree) -> None:
    Plan.objects.create(name="三年计划", start=LATER, end=date(2028, 12, 31))
    body, one = factories.organization(), house(tree.street)
    factories.party(one, body)
    moved(one, 2_000, start=LATER)
    moved(house(tree.street, "邻楼"), 2_000, start=LATER)
    liaison = factories.actor(Role.LIAISON, organization=body)
    found = events_of(liaison, Subject(one.place, one), FIRST, MONTH)
    assert len(found.marked) == 1
    assert "甲楼" in found.marked[0].words


def test_of_many_the_largest_are_marked_and_it_is_said(tree: factories.PlaceTree) -> None:
    one = house(tree.street)
    for area in range(1_000, 1_000 + MOST + 1):
        moved(one, area, start=LATER)
    found = events_of(OFFICE, Subject(tree.district), FIRST, MONTH)
    assert (len(found.marked), found.left_out) == (MOST, True)
    assert not any("1,000 ㎡" in one.words for one in found.marked)


def test_the_page_marks_the_month_and_lists_the_event(tree: factories.PlaceTree) -> None:
    one = house(tree.street)
    moved(one, 2_000, start=date(2026, 9, 3))
    computed()
    client = Client()
    client.force_login(factories.user(Role.OFFICE))
    told = client.get("/figures/EN01/", {"period": str(MONTH)}).content.decode()
    assert told.count('<line class="mark"') == 1
    assert "入驻甲楼，2,000 ㎡" in told


def test_all_sources_are_one_query(tree: factories.PlaceTree) -> None:
    with CaptureQueriesContext(connection) as queries:
        events_of(OFFICE, Subject(tree.district), FIRST, MONTH)
    assert len(queries) == 1
