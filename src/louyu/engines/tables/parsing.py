"""解析: one file into sheets of text with their rows and columns; runs in the child process."""

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import fastexcel
import polars as pl

from louyu.engines.tables.headers import ERROR_HEADER, find_header, plain
from louyu.engines.tables.inspection import Limits, Refused
from louyu.engines.tables.sheetxml import Structure, structure

EXAMPLE_MARK = "示例"
HELP_SHEETS = {"填写说明", "说明", "选项"}
TOTAL_WORDS = ("合计", "小计", "总计")


@dataclass
class ParsedSheet:
    """`headers`: column name in the frame → header text as the user sees it."""

    name: str
    taken: bool
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    header_row: int = 0
    frame: pl.DataFrame | None = None
    notes: list[tuple[int, str, str, str]] = field(default_factory=list)
    skipped_rows: list[tuple[int, str]] = field(default_factory=list)


def parse(
    path: Path, form: str, known_labels: Mapping[str, Sequence[str]], limits: Limits
) -> list[ParsedSheet]:
    if form == "xlsx":
        return _parse_xlsx(path, known_labels, limits)
    frame = _read_csv(path, form, limits)
    return [_taken("", frame, Structure(), known_labels)]


def _parse_xlsx(
    path: Path, known_labels: Mapping[str, Sequence[str]], limits: Limits
) -> list[ParsedSheet]:
    try:
        book = fastexcel.read_excel(str(path))
    except Exception as broken:
        raise Refused("表格打不开，请用表格软件重新保存为 xlsx 后再导入。") from broken
    sheets = []
    for index, name in enumerate(book.sheet_names):
        loaded = book.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
        if loaded.visible != "visible":
            sheets.append(ParsedSheet(name, False, "隐藏的工作表没有导入"))
        elif name in HELP_SHEETS:
            sheets.append(ParsedSheet(name, False, "说明页"))
        elif loaded.height > limits.rows:
            raise Refused(f"工作表“{name}”超过 {limits.rows:,} 行，请分成几个文件再导入。")
        else:
            frame = loaded.to_polars()
            sheets.append(_taken(name, frame, structure(path, index), known_labels))
    return sheets


def _read_csv(path: Path, form: str, limits: Limits) -> pl.DataFrame:
    raw = path.read_bytes() if form == "csv" else _unpack(path, limits)
    text = decode(raw)
    try:
        delimiter = csv.Sniffer().sniff(text[:8192], delimiters=",\t;|").delimiter
    except csv.Error:
        delimiter = ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if len(rows) > limits.rows:
        raise Refused(f"文件超过 {limits.rows:,} 行，请分成几个文件再导入。")
    width = max((len(row) for row in rows), default=0)
    padded = [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]
    schema = {f"c{index}": pl.String for index in range(width)}
    return pl.DataFrame(padded, schema=schema, orient="row")


def _unpack(path: Path, limits: Limits) -> bytes:
    try:
        with gzip.open(path) as source:
            raw = source.read(limits.unpacked_bytes + 1)
    except (OSError, EOFError) as broken:
        raise Refused("压缩文件已损坏，请解压后再导入。") from broken
    if len(raw) > limits.unpacked_bytes:
        raise Refused("压缩文件解开后过大，请分成几个文件再导入。")
    return raw


def decode(raw: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else GB18030."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("文字编码认不出，请另存为 UTF-8 的 csv 或 xlsx 再导入。")


def _taken(
    name: str, frame: pl.DataFrame, shape: Structure, known_labels: Mapping[str, Sequence[str]]
) -> ParsedSheet:
    frame = frame.rename({old: f"c{i}" for i, old in enumerate(frame.columns)})
    head = frame.head(20).rows()
    spans = _merged_texts(head, shape)
    found = find_header(head, known_labels, spans)
    if found is None:
        empty = frame.height == 0
        return ParsedSheet(name, False, "空工作表" if empty else "没有找到认识的表头")
    headers = {
        f"c{i}": text
        for i, text in enumerate(found.texts)
        if text and plain(text) != plain(ERROR_HEADER)
    }
    body = frame.with_row_index("row", offset=1).slice(found.last + 1)
    sheet = ParsedSheet(name, True, headers=headers, header_row=found.first + 1)
    body = _fill_merged(body, shape, found.last)
    body = _without_filler(body, headers, sheet)
    _note_cells(body, shape, headers, sheet)
    sheet.frame = body.select("row", *headers)
    return sheet


def _merged_texts(
    head: Sequence[Sequence[str | None]], shape: Structure
) -> dict[tuple[int, int], str]:
    texts: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in shape.merged:
        column = left - shape.first_column
        if top >= len(head) or not 0 <= column < len(head[top]) or not head[top][column]:
            continue
        for row in range(top, bottom + 1):
            for c in range(column, right - shape.first_column + 1):
                texts[row, c] = str(head[top][column])
    return texts


def _fill_merged(body: pl.DataFrame, shape: Structure, header_last: int) -> pl.DataFrame:
    """A cell merged over rows holds for each of them; nothing else is filled down."""
    by_column: dict[str, dict[int, str]] = {}
    values = {row: index for index, row in enumerate(body["row"].to_list())}
    for top, left, bottom, _ in shape.merged:
        column = f"c{left - shape.first_column}"
        if top <= header_last or top == bottom or column not in body.columns:
            continue
        text = body[column][values[top + 1]] if top + 1 in values else None
        if text:
            by_column.setdefault(column, {}).update(dict.fromkeys(range(top + 2, bottom + 2), text))
    for column, fills in by_column.items():
        filled = pl.col("row").cast(pl.Int64).replace_strict(fills, default=None, return_dtype=pl.String)
        body = body.with_columns(pl.coalesce(column, filled).alias(column))
    return body


def _without_filler(
    body: pl.DataFrame, headers: Mapping[str, str], sheet: ParsedSheet
) -> pl.DataFrame:
    """Leave out empty rows, totals and our own example row, and say which."""
    columns = list(headers)
    body = body.with_columns(
        pl.col(columns).str.strip_chars(" \t\r\n\u3000\u00a0\u200b\ufeff").replace("", None)
    )
    body = body.with_columns(pl.col(columns).str.replace(r" 00:00:00$", ""))
    body = body.filter(pl.any_horizontal(pl.col(columns).is_not_null()))
    first = pl.coalesce(columns)
    total = first.str.replace_all(r"[\s:：]", "").is_in(TOTAL_WORDS).fill_null(False)
    example = first.str.starts_with(EXAMPLE_MARK + "：").fill_null(False)
    for row, is_total in body.filter(total | example).select("row", total.alias("t")).rows():
        sheet.skipped_rows.append((row, "合计行" if is_total else "示例行"))
    return body.filter(~(total | example))


def _note_cells(
    body: pl.DataFrame, shape: Structure, headers: Mapping[str, str], sheet: ParsedSheet
) -> None:
    rows = set(body["row"].to_list())
    for (row, column), (value, note) in shape.notes.items():
        name = f"c{column - shape.first_column}"
        if name in headers and row + 1 in rows:
            sheet.notes.append((row + 1, name, value, note))


