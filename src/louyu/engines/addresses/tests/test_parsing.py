"""解析: every sign is covered once, and elements are what a reader would say they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu.engines.addresses import parse
from louyu.engines.addresses.cues import LABELS

# Of every kind of sign that the grammar speaks of.
SIGNS = "烟台市芝罘区海路街镇村社花园大厦号楼栋座单元层室甲附之弄东一十1390ABf-、/（） #·与旁"


def told(text: str) -> str:
    return " ".join(f"{text[one.start : one.end]}/{one.label}" for one in parse(text))


@given(st.text(st.sampled_from(SIGNS), max_size=60))
def test_elements_cover_the_address_in_order(text: str) -> None:
    at = 0
    for one in parse(text):
        assert one.start == at < one.end
        assert one.label in LABELS
        at = one.end
    assert at == len(text)


@given(st.text(max_size=40))
def test_any_text_is_taken(text: str) -> None:
    assert "".join(text[one.start : one.end] for one in parse(text)) == text


@pytest.mark.parametrize(
    "expected",
    [
        "山东省/province 烟台市/city 芝罘区/district 虚海路/road 18号/door_number"
        " 望澜大厦/building A座/tower 12层/floor 1203室/room",
        "烟台/city 芝罘区/district 澄湾街道/town 澄湾社区/community 听涛花园/place_name"
        " 3号楼/tower 2单元/entrance 501/room",
        "虚海市/district 澄湾镇/town 东沙村/community 12号/door_number",
        "虚海路/road 669弄/door_number 14号/tower 1102/room",
        "北京/province 北京市/city 海淀区/district 听涛北路/road 21号院/door_number",
        "虚海路/road 8号/door_number 望澜国际/building 18楼/floor A单元/room",
        "澄湾大道/road 与/other 望澜路/road 交叉口/other 虚海广场/building B1/floor",
        "听涛南路四段/road 53号/door_number",
        "虚海街/road 甲10号/door_number 澄湾科技园/place_name B座/tower 负一层/floor",
        "芝罘区/district 澄湾开发区/devzone 8号大街/road 9号/door_number",
    ],
)
def test_an_address_as_a_reader_takes_it(expected: str) -> None:
    text = "".join(part.rpartition("/")[0] for part in expected.split(" "))
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("听涛花园12-3-1001", "听涛花园/place_name 12/tower -/other 3/entrance -/other 1001/room"),
        ("澄湾软件园C6-408/411", "澄湾软件园/place_name C6/tower -/other 408/411/room"),
        ("望澜大厦2503-2504室", "望澜大厦/building 2503-2504室/room"),
        ("虚海路18号27", "虚海路/road 18号/door_number 27/room"),
        ("虚海路18", "虚海路/road 18/door_number"),
        ("望澜大厦B23楼", "望澜大厦/building B/tower 23楼/floor"),
        ("虚海路9号附3号", "虚海路/road 9号附3号/door_number"),
        ("听涛路３号Ｂ座８层", "听涛路/road ３号/door_number Ｂ座/tower ８层/floor"),
        ("虚海路9号5层13800000000", "虚海路/road 9号/door_number 5层/floor 13800000000/other"),
    ],
)
def test_a_number_is_told_by_where_it_stands(text: str, expected: str) -> None:
    assert told(text) == expected
