"""房号写法: expanded when there is one reading, else sent back."""

import pytest

from louyu.registers.buildings.floors import floor_number
from louyu.registers.occupancy.roster.rooms import Unclear, room_key, rooms_in


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("2601", ["2601"]),
        ("2601、2602", ["2601", "2602"]),
        ("2601-2603", ["2601", "2602", "2603"]),
        ("0801~0802", ["0801", "0802"]),
        ("2601至2602，2604", ["2601", "2602", "2604"]),
        ("2601室/2602室", ["2601室", "2602室"]),
        ("26-01", ["26-01"]),
        ("A-101", ["A-101"]),
        ("B101-B103", ["B101-B103"]),
    ],
)
def test_a_cell_with_one_reading(text: str, rooms: list[str]) -> None:
    assert rooms_in(text, ()) == rooms


@pytest.mark.parametrize("text", ["2601-03", "2603-2601", "1~3", "101-901", "2601、2601室"])
def test_a_cell_with_two_readings_or_none(text: str) -> None:
    with pytest.raises(Unclear):
        rooms_in(text, ())


def test_a_registered_number_is_that_room_whatever_it_looks_like() -> None:
    assert rooms_in("2601-2603", {"2601-2603"}) == ["2601-2603"]
    assert rooms_in("2601-03、2602", {"2601-03"}) == ["2601-03", "2602"]
    assert room_key("２６０１ 室") == room_key("2601")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("26", 26), ("26F", 26), ("第26层", 26), ("二十六楼", 26), ("十层", 10), ("一层", 1),
        ("-1", -1), ("B2", -2), ("地下一层", -1), ("负二层", -2),
        ("夹层", None), ("0", None), ("1-3", None), ("顶层", None), ("400", None),
    ],
)  # fmt: skip
def test_a_storey_is_told_or_not(text: str, number: int | None) -> None:
    assert floor_number(text) == number
