"""花名册导入: what a row makes of the registers, and what it is refused for."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from demo import factories
from louyu.engines.tables import SheetOut, write_table
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, BuildingAlias, DoorNumber, Unit
from louyu.registers.deliveries.services import ImportRefused, apply, check, confirm, decide
from louyu.registers.deliveries.tests import workbooks
from louyu.registers.deliveries.tests.workbooks import checked, workbook
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy, OccupancyEvent, OccupancyUnit, Vacancy
from louyu.registers.occupancy.roster.export import roster_export
from louyu.registers.occupancy.tests.rosters import (
    FIRST,
    HEADERS,
    SECOND,
    TODAY,
    all_of,
    line,
    taken,
)
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

MONTH = TODAY.replace(day=1)


@pytest.fixture
def tower(tree: factories.PlaceTree) -> Building:
    return factories.building(tree.street, name="甲大厦", floors_above=30, floors_below=2)


@pytest.fixture
def room(tower: Building) -> Unit:
    return factories.unit(tower, floor=26, number="2601", area=200)


def test_one_row_makes_enterprise_unit_and_stay(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    where = {"floor": "26F", "rooms": "2602室", "unit_area": 440, "area": 300}
    terms = {"kind": "租用", "start": "2024.3.1", "rent": 45.5, "expiry": "2027-02-28"}
    told = taken(clerk, tmp_path, line(uscc=FIRST, headcount=35, **where, **terms))
    assert told.counts == (1, 0, 0, 0, 0), told.report
    stay, unit, firm = all_of(Occupancy)[0], all_of(Unit)[0], all_of(Enterprise)[0]
    assert (firm.name, firm.uscc, firm.place) == ("甲公司", FIRST, tower.place)
    assert (unit.number, unit.area, unit.floor.number) == ("2602室", 440, 26)
    assert (stay.enterprise, stay.kind, stay.headcount) == (firm, "leased", 35)
    assert stay.start == date(2024, 3, 1)
    assert (stay.rent_yuan, stay.lease_expiry) == (45.5, date(2027, 2, 28))
    assert stay.unit_links.get().area == 300
    event = OccupancyEvent.objects.get(pgh_label="insert")
    assert event.pgh_context.metadata["event"] == "roster_imported"


def test_the_same_file_twice_changes_nothing(clerk: Actor, tower: Building, tmp_path: Path) -> None:
    lines = (
        line(floor=26, rooms="2601", uscc=FIRST, area=100),
        line(floor=26, rooms="2602", name="乙公司", area=80),
        line(floor=27, rooms="2701", name="空置", unit_area=90),
        line(name="丙公司", uscc=SECOND, start="2020-01-01", end="2024-01-01"),
    )
    assert taken(clerk, tmp_path, *lines).counts == (4, 0, 0, 0, 0)
    before = OccupancyEvent.objects.count()
    assert taken(clerk, tmp_path, *lines).counts == (0, 0, 4, 0, 0)
    assert OccupancyEvent.objects.count() == before


def test_an_unknown_first_day_is_the_month_of_the_roster_and_marked(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    taken(clerk, tmp_path, line(rooms="2601"))
    stay = all_of(Occupancy)[0]
    assert (stay.start, stay.start_is_reported) == (MONTH, True)
    taken(clerk, tmp_path, line(rooms="2601", start="2021-05-06"))
    stay.refresh_from_db()
    assert (stay.start, stay.start_is_reported) == (date(2021, 5, 6), False)


@pytest.mark.parametrize("text", ["T-9", "乙楼", "滨海路 18号", "甲大厦 "])
def test_a_building_is_found_by_code_name_other_name_or_door(
    text: str, tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    tower = factories.building(tree.street, code="T-9", name="甲大厦")
    BuildingAlias.objects.create(building=tower, name="乙楼")
    DoorNumber.objects.create(building=tower, road="滨海路", number="18号")
    assert taken(clerk, tmp_path, line(building=text)).counts == (1, 0, 0, 0, 0)


def test_an_unknown_building_is_refused_with_a_near_name_of_ones_own(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    factories.building(tree.street, name="滨海金融中心")
    factories.building(tree.other_street, name="滨海国际中心")
    told = taken(clerk, tmp_path, line(building="滨海金融中芯"), line(building="滨海国际中心"))
    assert [cell[:2] for cell in told.refused] == [(2, "楼宇"), (3, "楼宇")]
    assert "滨海金融中心" in told.reasons
    assert "「滨海国际中心」" not in told.reasons


def test_another_streets_row_changes_nothing_there(
    tree: factories.PlaceTree, clerk: Actor, tmp_path: Path
) -> None:
    theirs = factories.building(tree.other_street, name="乙大厦")
    factories.occupancy(factories.enterprise(name="秘密公司"), factories.unit(theirs, number="101"))
    told = taken(
        clerk, tmp_path, line(building="乙大厦", floor=1, rooms="101", name="甲公司", area=5)
    )
    assert told.refused == [(2, "楼宇", "乙大厦")]
    assert "秘密" not in str(told.report)
    assert len(all_of(Occupancy)) == 1


def test_several_rooms_in_one_cell_are_one_stay(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    rooms = [factories.unit(tower, floor=26, number=n) for n in ("2601", "2602", "2603")]
    told = taken(clerk, tmp_path, line(rooms="2601-2602，2603室"), line(name="乙", rooms="2601-03"))
    assert told.counts == (1, 0, 0, 1, 0)
    assert told.refused == [(3, "房号", "2601-03")]
    assert [link.unit for link in all_of(OccupancyUnit)] == rooms


def test_a_room_is_made_on_a_storey_with_an_area_only(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    told = taken(
        clerk,
        tmp_path,
        line(rooms="901"),
        line(rooms="901", floor=9),
        line(rooms="4001", floor=40, area=10),
        line(rooms="901、902", floor=9, area=10),
        line(rooms="101", floor="夹层", area=10),
    )
    assert [cell[:2] for cell in told.refused] == [
        (2, "楼层"), (3, "房源面积（㎡）"), (4, "楼层"), (5, "房源面积（㎡）"), (6, "楼层"),
    ]  # fmt: skip
    assert all_of(Unit) == all_of(Enterprise) == []


def test_a_room_on_another_storey_than_registered_is_refused(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    assert taken(clerk, tmp_path, line(rooms="2601", floor=25)).refused == [(2, "楼层", "25")]


def test_more_area_than_the_room_has_is_refused(clerk: Actor, room: Unit, tmp_path: Path) -> None:
    told = taken(
        clerk,
        tmp_path,
        line(rooms="2601", area=201),
        line(name="乙公司", rooms="2601", area=250, unit_area=260),
    )
    assert told.refused == [(2, "使用面积（㎡）", "201")]
    room.refresh_from_db()
    assert room.area == 260


def test_a_second_row_adds_a_room_and_a_contradicting_one_is_refused(
    clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    for number in ("2601", "2602", "2603"):
        factories.unit(tower, floor=26, number=number)
    told = taken(
        clerk,
        tmp_path,
        line(rooms="2601", uscc=FIRST, headcount=10),
        line(rooms="2602", uscc=FIRST),
        line(rooms="2603", uscc=FIRST, headcount=20),
        line(rooms="2602", uscc=FIRST),
    )
    assert [cell[:2] for cell in told.refused] == [(4, "从业人数"), (5, "房号")]
    assert told.counts == (2, 0, 0, 2, 0)
    assert all_of(Occupancy)[0].unit_links.count() == 2


def test_an_open_stay_is_updated_and_never_erased(clerk: Actor, room: Unit, tmp_path: Path) -> None:
    firm = factories.enterprise(name="甲公司", uscc=FIRST)
    stay = factories.occupancy(firm, room, headcount=10, rent_yuan=40)
    told = taken(clerk, tmp_path, line(rooms="2601", uscc=FIRST, headcount=12))
    assert told.counts == (0, 1, 0, 0, 0)
    stay.refresh_from_db()
    assert (stay.headcount, stay.rent_yuan, stay.start) == (12, 40, factories.LONG_AGO)


def test_moving_out_is_an_event_with_a_reason(clerk: Actor, room: Unit, tmp_path: Path) -> None:
    firm = factories.enterprise(name="甲公司", uscc=FIRST)
    stay = factories.occupancy(firm, room)
    gone = line(rooms="2601", uscc=FIRST, end="2025-06-30", end_reason="到期", destination="福山区")
    assert taken(clerk, tmp_path, gone, line(rooms="2601", name="空置")).counts == (1, 1, 0, 0, 0)
    stay.refresh_from_db()
    assert (stay.end, stay.end_reason, stay.destination) == (
        date(2025, 6, 30),
        "lease_end",
        "福山区",
    )
    assert all_of(Vacancy)[0].start == MONTH
    assert taken(clerk, tmp_path, gone).counts == (0, 0, 1, 0, 0)


def test_an_empty_room_is_confirmed_and_a_new_tenant_ends_that_the_day_before(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    vacancy = factories.vacancy(room)
    assert taken(clerk, tmp_path, line(rooms="2601", name="招租")).counts == (0, 0, 1, 0, 0)
    taken(clerk, tmp_path, line(rooms="2601", start="2025-03-01"))
    vacancy.refresh_from_db()
    assert vacancy.end == date(2025, 2, 28)


def test_a_room_somebody_holds_cannot_be_empty(clerk: Actor, room: Unit, tmp_path: Path) -> None:
    factories.occupancy(factories.enterprise(), room)
    told = taken(clerk, tmp_path, line(rooms="2601", name="空置"))
    assert told.refused == [(2, "企业名称", "空置")]


def test_a_registered_address_alone_leaves_the_room_empty(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    vacancy = factories.vacancy(room, start=MONTH)
    told = taken(
        clerk,
        tmp_path,
        line(rooms="2601", kind="虚拟注册", start="2020-01-01"),
        line(rooms="2601", name="空置"),
    )
    assert told.counts == (1, 0, 1, 0, 0)
    vacancy.refresh_from_db()
    assert vacancy.end is None


def test_a_stay_before_a_stated_vacancy_is_refused(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    factories.vacancy(room, start=date(2025, 5, 1))
    told = taken(clerk, tmp_path, line(rooms="2601", start="2025-04-01"))
    assert told.refused[0][1] == "入驻日期"


def test_the_same_name_in_the_building_is_the_same_and_gains_its_code(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    firm = factories.enterprise(name="甲（烟台）公司", uscc=None)
    factories.occupancy(firm, room)
    told = taken(clerk, tmp_path, line(rooms="2601", name="甲(烟台) 公司", uscc=FIRST))
    assert told.counts == (0, 1, 0, 0, 0)
    firm.refresh_from_db()
    assert firm.uscc == FIRST


def test_a_known_code_under_another_name_is_held_back(
    clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    factories.occupancy(factories.enterprise(name="旧名公司", uscc=FIRST), room)
    told = taken(clerk, tmp_path, line(rooms="2601", uscc=FIRST))
    assert told.counts == (0, 0, 0, 0, 1)
    assert told.report["possible_same"][0]["candidate"] == "旧名公司"


def test_a_code_registered_out_of_sight_under_another_name_tells_nothing(
    tree: factories.PlaceTree, clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    factories.enterprise(name="秘密公司", uscc=FIRST, place=tree.other_street)
    told = taken(clerk, tmp_path, line(rooms="2601", uscc=FIRST))
    assert told.refused == [(2, "统一社会信用代码", FIRST)]
    assert "秘密" not in str(told.report)


def test_a_code_registered_out_of_sight_is_the_same_enterprise(
    tree: factories.PlaceTree, clerk: Actor, room: Unit, tmp_path: Path
) -> None:
    firm = factories.enterprise(name="甲公司", uscc=FIRST, place=tree.other_street)
    assert taken(clerk, tmp_path, line(rooms="2601", uscc=FIRST)).counts == (1, 0, 0, 0, 0)
    assert all_of(Enterprise) == [firm]


def test_what_looks_alike_waits_for_a_person(clerk: Actor, tower: Building, tmp_path: Path) -> None:
    first, second = (factories.unit(tower, number=n) for n in ("101", "102"))
    factories.occupancy(factories.enterprise(name="烟台海阔商贸有限公司", uscc=None), first)
    path = workbook(tmp_path / "a.xlsx", HEADERS, line(rooms="102", name="烟台海括商贸有限公司"))
    row = checked(clerk, "roster", path)
    assert row.report["possible_same"] == [
        {"row": 2, "candidate": "烟台海阔商贸有限公司", "why": "本楼有名称相近的企业"}
    ]
    row = decide(actor=clerk, row=row, sheet="Sheet1", number=2, same=False)
    check(row, clerk)
    apply(confirm(actor=clerk, row=row), clerk)
    assert [link.unit for link in all_of(OccupancyUnit)] == [first, second]
    assert len(all_of(Enterprise)) == 2


def test_an_export_is_taken_back_without_a_change(
    tree: factories.PlaceTree, clerk: Actor, tower: Building, tmp_path: Path
) -> None:
    rooms = [factories.unit(tower, number=str(n), floor=3) for n in (301, 302, 303)]
    firm = factories.enterprise(name="甲公司")
    factories.occupancy(firm, rooms[0], rooms[1], rent_yuan=30, lease_expiry=TODAY)
    factories.occupancy(factories.enterprise(), building=tower, start=MONTH, start_is_reported=True)
    factories.occupancy(
        factories.enterprise(), rooms[1], end=TODAY + timedelta(days=9), end_reason="cost"
    )
    factories.vacancy(rooms[2])
    path = tmp_path / "export.xlsx"
    write_table(path, [SheetOut("清单", roster_export(clerk), ("口径：今日在驻",))])
    told = workbooks.taken(clerk, "roster", path)
    assert told.counts == (0, 0, 5, 0, 0), told.report
    assert OccupancyEvent.objects.filter(pgh_label="update").count() == 0


def test_who_may_not_write_rosters_is_refused(tree: factories.PlaceTree, tmp_path: Path) -> None:
    leader = factories.actor(Role.LEADER)
    path = workbook(tmp_path / "a.xlsx", HEADERS, line())
    with pytest.raises(ImportRefused, match="岗位"):
        checked(leader, "roster", path)
