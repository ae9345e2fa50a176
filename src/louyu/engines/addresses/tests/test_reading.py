"""读取: the fields that registers ask for."""

import pytest

from louyu.engines.addresses import read


def fields(text: str) -> dict[str, str]:
    one = read(text)
    names = ("road", "door_number", "building", "tower", "entrance", "floor", "room")
    return {name: value for name in names if (value := getattr(one, name))}


def test_a_whole_address_fills_every_field() -> None:
    assert fields("山东省烟台市芝罘区虚海路甲18号望澜大厦A座2单元12层1203室") == {
        "road": "虚海路",
        "door_number": "甲18号",
        "building": "望澜大厦",
        "tower": "A座",
        "entrance": "2单元",
        "floor": "12",
        "room": "1203",
    }


@pytest.mark.parametrize(
    ("written", "floor"),
    [
        ("六层", "6"),
        ("十二楼", "12"),
        ("负一层", "-1"),
        ("地下2层", "-2"),
        ("B1层", "-1"),
        ("首层", "1"),
        ("24F", "24"),
        ("7-8层", "7-8"),
        ("一、二楼", "1、2"),
        ("3层、5层", "3,5"),
    ],
)
def test_floors_are_numbers(written: str, floor: str) -> None:
    assert read(f"虚海路18号望澜大厦{written}").floor == floor


@pytest.mark.parametrize(
    ("written", "room"),
    [
        ("408室", "408"),
        ("1501、1503号", "1501、1503"),
        ("D371号", "D371"),
        ("一二〇三室", "1203"),
        ("7号商铺", "7"),
    ],
)
def test_rooms_are_without_their_unit(written: str, room: str) -> None:
    assert read(f"虚海路18号望澜大厦5层{written}").room == room


def test_the_road_is_that_of_the_door() -> None:
    assert read("芝罘区听涛路澄湾路7号").road == "澄湾路"


def test_a_zone_belongs_to_the_name_of_its_park() -> None:
    assert read("虚海路9号澄湾软件园二期3号楼").building == "澄湾软件园二期"


def test_what_only_lies_beside_is_no_building() -> None:
    assert read("虚海路9号（澄湾小学对面）").building == ""


def test_confidence_falls_with_what_was_not_read() -> None:
    sure = read("烟台市芝罘区虚海路18号望澜大厦12层1203室").confidence
    assert 0.9 < sure <= 1
    assert read("虚海路18号请勿放快递箱电话联系谢谢").confidence < sure
    assert read("").confidence == 0
