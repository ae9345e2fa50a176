"""单元格: how a value of each kind reads on a page; what a workbook holds belongs to export."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from louyu.kernel.resource.listing import Extra, extras_of
from louyu.kernel import figures
from louyu.kernel.resource import Column, Kind, Resource

Reader = Callable[[Any], Any]


def _decimal(value: Any) -> str:
    return figures.MISSING if value is None else f"{value:f}"


def _plain(value: Any) -> str:
    return figures.MISSING if value is None or value == "" else str(value)


def _yes_no(value: Any) -> str:
    return figures.MISSING if value is None else "是" if value else "否"


WRITTEN: dict[Kind, Callable[[Any], str]] = {
    Kind.AREA: figures.area,
    Kind.YUAN: figures.yuan,
    Kind.INTEGER: figures.count,
    Kind.DECIMAL: _decimal,
    Kind.DATE: figures.day,
    Kind.BOOLEAN: _yes_no,
}


def written(kind: Kind, value: Any) -> str:
    return WRITTEN.get(kind, _plain)(value)


@dataclass(frozen=True)
class Shown:
    """One column as a list, detail or export needs it: name, header, kind and its value."""

    name: str
    label: str
    kind: Kind
    unit: str
    help: str
    value: Reader

    def text(self, row: Any) -> str:
        return WRITTEN.get(self.kind, _plain)(self.value(row))

    @property
    def css(self) -> str:
        return "r num" if self.kind.is_number else "num" if self.kind is Kind.DATE else ""

    @property
    def header(self) -> str:
        return f"{self.label}({self.unit})" if self.unit else self.label


def _of_column(resource: Resource, column: Column) -> Shown:
    kind = resource.kind_of(column)
    choice = kind is Kind.CHOICE
    read = _display(resource, column) if choice else attrgetter(column.name)
    label = resource.label_of(column)
    return Shown(column.name, label, kind, column.unit, column.help, read)


def _display(resource: Resource, column: Column) -> Reader:
    labels = dict(resource.field_of(column).flatchoices)
    name = column.name

    def label(row: Any) -> Any:
        value = getattr(row, name)
        return labels.get(value, value)

    return label


def _of_extra(extra: Extra) -> Shown:
    labels = dict(extra.choices)
    read = attrgetter(extra.name)
    label = (lambda row: labels.get(read(row), read(row))) if labels else read
    return Shown(extra.name, extra.label, extra.kind, extra.unit, extra.help, label)


def shown(resource: Resource, *, listed_only: bool) -> list[Shown]:
    """The resource's columns in declared order, then what other apps add."""
    columns = [c for c in resource.columns if c.listed or not listed_only]
    declared = [_of_column(resource, column) for column in columns]
    return declared + [_of_extra(extra) for extra in extras_of(resource.key)]


def sections(resource: Resource, row: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Titled groups of (label, text, unit) for a detail page."""
    by_name = {one.name: one for one in shown(resource, listed_only=False)}
    return [
        (
            section.title,
            [(by_name[n].label, by_name[n].text(row), by_name[n].unit) for n in section.columns],
        )
        for section in resource.sections
    ]


def related(resource: Resource, names: list[str]) -> list[str]:
    """What to select with the rows: the references among these columns."""
    columns = (resource.by_name[name] for name in names if name in resource.by_name)
    return [c.name for c in columns if resource.kind_of(c) is Kind.REFERENCE]
