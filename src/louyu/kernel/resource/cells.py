"""单元格: how a value of each kind reads on a page; what a workbook holds belongs to export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import Any

from louyu.kernel import figures
from louyu.kernel.resource.declaration import Column, Kind, Resource, with_unit
from louyu.kernel.resource.listing import Extra, extras_of

# A figure nobody has given is no zero, and no dash either: it is still to be collected.
UNCOLLECTED = "未采集"


WRITTEN: dict[Kind, Callable[[Any], str]] = {
    Kind.AREA: figures.area,
    Kind.YUAN: figures.yuan,
    Kind.INTEGER: figures.count,
    Kind.DECIMAL: lambda value: f"{Decimal(value).normalize():f}",
    Kind.PERCENT: lambda value: f"{Decimal(value).quantize(Decimal('0.01'), ROUND_HALF_UP)}",
    Kind.DATE: figures.day,
    Kind.BOOLEAN: lambda value: "是" if value else "否",
}


def written(kind: Kind, value: Any) -> str:
    if value is None or value == "":
        return _missing(kind)
    return WRITTEN.get(kind, str)(value)


def _missing(kind: Kind) -> str:
    return UNCOLLECTED if kind.is_number else figures.MISSING


@dataclass(frozen=True, eq=False)
class Shown:
    """One column as a list or detail page shows it; made once, asked for every cell."""

    name: str
    label: str
    kind: Kind
    unit: str
    help: str
    labels: Mapping[Any, str] = field(default_factory=dict)
    absent: Callable[[Any], str] | None = None

    def text(self, row: Any) -> str:
        value = getattr(row, self.name)
        if value is None or value == "":
            return self.absent(row) if self.absent else _missing(self.kind)
        return self._write(value)

    @cached_property
    def _write(self) -> Callable[[Any], str]:
        labels = self.labels
        return (lambda value: labels.get(value, value)) if labels else WRITTEN.get(self.kind, str)

    @cached_property
    def css(self) -> str:
        return "r num" if self.kind.is_number else "num" if self.kind is Kind.DATE else ""

    @cached_property
    def header(self) -> str:
        return with_unit(self.label, self.unit)


def _of_column(resource: Resource, column: Column) -> Shown:
    return Shown(
        column.name,
        resource.label_of(column),
        resource.kind_of(column),
        column.unit,
        column.help,
        resource.labels_of(column),
        (lambda row: column.absent) if column.absent else None,
    )


def _of_extra(extra: Extra) -> Shown:
    return Shown(
        extra.name, extra.label, extra.kind, extra.unit, extra.help, extra.labels, extra.absent
    )


@cache
def shown(resource: Resource, *, listed_only: bool) -> list[Shown]:
    """The resource's columns in declared order, then what other apps add."""
    columns = [c for c in resource.columns if c.listed or not listed_only]
    declared = [_of_column(resource, column) for column in columns]
    return declared + [_of_extra(extra) for extra in extras_of(resource.key)]


def naming(resource: Resource) -> str:
    """The column whose text names the row: the first one searched."""
    return resource.search[0]


def sections(resource: Resource, row: Any) -> list[tuple[str, list[tuple[Shown, str]]]]:
    """Titled groups of (column, text) for a detail page."""
    by_name = {one.name: one for one in shown(resource, listed_only=False)}
    return [
        (section.title, [(one, one.text(row)) for one in map(by_name.get, section.columns) if one])
        for section in resource.sections
    ]


def related(columns: list[Shown]) -> list[str]:
    """What to select with the rows: the references among these columns."""
    return [column.name for column in columns if column.kind is Kind.REFERENCE]
