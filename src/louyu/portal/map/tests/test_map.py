"""楼宇地图: whose buildings, which values, in which band; nothing that is not known becomes a 0."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.factories import (
    PlaceTree,
    building,
    enterprise,
    occupancy,
    place_tree,
    sign_in,
    unit,
    user,
    vacancy,
)
from louyu.engines.measures import Period
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.models import Figure, PeriodState
from louyu.portal.map.pages import PAGE_SIZE
from louyu.registers.buildings.models import Building, BuildingUse, LifeStage, Parcel
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Cluster, Place

pytestmark = pytest.mark.django_db
MONTH = Period("2026-09")
SOMEWHERE = {"longitude": Decimal("121.391382"), "latitude": Decimal("37.539297")}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[121.3, 37.4], [121.5, 37.4], [121.5, 37.6], [121.3, 37.6], [121.3, 37.4]]],
}


@pytest.fixture
def tree() -> PlaceTree:
    return place_tree()


def seen_by(client: Client, role: str, place: Place | None = None) -> Client:
    sign_in(client, user(role, place=place))
    return client


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/map/?{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def drawn(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="map-drawing" type="application/json">(.*?)</script>', page)
    assert found
    return dict(json.loads(found[1]))


def names(page: str) -> set[str]:
    return {spot["name"] for spot in drawn(page)["spots"]}


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row">.*?<a href="/buildings/\d+/">(.*?)</a>', page)


def legend(page: str) -> dict[str, int]:
    found = re.findall(r'(?:</span>|</svg>)([^<]*) <b class="num">(\d+)</b> 幢', page)
    return {label: int(number) for label, number in found}


def figure(
    code: str, of: Building, numerator: str, denominator: str | None, known: int, total: int = 1
) -> None:
    PeriodState.objects.get_or_create(
        period=MONTH.first, defaults={"computed_at": timezone.now(), "computed_by": "试验"}
    )
    Figure.objects.create(
        indicator=code,
        period=MONTH.first,
        place=of.place,
        building=of,
        numerator=Decimal(numerator),
        denominator=denominator and Decimal(denominator),
        known=known,
        total=total,
        contributors=known,
        basis_version="试验",
    )


def test_a_street_sees_only_its_own_buildings_on_the_map_and_in_the_table(
    client: Client, tree: PlaceTree
) -> None:
    building(tree.street, name="本街大厦", **SOMEWHERE)
    building(tree.other_street, name="邻街大厦", **SOMEWHERE)
    Parcel.objects.create(name="本街地块", place=tree.street, outline=SQUARE)
    Parcel.objects.create(name="邻街地块", place=tree.other_street, outline=SQUARE)
    page = page_of(seen_by(client, Role.STREET, tree.street))
    assert names(page) == {"本街大厦"}
    assert listed(page) == ["本街大厦"]
    assert [area["name"] for area in drawn(page)["areas"]] == ["本街地块"]
    assert "邻街" not in page
    assert page_of(client, f"place={tree.other_street.pk}").count("邻街") == 0


@pytest.mark.parametrize(("layer", "code"), [("rate", "SP07"), ("vacant", "SP06")])
def test_a_value_is_the_one_the_figures_page_prints(
    client: Client, tree: PlaceTree, layer: str, code: str
) -> None:
    tower = building(tree.street, business_area=700, **SOMEWHERE)
    occupancy(enterprise(), unit(tower, area=500))
    vacancy(unit(tower, area=200))
    compute(period=MONTH, actor=actor_of(user(Role.OFFICE)))
    seen_by(client, Role.STREET, tree.street)
    link = f'href="/figures/{code}/rows/?period={MONTH}&amp;place={tower.code}">'
    page = page_of(client, f"layer={layer}")
    figures = client.get(f"/figures/?period={MONTH}&place={tree.street.code}").content.decode()
    told = re.search(re.escape(link) + r"([\d.,]+)</a>", page)
    printed = re.search(re.escape(link) + r"([\d.,]+)</a>", figures)
    assert told
    assert printed
    assert told[1] == printed[1] == {"rate": "71.43", "vacant": "200.00"}[layer]
    unit_of = {"rate": "%", "vacant": "㎡"}[layer]
    assert drawn(page)["spots"][0]["value"] == f"{told[1]} {unit_of}"
    assert "2026年9月末" in drawn(page)["period"]


def test_what_nobody_reported_is_told_so_and_what_is_not_there_yet_does_not_count(
    client: Client, tree: PlaceTree
) -> None:
    silent = building(tree.street, name="无人报送", **SOMEWHERE)
    empty = building(tree.street, name="全部空置", **SOMEWHERE)
    building(tree.street, name="本月新登记", **SOMEWHERE)
    building(tree.street, name="还没建", life_stage=LifeStage.PLANNED, **SOMEWHERE)
    rebuilt = building(tree.street, name="正在改造", life_stage="renovating", **SOMEWHERE)
    figure("SP07", silent, "0", "0", known=0)
    figure("SP07", rebuilt, "0", "0", known=0, total=0)
    figure("SP07", empty, "0", "100", known=1)
    page = page_of(seen_by(client, Role.OFFICE))
    values = {spot["name"]: spot["value"] for spot in drawn(page)["spots"]}
    assert values == {
        "无人报送": "未采集",
        "全部空置": "0.00 %",
        "本月新登记": "未采集",
        "还没建": "不计",
        "正在改造": "不计",
    }
    counts = legend(page)
    assert (counts["不足 50%"], counts["未采集"], counts["不计"]) == (1, 2, 2)
    assert sum(counts.values()) == 5


def test_nothing_vacant_is_known_and_is_told_apart_from_nothing_known(
    client: Client, tree: PlaceTree
) -> None:
    full, silent = building(tree.street, name="满租"), building(tree.street, name="无人报送")
    figure("SP06", full, "0", None, known=1)
    figure("SP06", silent, "0", None, known=0)
    counts = legend(page_of(seen_by(client, Role.OFFICE), "layer=vacant"))
    assert (counts["无空置"], counts["未采集"]) == (1, 1)


def test_before_any_month_is_computed_the_page_says_so(client: Client, tree: PlaceTree) -> None:
    building(tree.street, **SOMEWHERE)
    page = page_of(seen_by(client, Role.OFFICE))
    assert "还没有计算过任何月份" in page
    assert drawn(page)["spots"][0]["value"] == "未采集"
    assert "还没有计算过任何月份" not in page_of(client, "layer=stage")


def test_a_building_without_position_is_counted_and_listed_but_not_drawn(
    client: Client, tree: PlaceTree
) -> None:
    building(tree.street, name="有位置", **SOMEWHERE)
    building(tree.street, name="没有位置")
    page = page_of(seen_by(client, Role.OFFICE))
    assert names(page) == {"有位置"}
    assert sorted(listed(page)) == ["有位置", "没有位置"]
    assert '<b class="num">1</b> 幢未登记位置' in page
    link = re.search(r'href="(\?[^"]*position=none[^"]*)#list"', page)
    assert link
    page = page_of(client, link[1].lstrip("?"))
    assert listed(page) == ["没有位置"]
    assert names(page) == set()


def test_layer_and_filters_combine_and_stay_in_the_links(client: Client, tree: PlaceTree) -> None:
    core = Cluster.objects.create(name="核心区")
    asked = building(
        tree.street, name="要找的", use=BuildingUse.HOTEL, life_stage=LifeStage.IDLE, **SOMEWHERE
    )
    asked.cluster = core
    asked.save()
    building(tree.street, name="别的用途", life_stage=LifeStage.IDLE, cluster=core, **SOMEWHERE)
    building(tree.street, name="别的阶段", use=BuildingUse.HOTEL, cluster=core, **SOMEWHERE)
    building(tree.park, name="别处", use=BuildingUse.HOTEL, life_stage="idle", **SOMEWHERE)
    query = f"layer=cluster&place={tree.street.pk}&use=hotel&life_stage=idle"
    page = page_of(seen_by(client, Role.OFFICE), query)
    assert listed(page) == ["要找的"]
    assert [(s["name"], s["value"]) for s in drawn(page)["spots"]] == [("要找的", "核心区")]
    assert legend(page) == {"核心区": 1, "未划片区": 0}
    other = re.search(r'href="(\?[^"]*)">生命阶段</a>', page)
    assert other
    assert "use=hotel" in other[1]
    page = page_of(client, other[1].lstrip("?").replace("&amp;", "&"))
    assert listed(page) == ["要找的"]
    assert drawn(page)["spots"][0]["value"] == "闲置"


def test_an_unknown_layer_is_the_first_one(client: Client, tree: PlaceTree) -> None:
    page = page_of(seen_by(client, Role.OFFICE), "layer=weather")
    assert 'aria-current="true">入驻率</a>' in page


def test_the_layer_of_tax_is_for_readers_of_tax(client: Client, tree: PlaceTree) -> None:
    assert 'aria-current="true">税收</a>' in page_of(seen_by(client, Role.OFFICE), "layer=tax")
    page = page_of(seen_by(client, Role.DEPARTMENT), "layer=tax")
    assert 'aria-current="true">入驻率</a>' in page
    assert "税" not in page.split("<main")[1]


def test_outlines_of_places_are_drawn_but_not_those_of_communities(
    client: Client, tree: PlaceTree
) -> None:
    for place in (tree.district, tree.community):
        place.outline = SQUARE
        place.save()
    areas = drawn(page_of(seen_by(client, Role.OFFICE)))["areas"]
    assert [(one["name"], one["kind"]) for one in areas] == [("芝罘区", "district")]
    assert areas[0]["shape"]["type"] == "Polygon"


def test_a_cluster_is_drawn_where_it_is_outlined_and_named_with_its_number(
    client: Client, tree: PlaceTree
) -> None:
    core = Cluster.objects.create(name="核心区", outline=SQUARE)
    Cluster.objects.create(name="未画的片区")
    building(tree.street, name="核心楼", cluster=core, **SOMEWHERE)
    building(tree.other_street, name="邻街核心楼", cluster=core, **SOMEWHERE)
    page = page_of(seen_by(client, Role.STREET, tree.street))
    (region,) = drawn(page)["regions"]
    assert (region["name"], region["shape"]["type"], region["at"]) == (
        "核心区",
        "Polygon",
        [37.6, 121.4],
    )
    assert legend(page)["核心区"] == 1
    assert "<small>核心区</small>" in page
    by_cluster = page_of(client, "layer=cluster")
    (spot,) = drawn(by_cluster)["spots"]
    assert spot["look"] == drawn(by_cluster)["regions"][0]["kind"]
    assert drawn(by_cluster)["names"] == []


def test_the_list_is_narrowed_to_a_cluster(client: Client, tree: PlaceTree) -> None:
    core = Cluster.objects.create(name="核心区")
    building(tree.street, name="核心楼", cluster=core, **SOMEWHERE)
    building(tree.street, name="别的楼", **SOMEWHERE)
    page = page_of(seen_by(client, Role.OFFICE), f"cluster={core.pk}")
    assert listed(page) == ["核心楼"]
    assert names(page) == {"核心楼"}


def test_all_buildings_are_drawn_though_the_table_has_pages(
    client: Client, tree: PlaceTree
) -> None:
    for _ in range(PAGE_SIZE + 3):
        building(tree.street, **SOMEWHERE)
    page = page_of(seen_by(client, Role.OFFICE), "page=2")
    assert len(listed(page)) == 3
    assert len(names(page)) == PAGE_SIZE + 3


@pytest.mark.parametrize("layer", ["rate", "cluster"])
def test_the_page_keeps_its_budget_whatever_the_number_of_buildings(
    client: Client, tree: PlaceTree, layer: str
) -> None:
    seen_by(client, Role.OFFICE)
    asked = []
    for _ in range(2):
        for number in range(25):
            tower = building((tree.street, tree.park)[number % 2], **SOMEWHERE)
            figure("SP07", tower, "80", "100", known=1)
        page_of(client, f"layer={layer}")
        with CaptureQueriesContext(connection) as queries:
            page_of(client, f"layer={layer}")
        asked.append(len(queries))
        assert len(queries) <= 14, [
            query["sql"][:60] + query["sql"][-200:] for query in queries.captured_queries
        ]
        rows = [q["sql"] for q in queries if q["sql"].startswith('SELECT "buildings_building"')]
        # An outline may be a megabyte: it is read once, not with every building.
        assert rows
        assert not any("outline" in sql for sql in rows)
    assert asked[0] == asked[1]


def test_nothing_from_outside_is_asked_without_a_key(client: Client, tree: PlaceTree) -> None:
    answer = seen_by(client, Role.OFFICE).get("/map/")
    assert drawn(answer.content.decode())["tiles"] == []
    assert "://" not in answer["Content-Security-Policy"]


def test_with_a_key_this_page_alone_may_show_tiles_of_its_eight_hosts(
    client: Client, tree: PlaceTree, settings: Any
) -> None:
    settings.TIANDITU_KEY = "invented-key"
    answer = seen_by(client, Role.OFFICE).get("/map/")
    policy = answer["Content-Security-Policy"]
    images = re.search(r"img-src ([^;]*)", policy)
    assert images
    assert images[1].split()[2:] == [f"https://t{n}.tianditu.gov.cn" for n in range(8)]
    assert policy.count("://") == 8
    tiles = drawn(answer.content.decode())["tiles"]
    assert len(tiles) == 2
    assert all("tk=invented-key" in tile for tile in tiles)
    assert "tianditu" not in client.get("/buildings/")["Content-Security-Policy"]
