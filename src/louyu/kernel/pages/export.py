"""导出: exactly the rows the list has selected, as a workbook or CSV that can be imported again."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

import polars as pl
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.utils import timezone

from louyu.engines.tables import SheetOut, write_csv, write_table
from louyu.kernel.pages.selection import Selection
from louyu.kernel.requests import Request
from louyu.kernel.resource import Column, Kind, Resource, kind_of_field, resource, with_unit
from louyu.kernel.resource.listing import bases_of, extras_of

log = logging.getLogger("louyu.export")
CHUNK = 5_000
TYPES: Mapping[Kind, Any] = {
    Kind.AREA: pl.Decimal(None, 2),
    Kind.YUAN: pl.Decimal(None, 2),
    Kind.DECIMAL: pl.Decimal(None, 6),
    Kind.PERCENT: pl.Decimal(None, 2),
    Kind.INTEGER: pl.Int64,
    Kind.ORDINAL: pl.Int64,
    Kind.DATE: pl.Date,
}


@dataclass(frozen=True)
class Field:
    """One column of the workbook: its header and where its values are read."""

    header: str
    path: str
    kind: Kind
    labels: Mapping[Any, str] = field(default_factory=dict)

    def series(self, values: tuple[Any, ...]) -> pl.Series:
        if self.labels:
            values = tuple(self.labels.get(value, value) for value in values)
        dtype = TYPES.get(self.kind, pl.String)
        return pl.Series(self.header, values, dtype=dtype, strict=False)


def fields_of(declared: Resource) -> list[Field]:
    """Every declared column, listed or not, then what other apps add."""
    extras = extras_of(declared.key)
    return [_of_column(declared, column) for column in declared.columns] + [
        Field(with_unit(extra.label, extra.unit), extra.name, extra.kind, extra.labels)
        for extra in extras
    ]


def _of_column(declared: Resource, column: Column) -> Field:
    header, kind = declared.header_of(column), declared.kind_of(column)
    if column.reference is None:
        return Field(header, column.name, kind, declared.labels_of(column))
    # By what an import looks for first: the name of a place, the number of a floor.
    first = column.reference.fields[0]
    found_by: Any = declared.target_of(column.name)._meta.get_field(first)
    return Field(header, f"{column.name}__{first}", kind_of_field(found_by))


def frame(selection: Selection) -> pl.DataFrame:
    fields = fields_of(selection.resource)
    rows = selection.found.values_list(*(one.path for one in fields))
    columns = list(zip(*rows.iterator(CHUNK), strict=True)) or [()] * len(fields)
    return pl.DataFrame([one.series(values) for one, values in zip(fields, columns, strict=True)])


def head(selection: Selection, count: int) -> list[str]:
    """What every printed figure owes its reader: selection, time, person and basis."""
    narrowed = "；".join(f"{label}：{value}" for label, value in selection.narrowed_by())
    now = timezone.localtime()
    return [
        f"{settings.SYSTEM_NAME}·{selection.resource.label}",
        f"筛选：{narrowed or '无，您范围内的全部'}；共 {count} 条",
        f"导出：{now:%Y-%m-%d %H:%M}，{selection.request.actor.name}",
        *(f"口径：{basis}" for basis in bases_of(selection.resource.key)),
    ]


def _workbook(out: BinaryIO, selection: Selection, rows: pl.DataFrame) -> None:
    title = selection.resource.label
    write_table(out, [SheetOut(title, rows, head(selection, rows.height))])


def _csv(out: BinaryIO, selection: Selection, rows: pl.DataFrame) -> None:
    write_csv(out, rows)


WRITERS: Mapping[str, Callable[[BinaryIO, Selection, pl.DataFrame], None]] = {
    "xlsx": _workbook,
    "csv": _csv,
}


@login_required
def download(request: Request, key: str, ending: str) -> FileResponse:
    if ending not in WRITERS:
        raise Http404
    selection = Selection(request, resource(key).read_by(request.actor), whole=True)
    rows = frame(selection)
    out = BytesIO()
    WRITERS[ending](out, selection, rows)
    out.seek(0)
    actor, query = request.actor, request.META["QUERY_STRING"]
    log.info("%s rows of %s (%s) to user %s", rows.height, key, query, actor.user_id)
    name = f"{selection.resource.label}{timezone.localdate():%Y%m%d}.{ending}"
    return FileResponse(out, as_attachment=True, filename=name)
