"""旧版表格: xls as Excel before 2007 and WPS (et) write it; runs in the child process.

xlrd, not the fast reader: that one tells neither merged ranges nor cells in error (decision 0054).
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import xlrd

from louyu.engines.tables.inspection import Refused
from louyu.engines.tables.sheetxml import EXACT_BELOW, FORMULA_ERROR, LOST_DIGITS, Structure

_BROKEN = (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error)
_BROKEN_BY_ACCIDENT = (AssertionError, LookupError, ValueError, TypeError, AttributeError)


def read_xls(path: Path) -> Iterator[tuple[str, bool, pl.DataFrame, Structure]]:
    """Name, whether it is shown, all its cells as texts, and what the texts do not tell."""
    book = _opened(path)
    for sheet in book.sheets():
        shape = Structure(merged=[(r, c, r2 - 1, c2 - 1) for r, r2, c, c2 in sheet.merged_cells])
        columns = [
            pl.Series(
                str(c), [_text(book, sheet, r, c, shape) for r in range(sheet.nrows)], pl.String
            )
            for c in range(sheet.ncols)
        ]
        yield sheet.name, sheet.visibility == 0, pl.DataFrame(columns), shape


def _opened(path: Path) -> Any:
    with Path(os.devnull).open("w") as quiet:
        try:
            return xlrd.open_workbook(
                file_contents=path.read_bytes(), formatting_info=True, logfile=quiet
            )
        except (*_BROKEN, *_BROKEN_BY_ACCIDENT) as broken:
            if "encrypted" in str(broken):
                raise Refused("表格加了密码，请取消密码后再导入。") from broken
            raise Refused("表格打不开，请用表格软件另存为 xlsx 后再导入。") from broken


def _text(book: Any, sheet: Any, row: int, column: int, shape: Structure) -> str | None:
    value = _value(book, sheet.cell(row, column))
    if isinstance(value, _Error):
        shape.faults[row, column] = value.text, FORMULA_ERROR
        return None
    if isinstance(value, float) and abs(value) >= EXACT_BELOW:
        shape.faults[row, column] = f"{value:.5E}", LOST_DIGITS
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return None if value is None else str(value)


class _Error:
    def __init__(self, code: int) -> None:
        self.text = xlrd.error_text_from_code.get(code, "#N/A")


def _value(book: Any, cell: Any) -> Any:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return _Error(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.xldate.XLDateError, OverflowError):
            return float(cell.value)
    return cell.value if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None


def as_workbook(path: Path) -> Any:
    """The same sheets as a workbook of today, to be marked and handed back."""
    import openpyxl

    old, book = _opened(path), openpyxl.Workbook()
    book.remove(book.active)
    for sheet in old.sheets():
        copy = book.create_sheet(sheet.name)
        for row in range(sheet.nrows):
            values = (_value(old, cell) for cell in sheet.row(row))
            copy.append([v.text if isinstance(v, _Error) else v for v in values])
        for top, bottom, left, right in sheet.merged_cells:
            copy.merge_cells(
                start_row=top + 1, end_row=bottom, start_column=left + 1, end_column=right
            )
        copy.sheet_state = "visible" if sheet.visibility == 0 else "hidden"
    return book
