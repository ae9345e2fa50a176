"""底账: the rows of one table while a roster is planned: found, new and changed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db.models import Model, QuerySet

from louyu.kernel.merging import LINE, Write, complete, schema_of, stored, take_ids


@dataclass(eq=False)
class Record:
    """One row; `line` is the line of the file that made or changed it last."""

    values: dict[str, Any]
    is_new: bool = False
    line: int = -1
    changed: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


class Ledger:
    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.records: dict[int, Record] = {}
        self.made: list[Record] = []
        # Line, column, before and after of every change of a stored row.
        self.log: list[tuple[int, str, Any, Any]] = []

    def load(self, rows: QuerySet[Any]) -> None:
        """Rows the caller has scoped."""
        for values in stored(rows).to_dicts():
            self.records.setdefault(values["id"], Record(values))

    def __iter__(self) -> Iterator[Record]:
        yield from self.records.values()
        yield from self.made

    def make(self, line: int, **values: Any) -> Record:
        """References to rows that are new themselves are given as records."""
        record = Record({"id": None, **values}, is_new=True, line=line)
        self.made.append(record)
        return record

    def change(self, record: Record, line: int, **values: Any) -> None:
        for name, value in values.items():
            before = record.values.get(name)
            if before == value:
                continue
            record.values[name] = value
            if not record.is_new:
                record.changed.add(name)
                record.line = line
                self.log.append((line, name, before, value))

    def number(self) -> None:
        """Called for every ledger before any is written: new rows refer to each other."""
        for record, pk in zip(self.made, take_ids(self.model, len(self.made)), strict=True):
            record.values["id"] = pk

    def writes(self) -> list[Write]:
        changed = [r for r in self.records.values() if r.changed]
        names = sorted({name for record in changed for name in record.changed})
        return [
            Write(self.model, self._frame(changed), tuple(names)),
            Write(self.model, self._frame(self.made)),
        ]

    def _frame(self, records: list[Record]) -> pl.DataFrame:
        schema = {LINE: pl.Int64, **schema_of(self.model)}
        given = [n for n in schema if n == LINE or any(n in r.values for r in records)]
        rows = [
            {LINE: r.line, **{n: _plain(r.values.get(n)) for n in given if n != LINE}}
            for r in records
        ]
        frame = pl.DataFrame(rows, schema={name: schema[name] for name in given})
        return complete(self.model, frame)


def _plain(value: Any) -> Any:
    return value["id"] if isinstance(value, Record) else value
