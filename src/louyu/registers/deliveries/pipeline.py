"""导入过程: from a file to a plan, and from the plan into the registers in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction

from louyu.engines.tables import (
    ROW,
    SHEET,
    Cast,
    CellError,
    Match,
    SheetNote,
    Table,
    cast,
    known_labels,
    match_columns,
    read_table,
)
from louyu.kernel.history import acting
from louyu.kernel.intake import Importer, Lines, Plan
from louyu.kernel.intake.settling import settle
from louyu.kernel.merging import LINE, hold
from louyu.kernel.scope import Actor

COUNTS = ("rows", "created", "updated", "unchanged")
SHOWN = (*COUNTS, "refused", "possible_same", "left_out", "changes", "notes")


@dataclass(frozen=True)
class Layout:
    """A file read, its headers matched to fields."""

    importer: Importer
    table: Table
    match: Match


@dataclass(frozen=True)
class Reading:
    """A file read and cast for one actor; what is right is planned from `lines`."""

    layout: Layout
    actor: Actor
    cast: Cast
    lines: Lines

    @property
    def importer(self) -> Importer:
        return self.layout.importer


def lay_out(path: Path, importer: Importer, actor: Actor, remembered: Mapping[str, str]) -> Layout:
    labels = known_labels(importer.specs(actor))
    # Every remembered header counts for itself where the header rows are looked for.
    table = read_table(path, {**{header: (header,) for header in remembered}, **labels})
    return Layout(importer, table, match_columns(table, labels, remembered))


def read(layout: Layout, actor: Actor, given_on: date, decisions: Mapping[str, bool]) -> Reading:
    values = cast(layout.table, layout.match, layout.importer.specs(actor))
    numbered = values.frame.with_row_index(LINE).cast({LINE: pl.Int64})
    decided = {}
    if decisions:
        places = (f"{sheet}:{row}" for sheet, row in numbered.select(SHEET, ROW).rows())
        decided = {line: decisions[p] for line, p in enumerate(places) if p in decisions}
    titles = {one.name: one.titles for one in layout.table.layouts}
    if values.errors:
        right = values.accepted.select(SHEET, ROW)
        numbered = numbered.join(right, on=[SHEET, ROW], how="semi", maintain_order="left")
    return Reading(layout, actor, values, Lines(numbered, given_on, decided, titles))


def propose(reading: Reading) -> Plan:
    """What the file would change, with the database's own rules tried; nothing is written."""
    with transaction.atomic():
        with reading.importer.within():
            plan = settle(reading.importer, reading.lines, reading.actor, write=False)
        transaction.set_rollback(True)
    return plan


def take(
    reading: Reading,
    seen: pl.DataFrame | None,
    receipt: Callable[[Plan], None],
    number: int | None = None,
) -> Plan:
    """Plan again on the data as they are now, and write that together with its receipt.

    Other writers of the same tables wait meanwhile: what was planned is what is merged.
    Each change carries the `number` of the import, by which it can be undone.
    """
    event = f"{reading.importer.key}_imported"
    with (
        transaction.atomic(),
        acting(reading.actor, event, **({"import": number} if number else {})),
    ):
        hold(reading.importer.tables)
        with reading.importer.within():
            plan = settle(reading.importer, reading.lines, reading.actor, write=True, seen=seen)
        receipt(plan)
    return plan


def shown(reading: Reading, plan: Plan) -> pl.DataFrame:
    """The effects with the places people know them by."""
    places = reading.layout.table.frame.select(SHEET, ROW).with_row_index(LINE)
    return plan.effects.join(places.cast({LINE: pl.Int64}), on=LINE, maintain_order="left")


def report(reading: Reading, plan: Plan) -> dict[str, Any]:
    """rows = created + updated + unchanged + refused rows + rows held back."""
    effects = plan.effects
    created = effects.filter("created")[LINE].n_unique()
    updated = effects[LINE].n_unique() - created
    refused = [
        *reading.cast.errors,
        *(_located(reading, r.line, r.field, r.reason) for r in plan.refusals),
    ]
    held = [
        _located(reading, d.line, "", f"疑似与「{d.candidate}」是同一家：{d.why}")
        for d in plan.doubts
    ]
    left = len({(e.sheet, e.row) for e in (*refused, *held)})
    rows = reading.layout.table.frame.height
    return {
        "rows": rows,
        "created": created,
        "updated": updated,
        "unchanged": rows - created - updated - left,
        "refused": [asdict(error) for error in sorted(refused, key=lambda e: (e.sheet, e.row))],
        "possible_same": [
            {"row": cell.row, "candidate": doubt.candidate, "why": doubt.why}
            for cell, doubt in zip(held, plan.doubts, strict=True)
        ],
        "held": [asdict(error) for error in held],
        "left_out": [asdict(cell) for cell in reading.cast.left_out],
        "changes": _changes(reading, plan),
        "notes": [asdict(note) for note in _notes(reading, plan)],
    }


def _notes(reading: Reading, plan: Plan) -> list[SheetNote]:
    table = reading.layout.table
    places = table.frame.select(SHEET, ROW)
    told = ((places.row(line), text) for line, text in plan.left_out)
    planned = [SheetNote(sheet, row, text) for (sheet, row), text in told]
    whole = [SheetNote("", None, text) for text in plan.notes]
    return [*whole, *table.notes, *reading.cast.notes, *planned]


def _changes(reading: Reading, plan: Plan) -> list[dict[str, Any]]:
    """Every changed cell of rows that were known before: what was, and what is."""
    cells = shown(reading, plan).filter(~pl.col("created"))
    chosen = cells.select(
        sheet=SHEET, row=ROW, name="name", column="column", before="before", after="after"
    )
    return chosen.to_dicts()


def _located(reading: Reading, line: int, field: str, reason: str) -> CellError:
    cells = reading.layout.table.frame
    sheet, row = cells[SHEET][line], cells[ROW][line]
    header = reading.cast.header_of(field, sheet) if field else ""
    value = cells[header][line] if header in cells.columns else None
    return CellError(sheet, row, header, value or "", reason)
