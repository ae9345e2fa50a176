"""无编码的楼宇表: known by name, proposed by address or position, stated by month."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from demo import factories
from louyu.engines.checks import Extent, checks
from louyu.engines.coordinates import System, metres_between
from louyu.engines.coordinates.systems import shifted
from louyu.registers.buildings import checks as own_checks
from louyu.registers.buildings.models import (
    Building,
    BuildingAlias,
    DeclaredTotals,
    LifeStage,
    Parcel,
)
from louyu.registers.buildings.recognizing import address_key, stem
from louyu.registers.buildings.tests.maps import HOME, saved, square, tower
from louyu.registers.deliveries.tests.workbooks import Outcome, imported
from louyu.registers.places.models import Cluster

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
FAR = (121.30, 37.50)


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


class Desk:
    def __init__(self, capsys: Capture, folder: Path) -> None:
        self.capsys, self.path = capsys, folder / "map.geojson"

    def take(
        self, *features: Any, period: str = "2021-03", options: tuple[str, ...] = ()
    ) -> Outcome:
        saved(self.path, *features)
        told = ("--map", "wuhan", "--period", period, *options)
        return imported(self.capsys, "buildings", self.path, *told)


@pytest.fixture
def desk(tree: factories.PlaceTree, capsys: Capture, tmp_path: Path) -> Desk:
    return Desk(capsys, tmp_path)


def only() -> Building:
    return Building.objects.unscoped("test").get()


def doubted() -> list[tuple[str, str]]:
    """Which checks of this app's see something in which building."""
    extent = Extent(date(2021, 7, 1))
    own = [one for one in checks() if one.look.__module__ == own_checks.__name__]
    return sorted((one.code, doubt.label) for one in own for doubt in one.look(extent))


def test_a_building_without_a_code_gets_one_of_its_street(desk: Desk) -> None:
    assert desk.take(tower("甲楼"), tower("乙楼", at=FAR)).counts == (2, 0, 0, 0, 0)
    codes = Building.objects.unscoped("test").order_by("code").values_list("code", flat=True)
    assert list(codes) == ["370602001-001", "370602001-002"]


def test_the_same_map_twice_changes_nothing(desk: Desk) -> None:
    rows = tower("甲楼", vacant_are="2000", settled_en="80%"), tower("乙楼", at=FAR)
    desk.take(*rows)
    assert desk.take(*rows).counts == (0, 0, 2, 0, 0)
    assert doubted() == [("stated-occupancy", "甲楼")]


def test_a_street_by_a_name_of_the_tables_own_is_told(desk: Desk) -> None:
    told = desk.take(tower("甲楼"))
    assert any("按“向阳街道”登记" in note["text"] for note in told.report["notes"])


@pytest.mark.parametrize("name", ["向阳街街道", "向阳街道办事处", "向阳地区管委会"])
def test_a_streets_own_name_is_its_stem(name: str) -> None:
    assert stem(name) == "向阳"


def test_an_unknown_name_at_a_known_address_is_proposed_and_not_made(desk: Desk) -> None:
    desk.take(tower("甲楼", address="山东省烟台市芝罘区向阳街道北马路12号"))
    told = desk.take(tower("甲楼大厦", address="北马路１２#号", at=FAR), period="2021-06")
    assert told.counts == (0, 0, 0, 0, 1)
    assert told.report["possible_same"] == [
        {"row": 1, "candidate": "甲楼", "why": "地址相同（北马路１２#号）"}
    ]
    assert only().name == "甲楼"


def test_an_unknown_name_at_a_known_position_is_proposed(desk: Desk) -> None:
    desk.take(tower("甲楼"))
    told = desk.take(tower("乙楼", at=(HOME[0] + 0.0003, HOME[1])))
    assert told.counts == (0, 0, 0, 0, 1)


def test_two_towers_of_one_address_are_not_each_other(desk: Desk) -> None:
    towers = tower("商务城3A", address="北马路37号"), tower("商务城3B", address="北马路37号")
    assert desk.take(*towers).counts == (2, 0, 0, 0, 0)
    renamed = tower("国际3A座", address="北马路37号"), towers[1]
    told = desk.take(*renamed, period="2021-06")
    assert [same["candidate"] for same in told.report["possible_same"]] == ["商务城3A"]


def test_a_building_said_to_be_the_same_keeps_its_former_name(desk: Desk) -> None:
    desk.take(tower("甲楼"))
    assert desk.take(tower("新甲楼"), options=("--same", "1")).counts == (0, 1, 0, 0, 0)
    assert only().name == "新甲楼"
    assert BuildingAlias.objects.unscoped("test").get().name == "甲楼"
    # and by its former name it is still found
    assert desk.take(tower("甲楼")).counts[0] == 0


def test_a_building_said_to_be_another_is_made(desk: Desk) -> None:
    desk.take(tower("甲楼"))
    assert desk.take(tower("乙楼"), options=("--other", "1")).counts == (1, 0, 0, 0, 0)


def test_an_unreadable_cell_is_left_out_and_told_not_its_row(desk: Desk) -> None:
    told = desk.take(tower("甲楼", floor_num="22/30", vacant_are="5.4万", monthly_re="待定"))
    assert told.counts == (1, 0, 0, 0, 0)
    assert [(c["column"], c["value"]) for c in told.report["left_out"]] == [
        ("floor_num", "22/30"), ("monthly_re", "待定"),
    ]  # fmt: skip
    assert DeclaredTotals.objects.unscoped("test").get().vacant_area == 54_000


def test_a_later_months_changes_are_told_one_by_one(desk: Desk) -> None:
    desk.take(tower("甲楼", vacant_are="2000", settled_en="90%"))
    told = desk.take(tower("甲楼", vacant_are="4000", settled_en="80%"), period="2021-06")
    assert told.counts == (0, 1, 0, 0, 0)
    changes = {c["column"]: (c["before"], c["after"]) for c in told.report["changes"]}
    assert changes == {"申报空置面积": ("2,000", "4,000"), "申报入驻率": ("90.00%", "80.00%")}
    months = DeclaredTotals.objects.unscoped("test").order_by("period")
    assert [row.vacant_area for row in months] == [2_000, 4_000]


def test_a_building_that_is_no_longer_in_the_table_is_named(desk: Desk) -> None:
    desk.take(tower("甲楼", vacant_are="1"), tower("乙楼", at=FAR, vacant_are="1"))
    told = desk.take(tower("甲楼", vacant_are="1"), period="2021-06")
    assert any("乙楼" in note["text"] for note in told.report["notes"])


def test_a_contradiction_is_told_and_is_gone_when_it_is_put_right(desk: Desk) -> None:
    told = desk.take(tower("甲楼", vacant_are="2000", settled_en="80%"))
    assert any("入驻率与空置面积不符" in note["text"] for note in told.report["notes"])
    assert doubted() == [("stated-occupancy", "甲楼")]
    desk.take(tower("甲楼", vacant_are="4000", settled_en="80%"))
    assert doubted() == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"settled_en": "70%"}, "stated-vacancy-missing"),
        ({"vacant_are": "30000"}, "stated-vacancy-above-area"),
        ({"property_m": "8", "monthly_re": "25"}, "stated-rent-below-fee"),
    ],
)
def test_what_does_not_fit_together_is_found(desk: Desk, told: dict[str, str], code: str) -> None:
    desk.take(tower("甲楼", **told))
    assert doubted() == [(code, "甲楼")]


def test_a_rounded_rate_contradicts_nothing(desk: Desk) -> None:
    desk.take(tower("甲楼", vacant_are="3910", settled_en="80%"))
    assert doubted() == []


def test_a_building_under_works_by_its_name_is_not_in_use(desk: Desk) -> None:
    desk.take(tower("未来中心（在建）"))
    assert only().life_stage == LifeStage.UNDER_CONSTRUCTION


@pytest.mark.parametrize("system", [System.GCJ02, System.BD09])
def test_a_position_of_another_system_is_converted(desk: Desk, system: System) -> None:
    there = shifted(HOME, system)
    desk.take(tower("甲楼", at=there), options=("--coordinates", system.value))
    row = only()
    assert metres_between((float(row.longitude), float(row.latitude)), HOME) < 0.2


def test_a_building_outside_its_place_is_found(
    desk: Desk, tree: factories.PlaceTree, capsys: Capture, tmp_path: Path
) -> None:
    outline = saved(tmp_path / "outline.geojson", square("芝罘区"))
    assert imported(capsys, "outlines", outline).counts == (0, 1, 0, 0, 0)
    desk.take(tower("甲楼"), tower("乙楼", at=FAR))
    assert doubted() == [("building-outside-place", "乙楼")]


def test_an_outline_that_crosses_itself_is_mended_and_told(
    tree: factories.PlaceTree, capsys: Capture, tmp_path: Path
) -> None:
    bow = square("芝罘区")
    ring = bow["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    told = imported(capsys, "outlines", saved(tmp_path / "a.geojson", bow))
    assert told.counts == (0, 1, 0, 0, 0)
    assert any("已修正" in note["text"] for note in told.report["notes"])


def test_a_cluster_is_outlined_by_its_name(
    tree: factories.PlaceTree, capsys: Capture, tmp_path: Path
) -> None:
    core = Cluster.objects.create(name="核心区")
    path = saved(tmp_path / "a.geojson", square("核心区"), square("没有的片区"))
    told = imported(capsys, "outlines", path)
    assert told.counts == (0, 1, 0, 1, 0)
    core.refresh_from_db()
    assert core.outline["type"] == "Polygon"
    assert imported(capsys, "outlines", path).counts == (0, 0, 1, 1, 0)


def test_parcels_are_measured_in_square_metres(
    tree: factories.PlaceTree, capsys: Capture, tmp_path: Path
) -> None:
    land = square("东地块")
    land["properties"] |= {"area": "96", "use_str": "商服用地", "street1": ""}
    path = saved(tmp_path / "a.geojson", land)
    assert imported(capsys, "parcels", path, "--map", "wuhan-parcels").counts == (1, 0, 0, 0, 0)
    assert imported(capsys, "parcels", path, "--map", "wuhan-parcels").counts == (0, 0, 1, 0, 0)
    assert Parcel.objects.unscoped("test").get().area == Decimal("64000.00")


@pytest.mark.parametrize("broken", ["{", '{"features": 3}', '{"features": []}', "{}"])
def test_a_broken_map_is_refused_with_a_way_out(
    tree: factories.PlaceTree, capsys: Capture, tmp_path: Path, broken: str
) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(broken)
    with pytest.raises(AssertionError, match="GeoJSON"):
        imported(capsys, "buildings", path, "--map", "wuhan")


@pytest.mark.parametrize("feature", [3, {}, {"properties": {"name": None}}, {"geometry": []}])
def test_a_feature_without_sense_is_refused_at_its_row(desk: Desk, feature: Any) -> None:
    told = desk.take(tower("甲楼"), feature)
    assert told.counts[3] == 1
    assert told.refused[0][0] == 2


def test_an_address_is_the_same_without_its_region() -> None:
    assert address_key("湖北省武汉市汉阳区晴川街道鹦鹉大道48号") == address_key("鹦鹉大道４８#号")
    assert address_key("1号") == ""


@pytest.mark.parametrize("wrong", [{"occupancy": 2}, {"vacant_area": -1}, {"period": "2021-03-02"}])
def test_the_database_itself_refuses_a_total_without_sense(
    tree: factories.PlaceTree, wrong: dict[str, Any]
) -> None:
    row = DeclaredTotals.objects.create(
        building=factories.building(tree.street), period="2021-03-01"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredTotals.objects.unscoped("test").filter(pk=row.pk).update(**wrong)
