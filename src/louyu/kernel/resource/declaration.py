"""声明: what a resource is: its model, key, columns, filters, search and who may write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, cached_property
from typing import Any

from django.db import models

from louyu.kernel.scope import Actor


class Kind(Enum):
    """How a cell is written, read and aligned."""

    TEXT = "text"
    CODE = "code"
    AREA = "area"
    YUAN = "yuan"
    DECIMAL = "decimal"
    INTEGER = "integer"
    ORDINAL = "ordinal"  # a year, a month: it orders and counts nothing
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    REFERENCE = "reference"

    @property
    def is_number(self) -> bool:
        return self in NUMBERS


NUMBERS = frozenset({Kind.AREA, Kind.YUAN, Kind.DECIMAL, Kind.INTEGER, Kind.PERCENT})


@dataclass(frozen=True)
class Reference:
    """How a cell finds the row it means: the target's fields tried in order.

    `within` names another column of the same row that narrows the search:
    a floor is looked for inside the row's building.
    """

    fields: tuple[str, ...]
    within: str | None = None


@dataclass(frozen=True)
class Column:
    """One field of the model, named here and nowhere else."""

    name: str
    required: bool = False
    unit: str = ""
    aliases: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    reference: Reference | None = None
    listed: bool = True
    kind: Kind | None = None
    absent: str = ""  # what an empty cell says where it is not 未采集
    # Roles that may write this column; empty means whoever may write the row.
    writers: tuple[str, ...] = ()
    # Roles that see it; empty means whoever sees the row. No program is told of it.
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A titled group of columns on the form and the detail page."""

    title: str
    columns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Resource:
    """A noun of a register. `import_key` finds the row that an imported line means."""

    key: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    import_key: tuple[str, ...]
    sections: tuple[Section, ...]
    search: tuple[str, ...]
    filters: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def field_of(self, column: Column) -> models.Field[Any, Any]:
        return self.model._meta.get_field(column.name)  # type: ignore[return-value]

    def target_of(self, name: str) -> type[models.Model]:
        """The model a reference points at."""
        target = self.field_of(self.by_name[name]).related_model
        if not isinstance(target, type):
            raise TypeError(f"{self.key}.{name} is no reference")
        return target

    def label_of(self, column: Column) -> str:
        return str(self.field_of(column).verbose_name)

    def header_of(self, column: Column) -> str:
        """As it stands above the column on a page and in a workbook."""
        return with_unit(self.label_of(column), column.unit)

    def labels_of(self, column: Column) -> dict[Any, str]:
        """The words for the stored values of a choice; empty for every other column."""
        choices = self.field_of(column).flatchoices
        return {value: str(label) for value, label in choices}

    def kind_of(self, column: Column) -> Kind:
        """Told by the model's field unless the declaration says otherwise."""
        return column.kind or kind_of_field(self.field_of(column))

    def may_write(self, actor: Actor) -> bool:
        return actor.holds(*self.writers)

    def read_by(self, actor: Actor | None) -> Resource:
        """What there is of it for this actor; for nobody, what anybody who sees a row sees."""
        held = actor.roles if actor else frozenset()
        hidden = frozenset(c for c in self.columns if c.readers and held.isdisjoint(c.readers))
        return _without(self, hidden) if hidden else self

    def written_by(self, actor: Actor) -> tuple[Column, ...]:
        """The columns this actor may write, in declared order."""
        if not self.may_write(actor):
            return ()
        return tuple(c for c in self.columns if not c.writers or actor.holds(*c.writers))


@cache
def _without(whole: Resource, hidden: frozenset[Column]) -> Resource:
    """One for each set: what is derived of a resource is remembered by it."""
    return replace(whole, columns=tuple(c for c in whole.columns if c not in hidden))


def with_unit(label: str, unit: str) -> str:
    """面积（㎡）."""
    return f"{label}（{unit}）" if unit else label


def kind_of_field(source: models.Field[Any, Any]) -> Kind:
    if source.is_relation:
        return Kind.REFERENCE
    if source.choices:
        return Kind.CHOICE
    kinds: list[tuple[type[models.Field[Any, Any]], Kind]] = [
        (models.DateField, Kind.DATE),
        (models.BooleanField, Kind.BOOLEAN),
        (models.DecimalField, Kind.DECIMAL),
        (models.IntegerField, Kind.INTEGER),
    ]
    return next((kind for type_, kind in kinds if isinstance(source, type_)), Kind.TEXT)
