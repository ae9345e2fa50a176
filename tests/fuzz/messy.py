"""乱表的写法: a generated sheet written as xlsx, xls or csv, with what spoils real ledgers."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from hypothesis import strategies as st

# What a sound ledger holds under each header; spoilt cells come in between.
SOUND: dict[str, list[Any]] = {
    "楼宇": ["甲大厦", "甲大厦 ", "湖滨路66号"],
    "楼层": ["1", "1层", 1, "2F"],
    "房号": ["101", "102", 101, "201"],
    "企业名称": ["甲公司", "乙商贸有限公司", "丙记商行", "丁科技有限公司"],
    "统一社会信用代码": [None, "", "91370602MA3ABCDE17", "91370602MA3ABCDE2A"],
    "面积（㎡）": ["50", 12.5, "１００", 0.5],
    "面积（万㎡）": ["0.005", 0.01],
    "月租金（元/㎡）": [None, "60", 75.5],
    "入驻日期": ["2024-03-01", "2024.3.1", 45352],
    "迁出日期": [None],
    "从业人数": [None, "12", 30],
    "地址": ["湖滨路66号"],
    "备注": [None, "重点"],
    "联系电话": ["13800000000"],
    "": [None],
}
HEADERS = st.sampled_from(list(SOUND))
WHOLE = ["楼宇", "楼层", "房号", "企业名称", "面积（㎡）", "入驻日期"]
DIGITS = str.maketrans("0123456789.", "０１２３４５６７８９．")
CELLS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *("甲大厦", "甲大厦1层101室", "湖滨路66号", "101", "101、102", "1层", "-1", "空置"),
            *("9.137E+17", "#DIV/0!", "合计", "小计", "约500", "22/30", "5.4万", "2019年", "待定"),
            *("甲公司 ", "\ufeff乙公司", "\u3000丙公司", "𠮷野商贸有限公司", "㙍记商行", "是"),
            *("101室 丁公司（13800000000）", "2024.3.1", "2024-02-30", "43831", "=1+1", "N/A"),
        ]
    ),
    st.decimals(-10, 10**9, places=2).map(str),
    st.decimals(0, 10**5, places=2).map(lambda number: str(number).translate(DIGITS)),
    st.floats(0, 1e18, allow_nan=False),
    st.integers(-1, 10**17),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@dataclass(frozen=True)
class Messy:
    """One generated sheet; `form` is what it is written as."""

    form: str
    title: str | None
    headers: list[str]
    rows: list[list[Any]]
    merged: tuple[int, int, int] | None
    since_1904: bool
    hidden: bool
    gap: int

    @property
    def plain_rows(self) -> int:
        """Rows with a letter or digit under a header: nobody can take them for empty."""
        told = [
            "".join(str(c) for h, c in zip(self.headers, row, strict=False) if h and c is not None)
            for row in self.rows
        ]
        return sum(any(letter.isalnum() for letter in text) for text in told)


def _cell(header: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(SOUND[header]) | CELLS


def _row(headers: list[str]) -> st.SearchStrategy[list[Any]]:
    sound = st.tuples(*(st.sampled_from(SOUND[header]) for header in headers)).map(list)
    spoilt = st.tuples(*map(_cell, headers)).map(list)
    return sound | spoilt | st.lists(CELLS, max_size=10)


@st.composite
def messy(draw: st.DrawFn) -> Messy:
    some = st.lists(HEADERS, min_size=2, max_size=9).map(lambda found: ["企业名称", *found])
    headers = draw(some | st.permutations(WHOLE))
    spans = st.tuples(st.integers(0, 4), st.integers(1, 3), st.integers(0, 6))
    return Messy(
        form=draw(st.sampled_from(["xlsx", "xls", "csv", "gb18030"])),
        title=draw(st.sampled_from([None, "甲大厦入驻企业台账", "2026年9月"])),
        headers=headers,
        rows=draw(st.lists(_row(headers), max_size=6)),
        merged=draw(st.none() | spans),
        since_1904=draw(st.booleans()),
        hidden=draw(st.booleans()),
        gap=draw(st.sampled_from([0, 0, 40])),
    )


def write(messy: Messy, path: Path) -> None:
    head = [[messy.title]] if messy.title else []
    rows = [*head, [*messy.headers, *[None] * messy.gap], *messy.rows]
    if messy.form == "xlsx":
        _write_xlsx(messy, rows, path)
    elif messy.form == "xls":
        _write_xls(messy, rows, path)
    else:
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        encoding = "utf-8-sig" if messy.form == "csv" else "gb18030"
        path.write_bytes(out.getvalue().encode(encoding))


def _write_xlsx(messy: Messy, rows: list[list[Any]], path: Path) -> None:
    settings = {"date_1904": messy.since_1904, "strings_to_formulas": True}
    with xlsxwriter.Workbook(str(path), settings) as book:
        sheet = book.add_worksheet("台账")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if messy.merged:
            top, tall, column = messy.merged
            sheet.merge_range(top, column, top + tall, column, "甲公司")
        if messy.hidden:
            book.add_worksheet("底稿").hide()


def _write_xls(messy: Messy, rows: list[list[Any]], path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = messy.since_1904
    sheet = book.add_sheet("台账", cell_overwrite_ok=True)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    if messy.merged:
        top, tall, column = messy.merged
        sheet.write_merge(top, top + tall, column, column, "甲公司")
    book.save(str(path))
