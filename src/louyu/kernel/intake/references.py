"""指代: which stored rows the texts of a column mean; one query for all of them."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet


def same_text(text: str) -> str:
    """Width variants and blanks do not make another name."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def named(
    texts: Iterable[str], rows: QuerySet[Any], fields: Sequence[str]
) -> dict[str, frozenset[int]]:
    """Text → numbers of the rows the caller has scoped; an earlier field outranks a later one."""
    asked = list({text for text in texts if text})
    condition = reduce(or_, (Q(**{f"{field}__in": asked}) for field in fields))
    meant: list[dict[str, set[int]]] = [{} for _ in fields]
    for pk, *values in rows.filter(condition).order_by().values_list("pk", *fields):
        for ranked, value in zip(meant, values, strict=True):
            if value is not None:
                ranked.setdefault(str(value), set()).add(pk)
    found = {}
    for text in asked:
        ranked = next((ranked for ranked in meant if text in ranked), None)
        if ranked:
            found[text] = frozenset(ranked[text])
    return found


def numbers_of(column: pl.Series, found: dict[str, frozenset[int]]) -> pl.Series:
    """The one row each cell means, or nothing."""
    only = {text: min(pks) for text, pks in found.items() if len(pks) == 1}
    return column.replace_strict(only, default=None, return_dtype=pl.Int64)
