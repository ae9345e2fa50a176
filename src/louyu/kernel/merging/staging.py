"""暂存与合并: COPY into temporary tables, the database's own rules tried there, one merge each."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import DatabaseError, DataError, IntegrityError, connection, models, transaction
from psycopg import sql

from louyu.kernel.merging.stored import columns_of

LINE = "__line__"
LAST = 2**31 - 1
BROKEN_RULES = (IntegrityError, DataError)


@dataclass(frozen=True)
class Write:
    """Complete rows of one table, each with LINE, the line of the file it stems from.

    `changed` names the columns an update sets; without it the rows are new.
    """

    model: type[models.Model]
    frame: pl.DataFrame
    changed: tuple[str, ...] = ()

    @property
    def table(self) -> sql.Identifier:
        return sql.Identifier(self.model._meta.db_table)

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in columns_of(self.model)]


@dataclass(frozen=True)
class Violation:
    line: int
    model: type[models.Model]
    rule: str


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """Numbers for new rows, known before they are written: later tables refer to them."""
    statement = "SELECT nextval(pg_get_serial_sequence({}, 'id')) FROM generate_series(1, {})"
    table = sql.Literal(model._meta.db_table)
    return [number for (number,) in _run(sql.SQL(statement).format(table, sql.Literal(count)))]


def hold(tables: Sequence[type[models.Model]]) -> None:
    """Other writers of these tables wait until the transaction ends; readers do not."""
    names = _listed([model._meta.db_table for model in tables])
    _run(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(names))


class Staging:
    """The staged writes of one transaction; the temporary tables end with it."""

    def __init__(self, writes: Sequence[Write]) -> None:
        self.writes = [write for write in writes if write.frame.height]
        self.names: list[sql.Identifier] = []
        for number, write in enumerate(self.writes):
            self.names.append(sql.Identifier(f"staged_{number}"))
            self._copy(write, self.names[-1])

    def _copy(self, write: Write, staged: sql.Identifier) -> None:
        columns = _listed(write.columns)
        attnames = [field.attname for field in columns_of(write.model)]
        _run(sql.SQL("DROP TABLE IF EXISTS {}").format(staged))
        _run(
            sql.SQL(
                "CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT 0 AS {}, {} FROM {} WITH NO DATA"
            ).format(staged, sql.Identifier(LINE), columns, write.table)
        )
        text = io.BytesIO()
        write.frame.select(LINE, *attnames).write_csv(text, include_header=False)
        statement = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(staged)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(text.getbuffer())

    def violations(self) -> list[Violation]:
        """What the tables' own rules refuse, told before anything is written."""
        found: dict[tuple[int, type[models.Model]], Violation] = {}
        for write, staged in zip(self.writes, self.names, strict=True):
            for query in (*_checks(write, staged), *_uniques(write, staged)):
                for line, rule in _run(query):
                    found.setdefault((line, write.model), Violation(line, write.model, rule))
        return list(found.values())

    def merge(self, upto: int = LAST) -> None:
        for write, staged in zip(self.writes, self.names, strict=True):
            _run((_update if write.changed else _insert)(write, staged, upto))

    def culprit(self) -> Violation:
        """The first line to break a rule that cannot be asked beforehand, as exclusions are.

        The lines up to a middle one are merged and taken back, again and again.
        """
        lines = sorted({line for write in self.writes for line in write.frame[LINE]})
        first, last = 0, len(lines) - 1
        while first < last:
            middle = (first + last) // 2
            first, last = (first, middle) if self._refused(lines[middle]) else (middle + 1, last)
        named = getattr(getattr(self._refused(lines[first]), "__cause__", None), "diag", None)
        models_ = {write.model._meta.db_table: write.model for write in self.writes}
        model = models_.get(getattr(named, "table_name", None) or "", self.writes[0].model)
        return Violation(lines[first], model, getattr(named, "constraint_name", None) or "")

    def _refused(self, upto: int) -> DatabaseError | None:
        try:
            with transaction.atomic():
                self.merge(upto)
                transaction.set_rollback(True)
        except BROKEN_RULES as refusal:
            return refusal
        return None


def _insert(write: Write, staged: sql.Identifier, upto: int) -> sql.Composed:
    columns, line = _listed(write.columns), sql.Identifier(LINE)
    return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} WHERE {} <= {} ORDER BY {}").format(
        write.table, columns, columns, staged, line, sql.Literal(upto), line
    )


def _update(write: Write, staged: sql.Identifier, upto: int) -> sql.Composed:
    columns = {field.attname: str(field.column) for field in columns_of(write.model)}
    changed = [columns[name] for name in write.changed]
    assigned = (
        sql.SQL("{} = s.{}").format(sql.Identifier(column), sql.Identifier(column))
        for column in changed
    )
    return sql.SQL("UPDATE {} t SET {} FROM {} s WHERE t.id = s.id AND s.{} <= {}").format(
        write.table,
        sql.SQL(", ").join(assigned),
        staged,
        sql.Identifier(LINE),
        sql.Literal(upto),
    )


def _checks(write: Write, staged: sql.Identifier) -> Iterator[sql.Composed]:
    """Every check constraint of the table, as the database states it, asked of the staged rows."""
    rules = _run(
        sql.SQL(
            "SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint "
            "WHERE conrelid = {}::regclass AND contype = 'c'"
        ).format(sql.Literal(write.model._meta.db_table))
    )
    for name, expression in rules:
        yield sql.SQL("SELECT {}, {} FROM {} WHERE NOT ({})").format(
            sql.Identifier(LINE),
            sql.Literal(name),
            staged,
            sql.SQL(expression),
        )


def _uniques(write: Write, staged: sql.Identifier) -> Iterator[sql.Composed]:
    """Clashes with a stored row, or with an earlier staged one."""
    for name, columns in _unique_sets(write.model):
        same = sql.SQL(" AND ").join(
            sql.SQL("o.{0} = s.{0}").format(sql.Identifier(column)) for column in columns
        )
        for other, unlike in (
            (write.table, sql.SQL("o.id <> s.id")),
            (staged, sql.SQL("o.{0} < s.{0}").format(sql.Identifier(LINE))),
        ):
            yield sql.SQL(
                "SELECT s.{}, {} FROM {} s WHERE EXISTS (SELECT 1 FROM {} o WHERE {} AND {})"
            ).format(sql.Identifier(LINE), sql.Literal(name), staged, other, same, unlike)


def _unique_sets(model: type[models.Model]) -> Iterator[tuple[str, list[str]]]:
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield field.name, [str(field.column)]
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and rule.fields and not rule.condition:
            yield rule.name, [columns[name] for name in rule.fields]


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _run(statement: sql.Composable) -> list[Any]:
    """As text: whoever wraps the cursor, as the history does, expects text."""
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection))
        return cursor.fetchall() if cursor.description else []
