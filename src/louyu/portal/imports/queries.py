"""导入的名单: what the pages of an import show, read from its stored preview."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from louyu.engines.tables import ROW, SHEET
from louyu.kernel.intake import Importer, importer
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import ColumnMapping, Import
from louyu.registers.organizations.models import User


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
    specs = importer(row.kind).specs(actor)
    return [(spec.field, spec.label, spec.required and not spec.titled) for spec in specs]


def mapping_names(kinds: Iterable[Importer], actor: Actor) -> dict[str, list[str]]:
    """By the label of the kind: one's own mappings, then the examples of the product."""
    own: dict[str, list[str]] = {}
    known = ColumnMapping.objects.visible_to(actor).order_by("name")
    for kind, name in known.values_list("kind", "name"):
        own.setdefault(kind, []).append(name)
    return {kind.label: [*own.get(kind.key, ()), *kind.map_names()] for kind in kinds}


def senders_of(rows: Iterable[Import]) -> dict[int | None, str]:
    """Names of those who sent these imports, by number."""
    numbers = {row.owner_id for row in rows if row.owner_id is not None}
    return {person.pk: str(person) for person in User.objects.filter(pk__in=numbers)}
