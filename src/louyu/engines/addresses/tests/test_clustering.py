"""聚楼: rows share a building where their name, door or both say so; the ambiguous stay apart."""

import pytest

from louyu.engines.addresses import cluster

HERE = "烟台市芝罘区"


def groups(*addresses: str) -> list[str]:
    """One letter a row; the same letter is the same building, "-" none."""
    letters: dict[str, str] = {"": "-"}
    found = cluster(addresses)
    return [letters.setdefault(one.building, chr(96 + len(letters))) for one in found]


def test_a_door_means_the_name_that_others_give_it() -> None:
    rows = (f"{HERE}虚海路18号望澜大厦5层", f"{HERE}虚海路18号六层602", f"{HERE}望澜大厦9楼")
    assert groups(*rows) == ["a", "a", "a"]
    assert {one.name for one in cluster(rows)} == {"望澜大厦"}


def test_a_door_with_two_names_is_not_guessed() -> None:
    rows = [f"{HERE}虚海路18号望澜大厦5层", f"{HERE}虚海路18号听涛公寓3层", f"{HERE}虚海路18号2层"]
    assert groups(*rows) == ["a", "b", "c"]
    assert "不止一个楼名" in cluster(rows)[2].evidence


def test_towers_are_buildings_of_their_own() -> None:
    rows = (f"{HERE}望澜大厦A座501", f"{HERE}望澜大厦B座501", f"{HERE}望澜大厦A幢6层")
    assert groups(*rows) == ["a", "b", "a"]


def test_without_its_tower_a_row_is_in_the_only_one() -> None:
    assert groups(f"{HERE}望澜大厦A座501", f"{HERE}望澜大厦8层") == ["a", "a"]
    assert groups(f"{HERE}望澜大厦A座5层", f"{HERE}望澜大厦B座5层", f"{HERE}望澜大厦8层") == [
        "a",
        "b",
        "c",
    ]


def test_in_a_park_the_door_tells_the_building() -> None:
    rows = [f"{HERE}观海路{door}号澄湾软件园{floor}层" for door in (1, 3, 5) for floor in (2, 4)]
    assert groups(*rows) == ["a", "a", "b", "b", "c", "c"]


def test_the_same_name_in_two_districts_is_two_buildings() -> None:
    rows = ("烟台市芝罘区万澜广场3层", "烟台市莱山区万澜广场3层", "烟台市芝罘区万澜广场5层")
    assert groups(*rows) == ["a", "b", "a"]


def test_a_row_without_district_is_where_its_door_is_known() -> None:
    rows = (f"{HERE}虚海路18号望澜大厦5层", "烟台市虚海路18号7层", "虚海路18号望澜大厦")
    assert groups(*rows) == ["a", "a", "a"]


@pytest.mark.parametrize("other", ["望谰大厦", "烟台望澜大厦", "望澜商务大厦"])
def test_a_slip_of_the_pen_at_the_same_door_is_the_same_name(other: str) -> None:
    rows = [f"{HERE}虚海路18号望澜大厦{floor}层" for floor in (5, 6)]
    assert groups(*rows, f"{HERE}虚海路18号{other}8层")[:2] == ["a", "a"]


def test_what_names_no_building_is_in_none() -> None:
    assert groups("烟台市芝罘区", "", f"{HERE}虚海路18号") == ["-", "-", "a"]
    assert cluster([None])[0].confidence == 0
