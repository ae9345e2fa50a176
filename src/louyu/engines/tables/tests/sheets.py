"""测试用的表: the columns of an invented roster and small files that hold it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from louyu.engines.tables import (
    ROW,
    SHEET,
    Cast,
    ColumnSpec,
    Kind,
    SheetLayout,
    Table,
    cast,
    known_labels,
    match_columns,
    read_table,
)

NAME = ColumnSpec("name", "企业名称", Kind.TEXT, required=True, max_length=20)
CODE = ColumnSpec("code", "信用代码", Kind.CODE)
AREA = ColumnSpec("area", "租赁面积", Kind.AREA, aliases=("面积",))
OWN = ColumnSpec("own", "自用面积", Kind.AREA)
CAPITAL = ColumnSpec("capital", "注册资本", Kind.YUAN, unit="万元")
RENT = ColumnSpec("rent", "年租金", Kind.YUAN)
STAFF = ColumnSpec("staff", "人数", Kind.INTEGER, unit="人", maximum=Decimal(100_000))
START = ColumnSpec("start", "入驻日期", Kind.DATE)
USE = ColumnSpec(
    "use", "用途", Kind.CHOICE, choices={"office": ("办公", "写字楼"), "shop": ("商业",)}
)
LOCAL = ColumnSpec("local", "本地注册", Kind.BOOLEAN)
ROSTER = (NAME, CODE, AREA, OWN, CAPITAL, RENT, STAFF, START, USE, LOCAL)
LABELS = known_labels(ROSTER)

Rows = Sequence[Any]


def workbook(path: Path, sheets: Mapping[str, Rows], **options: Any) -> Path:
    """Every value written with its own type; dates as date cells."""
    settings = {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False, **options}
    with xlsxwriter.Workbook(str(path), settings) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def read(path: Path) -> Cast:
    table = read_table(path, LABELS)
    return cast(table, match_columns(table, LABELS), ROSTER)


def table_of(header: str, texts: Sequence[str | None]) -> Table:
    """One column of texts beside names that are always right, as the reader hands it over."""
    names = [f"企业{index}" for index in range(len(texts))]
    rows = range(2, len(texts) + 2)
    columns = {SHEET: ["表"] * len(texts), ROW: rows, "企业名称": names, header: texts}
    frame = pl.DataFrame(columns, schema_overrides={ROW: pl.Int64, header: pl.String})
    return Table(frame, (SheetLayout("表", {"企业名称": 0, header: 1}, (1, 1), 2),), (), (), ())


def column_of(header: str, texts: Sequence[str | None]) -> Cast:
    table = table_of(header, texts)
    return cast(table, match_columns(table, LABELS), ROSTER)


def values(found: Cast, field: str) -> list[Any]:
    return found.frame[field].to_list()


def reasons(found: Cast) -> dict[int, str]:
    return {error.row: error.reason for error in found.errors}


def texts(frame: pl.DataFrame, header: str) -> list[str | None]:
    return frame[header].to_list()
