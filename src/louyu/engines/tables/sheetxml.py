"""工作表结构: what the fast reader does not tell: merged ranges, lost digits, formula errors."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.parsers import expat

from louyu.engines.tables.inspection import Refused

LOST_DIGITS = "数字过长，表格软件已丢失末尾几位，请把这一格设为文本格式后重新填写完整"
FORMULA_ERROR = "公式出错，请改正公式或直接填写结果"
NO_RESULT = "公式没有计算结果，请在表格软件里打开、保存一次，或直接填写结果"
_PROLOG = 65_536
# A double holds 15 significant digits: longer whole numbers have lost some for good.
EXACT_BELOW = 10**15
_USUAL_WRITER = re.compile(rb'<sheetData>\s*<row r="\d+"')
_LONG_NUMBER = re.compile(rb"<v>-?(?:\d{16}|[\d.]+[eE])")
_FIRST_COLUMN_USED = re.compile(rb'<c r="A\d+"[^>/]*>(?:<v>|<is>)[^/]')


@dataclass
class Structure:
    """Cells by (row, column), both 0-based; `first_column` is where the used range begins."""

    first_column: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)


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


def refuse_document_types(archive: zipfile.ZipFile) -> None:
    """No part may declare a document type: that is where entity bombs and file reads begin."""
    for member in archive.infolist():
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(member) as part:
                _check_prolog(part.read(_PROLOG))


def _check_prolog(head: bytes) -> None:
    started: list[str] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, _: started.append(name)
    try:
        parser.Parse(head, len(head) < _PROLOG)
    except expat.ExpatError as broken:
        raise _broken() from broken
    if not started:
        raise _broken()


def sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """Names of the sheets' XML parts, in workbook order."""
    targets: dict[str, str] = {}
    order: list[str] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            keys = [key for key in attributes if _local(key) == "id" and " " in key]
            order.append(attributes[keys[0]] if keys else "")

    _walk(archive.read("xl/_rels/workbook.xml.rels"), relation)
    _walk(archive.read("xl/workbook.xml"), sheet)
    return [_part_name(targets.get(identity, "")) for identity in order]


def _part_name(target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return str(PurePosixPath("xl") / target)


def read_structure(xml: bytes) -> Structure:
    if _has_nothing_to_tell(xml):
        return Structure()
    walk = _SheetWalk()
    _walk(xml, walk.start, walk.end, walk.text)
    walk.found.first_column = min(walk.columns, default=0)
    return walk.found


def _has_nothing_to_tell(xml: bytes) -> bool:
    """A few quick looks, good for sheets as most programs write them; others are walked."""
    return bool(
        _USUAL_WRITER.search(xml, 0, _PROLOG)
        and _FIRST_COLUMN_USED.search(xml)
        and b"mergeCell" not in xml[xml.rfind(b"</sheetData>") :]
        and b"<f" not in xml
        and b't="e"' not in xml
        and not _LONG_NUMBER.search(xml)
    )


class _SheetWalk:
    """Follows one sheet's cells; positions are counted where a writer left them out."""

    def __init__(self) -> None:
        self.found = Structure()
        self.columns: set[int] = set()
        self.row = self.column = -1
        self.kind = ""
        self.formula = False
        self.in_value = False
        self.value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            self.column = _place(attributes["r"])[1] if "r" in attributes else self.column + 1
            self.kind = attributes.get("t", "n")
            self.formula, self.value = False, ""
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.in_value = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, data: str) -> None:
        if self.in_value:
            self.value += data

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.in_value = False
        elif name == "c":
            self._finish_cell()

    def _finish_cell(self) -> None:
        place = self.row, self.column
        value = self.value.strip()
        if value:
            self.columns.add(self.column)
        if self.kind == "e":
            self.found.faults[place] = value, FORMULA_ERROR
        elif self.formula and not value and self.kind != "str":
            self.found.faults[place] = "（公式）", NO_RESULT
        elif self.kind == "n" and value and abs(float(value)) >= EXACT_BELOW:
            self.found.faults[place] = f"{float(value):.5E}", LOST_DIGITS

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        if last:
            self.found.merged.append((*_place(first), *_place(last)))


def _place(reference: str) -> tuple[int, int]:
    """`B3` → (2, 1)."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, column_index(letters)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_: object) -> None:
    raise Refused("表格里有不该出现的内容，为安全起见未打开，请用表格软件重新保存后再导入。")


def _broken() -> Refused:
    return Refused("表格打不开，请用表格软件重新保存为 xlsx 后再导入。")


def _walk(
    xml: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda name: None,
    text: Callable[[str], None] = lambda data: None,
) -> None:
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, KeyError) as broken:
        raise _broken() from broken
