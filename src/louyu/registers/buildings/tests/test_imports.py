"""楼宇与房源导入: references within the actor's scope, storeys made, an export taken back."""

from pathlib import Path

import pytest

from demo import factories
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, Floor, Unit
from louyu.registers.deliveries.services import apply, confirm
from louyu.registers.deliveries.tests.workbooks import checked, imported, outcome, taken, workbook
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Cluster

pytestmark = pytest.mark.django_db

BUILDING = ("楼宇名称", "楼宇编码", "街道", "社区", "地址", "总建筑面积（㎡）", "商务面积（㎡）")
UNIT = ("楼宇", "楼层", "房号", "面积（㎡）", "用途")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def clerk(tree: factories.PlaceTree) -> Actor:
    return factories.actor(Role.STREET, place=tree.street)


def test_a_street_registers_a_building_of_its_own(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        BUILDING,
        ("甲大厦", "ZF-1", "向阳街道", "澄湾社区", "甲路1号", "5.4万", 40000),
    )
    assert taken(clerk, "buildings", path).counts == (1, 0, 0, 0, 0)
    row = Building.objects.unscoped("test").get()
    assert (row.place, row.community) == (tree.street, tree.community)
    assert (row.gross_floor_area, row.business_area) == (54_000, 40_000)
    assert row.stages.count() == 1
    assert taken(clerk, "buildings", path).counts == (0, 0, 1, 0, 0)


def test_a_building_cannot_be_put_into_another_street(clerk: Actor, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", BUILDING, ("甲大厦", "ZF-1", "东山街道", None, None, None, None)
    )
    told = taken(clerk, "buildings", path)
    assert told.refused == [(2, "街道", "东山街道")]
    assert not Building.objects.unscoped("test").exists()


def test_another_streets_building_is_refused_without_a_word_about_it(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    theirs = factories.building(
        tree.other_street, code="ZF-9", name="秘密大厦", gross_floor_area=77_777
    )
    path = workbook(
        tmp_path / "a.xlsx", BUILDING, ("乙大厦", "ZF-9", "向阳街道", None, None, 1, None)
    )
    told = taken(clerk, "buildings", path)
    assert told.refused == [(2, "楼宇编码", "ZF-9")]
    assert theirs.name not in str(told.report)
    assert "77" not in str(told.report)
    theirs.refresh_from_db()
    assert theirs.gross_floor_area == 77_777


def test_the_databases_own_rules_are_told_at_the_cell(clerk: Actor, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        BUILDING,
        ("甲大厦", "ZF-1", "向阳街道", None, None, 1000, 2000),
        ("乙大厦", "ZF-2", "向阳街道", None, None, "待定", 10),
        ("丙大厦", "ZF-3", "向阳街道", None, None, 3000, "22/30"),
        ("丁大厦", "ZF-4", "向阳街道", None, None, 3000, "２０００"),
    )
    told = taken(clerk, "buildings", path)
    assert told.refused == [
        (2, "商务面积（㎡）", "2000"),
        (3, "总建筑面积（㎡）", "待定"),
        (4, "商务面积（㎡）", "22/30"),
    ]
    assert told.counts == (1, 0, 0, 3, 0)


def test_a_number_its_column_cannot_hold_is_refused_at_its_cell(
    clerk: Actor, tmp_path: Path
) -> None:
    headers = ("楼宇名称", "楼宇编码", "街道", "地上层数", "地下层数")
    lines = ("甲大厦", "ZF-1", "向阳街道", 99_999, 2), ("乙大厦", "ZF-2", "向阳街道", 30, -1)
    told = taken(clerk, "buildings", workbook(tmp_path / "a.xlsx", headers, *lines))
    assert told.refused == [(2, "地上层数", "99999"), (3, "地下层数", "-1")]


def test_a_new_code_at_a_known_address_waits_for_a_person(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    factories.building(tree.street, name="老名大厦", address="甲路 1号")
    path = workbook(
        tmp_path / "a.xlsx", BUILDING, ("新名大厦", "ZF-1", "向阳街道", None, "甲路1号", None, None)
    )
    assert taken(clerk, "buildings", path).report["possible_same"][0]["candidate"] == "老名大厦"


def test_units_bring_their_storeys_along(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    tower = factories.building(tree.street, name="甲大厦")
    path = workbook(
        tmp_path / "a.xlsx",
        UNIT,
        ("甲大厦", "26F", "2601", 440, "商务"),
        ("甲大厦", 26, "2602 ", "１，２００．５", None),
        ("甲大厦", "地下一层", "B101", 60, None),
        ("甲大厦", "夹层", "J1", 60, None),
        ("甲大厦", 27, "2701", 0, None),
    )
    told = taken(clerk, "units", path)
    assert told.counts == (3, 0, 0, 2, 0)
    assert told.refused == [(5, "楼层", "夹层"), (6, "面积（㎡）", "0")]
    assert sorted(Floor.objects.unscoped("test").values_list("number", flat=True)) == [-1, 26]
    assert {(u.number, str(u.area)) for u in tower.units.all()} == {
        ("2601", "440.00"), ("2602", "1200.50"), ("B101", "60.00"),
    }  # fmt: skip
    assert taken(clerk, "units", path).counts == (0, 0, 3, 2, 0)


def test_a_building_that_states_its_floors_takes_no_storey_beyond_them(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    tower = factories.building(tree.street, name="甲大厦", floors_above=26, floors_below=2)
    factories.unit(tower, floor=28, number="2801", area=70)
    path = workbook(
        tmp_path / "a.xlsx",
        UNIT,
        ("甲大厦", 26, "2601", 440, None),
        ("甲大厦", 27, "2701", 440, None),
        ("甲大厦", 28, "2802", 60, None),
        ("甲大厦", "B2", "B201", 60, None),
        ("甲大厦", "B3", "B301", 60, None),
    )
    told = taken(clerk, "units", path)
    assert told.counts == (3, 0, 0, 2, 0)
    assert told.refused == [(3, "楼层", "27"), (6, "楼层", "B3")]
    assert sorted(tower.floors.values_list("number", flat=True)) == [-2, 26, 28]


def test_a_unit_of_another_streets_building_is_refused(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    factories.building(tree.other_street, name="乙大厦")
    told = taken(clerk, "units", workbook(tmp_path / "a.xlsx", UNIT, ("乙大厦", 1, "101", 5, None)))
    assert told.refused == [(2, "楼宇", "乙大厦")]
    assert not Unit.objects.unscoped("test").exists()


def test_what_changed_after_the_preview_is_not_overwritten(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    tower = factories.building(tree.street, name="甲大厦")
    room = factories.unit(tower, number="101", area=100)
    other = factories.unit(tower, number="102", area=100)
    path = workbook(
        tmp_path / "a.xlsx", UNIT, ("甲大厦", 1, "101", 120, None), ("甲大厦", 1, "102", 130, None)
    )
    row = checked(clerk, "units", path)
    Unit.objects.unscoped("test").filter(pk=room.pk).update(area=110)
    apply(confirm(actor=clerk, row=row), clerk)
    row.refresh_from_db()
    assert outcome(row).counts == (0, 1, 0, 1, 0)
    assert outcome(row).refused[0][:2] == (2, "面积（㎡）")
    room.refresh_from_db(), other.refresh_from_db()
    assert (room.area, other.area) == (110, 130)


def test_a_confirmed_import_applied_twice_is_applied_once(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    tower = factories.building(tree.street, name="甲大厦")
    row = checked(
        clerk, "units", workbook(tmp_path / "a.xlsx", UNIT, ("甲大厦", 1, "101", 120, None))
    )
    row = confirm(actor=clerk, row=row)
    apply(row, clerk)
    tower.units.all().delete()
    apply(row, clerk)
    assert not tower.units.exists()
    assert outcome(row).counts == (1, 0, 0, 0, 0)


def test_places_bring_their_parents_in_the_same_file(tmp_path: Path, capsys: Capture) -> None:
    from louyu.registers.places.models import Place

    rows = (
        ("001001", "甲社区", "社区", "001"),
        ("001", "甲街道", "街道", "9"),
        ("9", "甲区", "区", None),
    )
    path = workbook(tmp_path / "a.xlsx", ("区划代码", "名称", "层级", "上级"), *rows)
    assert imported(capsys, "places", path).counts == (3, 0, 0, 0, 0)
    assert Place.objects.get(code="001001").path == "9/001/001001/"
    assert imported(capsys, "places", path).counts == (0, 0, 3, 0, 0)


def test_a_district_brings_its_clusters_and_puts_buildings_into_them(
    tree: factories.PlaceTree, tmp_path: Path, capsys: Capture
) -> None:
    """一核两翼 begins with the names; a building tells its own, an unknown one is told back."""
    head = ("名称", "功能定位", "主导业态")
    path = workbook(
        tmp_path / "片区.xlsx", head, ("核心片区", "商务办公", "金融"), ("北翼", "", "")
    )
    assert imported(capsys, "clusters", path).counts == (2, 0, 0, 0, 0)
    again = workbook(tmp_path / "再.xlsx", head, ("核心片区", "总部", "金融"), ("北翼", "", ""))
    assert imported(capsys, "clusters", again).counts == (0, 1, 1, 0, 0)
    assert Cluster.objects.get(name="核心片区").positioning == "总部"

    rows = (("甲大厦", "A-1", "向阳街道", "核心片区"), ("乙大厦", "A-2", "向阳街道", "南翼"))
    buildings = workbook(tmp_path / "楼.xlsx", ("楼宇名称", "楼宇编码", "街道", "功能片区"), *rows)
    told = imported(capsys, "buildings", buildings)
    assert told.counts == (1, 0, 0, 1, 0)
    assert Building.objects.unscoped("test").get().cluster.name == "核心片区"
