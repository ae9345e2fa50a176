"""地名录: an address is placed where its name or door says; two that fit are both told."""

import pytest

from louyu.engines.addresses import Gazetteer, House, read

HOUSES = (
    House(1, ("望澜大厦", "望澜商务楼"), (("虚海路", "18号"),)),
    House(2, ("听涛广场A座",), (("听涛路", "7号"),)),
    House(3, ("听涛广场B座",), (("听涛路", "7号"),)),
    House(4, ("澄湾公寓",), (("虚海路", "20号"), ("澄湾路", "甲3号"))),
)
BOOK = Gazetteer(HOUSES)


@pytest.mark.parametrize(
    ("written", "houses"),
    [
        ("芝罘区虚海路18号望澜大厦5层", (1,)),
        ("虚海路１８号六层", (1,)),
        ("望澜商务楼602", (1,)),
        ("望谰大厦9楼", (1,)),
        ("听涛广场A座9楼", (2,)),
        ("听涛路7号B座301", (3,)),
        ("听涛路7号301", (2, 3)),
        ("听涛广场9楼", (2, 3)),
        ("澄湾路甲3号附2", (4,)),
        ("虚海路19号", ()),
        ("芝罘区", ()),
        ("虚海路综合楼", ()),
    ],
)
def test_an_address_is_where_its_name_or_door_says(written: str, houses: tuple[int, ...]) -> None:
    assert BOOK.place(read(written)).houses == houses


def test_what_fits_two_is_a_question() -> None:
    asked = BOOK.place(read("听涛路7号301"))
    assert asked.confidence <= 0.5
    assert "不能认定" in asked.evidence
    assert BOOK.place(read("虚海路18号望澜大厦")).confidence > 0.95


def test_another_name_at_a_known_door_is_no_answer() -> None:
    asked = BOOK.place(read("虚海路18号海澄国际5层"))
    assert asked.houses == (1,)
    assert asked.confidence <= 0.5
    assert "海澄国际" in asked.evidence


def test_another_tower_of_the_same_name_is_no_answer() -> None:
    assert BOOK.place(read("听涛广场C座9楼")).confidence <= 0.5


def test_names_and_doors_are_learnt_from_addresses_that_agree() -> None:
    names = [read(f"虚海路20号海澄国际{floor}层") for floor in (3, 4, 5)]
    doors = [read(f"观海街9号望澜大厦{floor}层") for floor in (3, 4, 5)]
    alias, door = sorted(BOOK.learn([*names, *doors]), key=lambda one: not one.name)
    assert (alias.house, alias.name, alias.count) == (4, "海澄国际", 3)
    assert (door.house, door.door, door.name) == (1, ("观海街", "9号"), "")
    assert BOOK.learn([*names[:2], *doors[:2]]) == []


def test_a_name_at_a_door_of_two_teaches_nothing() -> None:
    assert BOOK.learn([read(f"听涛路7号海澄国际{floor}层") for floor in range(3, 9)]) == []
