"""台账: ledgers as districts keep them: a sheet per building, doors, several things in a cell."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from demo import factories
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, BuildingAlias, DoorNumber
from louyu.registers.deliveries.tests import workbooks
from louyu.registers.deliveries.tests.workbooks import Outcome, workbook
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy, OccupancyUnit
from louyu.registers.occupancy.tests.rosters import TODAY, all_of, line, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def tower(tree: factories.PlaceTree) -> Building:
    return factories.building(tree.street, name="滨海金融中心", floors_above=30, floors_below=2)


@pytest.fixture
def twin(tree: factories.PlaceTree) -> Building:
    return factories.building(tree.street, name="滨海金融中心A座", floors_above=30)


def sent(actor: Actor, folder: Path, sheets: dict[str, list[list[Any]]]) -> Outcome:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "a.xlsx")
    return workbooks.taken(actor, "roster", folder / "a.xlsx")


def where() -> list[tuple[str, str, str]]:
    links = OccupancyUnit.objects.unscoped("test").order_by("pk")
    paths = "occupancy__enterprise__name", "unit__building__name", "unit__number"
    return list(links.values_list(*paths))


def test_the_sheet_or_its_title_says_the_building(
    clerk: Actor, tower: Building, tree: factories.PlaceTree, tmp_path: Path
) -> None:
    other = factories.building(tree.street, name="海悦大厦", floors_above=20)
    BuildingAlias.objects.create(building=other, name="原供销大楼")
    head = ["房号", "楼层", "企业名称", "面积"]
    told = sent(
        clerk,
        tmp_path,
        {
            "1.滨海金融中心": [head, ["2601", 26, "甲公司", 100], ["合计", None, None, 100]],
            "Sheet2": [["芝罘区原供销大楼入驻企业台账"], head, [], ["301", 3, "乙公司", 50]],
            "Sheet3": [["东海滨海大厦台账"], head, ["401", 4, "丙公司", 50]],
        },
    )
    assert told.counts == (2, 0, 0, 1, 0), told.report
    assert where() == [("甲公司", "滨海金融中心", "2601"), ("乙公司", "海悦大厦", "301")]
    assert told.refused == [(3, "楼宇", "")]


def test_a_tower_nobody_registered_is_not_taken_for_its_neighbour(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    head = ["房号", "楼层", "企业名称", "面积"]
    rows = [["滨海金融中心B座企业台账"], head, ["2601", 26, "甲公司", 100]]
    assert sent(clerk, tmp_path, {"表": rows}).counts == (0, 0, 0, 1, 0)
    told = taken(clerk, tmp_path, line(building="滨海金融中心B座2601", unit_area=9))
    assert told.counts == (0, 0, 0, 1, 0)


def test_an_address_finds_the_building_by_its_door_unless_two_share_it(
    clerk: Actor, tower: Building, twin: Building, tmp_path: Path
) -> None:
    DoorNumber.objects.create(building=tower, road="湖滨路", number="66号")
    head = ("地址", "企业名称", "面积")
    rows = ("山东省烟台市芝罘区湖滨路66号26层2602室", "甲公司", 80), ("湖滨路666号2603", "乙", 9)
    told = workbooks.taken(clerk, "roster", workbook(tmp_path / "a.xlsx", head, *rows))
    assert told.counts == (1, 0, 0, 1, 0), told.report
    assert where() == [("甲公司", "滨海金融中心", "2602室")]
    DoorNumber.objects.create(building=twin, road="湖滨路", number="66号")
    rows = ("湖滨路66号27层2701", "丙公司", 80), ("湖滨路66号滨海金融中心A座27层2701", "丁公司", 80)
    told = workbooks.taken(clerk, "roster", workbook(tmp_path / "a.xlsx", head, *rows))
    assert told.counts == (1, 0, 0, 1, 0), told.report
    assert "几幢" in told.reasons
    assert where()[1:] == [("丁公司", "滨海金融中心A座", "2701")]


def test_room_area_rent_and_telephone_in_the_cell_of_the_firm(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    mixed = "2602室 示例（烟台）科技有限公司（联系人：王某 13800000000） 120㎡ 45元/㎡/月"
    told = taken(clerk, tmp_path, line(building="滨海金融中心", floor=26, name=mixed))
    assert told.counts == (1, 0, 0, 0, 0), told.report
    assert "电话" in told.report["notes"][0]["text"]
    stay = all_of(Occupancy)[0]
    assert (stay.enterprise.name, stay.rent_yuan) == ("示例（烟台）科技有限公司", 45)
    assert where()[0][2] == "2602"
    assert all_of(OccupancyUnit)[0].unit.area == 120


def test_a_cell_with_two_firms_is_refused_and_a_foreign_name_is_kept(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    told = taken(
        clerk,
        tmp_path,
        line(building="滨海金融中心", name="2602室 甲公司 乙公司"),
        line(building="滨海金融中心", name="Alpha 2000 Trading Co., Ltd."),
    )
    assert told.counts == (1, 0, 0, 1, 0), told.report
    assert all_of(Enterprise)[0].name == "Alpha 2000 Trading Co., Ltd."


def test_a_day_told_as_a_year_is_left_out_and_said_so(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    told = taken(clerk, tmp_path, line(building="滨海金融中心", start="2019年"))
    assert told.counts == (1, 0, 0, 0, 0)
    assert "2019年" in told.report["notes"][0]["text"]
    assert all_of(Occupancy)[0].start_is_reported


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"start": TODAY + timedelta(days=400)}, "入驻日期"),
        ({"start": "2024-03-01", "expiry": "2023-03-01"}, "租约到期日"),
        ({"end": "2024-03-01", "end_reason": "注销"}, "入驻日期"),
    ],
)
def test_days_no_stay_can_have_are_refused(
    clerk: Actor, tower: Building, tmp_path: Path, cells: dict[str, Any], column: str
) -> None:
    told = taken(clerk, tmp_path, line(building="滨海金融中心", **cells))
    assert [cell[1] for cell in told.refused] == [column]
