"""逐行读写: CSV or JSON lines in, CSV out; a file is complete or not there at all."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import polars as pl

from louyu.kernel.commands import CommandRefused

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = (",", "\t", ";", "|", "%")
Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Every cell a text, "" where the file has none.

    Raises CommandRefused for a file that is missing, not text or not of these two kinds.
    """
    if not path.is_file():
        raise CommandRefused(f"找不到文件 {path}。")
    text = _decoded(path)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return list(_json_lines(path, text))
    lines = csv.DictReader(text.splitlines(keepends=True), restkey="", restval="")
    if not lines.fieldnames:
        raise CommandRefused(f"{path} 是空的，第一行应当是列名。")
    return [{name: row[name] for name in lines.fieldnames} for row in lines]


def read_table(path: Path) -> pl.DataFrame:
    """The same as columns of texts, for files of a million rows; null where nothing is written.

    Other separators than the comma are known by the first line.
    """
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return pl.DataFrame(read_rows(path))
    if not path.is_file():
        raise CommandRefused(f"找不到文件 {path}。")
    text = _decoded(path)
    first = text.partition("\n")[0]
    if not first.strip():
        raise CommandRefused(f"{path} 是空的，第一行应当是列名。")
    separator = max(SEPARATORS, key=first.count)
    try:
        return pl.read_csv(
            io.StringIO(text), separator=separator, infer_schema=False, truncate_ragged_lines=True
        )
    except pl.exceptions.PolarsError as error:
        raise CommandRefused(f"{path} 不像 CSV：{str(error).splitlines()[0]}") from None


def column_of(rows: Sequence[Row], name: str) -> list[str]:
    """Raises CommandRefused for a column that the rows do not have."""
    if rows and name not in rows[0]:
        known = "、".join(rows[0])
        raise CommandRefused(f"文件里没有“{name}”这一列。已有的列：{known}。")
    return [row[name] for row in rows]


def write_rows(path: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with _whole(path) as out:
        writer = csv.writer(out)
        writer.writerow(names)
        writer.writerows(rows)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandRefused(f"{path} 不是 UTF-8 或 GB 18030 编码的文本，请另存为 CSV UTF-8 后再试。")


def _json_lines(path: Path, text: str) -> Iterator[Row]:
    names: dict[str, None] = {}
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise CommandRefused(f"{path} 第 {number} 行不是 JSON。") from None
        if not isinstance(row, dict):
            raise CommandRefused(f"{path} 第 {number} 行不是一个 JSON 对象。")
        names |= dict.fromkeys(row)
        found.append(row)
    for row in found:
        yield {name: _cell(row.get(name)) for name in names}


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as out:
            yield out
        draft.replace(path)
    except OSError as error:
        raise CommandRefused(f"写不了 {path}：{error.strerror}。") from error
    finally:
        draft.unlink(missing_ok=True)
