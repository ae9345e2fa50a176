"""读名单: rows copied from a spreadsheet, or a file of them, as cells with their row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from louyu.engines.tables import (
    ROW,
    Cast,
    Limits,
    Refused,
    cast,
    known_labels,
    match_columns,
    read_table,
)
from louyu.registers.occupancy.roster.columns import COLUMNS

FIELDS = ("name", "uscc", "rooms", "area", "start")
SPECS = tuple(
    next(column.spec for column in COLUMNS if column.spec.field == field) for field in FIELDS
)
LABELS = known_labels(SPECS)
HEADER = "\t".join(spec.label for spec in SPECS)
MOST_ROWS = 2_000
LIMITS = Limits(file_bytes=2 * 1024 * 1024, rows=MOST_ROWS)


class Lines:
    """`rows`: what could be read, each with its ROW; `errors`: cells that could not."""

    def __init__(self, read: Cast, shift: int) -> None:
        blank: dict[str, Any] = dict.fromkeys(FIELDS)
        found = [blank | row for row in read.accepted.to_dicts()]
        self.rows: list[dict[str, Any]] = [row | {ROW: row[ROW] - shift} for row in found]
        self.errors = [replace(e, row=e.row - shift) for e in read.errors]


def lines_of(text: str) -> Lines:
    """Without a row of headers the columns are taken in the order the page names them.

    Raises Refused with what to do.
    """
    given = text.replace("\r\n", "\n").strip("\n")
    headed = _has_header(given.partition("\n")[0])
    with TemporaryDirectory(prefix="louyu-roster-") as folder:
        path = Path(folder) / "list.csv"
        path.write_text(given if headed else f"{HEADER}\n{given}", encoding="utf-8")
        table = read_table(path, LABELS, LIMITS)
    read = cast(table, match_columns(table, LABELS), SPECS)
    return Lines(read, 0 if headed else 1)


def text_of(path: Path) -> str:
    """A file as the page shows it: our columns, one row a line."""
    table = read_table(path, LABELS, LIMITS)
    headers = match_columns(table, LABELS).fields
    if "name" not in headers.values():
        raise Refused("没有找到“企业名称”列，请对照页面上的列名检查表头。")
    rows: list[Sequence[str | None]] = [list(headers), *table.frame.select(list(headers)).rows()]
    return "\n".join("\t".join(_flat(cell) for cell in row) for row in rows)


def _flat(cell: str | None) -> str:
    return " ".join((cell or "").split())


def _has_header(line: str) -> bool:
    cells = {cell.strip().strip('"') for cell in line.replace(",", "\t").split("\t")}
    return bool(cells & set(LABELS["name"]))
