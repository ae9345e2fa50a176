"""工作表结构: what the fast reader does not tell: merged ranges, numbers that lost digits, errors."""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

_MERGE = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]+)\d+')
_CELL_COLUMN = re.compile(rb'<c r="([A-Z]+)\d')
# A double holds 15 significant digits: longer numbers have lost some for good.
_LONG = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?![^>]*\bt=)[^>]*>(?:<f[^<]*</f>)?<v>(-?[\d.]+[Ee]\+?\d+|\d{16,})</v>'
)
_ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>', re.S)
_EMPTY_FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)
_SHEET = re.compile(rb'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
_RELATION = re.compile(rb"<Relationship [^>]*>")


@dataclass(frozen=True)
class Structure:
    """Cells by (row, column), both 0-based; `first_column` is where the used range begins."""

    first_column: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notes: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


def column_index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """Names of the sheets' XML parts, in workbook order."""
    relations: dict[bytes, str] = {}
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        identity = re.search(rb'Id="([^"]*)"', tag)
        target = re.search(rb'Target="([^"]*)"', tag)
        if identity and target:
            path = target.group(1).decode()
            relations[identity.group(1)] = path.lstrip("/") if path[0] == "/" else f"xl/{path}"
    sheets = re.findall(rb"<(?:\w+:)?sheet [^>]*>", archive.read("xl/workbook.xml"))
    found = []
    for tag in sheets:
        relation = re.search(rb'\w+:id="([^"]*)"', tag)
        found.append(relations.get(relation.group(1), "") if relation else "")
    return found


def structure(path: Path, sheet: int) -> Structure:
    with zipfile.ZipFile(path) as archive:
        parts = sheet_parts(archive)
        if sheet >= len(parts) or parts[sheet] not in archive.namelist():
            return Structure()
        return read_structure(archive.read(parts[sheet]))


def read_structure(xml: bytes) -> Structure:
    notes: dict[tuple[int, int], tuple[str, str]] = {}
    if b"E+" in xml or re.search(rb"<v>\d{16,}</v>|<v>-?[\d.]+[Ee]\d+</v>", xml):
        for letters, row, value in _LONG.findall(xml):
            if float(value) >= 1e15:
                text = f"{float(value):.5E}"
                notes[_at(letters, row)] = (text, "数字过长，表格软件已丢失末尾几位")
    if b't="e"' in xml:
        for letters, row, value in _ERROR.findall(xml):
            notes[_at(letters, row)] = (value.decode(), "公式出错")
    if b"<f" in xml:
        for letters, row in _EMPTY_FORMULA.findall(xml):
            notes[_at(letters, row)] = ("公式", "公式没有计算结果")
    merged = tuple(
        (int(r1) - 1, column_index(c1.decode()), int(r2) - 1, column_index(c2.decode()))
        for c1, r1, c2, r2 in _MERGE.findall(xml)
    )
    return Structure(_first_column(xml), merged, notes)


def _first_column(xml: bytes) -> int:
    named = _DIMENSION.search(xml[:4096])
    if named:
        return column_index(named.group(1).decode())
    letters = {match.decode() for match in _CELL_COLUMN.findall(xml)}
    return min((column_index(text) for text in letters), default=0)


def _at(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_index(letters.decode())
