"""写出: rows of an interface or a database as a csv, which is read like any other file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from louyu.engines.tables import Limits
from louyu.engines.tables.csvtext import safe_text
from louyu.journey.matching.sources.transports.contract import FeedFailed

MOST_ROWS = Limits().rows
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


class Written:
    """Counts what it writes, and refuses more than a table may have."""

    def __init__(self, writer: Any, width: int) -> None:
        self.writer, self.width, self.rows = writer, width, 0

    def add(self, cells: Sequence[Any]) -> None:
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise FeedFailed(f"超过 {MOST_ROWS:,} 行，请缩小查询范围。")
        self.writer.writerow([cell_text(cell) for cell in cells])


@contextmanager
def written(path: Path, headers: Sequence[str]) -> Iterator[Written]:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([safe_text(header) for header in headers])
        yield Written(writer, len(headers))


def cell_text(value: Any) -> str:
    """Nothing for nothing; a text is never taken for a formula, a number stays one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict | list | bytes):
        raise FeedFailed("有的格子里不是单个的值，请对方改成一格一值。")
    text = str(value).strip()
    return text if _NUMBER.fullmatch(text) else safe_text(text)
