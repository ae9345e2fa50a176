"""取值规则: the same value however it is written, and an error wherever it cannot be told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from louyu.engines.tables import ROW, Refused, cast, match_columns
from louyu.engines.tables.tests.sheets import (
    AREA,
    LABELS,
    NAME,
    ROSTER,
    column_of,
    table_of,
    values,
)


@pytest.mark.parametrize(
    ("header", "text", "value"),
    [
        ("租赁面积", "440", "440"),
        ("租赁面积", "４４０．５", "440.5"),
        ("租赁面积", "440㎡", "440"),
        ("租赁面积", "440 平方米", "440"),
        ("租赁面积", "440m2", "440"),
        ("租赁面积", "1,234.50", "1234.5"),
        ("租赁面积", "1，234", "1234"),
        ("租赁面积", "5.4万", "54000"),
        ("租赁面积", "0.12万㎡", "1200"),
        ("租赁面积（万㎡）", "5.4", "54000"),
        ("租赁面积（含公摊）", "88", "88"),
    ],
)
def test_an_area_is_the_same_however_it_is_written(header: str, text: str, value: str) -> None:
    found = column_of(header, [text])
    assert values(found, "area") == [Decimal(value)]
    assert not found.errors


@pytest.mark.parametrize(
    ("header", "text", "yuan"),
    [
        ("注册资本", "500", "5000000"),
        ("注册资本（万元）", "500万元", "5000000"),
        ("注册资本（元）", "500", "500"),
        ("注册资本（元）", "5.4万", "54000"),
        ("注册资本", "1,000(万元人民币)", "10000000"),
        ("注册资本", "5313万人民币元", "53130000"),
        ("注册资本（元）", "300（万）", "3000000"),
        ("注册资本", "5000000元", "5000000"),
        ("注册资本（亿元）", "1.00000001", "100000001"),
        ("注册资本（元）", "99999999.989999995", "99999999.99"),
    ],
)
def test_money_is_stored_in_yuan_by_the_unit_of_cell_header_or_column(
    header: str, text: str, yuan: str
) -> None:
    found = column_of(header, [text])
    assert values(found, "capital") == [Decimal(yuan)]
    assert not found.errors


@pytest.mark.parametrize(
    ("header", "text", "told"),
    [
        ("租赁面积", "22/30", "不是一个数字"),
        ("租赁面积", "待定", "不是一个数字"),
        ("租赁面积", "约500", "不是一个数字"),
        ("租赁面积", "100-200", "不是一个数字"),
        ("租赁面积", "50%", "单位认不出"),
        ("租赁面积", "3亩", "单位认不出"),
        ("租赁面积（亩）", "3", "不能换算"),
        ("租赁面积", "1,23", "千分位"),
        ("租赁面积", "-3", "不能小于 0"),
        ("租赁面积", "5.123", "最多 2 位小数"),
        ("租赁面积", "1.2E+5", "科学计数"),
        ("租赁面积", "1234567890123456", "数字过大"),
        ("注册资本（万元）", "5.4万", "与表头的单位重复"),
        ("注册资本（万元）", "5000元", "不一致"),
        ("注册资本（元）", "30(万美元)", "单位认不出"),
        ("人数", "1.5", "整数"),
        ("人数", "100001", "不能大于"),
        ("信用代码", "9.13706E+17", "丢失"),
        ("信用代码", "2024-12-05", "变成了日期"),
        ("用途", "厕所", "只能填：办公、商业"),
        ("信用代码", "#REF!", "公式出错"),
        ("本地注册", "大概", "是、否"),
        ("入驻日期", "2024-02-30", "没有这一天"),
        ("入驻日期", "24.3.1", "认不出"),
        ("入驻日期", "3/1/2024", "认不出"),
        ("入驻日期", "2024-3", "只写到年或月"),
        ("入驻日期", "45352", "序号"),
        ("入驻日期", "0024-03-01", "年份"),
    ],
)
def test_what_cannot_be_told_is_an_error_with_its_place(header: str, text: str, told: str) -> None:
    found = column_of(header, [text])
    (error,) = found.errors
    assert (error.sheet, error.row, error.column, error.value) == ("表", 2, header, text)
    assert told in error.reason
    assert found.accepted.height == 0


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01",
        "2024/3/1",
        "2024.3.1",
        "2024年3月1日",
        "20240301",
        "２０２４－３－１",
        "2024-03-01 10:05:00",
        "2024 年 3 月 1 日",
    ],
)
def test_a_date_is_read_in_every_form_offices_write(text: str) -> None:
    assert values(column_of("入驻日期", [text]), "start") == [date(2024, 3, 1)]


def test_choices_and_yes_or_no_know_their_synonyms() -> None:
    assert values(column_of("用途", ["写字楼", " 商 业", "office"]), "use") == [
        "office",
        "shop",
        "office",
    ]
    assert values(column_of("本地注册", ["√", "否", "TRUE", "无"]), "local") == [
        True,
        False,
        True,
        False,
    ]


def test_a_dash_is_a_blank_and_a_blank_is_no_value() -> None:
    found = column_of("租赁面积", ["-", "——", "／", "N/A", None])
    assert values(found, "area") == [None] * 5
    assert not found.errors


def test_a_required_cell_left_empty_is_told_with_its_row() -> None:
    table = table_of("租赁面积", ["1", "2"])
    table = replace(table, frame=table.frame.with_columns(企业名称=pl.Series(["甲", None])))
    found = cast(table, match_columns(table, LABELS), ROSTER)
    (error,) = found.errors
    assert (error.row, error.column) == (3, "企业名称")
    assert values(found, "area") == [Decimal(1), Decimal(2)]
    assert found.accepted["name"].to_list() == ["甲"]


def test_a_file_without_a_required_column_is_refused_as_a_whole() -> None:
    table = table_of("租赁面积", ["1"])
    match = match_columns(table, {"area": ("租赁面积",)})
    with pytest.raises(Refused, match="缺少必填列：企业名称"):
        cast(table, match, ROSTER)


def test_a_text_too_long_for_its_column_is_refused_not_cut() -> None:
    table = table_of("信用代码", ["1" * 201])
    (error,) = cast(table, match_columns(table, LABELS), ROSTER).errors
    assert "超过 200 个字" in error.reason


_numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=4).map(str)
_dressed = st.builds(
    lambda number, tail: number + tail, _numbers, st.sampled_from(["", "㎡", "万", "元", "%", " "])
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.one_of(_dressed, _numbers, st.text(max_size=12)), min_size=1, max_size=40))
def test_every_cell_is_either_its_exact_number_or_an_error(cells: list[str]) -> None:
    table = table_of("租赁面积", [cell or None for cell in cells])
    found = cast(table, match_columns(table, LABELS), (NAME, AREA))
    wrong = {error.row for error in found.errors}
    assert found.accepted.height + len(wrong) == len(cells)
    for row, text, value in zip(
        found.frame[ROW], table.frame["租赁面积"], found.frame["area"], strict=True
    ):
        assert (value is None) == (row in wrong or not text or not text.strip("-—－–−/／"))
        if value is not None and _is_plain(text):
            assert value == Decimal(text)


def _is_plain(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal() and text.isascii()
