"""写表: exports with native types; a text is never taken for a formula by whoever opens them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl
from rustpy_xlsxwriter import FastExcel, Format

from louyu.engines.tables.csvtext import safe_text

_NARROWEST, _WIDEST, _SAMPLED_ROWS = 9.0, 40.0, 200
_FORBIDDEN_IN_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", "·"))
_LONGEST_TITLE = 31


@dataclass(frozen=True)
class SheetOut:
    """Column names are the headers; `head` lines (口径, filters, time, person) stand above them."""

    title: str
    frame: pl.DataFrame
    head: Sequence[str] = ()


def write_table(out: Path | BinaryIO, sheets: Sequence[SheetOut]) -> None:
    target = str(out) if isinstance(out, Path) else out
    writer = FastExcel(target, output_format="xlsx").format(
        bold_headers=True, datetime_format="yyyy-mm-dd hh:mm"
    )
    for sheet in sheets:
        title = sheet_title(sheet.title)
        writer = writer.freeze(row=len(sheet.head) + 1, sheet=title).sheet(
            title,
            _native(sheet.frame),
            header_row=len(sheet.head),
            merge_ranges=_head_ranges(sheet),
            column_widths=_widths(sheet.frame),
            column_formats=_formats(sheet.frame),
            autofilter=True,
        )
    writer.save()


def sheet_title(text: str) -> str:
    """What Excel accepts as the name of a sheet."""
    return text.translate(_FORBIDDEN_IN_TITLE).strip("'")[:_LONGEST_TITLE] or "表"


def _native(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals become doubles, as every number of a workbook is: 15 digits hold them exactly."""
    return frame.with_columns(
        pl.col(name).cast(pl.Float64)
        for name, kind in frame.schema.items()
        if isinstance(kind, pl.Decimal)
    )


def _head_ranges(sheet: SheetOut) -> list[tuple[int, int, int, int, str]]:
    last = max(1, sheet.frame.width - 1)
    return [(row, 0, row, last, line) for row, line in enumerate(sheet.head)]


def _formats(frame: pl.DataFrame) -> dict[str, Format]:
    formats = {}
    for name, kind in frame.schema.items():
        if isinstance(kind, pl.Decimal):
            formats[name] = Format().set_num_format(
                "#,##0" + "." * bool(kind.scale) + "0" * kind.scale
            )
        elif kind == pl.Date:
            formats[name] = Format().set_num_format("yyyy-mm-dd")
    return formats


def _widths(frame: pl.DataFrame) -> list[float]:
    """As wide as the longest of header and first values; a Chinese sign takes two places."""
    sample = frame.head(_SAMPLED_ROWS).select(pl.all().cast(pl.String).str.len_bytes().max())
    longest = sample.row(0) if frame.width else ()
    return [
        min(_WIDEST, max(_NARROWEST, len(name) * 2.2 + 3, (seen or 0) * 0.75 + 2))
        for name, seen in zip(frame.columns, longest, strict=True)
    ]


def write_csv(out: Path | BinaryIO, frame: pl.DataFrame) -> None:
    """UTF-8 with a mark, so that spreadsheets recognise it; numbers stay numbers."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    safe = frame.with_columns(
        pl.col(texts).str.replace(r"^([=+\-@\t\r＝＋－＠])", "'$1") if texts else []
    )
    safe = safe.rename({name: safe_text(name) for name in safe.columns})
    text = safe.write_csv(include_bom=True, line_terminator="\r\n")
    if isinstance(out, Path):
        out.write_bytes(text.encode())
    else:
        out.write(text.encode())
