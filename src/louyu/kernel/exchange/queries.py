"""导入的名单: what the pages of an import show, read from its stored preview."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from louyu.engines.tables import ROW, SHEET, SheetOut, write_table, write_template
from louyu.kernel.exchange.models import ColumnMapping, Import
from louyu.kernel.intake import importer
from louyu.kernel.scope import Actor

REMARKS = (
    "合格的行写入，其余的行连同原因退回，改好后可以把整张表再导入一次。",
    "同一张表再导入一次不会重复登记。",
)


@dataclass(frozen=True)
class Change:
    """One new line, or one cell before and after."""

    sheet: str
    row: int
    name: str
    column: str
    before: str
    after: str


def created(row: Import) -> list[Change]:
    return _told(row, new=True)


def changes(row: Import) -> list[Change]:
    return _told(row, new=False)


def _told(row: Import, *, new: bool) -> list[Change]:
    if row.preview is None:
        return []
    effects = pl.scan_parquet(row.preview.path).filter(pl.col("created") == new)
    texts = (pl.col(name).fill_null("") for name in ("name", "column", "before", "after"))
    return [Change(*values) for values in effects.select(SHEET, ROW, *texts).collect().rows()]


def fields_of(row: Import, actor: Actor) -> list[tuple[str, str, bool]]:
    """Field, label and whether it is required: what a header may be matched to."""
    return [(spec.field, spec.label, spec.required) for spec in importer(row.kind).specs(actor)]


def mapping_names(kind: str, actor: Actor) -> list[str]:
    known = ColumnMapping.objects.visible_to(actor).filter(kind=kind)
    return list(known.order_by("name").values_list("name", flat=True))


def template_for(kind: str, actor: Actor, out: Path | BinaryIO, *, filled: bool = False) -> str:
    """Writes an empty workbook to fill, or one with what is registered; tells its name."""
    chosen = importer(kind)
    if filled:
        write_table(out, [SheetOut(chosen.label, chosen.filled(actor))])
        return f"{chosen.label}.xlsx"
    write_template(out, chosen.label, chosen.columns(actor), REMARKS)
    return f"{chosen.label}导入模板.xlsx"
