"""清单的拒绝: what a roster is refused for, each at its cell, and what never becomes a number."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from demo import factories
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.deliveries.tests.workbooks import checked, workbook
from louyu.registers.occupancy.models import Occupancy, OccupancyUnit
from louyu.registers.occupancy.tests.rosters import FIRST, HEADERS, all_of, line, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def tower(tree: factories.PlaceTree) -> Building:
    return factories.building(tree.street, name="甲大厦", floors_above=30, floors_below=2)


@pytest.fixture
def room(tower: Building) -> Unit:
    return factories.unit(tower, floor=26, number="2601", area=200)


def test_a_room_has_one_area_in_one_file(clerk: Actor, tower: Building, tmp_path: Path) -> None:
    lines = (
        line(floor=26, rooms="2601", area=50, unit_area=60),
        line(name="乙公司", floor=26, rooms="2601", area=5, unit_area=70),
        line(name="丙公司", floor=26, rooms="2602", area=50),
        line(name="丁公司", floor=26, rooms="2602", area=5, unit_area=60),
        line(name="空置", floor=26, rooms="2603", unit_area=90),
        line(name="戊公司", floor=26, rooms="2604", area=50),
    )
    told = taken(clerk, tmp_path, *lines)
    assert [cell[:2] for cell in told.refused] == [(3, "房源面积（㎡）"), (5, "房源面积（㎡）")]
    assert "与第 2 行说的不一致" in told.reasons
    assert taken(clerk, tmp_path, *lines).counts == (0, 0, 4, 2, 0)


def test_a_room_number_longer_than_any_is_refused(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    told = taken(clerk, tmp_path, line(floor=26, rooms="2601" * 11, area=50))
    assert told.refused == [(2, "房号", "2601" * 11)]


def test_an_area_that_was_the_whole_room_is_told_as_the_rooms(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    factories.occupancy(factories.enterprise(name="甲公司", uscc=FIRST), room)
    path = workbook(tmp_path / "a.xlsx", HEADERS, line(rooms="2601", uscc=FIRST, area=150))
    preview = checked(clerk, "roster", path).preview
    assert preview is not None
    changes = pl.read_parquet(preview.path).select("column", "before", "after").rows()
    assert changes == [("使用面积", "200.00", "150.00")]


def test_another_last_day_of_a_stay_that_ended_makes_no_second_stay(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    firm = factories.enterprise(name="甲公司", uscc=FIRST)
    factories.occupancy(firm, room, end=date(2025, 6, 30), end_reason="lease_end")
    told = taken(clerk, tmp_path, line(rooms="2601", uscc=FIRST, end="2025-07-31"))
    assert told.refused == [(2, "迁出日期", "2025-07-31")]
    assert "2025-06-30" in told.reasons


@pytest.mark.parametrize("name", ["待定", "无", "空置（招租）", "2601", "？？"])
def test_what_is_no_name_makes_no_enterprise(
    name: str, clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    told = taken(clerk, tmp_path, line(rooms="2601", name=name))
    assert told.refused == [(2, "企业名称", name)]


def test_damaged_values_are_refused_at_their_cells(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    told = taken(
        clerk,
        tmp_path,
        line(rooms="2601", uscc="9.137E+17"),
        line(rooms="2601", uscc=FIRST[:-1] + "?"),
        line(rooms="2601", area="22/30"),
        line(rooms="2601", area="待定"),
        line(rooms="2601", headcount=3.5),
        line(rooms="2601", start="2024-02-30"),
        line(rooms="2601", name="乙公司", area="１２０．５ ", start=" 2024年2月29日 "),
    )
    assert [cell[:2] for cell in told.refused] == [
        (2, "统一社会信用代码"), (3, "统一社会信用代码"), (4, "使用面积（㎡）"),
        (5, "使用面积（㎡）"), (6, "从业人数"), (7, "入驻日期"),
    ]  # fmt: skip
    assert (all_of(OccupancyUnit)[0].area, all_of(Occupancy)[0].start) == (120.5, date(2024, 2, 29))


def test_a_reason_without_a_day_and_a_day_before_the_start_are_refused(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    factories.occupancy(factories.enterprise(name="甲公司", uscc=FIRST), room)
    told = taken(
        clerk,
        tmp_path,
        line(rooms="2601", uscc=FIRST, end_reason="到期"),
        line(rooms="2601", uscc=FIRST, end="2019-12-31"),
    )
    assert [cell[:2] for cell in told.refused] == [(2, "迁出日期"), (3, "迁出日期")]


def test_an_overlapping_stay_is_refused(clerk: Actor, room: Unit, tmp_path: Path) -> None:
    firm = factories.enterprise(name="甲公司", uscc=FIRST)
    factories.occupancy(
        firm, room, start=date(2023, 1, 1), end=date(2024, 12, 31), end_reason="other"
    )
    told = taken(clerk, tmp_path, line(rooms="2601", uscc=FIRST, start="2024-12-31"))
    assert told.refused == [(2, "入驻日期", "2024-12-31")]
    assert taken(clerk, tmp_path, line(rooms="2601", uscc=FIRST, start="2025-01-01")).counts[0] == 1
