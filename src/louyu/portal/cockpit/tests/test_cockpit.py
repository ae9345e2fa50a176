"""驾驶舱: a late target with its owner and the way to its rows, within the reader's scope."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.journey.statistics.models import Plan, Target, TargetPart
from louyu.journey.statistics.tests.worlds import MONTH, computed, settle
from louyu.registers.organizations.models import OrganizationKind, Role
from louyu.registers.places.models import Cluster, Place

pytestmark = pytest.mark.django_db
URL = "/cockpit/"
SOMEWHERE = {"longitude": Decimal("121.391382"), "latitude": Decimal("37.539297")}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[121.3, 37.4], [121.5, 37.4], [121.5, 37.6], [121.3, 37.6], [121.3, 37.4]]],
}
# Of the page itself, for a leader with tax, in whatever order: the figures, those of tax inside
# their lock and the typed ones are read once each. A test adds one: the transaction that opens
# the lock is not its own. The others are of sign-in, frame and session.
# The map adds two, for the outlines of places and of clusters: its buildings are in the figures.
OF_THE_PAGE, OF_THE_LOCK_INSIDE_A_TEST, OF_THE_FRAME = 13 + 2, 1, 4


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def plan() -> Plan:
    """Two thirds over."""
    today = timezone.localdate()
    start, end = today - timedelta(days=800), today + timedelta(days=400)
    return Plan.objects.create(name="现行计划", start=start, end=end)


def reader(role: str = Role.LEADER, **bounds: object) -> Client:
    client = Client()
    client.force_login(factories.user(role, **bounds))
    return client


def text(client: Client, query: str = "") -> str:
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def aim(plan: Plan, place: Place, name: str, value: int, **more: object) -> Target:
    told = {"indicator": "SP01", "unit": "wan_sqm", "baseline": 10, "baseline_year": 2023}
    fields = told | {"baseline_source": "台账"} | more
    return Target.objects.create(plan=plan, place=place, name=name, value=Decimal(value), **fields)


def test_a_late_target_stands_with_its_owner_and_leads_to_its_rows(
    tree: PlaceTree, plan: Plan
) -> None:
    factories.building(tree.street, gross_floor_area=150_000)
    computed()
    owner = factories.organization(OrganizationKind.DEPARTMENT)
    aim(plan, tree.district, "规模", 30, department=owner)
    aim(plan, tree.district, "早已达到", 15)
    told = text(reader())
    attention = told.split("需要关注")[1].split("各项任务")[0].split("近 12 个月")[0]
    assert "规模" in attention
    assert f"责任单位：{owner}" in attention
    assert "早已达到" not in attention
    assert "推进 25%" in told
    rows = f"/figures/SP01/rows/?period={MONTH}&amp;place={tree.district.code}"
    assert rows in told
    assert reader().get(rows.replace("&amp;", "&")).status_code == 200


def test_a_target_nobody_has_counted_is_uncollected_and_not_late(
    tree: PlaceTree, plan: Plan
) -> None:
    factories.building(tree.street, gross_floor_area=150_000)
    computed()
    aim(plan, tree.district, "覆盖率", 70, indicator="WK01", unit="percent", baseline=None)
    told = text(reader())
    assert "未采集，算不出进度" in told
    assert "没有落后序时的目标" in told


def test_buildings_nobody_reported_on_are_not_put_in_order(tree: PlaceTree) -> None:
    for name, let in (("甲楼", 90), ("乙楼", 40)):
        house = factories.building(tree.street, name=name)
        settle(factories.unit(house, area=100), area=let)
        if let < 90:
            factories.vacancy(factories.unit(house, area=100))
    factories.unit(factories.building(tree.street, name="沉默楼"), area=100)
    computed()
    ranked = text(reader()).split("楼宇排序")[1]
    assert ranked.index("甲楼") < ranked.index("乙楼")
    assert "沉默楼" not in ranked
    by_vacancy = text(reader(), "?order=SP06").split("楼宇排序")[1]
    assert "乙楼" in by_vacancy
    assert "甲楼" not in by_vacancy


def test_a_street_sees_its_own_and_a_liaison_no_page(tree: PlaceTree, plan: Plan) -> None:
    factories.building(tree.street, name="本街楼", gross_floor_area=20_000)
    settle(factories.unit(factories.building(tree.other_street, name="他街楼"), area=10))
    computed()
    aim(plan, tree.district, "全区规模", 30)
    aim(plan, tree.street, "本街规模", 30)
    told = text(reader(Role.STREET, place=tree.street))
    assert "本街规模" in told
    assert "全区规模" not in told
    assert "他街楼" not in told
    street = reader(Role.STREET, place=tree.street)
    assert street.get(f"{URL}?place={tree.other_street.code}").status_code == 404
    liaison = reader(Role.LIAISON, organization=factories.organization())
    assert liaison.get(URL).status_code == 404


def test_a_street_finds_its_part_of_the_districts_target_and_the_district_its_whole(
    tree: PlaceTree, plan: Plan
) -> None:
    factories.building(tree.street, gross_floor_area=20_000)
    computed()
    whole = aim(plan, tree.district, "全区规模", 30)
    for street, value in ((tree.street, "21.25"), (tree.other_street, "8.75")):
        TargetPart.objects.create(plan=plan, target=whole, street=street, value=Decimal(value))
    told = text(reader(Role.STREET, place=tree.street))
    assert "目标 21.25" in told
    assert f"责任单位：{tree.street}" in told
    assert "8.75" not in told
    told = text(reader())
    assert "目标 30" in told
    assert "21.25" not in told


@pytest.mark.parametrize("order", ["SP07", "TX01"])
def test_more_buildings_and_targets_take_no_more_queries(
    tree: PlaceTree, plan: Plan, order: str
) -> None:
    client, address = reader(), f"{URL}?order={order}"
    factories.unit(factories.building(tree.street))
    aim(plan, tree.district, "目标", 30)
    aim(plan, tree.district, "税收", 30, indicator="TX01", unit="yi_yuan")
    computed()
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(12):
        house = factories.building(tree.street, gross_floor_area=10_000)
        settle(factories.unit(house, area=100))
        factories.vacancy(factories.unit(house, area=10))
        aim(plan, tree.district, f"目标{number}", 30)
    computed()
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    # An outline may be a megabyte: it is read once, not with every figure.
    read = [q["sql"] for q in many if q["sql"].startswith('SELECT "statistics_')]
    figures = [sql for sql in read if "figure" in sql]
    assert figures
    assert not any("outline" in sql for sql in figures)
    assert len(many) == len(few) == OF_THE_PAGE + OF_THE_LOCK_INSIDE_A_TEST + OF_THE_FRAME


def drawn(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="map-drawing" type="application/json">(.*?)</script>', page)
    assert found
    return dict(json.loads(found[1]))


def test_the_map_shows_the_buildings_of_the_month_by_the_layer_of_the_order(
    tree: PlaceTree,
) -> None:
    core = Cluster.objects.create(name="核心区", outline=SQUARE)
    for name, place, let in (("甲楼", tree.street, 90), ("乙楼", tree.other_street, 40)):
        house = factories.building(place, name=name, cluster=core, **SOMEWHERE)
        settle(factories.unit(house, area=100), area=let)
        factories.vacancy(factories.unit(house, area=100))
    factories.unit(factories.building(tree.street, name="没有位置"), area=100)
    computed()
    page = text(reader())
    picture = drawn(page)
    told = {spot["name"]: (spot["place"], spot["value"]) for spot in picture["spots"]}
    assert told == {"甲楼": ("向阳街道", "47.37 %"), "乙楼": ("东山街道", "28.57 %")}
    assert [region["name"] for region in picture["regions"]] == ["核心区"]
    assert 'href="/map/?layer=rate"' in page
    assert '<b class="num">1</b> 幢未登记位置' in page
    by_vacancy = text(reader(), "?order=SP06")
    assert {spot["value"] for spot in drawn(by_vacancy)["spots"]} == {"100.00 ㎡"}
    assert 'href="/map/?layer=vacant"' in by_vacancy
    # Nothing is coloured by the number of firms: the map keeps its first layer.
    assert drawn(text(reader(), "?order=EN01"))["label"] == "入驻率"
    street = text(reader(Role.STREET, place=tree.street))
    assert [spot["name"] for spot in drawn(street)["spots"]] == ["甲楼"]
    assert f'href="/map/?layer=rate&amp;place={tree.street.pk}"' in street
    assert "乙楼" not in street


def test_on_the_map_tax_is_told_in_bands_to_its_readers(tree: PlaceTree) -> None:
    factories.building(tree.street, **SOMEWHERE)
    computed()
    (spot,) = drawn(text(reader(), "?order=TX01"))["spots"]
    assert spot["value"] in {"不予显示", "未报送"}
    assert drawn(text(reader(Role.DEPARTMENT), "?order=TX01"))["label"] == "入驻率"


def test_a_month_without_buildings_has_no_map(tree: PlaceTree) -> None:
    computed()
    page = text(reader())
    assert "没有一幢楼在这项指标的范围里" in page
    assert "map-drawing" not in page


def test_before_any_month_is_computed_the_page_says_so(tree: PlaceTree) -> None:
    assert "还没有计算过任何月份" in text(reader())


def test_the_screen_is_the_same_page_in_the_dark(tree: PlaceTree) -> None:
    factories.building(tree.street)
    computed()
    assert 'data-theme="screen"' in text(reader(), "?screen=1")
    assert "data-theme" not in text(reader())


def test_the_workbook_says_what_the_page_says(tree: PlaceTree, plan: Plan, tmp_path: Path) -> None:
    factories.building(tree.street, gross_floor_area=150_000)
    computed()
    aim(plan, tree.district, "规模", 30)
    aim(plan, tree.district, "覆盖率", 70, indicator="WK01", unit="percent", baseline=None)
    path = tmp_path / "驾驶舱.xlsx"
    path.write_bytes(b"".join(reader().get(f"{URL}export.xlsx").streaming_content))
    sheet = openpyxl.load_workbook(path)["目标"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (scale,) = (line for line in lines if line[0] == "规模")
    (cover,) = (line for line in lines if line[0] == "覆盖率")
    assert (scale[2], scale[4], scale[5], scale[8], scale[13]) == (
        "30",
        "10.00",
        "15.00",
        "滞后",
        25,
    )
    assert (cover[5], cover[8], cover[13]) == ("未采集", "未采集", None)
    street = reader(Role.STREET, place=tree.street)
    assert street.get(f"{URL}export.xlsx?place={tree.district.code}").status_code == 404
