"""工作簿: the tables of a bulletin's edition as a workbook, a sheet each, numbers as numbers."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from io import BytesIO

import polars as pl

from louyu.engines.documents import Annex, Document, Table
from louyu.engines.measures import NOT_APPLICABLE, UNCOLLECTED
from louyu.engines.tables import SheetOut, write_table
from louyu.journey.publication.monthly.telling import NOT_SAMPLED

# What stands in a column of numbers where there is none.
SILENT = {"", NOT_APPLICABLE, UNCOLLECTED, NOT_SAMPLED}
BLANK = "空白单元格表示未采集或不适用，不是 0"


def workbook(document: Document) -> bytes:
    out = BytesIO()
    sheets = [
        SheetOut(title, _frame(table), (document.title, title, BLANK))
        for title, table in _tables(document)
    ]
    write_table(out, sheets)
    return out.getvalue()


def _tables(document: Document) -> Iterator[tuple[str, Table]]:
    """Named by the annex they stand in, else by their caption or their place in the text."""
    annex, count = "", 0
    for block in document.blocks:
        if isinstance(block, Annex):
            annex = f"{block.label} {block.title}"
        if isinstance(block, Table):
            count += 1
            yield annex or block.caption or f"正文表{count}", block


def _frame(table: Table) -> pl.DataFrame:
    rows = [*table.rows, *([table.total] if table.total else [])]
    cells = zip(*rows, strict=True) if rows else ([] for _ in table.columns)
    names = _names(table)
    return pl.DataFrame([_series(name, list(of)) for name, of in zip(names, cells, strict=True)])


def _names(table: Table) -> list[str]:
    """A change that stands twice is told apart by the column it follows."""
    found: list[str] = []
    for column in table.columns:
        name = column.label.replace("\n", "")
        found.append(f"{found[-1]}·{name}" if name in found else name)
    return found


def _series(name: str, texts: list[str]) -> pl.Series:
    told = [text for text in texts if text not in SILENT]
    try:
        numbers = {text: Decimal(text.replace(",", "")) for text in told}
    except InvalidOperation:
        return pl.Series(name, texts, dtype=pl.String)
    if not told:
        return pl.Series(name, texts, dtype=pl.String)
    places = max(max(0, -int(number.as_tuple().exponent)) for number in numbers.values())
    return pl.Series(name, [numbers.get(text) for text in texts], dtype=pl.Decimal(None, places))
