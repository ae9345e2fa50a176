"""错误表: the user's own file handed back with a column that says what is wrong in each row."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl

from louyu.engines.tables.binary import as_workbook
from louyu.engines.tables.csvtext import opened, rows_of, safe_text
from louyu.engines.tables.headers import ERROR_HEADER
from louyu.engines.tables.inspection import USUAL, Limits, inspect
from louyu.engines.tables.parsing import ROW
from louyu.engines.tables.reading import SHEET, CellError, SheetLayout, Table, run_child
from louyu.engines.tables.writing import SheetOut, write_table

# Beyond this the whole workbook would be too heavy to rewrite: the wrong rows alone go back.
_MOST_ROWS_MARKED = 20_000
_MARKING_SECONDS = 240  # in the background; a workbook is read and written whole
_WRONG_FILL, _HEADER_FILL, _COLUMN_WIDTH = "FFFDE2E0", "FFA8201A", 48

Reasons = Mapping[int, str]


def write_errors(
    path: Path, table: Table, errors: Sequence[CellError], out: Path, limits: Limits = USUAL
) -> Path:
    """`out` with the suffix of what was written; the column is left out when it is read again."""
    form = inspect(path, limits)
    if form == "geojson":
        return _write_wrong_rows(table, errors, out.with_suffix(".xlsx"))
    if form not in {"xlsx", "xls"}:
        return _write_csv(path, table, errors, out.with_suffix(".csv"), limits)
    out = out.with_suffix(".xlsx")
    if table.frame.height > _MOST_ROWS_MARKED:
        return _write_wrong_rows(table, errors, out)
    request = {
        "work": "mark",
        "path": str(path),
        "out": str(out),
        "layouts": [asdict(layout) for layout in table.layouts],
        "errors": [asdict(error) for error in errors],
    }
    run_child(request, replace(limits, seconds=_MARKING_SECONDS))
    return out


def reasons_by_row(errors: Sequence[CellError], sheet: str) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for error in errors:
        if error.sheet == sheet:
            told = f"「{error.column}」{error.reason}" if error.column else error.reason
            found[error.row].append(told)
    return {row: "；".join(reasons) for row, reasons in found.items()}


def mark(
    path: Path, layouts: Sequence[dict[str, Any]], errors: Sequence[dict[str, Any]], out: Path
) -> None:
    """In the child process: openpyxl keeps the looks; values stand where formulas stood,
    because a formula comes back without its result until a spreadsheet has computed it."""
    import openpyxl

    old = inspect(path) == "xls"
    book = as_workbook(path) if old else openpyxl.load_workbook(path.open("rb"), data_only=True)
    found = [CellError(**error) for error in errors]
    for told in layouts:
        layout = SheetLayout(**told)
        _mark_sheet(book[layout.name], layout, found)
    book.save(out)


def _mark_sheet(sheet: Any, layout: SheetLayout, errors: Sequence[CellError]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    column = layout.error_column + 1
    if column <= sheet.max_column:
        for row in range(layout.header[1] + 1, sheet.max_row + 1):
            sheet.cell(row, column).value = None
    head = sheet.cell(layout.header[1], column, ERROR_HEADER)
    head.font = Font(bold=True, color="FFFFFFFF")
    head.fill = PatternFill("solid", fgColor=_HEADER_FILL)
    sheet.column_dimensions[get_column_letter(column)].width = _COLUMN_WIDTH
    for row, reasons in reasons_by_row(errors, layout.name).items():
        cell = sheet.cell(row, column, reasons)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for error in errors:
        if error.sheet == layout.name and error.column in layout.columns:
            wrong = sheet.cell(error.row, layout.columns[error.column] + 1)
            wrong.fill = PatternFill("solid", fgColor=_WRONG_FILL)


def _write_csv(
    path: Path, table: Table, errors: Sequence[CellError], out: Path, limits: Limits
) -> Path:
    """In the encoding and with the separator the file came in."""
    source = opened(path, inspect(path, limits), limits)
    layout = table.layouts[0]
    reasons: Reasons = reasons_by_row(errors, "") | {layout.header[1]: ERROR_HEADER}
    written = io.StringIO()
    writer = csv.writer(written, delimiter=source.separator)
    for number, row in enumerate(rows_of(source), start=1):
        padded = row + [""] * (layout.error_column + 1 - len(row))
        padded[layout.error_column] = safe_text(reasons.get(number, ""))
        writer.writerow(padded)
    out.write_bytes(written.getvalue().encode(source.encoding))
    return out


def _write_wrong_rows(table: Table, errors: Sequence[CellError], out: Path) -> Path:
    frames = []
    for layout in table.layouts:
        reasons = reasons_by_row(errors, layout.name)
        rows = table.frame.filter((pl.col(SHEET) == layout.name) & pl.col(ROW).is_in(list(reasons)))
        text = pl.col(ROW).replace_strict(reasons, default="", return_dtype=pl.String)
        kept = [pl.col(header) for header in layout.columns]
        shown = rows.select(pl.col(ROW).alias("原表行号"), *kept, text.alias(ERROR_HEADER))
        frames.append(SheetOut(layout.name, shown))
    write_table(out, [sheet for sheet in frames if sheet.frame.height])
    return out
