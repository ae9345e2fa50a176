"""形状: the types of a declared noun's rows, made once from its declaration."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from louyu.kernel.resource import Column, Kind, Resource, with_unit
from louyu.kernel.resource.listing import extras_of

MOST = 200
BIGGEST = 2**63 - 1


class Paging(Schema):
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(50, ge=1, le=MOST)


class Paged(Schema):
    """`count` rows in all, of which `items` are one page."""

    count: int
    page: int
    size: int


class Ref(Schema):
    """Another row: its number and its name."""

    id: int
    name: str


class Problem(Schema):
    """Why a request was not done; `field` names what is to be put right."""

    code: str
    message: str
    field: str = ""


class Problems(Schema):
    problems: list[Problem]


class Conflict(Problems):
    """Somebody changed the row meanwhile: what is stored now, and its version."""

    version: int
    stored: dict[str, Any]


class Change(Schema):
    label: str
    before: str
    after: str


class Entry(Schema):
    at: datetime
    who: str
    act: str
    changes: list[Change]


class History(Schema):
    count: int
    page: int
    items: list[Entry]


_TYPES: dict[Kind, Any] = {
    Kind.AREA: Decimal,
    Kind.YUAN: Decimal,
    Kind.DECIMAL: Decimal,
    Kind.PERCENT: Decimal,
    Kind.INTEGER: int,
    Kind.ORDINAL: int,
    Kind.DATE: date,
    Kind.BOOLEAN: bool,
    Kind.REFERENCE: Ref,
}


def title_of(resource: Resource) -> str:
    return "".join(word.capitalize() for word in resource.key.split("-"))


def type_of(resource: Resource, column: Column) -> Any:
    kind = resource.kind_of(column)
    if kind is Kind.CHOICE:
        stored = tuple(resource.labels_of(column))
        return Literal[(*stored, "")]
    return _TYPES.get(kind, str)


def _described(resource: Resource, column: Column, default: Any) -> Any:
    words = [resource.header_of(column), column.help]
    labels = resource.labels_of(column)
    if labels:
        words.append("；".join(f"{value} {label}" for value, label in labels.items()))
    return Field(default, description="。".join(filter(None, words)))


@cache
def row_schema(resource: Resource) -> type[Schema]:
    """Decimals are strings: exact, in the unit the description names."""
    fields: dict[str, Any] = {
        column.name: (type_of(resource, column) | None, _described(resource, column, None))
        for column in resource.columns
    }
    for extra in extras_of(resource.key):
        words = [with_unit(extra.label, extra.unit), extra.help]
        words += [f"{value} {label}" for value, label in extra.labels.items()]
        described = Field(None, description="。".join(filter(None, words)))
        fields[extra.name] = (_TYPES.get(extra.kind, str) | None, described)
    made: type[Schema] = create_model(
        title_of(resource), __base__=Schema, id=(int, ...), version=(int, ...), **fields
    )
    return made


@cache
def page_schema(resource: Resource) -> type[Schema]:
    made: type[Schema] = create_model(
        f"{title_of(resource)}Page",
        __base__=Paged,
        items=(list[row_schema(resource)], ...),  # type: ignore[misc]
    )
    return made


@cache
def query_schema(resource: Resource) -> type[Schema]:
    """The filters of the page, by the same names; what else is asked for is refused."""
    extras = extras_of(resource.key)
    names = [*resource.filters, *(e.name for e in extras if e.bands)]
    filters: dict[str, Any] = {
        name: (str, Field("", description="筛选，取值与列表页相同", max_length=MOST))
        for name in names
    }
    sortable = [c.name for c in resource.columns if c.listed] + [e.name for e in extras]
    words = (*sortable, *(f"-{name}" for name in sortable), "")
    made: type[Schema] = create_model(
        f"{title_of(resource)}Query",
        __base__=Paging,
        q=(str, Field("", description="搜索", max_length=MOST)),
        sort=(Literal[words], Field("", description="排序的列，前加 - 为倒序")),
        **filters,
    )
    return made


@cache
def body_schema(resource: Resource) -> type[Schema]:
    """What may be sent: references by number; whoever may not write a field is told so."""
    fields: dict[str, Any] = {}
    for column in resource.columns:
        kind = resource.kind_of(column)
        sent = int if kind is Kind.REFERENCE else type_of(resource, column)
        fields[column.name] = (sent | None, _described(resource, column, None))
    made: type[Schema] = create_model(
        f"{title_of(resource)}In",
        __base__=_Strict,
        version=(int, Field(0, description="读到的版本，修改时必填")),
        why=(str, Field("", max_length=MOST, description="修改原因")),
        **fields,
    )
    return made


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")
