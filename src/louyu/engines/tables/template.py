"""模板: an empty workbook that helps to fill it: required marks, drop-downs, an example, advice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from louyu.engines.tables.columns import ColumnSpec, Kind
from louyu.engines.tables.parsing import EXAMPLE_MARK
from louyu.engines.tables.sheetxml import column_letter
from louyu.engines.tables.writing import sheet_title

_LAST_ROW = 5_000
_HELP_SHEET, _OPTIONS_SHEET = "填写说明", "选项"
_LONGEST_INLINE_LIST = 255
_KINDS = {
    Kind.TEXT: "文字",
    Kind.CODE: "编号，已设为文本格式",
    Kind.AREA: "数字",
    Kind.YUAN: "数字",
    Kind.DECIMAL: "数字",
    Kind.PERCENT: "百分数，如 80%",
    Kind.INTEGER: "整数",
    Kind.DATE: "日期，如 2024-03-01",
    Kind.CHOICE: "从下拉中选",
    Kind.BOOLEAN: "是或否",
}


@dataclass(frozen=True)
class TemplateColumn:
    """`options` are offered in a drop-down where the kind itself brings none."""

    spec: ColumnSpec
    help: str = ""
    example: str = ""
    options: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        unit = self.spec.unit or {Kind.AREA: "㎡", Kind.YUAN: "元"}.get(self.spec.kind, "")
        return (
            self.spec.label + (f"（{unit}）" if unit else "") + ("*" if self.spec.required else "")
        )

    @property
    def offered(self) -> tuple[str, ...]:
        if self.spec.kind is Kind.BOOLEAN:
            return "是", "否"
        return self.options or tuple(labels[0] for labels in self.spec.choices.values())


def write_template(
    out: Path | BinaryIO,
    title: str,
    columns: Sequence[TemplateColumn],
    remarks: Sequence[str] = (),
) -> None:
    target = str(out) if isinstance(out, Path) else out
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(sheet_title(title))
        help_sheet = book.add_worksheet(_HELP_SHEET)
        lists = _Lists(book)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            _write_column(book, sheet, index, column, lists)
        _write_help(book, help_sheet, columns, remarks)


class _Lists:
    """Long lists live on a hidden sheet: a validation holds 255 characters only."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._sheet: Any = None
        self._used = 0

    def source(self, options: Sequence[str]) -> list[str] | str:
        if len(",".join(options)) <= _LONGEST_INLINE_LIST and not any("," in o for o in options):
            return list(options)
        if self._sheet is None:
            self._sheet = self._book.add_worksheet(_OPTIONS_SHEET)
            self._sheet.hide()
        self._sheet.write_column(0, self._used, options)
        letter = column_letter(self._used)
        self._used += 1
        return f"={_OPTIONS_SHEET}!${letter}$1:${letter}${len(options)}"


def _write_column(
    book: xlsxwriter.Workbook, sheet: Any, index: int, column: TemplateColumn, lists: _Lists
) -> None:
    spec = column.spec
    colour = "#A8201A" if spec.required else "#104E94"
    head = book.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": colour, "align": "center", "border": 1}
    )
    body = book.add_format({"num_format": _number_format(spec)})
    example = book.add_format(
        {"num_format": _number_format(spec), "italic": True, "font_color": "#5A6878"}
    )
    sheet.set_column(index, index, max(12, len(column.header) * 2 + 4), body)
    sheet.write_string(0, index, column.header, head)
    shown = f"{EXAMPLE_MARK}{column.example}" if index == 0 else _typed(column)
    if isinstance(shown, str):
        sheet.write_string(1, index, shown, example)
    else:
        sheet.write(1, index, shown, example)
    rule = _validation(column, lists)
    if rule:
        sheet.data_validation(1, index, _LAST_ROW, index, rule)


def _typed(column: TemplateColumn) -> str | float | date:
    """An example in the type its column asks for, so that Excel marks nothing."""
    if not column.example:
        return ""
    if column.spec.kind.is_number:
        return float(column.example)
    if column.spec.kind is Kind.DATE:
        return date.fromisoformat(column.example)
    return column.example


def _number_format(spec: ColumnSpec) -> str:
    if spec.kind is Kind.DATE:
        return "yyyy-mm-dd"
    if spec.kind is Kind.INTEGER:
        return "0"
    return "General" if spec.kind.is_number else "@"


def _validation(column: TemplateColumn, lists: _Lists) -> dict[str, Any] | None:
    """Stops what is surely wrong; a drop-down of examples (buildings …) only warns."""
    spec = column.spec
    if column.offered:
        fixed = spec.kind in {Kind.CHOICE, Kind.BOOLEAN}
        return _rule(spec, "list", {"source": lists.source(column.offered)}, stop=fixed)
    if spec.kind is Kind.DATE:
        bounds = {"criteria": "between", "minimum": date(1900, 1, 1), "maximum": date(2100, 12, 31)}
        return _rule(spec, "date", bounds)
    if spec.kind.is_number:
        kind = "integer" if spec.kind is Kind.INTEGER else "decimal"
        return _rule(spec, kind, _number_bounds(spec))
    return _rule(spec, "length", {"criteria": "<=", "value": spec.max_length})


def _number_bounds(spec: ColumnSpec) -> dict[str, Any]:
    least = spec.minimum if spec.minimum is not None or spec.kind is not Kind.AREA else Decimal(0)
    low = -(10**14) if least is None else float(least)
    high = 10**14 if spec.maximum is None else float(spec.maximum)
    return {"criteria": "between", "minimum": low, "maximum": high}


def _rule(spec: ColumnSpec, kind: str, bounds: dict[str, Any], stop: bool = True) -> dict[str, Any]:
    return {
        "validate": kind,
        **bounds,
        "error_type": "stop" if stop else "warning",
        "error_title": "请核对",
        "error_message": f"{spec.label}：{_KINDS[spec.kind]}。"[:255],
    }


def _write_help(
    book: xlsxwriter.Workbook,
    sheet: Any,
    columns: Sequence[TemplateColumn],
    remarks: Sequence[str],
) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#DCEAF8", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for index, (text, width) in enumerate(
        (("列名", 22), ("必填", 8), ("格式", 24), ("怎么填", 60), ("示例", 26))
    ):
        sheet.write_string(0, index, text, bold)
        sheet.set_column(index, index, width)
    for row, column in enumerate(columns, start=1):
        for index, text in enumerate(_help_row(column)):
            sheet.write_string(row, index, text, wrapped)
    general = (
        "带 * 的列必填。",
        "示例行不会导入，可以留着。",
        "空着的格子不会抹掉系统里已有的内容。",
    )
    for offset, text in enumerate((*general, *remarks)):
        sheet.write_string(len(columns) + 2 + offset, 0, text)


def _help_row(column: TemplateColumn) -> tuple[str, str, str, str, str]:
    offered = "、".join(column.offered[:20])
    how = "；".join(part for part in (column.help, f"可填：{offered}" if offered else "") if part)
    required = "必填" if column.spec.required else ""
    return column.header, required, _KINDS[column.spec.kind], how, column.example
