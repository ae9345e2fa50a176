"""读表: one spreadsheet file as a table of texts that know their sheet, row and column."""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from louyu.engines.tables.headers import Match, match_headers
from louyu.engines.tables.inspection import USUAL, Limits, Refused, inspect
from louyu.engines.tables.parsing import ROW

SHEET = "__sheet__"
log = logging.getLogger("louyu.tables")
_CHILD_ENVIRONMENT = {
    "PYTHONPATH": str(Path(__file__).parents[3]),
    "PYTHONUTF8": "1",
    "POLARS_MAX_THREADS": "2",
    # Each arena reserves 64 MB of the address space that is limited.
    "MALLOC_ARENA_MAX": "1",
}


@dataclass(frozen=True)
class CellError:
    """`column` is the header text, `row` the number beside the row; a csv's sheet is ""."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class SheetNote:
    """What was left out and why; without a row it is the whole sheet."""

    sheet: str
    row: int | None
    text: str


@dataclass(frozen=True)
class SheetLayout:
    """`columns`: header text → 0-based column; `header`: first and last header row, 1-based;
    `titles`: what stands above the header."""

    name: str
    columns: dict[str, int]
    header: tuple[int, int]
    error_column: int
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """`frame`: SHEET, ROW and one text column per header; `filled`: cells inside a merged range."""

    frame: pl.DataFrame
    layouts: tuple[SheetLayout, ...]
    notes: tuple[SheetNote, ...]
    faults: tuple[CellError, ...]
    filled: tuple[tuple[str, int, str], ...]

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.frame.columns[2:])


def match_columns(
    table: Table,
    known_labels: Mapping[str, Sequence[str]],
    remembered: Mapping[str, str] | None = None,
) -> Match:
    sheets = [list(layout.columns) for layout in table.layouts]
    return match_headers(sheets, known_labels, remembered)


def read_table(
    path: Path, known_labels: Mapping[str, Sequence[str]], limits: Limits = USUAL
) -> Table:
    """Raises Refused with what to do when nothing in the file can be taken."""
    form = inspect(path, limits)
    with tempfile.TemporaryDirectory(prefix="louyu-table-") as folder:
        request = {"work": "parse", "path": str(path), "out": folder, "form": form}
        labels = {field: list(names) for field, names in known_labels.items()}
        answer = run_child(request | {"known_labels": labels}, limits)
        return _table(answer["sheets"], Path(folder))


def run_child(request: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """A fresh interpreter: what a file does to it cannot reach this process."""
    command = [sys.executable, "-m", "louyu.engines.tables.child"]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=json.dumps({**request, "limits": asdict(limits)}),
            capture_output=True,
            text=True,
            timeout=limits.seconds,
            env=_CHILD_ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        message = f"表格在 {limits.seconds} 秒内没有读完，请分成几个文件再导入。"
        raise Refused(message) from late
    if done.returncode:
        log.warning("table child ended with %s: %s", done.returncode, done.stderr[-400:])
        raise Refused("表格过大或内部有误，没有读完，请用表格软件重新保存、分成几个文件后再导入。")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return answer


def _table(sheets: Sequence[dict[str, Any]], folder: Path) -> Table:
    notes = tuple(SheetNote(s["name"], row, text) for s in sheets for row, text in s["notes"])
    taken = [sheet for sheet in sheets if sheet["columns"]]
    if not taken:
        found = "".join(f"「{note.sheet}」：{note.text}；" for note in notes if note.sheet)
        raise Refused(f"没有找到可以导入的表，请对照模板检查表头。{found}".rstrip("；"))
    frames = [
        pl.read_ipc(folder / f"{sheet['frame']}.arrow").select(
            pl.lit(sheet["name"]).alias(SHEET), pl.all()
        )
        for sheet in taken
    ]
    frame = pl.concat(frames, how="diagonal")
    return Table(
        frame=frame.select(SHEET, ROW, pl.exclude(SHEET, ROW)),
        layouts=tuple(
            SheetLayout(
                s["name"],
                s["columns"],
                tuple(s["header"]),
                s["error_column"],
                tuple(s["titles"]),
            )
            for s in taken
        ),
        notes=notes,
        faults=tuple(CellError(s["name"], *fault) for s in taken for fault in s["faults"]),
        filled=tuple((s["name"], row, header) for s in taken for row, header in s["filled"]),
    )
