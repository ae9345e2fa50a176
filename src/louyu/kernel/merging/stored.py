"""表内数据: rows of a model as a typed frame, and new rows completed with the model's defaults."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
from django.contrib.postgres.fields import RangeField
from django.db import models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

_TYPES: list[tuple[type, Any]] = [
    (models.BooleanField, pl.Boolean),
    (models.DateTimeField, pl.Datetime(time_zone="UTC")),
    (models.DateField, pl.Date),
    (models.IntegerField, pl.Int64),
]


TEXTS = "SELECT unnest(%s::text[])"
OTHERS = {int: "SELECT unnest(%s::bigint[])", date: "SELECT unnest(%s::date[])"}


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that are written; what the database computes, as every range, is left out."""
    computed = (models.GeneratedField, RangeField)
    return [field for field in model._meta.concrete_fields if not isinstance(field, computed)]


def schema_of(model: type[models.Model]) -> dict[str, Any]:
    """Column name → type of a frame that holds rows of this model."""
    return {field.attname: _type_of(field) for field in columns_of(model)}


def _type_of(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.DecimalField):
        return pl.Decimal(38, field.decimal_places)
    if isinstance(field, models.ForeignKey):
        return _type_of(field.target_field)
    return next((type_ for kind, type_ in _TYPES if isinstance(field, kind)), pl.String)


def stored(rows: QuerySet[Any], *names: str) -> pl.DataFrame:
    """All columns, or the named ones, of rows the caller has scoped."""
    schema = schema_of(rows.model)
    chosen = {name: schema.get(name, pl.String) for name in names} or schema
    json = {f.attname for f in columns_of(rows.model) if isinstance(f, models.JSONField)}
    read = [Cast(name, models.TextField()) if name in json else name for name in chosen]
    return pl.DataFrame(list(rows.values_list(*read)), schema=chosen, orient="row")


def among(values: Iterable[Any]) -> RawSQL | list[Any]:
    """For `field__in=`: as one array, because the planner weighs a long list item by item."""
    chosen = list(dict.fromkeys(value for value in values if value is not None))
    if not chosen:
        return []
    statement = OTHERS.get(type(chosen[0]), TEXTS)
    return RawSQL(statement, [chosen])  # noqa: S611  constant text, values as a parameter


def complete(model: type[models.Model], frame: pl.DataFrame) -> pl.DataFrame:
    """Every column of the model: what the frame does not tell gets the model's default."""
    schema = schema_of(model)
    missing, gaps = [], []
    for field in columns_of(model):
        default = "" if field.empty_strings_allowed and not field.null else None
        default = field.get_default() if field.has_default() else default
        literal = pl.lit(default, dtype=schema[field.attname])
        if field.attname not in frame.columns:
            missing.append(literal.alias(field.attname))
        elif default is not None:
            gaps.append(pl.col(field.attname).fill_null(literal))
    return frame.with_columns(*missing, *gaps).cast(pl.Schema(schema))
