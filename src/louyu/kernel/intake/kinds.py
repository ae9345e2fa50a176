"""表格种类: what an import of one kind tells the mechanism, and the register of kinds.

Apps declare theirs in imports.py; what a line means in the registers belongs to them.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.db.models import Model

from louyu.engines.tables import ColumnSpec, TemplateColumn
from louyu.kernel.merging import LINE, Write
from louyu.kernel.scope import Actor

EFFECTS = {
    LINE: pl.Int64,
    "created": pl.Boolean,
    "name": pl.String,
    "column": pl.String,
    "before": pl.String,
    "after": pl.String,
}


@dataclass(frozen=True)
class Refusal:
    """One cell that cannot be taken; the reason is a Chinese sentence that says what to do."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True)
class Doubt:
    """A line held back: it may mean a row that is stored already."""

    line: int
    candidate: str
    why: str


@dataclass(frozen=True)
class Lines:
    """What is planned from: LINE, SHEET, ROW and one typed column per matched field."""

    frame: pl.DataFrame
    given_on: date
    # What a person decided about earlier doubts: the same one, or another.
    decisions: Mapping[int, bool] = field(default_factory=dict)
    # What stands above the header of each sheet.
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Plan:
    """What would be written. `effects`: one row per new line, one per changed cell."""

    writes: list[Write] = field(default_factory=list)
    effects: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EFFECTS))
    refusals: list[Refusal] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    # What the person should know of the file as a whole; one sentence each.
    notes: list[str] = field(default_factory=list)
    # What was left out of a line that is taken, as a Chinese sentence.
    left_out: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, lines: Iterable[int], name: str, reason: str) -> None:
        self.refusals += [Refusal(line, name, reason) for line in lines]

    def standing(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The lines nothing was said against so far."""
        out = {refusal.line for refusal in self.refusals} | {doubt.line for doubt in self.doubts}
        return frame.filter(~pl.col(LINE).is_in(list(out))) if out else frame


def new_rows(lines: pl.DataFrame) -> pl.DataFrame:
    """The effects of lines that become new rows; `name` is what people know them by."""
    blank = {column: pl.lit("") for column in ("column", "before", "after")}
    told = lines.unique(LINE, maintain_order=True).with_columns(created=pl.lit(value=True), **blank)
    return told.select(*EFFECTS).cast(pl.Schema(EFFECTS))


class Importer(ABC):
    """One kind of table: its columns, and what its lines would change."""

    key: str
    label: str
    writers: tuple[str, ...] = ()
    # Held against other writers while the lines are planned and merged.
    tables: tuple[type[Model], ...] = ()
    # Rows that meet in one row of another table go back together when an import is undone.
    together: tuple[tuple[type[Model], str], ...] = ()
    # The clearance a writer needs besides; whether a data-use record comes with the file.
    clearance: str = ""
    sourced: bool = False
    # A folder of example maps for known layouts: NAME.json with "columns" and "about".
    maps: Path | None = None

    def open_to(self, actor: Actor) -> bool:
        return actor.holds(*self.writers) and self.cleared(actor)

    def cleared(self, actor: Actor) -> bool:
        return not self.clearance or self.clearance in actor.clearances

    def for_file(self, about: Mapping[str, Any]) -> Importer:
        """The importer of one file, which knows what was said about the file as a whole."""
        return self

    def shipped(self, name: str) -> dict[str, Any]:
        """The example map of that name, or nothing."""
        if self.maps is None or name not in self.map_names():
            return {}
        found: dict[str, Any] = json.loads((self.maps / f"{name}.json").read_text("utf-8"))
        return found

    def map_names(self) -> list[str]:
        return sorted(path.stem for path in self.maps.glob("*.json")) if self.maps else []

    def within(self) -> AbstractContextManager[None]:
        """Surrounds planning and writing, inside their transaction."""
        return nullcontext()

    def acting_for(self, actor: Actor) -> Actor:
        """The actor with only the duties that may write: wider duties to read lend no rows."""
        duties = tuple(duty for duty in actor.duties if duty.role in self.writers)
        return replace(actor, duties=duties)

    def specs(self, actor: Actor) -> list[ColumnSpec]:
        return [column.spec for column in self.columns(actor)]

    @abstractmethod
    def columns(self, actor: Actor) -> list[TemplateColumn]:
        """What this actor may import, in the order of the template."""

    def options(self, actor: Actor) -> dict[str, tuple[str, ...]]:
        """What the template offers in drop-downs besides declared choices, by field."""
        return {}

    @abstractmethod
    def plan(self, lines: Lines, actor: Actor) -> Plan:
        """Reads only; each line is independent of lines that are left out."""

    @abstractmethod
    def filled(self, actor: Actor) -> pl.DataFrame:
        """All rows the actor may see, under the headers of the template."""


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> Importer:
    if importer.key in _importers:
        raise ValueError(f"import kind {importer.key!r} is declared twice")
    _importers[importer.key] = importer
    return importer


def importer(key: str) -> Importer:
    return _importers[key]


def all_kinds() -> list[Importer]:
    return list(_importers.values())


def importable_kinds(actor: Actor) -> list[Importer]:
    return [kind for kind in all_kinds() if kind.open_to(actor)]
