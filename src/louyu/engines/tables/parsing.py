"""解析: one file into sheets of text with their rows and columns; runs in the child process."""

import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import fastexcel
import polars as pl

from louyu.engines.tables.binary import read_xls
from louyu.engines.tables.csvtext import read_csv
from louyu.engines.tables.geojson import read_geojson
from louyu.engines.tables.headers import (
    ERROR_HEADER,
    Grid,
    HeaderRows,
    Spans,
    find_header,
    guess_header,
    plain,
)
from louyu.engines.tables.inspection import Limits, Refused
from louyu.engines.tables.sheetxml import (
    Structure,
    column_letter,
    read_structure,
    refuse_document_types,
    sheet_parts,
)

ROW = "__row__"
FindHeader = Callable[[Grid, Spans], HeaderRows | None]
EXAMPLE_MARK = "示例："
HELP_SHEETS = frozenset({"填写说明", "说明", "选项"})
_HEAD_ROWS = 20
# Blanks of every width, and signs that only steer how a text is set.
_BLANKS = (
    "".join(map(chr, (*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010))))
    + "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u3000\ufeff"
)
# Control signs but for tab and line ends, and blanks without a width.
_INVISIBLE = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\u200b\u2060\ufeff]"
_TOTAL = r"^(合计|小计|总计|累计|共计|本页合计|本页小计)[:：]?$"
# 示范大厦小计 in the first cell; a firm is not called so.
_TOTAL_OF = r"(合计|小计|总计|共计)[:：]?$"
_FOOT = r"^(注|备注|说明|填表人|制表人|审核人|负责人|填报人|填表日期|填报日期|制表日期)[:：]"


@dataclass
class ParsedSheet:
    """`columns`: header text → 0-based column of the sheet; `frame` has one column per header.

    `titles` are the texts above the header; `filled` are the cells that took the value of the
    merged range they lie in.
    """

    name: str
    columns: dict[str, int] = field(default_factory=dict)
    header: tuple[int, int] = (0, 0)
    titles: list[str] = field(default_factory=list)
    error_column: int = 0
    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    notes: list[tuple[int | None, str]] = field(default_factory=list)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    filled: list[tuple[int, str]] = field(default_factory=list)


def parse(
    path: Path, form: str, known_labels: Mapping[str, Sequence[str]], limits: Limits
) -> list[ParsedSheet]:
    """Where no sheet has a known header, likely ones are taken: a person can say what they mean."""
    sheets = _parse(path, form, partial(find_header, known_labels=known_labels), limits)
    if any(sheet.columns for sheet in sheets):
        return sheets
    return _parse(path, form, guess_header, limits)


def _parse(path: Path, form: str, find: FindHeader, limits: Limits) -> list[ParsedSheet]:
    if form == "xlsx":
        return _parse_xlsx(path, find, limits)
    if form == "xls":
        return [_parse_old(*sheet, find, limits) for sheet in read_xls(path)]
    if form == "geojson":
        return [_parse_geojson(path, limits)]
    return [_taken("", read_csv(path, form, limits), Structure(), find)]


def _parse_geojson(path: Path, limits: Limits) -> ParsedSheet:
    """Every property is a column: which of them mean something is for the mapping to say."""
    frame = read_geojson(path, limits)
    names = frame.columns
    sheet = ParsedSheet("", {n: i for i, n in enumerate(names)}, error_column=len(names))
    text = pl.all().str.replace_all(_INVISIBLE, "").str.strip_chars(_BLANKS).replace("", None)
    sheet.frame = frame.with_columns(text).with_row_index(ROW, offset=1).cast({ROW: pl.Int64})
    return sheet


def _parse_xlsx(path: Path, find: FindHeader, limits: Limits) -> list[ParsedSheet]:
    sheets = []
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_document_types(archive)
            parts = sheet_parts(archive)
            book = fastexcel.read_excel(str(path))
            for name, part in zip(book.sheet_names, parts, strict=True):
                sheets.append(_parse_sheet(archive, part, book, name, find, limits))
    except (fastexcel.FastExcelError, KeyError, ValueError, OSError) as broken:
        raise Refused("表格打不开，请用表格软件重新保存为 xlsx 后再导入。") from broken
    return sheets


def _parse_sheet(
    archive: zipfile.ZipFile,
    part: str,
    book: fastexcel.ExcelReader,
    name: str,
    find: FindHeader,
    limits: Limits,
) -> ParsedSheet:
    loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    left_out = _left_out(name, loaded.visible == "visible", loaded.height, limits)
    if left_out:
        return left_out
    shape = read_structure(archive.read(part))
    return _taken(name, loaded.to_polars(), shape, find)


def _parse_old(
    name: str,
    shown: bool,
    frame: pl.DataFrame,
    shape: Structure,
    find: FindHeader,
    limits: Limits,
) -> ParsedSheet:
    return _left_out(name, shown, frame.height, limits) or _taken(name, frame, shape, find)


def _left_out(name: str, shown: bool, height: int, limits: Limits) -> ParsedSheet | None:
    if name in HELP_SHEETS:
        return ParsedSheet(name)
    if not shown:
        return ParsedSheet(name, notes=[(None, "隐藏的工作表没有导入")])
    if height > limits.rows:
        raise Refused(f"工作表「{name}」超过 {limits.rows:,} 行，请分成几个文件再导入。")
    if height == 0:
        return ParsedSheet(name, notes=[(None, "空的工作表没有导入")])
    return None


def _taken(name: str, frame: pl.DataFrame, shape: Structure, find: FindHeader) -> ParsedSheet:
    frame = _trimmed(frame)
    head = frame.head(_HEAD_ROWS).rows()
    found = find(head, _merged_texts(head, shape)) if head else None
    if found is None:
        return ParsedSheet(name, notes=[(None, "没有找到认识的表头，这张工作表没有导入")])
    sheet = _with_columns(name, found, shape)
    above = (text for row in head[: found.first] for text in row if text)
    sheet.titles = list(dict.fromkeys(above))
    names = {text: f"c{column - shape.first_column}" for text, column in sheet.columns.items()}
    body = frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    body = body.slice(found.last + 1).select(ROW, **{t: pl.col(c) for t, c in names.items()})
    body = _fill_merged(body, shape, sheet)
    sheet.frame = _without_filler(body, sheet)
    _locate_faults(shape, sheet)
    return sheet


def _trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns c0, c1, …; blanks of every width and invisible signs around a text are gone."""
    frame = frame.rename({old: f"c{index}" for index, old in enumerate(frame.columns)})
    text = pl.all().str.replace_all(_INVISIBLE, "")
    return frame.with_columns(text.str.strip_chars(_BLANKS).replace("", None))


def _with_columns(name: str, found: HeaderRows, shape: Structure) -> ParsedSheet:
    """Headers that occur twice are told apart by their column letter."""
    sheet = ParsedSheet(name, header=(found.first + 1, found.last + 1))
    sheet.error_column = shape.first_column + len(found.texts)
    for index, text in enumerate(found.texts):
        column = shape.first_column + index
        if plain(text) == plain(ERROR_HEADER):
            sheet.error_column = column
        elif text:
            key = f"{text}（{column_letter(column)}列）" if text in sheet.columns else text
            sheet.columns[key] = column
    return sheet


def _merged_texts(
    head: Sequence[Sequence[str | None]], shape: Structure
) -> dict[tuple[int, int], str]:
    texts: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in shape.merged:
        column = left - shape.first_column
        if top >= len(head) or not 0 <= column < len(head[top]):
            continue
        text = head[top][column]
        for row in range(top, bottom + 1) if text else ():
            for c in range(column, right - shape.first_column + 1):
                texts[row, c] = str(text)
    return texts


def _fill_merged(body: pl.DataFrame, shape: Structure, sheet: ParsedSheet) -> pl.DataFrame:
    """A cell merged over rows holds for each of them; nothing else is filled down."""
    headers = {column: header for header, column in sheet.columns.items()}
    index_of = {row: index for index, row in enumerate(body[ROW])}
    fills: dict[str, dict[int, str]] = {}
    for top, left, bottom, _ in shape.merged:
        header = headers.get(left)
        if header is None or top == bottom or top + 1 not in index_of:
            continue
        text = body[header][index_of[top + 1]]
        rows = [row for row in range(top + 1, bottom + 2) if row in index_of]
        if text:
            fills.setdefault(header, {}).update(dict.fromkeys(rows, text))
            sheet.filled.extend((row, header) for row in rows)
    for header, texts in fills.items():
        filled = pl.col(ROW).replace_strict(texts, default=None, return_dtype=pl.String)
        body = body.with_columns(pl.coalesce(filled, pl.col(header)).alias(header))
    return body


def _without_filler(body: pl.DataFrame, sheet: ParsedSheet) -> pl.DataFrame:
    """Leave out empty rows, totals, foot lines, repeated headers and our own example; say which."""
    headers = list(sheet.columns)
    body = _without_empty(body, sheet)
    first = pl.coalesce(headers)
    tight = [pl.col(h).str.replace_all(r"\s", "") for h in headers]
    is_total = pl.any_horizontal(text.str.contains(_TOTAL).fill_null(False) for text in tight)
    repeated = pl.all_horizontal(pl.col(h).is_null() | (pl.col(h) == h) for h in headers)
    reason = (
        pl.when(is_total | first.str.replace_all(r"\s", "").str.contains(_TOTAL_OF))
        .then(pl.lit("合计行没有导入"))
        .when(first.str.starts_with(EXAMPLE_MARK))
        .then(pl.lit("示例行没有导入"))
        .when(first.str.contains(_FOOT))
        .then(pl.lit("表尾说明没有导入"))
        .when(repeated)
        .then(pl.lit("重复的表头没有导入"))
    )
    body = body.with_columns(reason.alias("reason"))
    left_out = body.filter(pl.col("reason").is_not_null())
    sheet.notes.extend(left_out.select(ROW, "reason").rows())
    return body.filter(pl.col("reason").is_null()).drop("reason")


def _without_empty(body: pl.DataFrame, sheet: ParsedSheet) -> pl.DataFrame:
    """Empty rows between others are told once; those after the last are nothing at all."""
    headers = list(sheet.columns)
    full = body.filter(pl.any_horizontal(pl.col(headers).is_not_null()))
    if full.height:
        between = int(full[ROW][-1]) - int(full[ROW][0]) + 1 - full.height
        sheet.notes += [(None, f"中间有 {between} 个空行，没有导入")] if between else []
    return full


def _locate_faults(shape: Structure, sheet: ParsedSheet) -> None:
    headers = {column: header for header, column in sheet.columns.items()}
    rows = set(sheet.frame[ROW])
    wrong: dict[str, list[int]] = defaultdict(list)
    for (row, column), (value, reason) in sorted(shape.faults.items()):
        if column in headers and row + 1 in rows:
            sheet.faults.append((row + 1, headers[column], value, reason))
            wrong[headers[column]].append(row + 1)
    sheet.frame = sheet.frame.with_columns(
        pl.when(~pl.col(ROW).is_in(places)).then(pl.col(header)).alias(header)
        for header, places in wrong.items()
    )
    sheet.filled = [cell for cell in sheet.filled if cell[0] in rows]
