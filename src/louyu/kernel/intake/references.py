"""指代: which stored rows the texts of a column mean; one query for all of them."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

Key = tuple[int | None, str]


def same_text(text: str) -> str:
    """Width variants, blanks and capitals do not make another name."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def named(
    cells: Iterable[Key], rows: QuerySet[Any], fields: Sequence[str], within: str | None = None
) -> dict[Key, frozenset[int]]:
    """What each (owner, text) means among rows the caller has scoped.

    An earlier field outranks a later one; with `within` a row is meant only under its owner.
    """
    asked = {key for key in cells if key[1] is not None}
    texts = list({text for _, text in asked})
    condition = reduce(or_, (Q(**{f"{field}__in": texts}) for field in fields))
    ranked: list[dict[Key, set[int]]] = [{} for _ in fields]
    found = rows.filter(condition).order_by().values_list("pk", within or "pk", *fields)
    for pk, owner, *values in found:
        for meant, value in zip(ranked, values, strict=True):
            key = (owner if within else None, str(value))
            if key in asked:
                meant.setdefault(key, set()).add(pk)
    first = ((key, next((m[key] for m in ranked if key in m), set())) for key in asked)
    return {key: frozenset(pks) for key, pks in first if pks}
