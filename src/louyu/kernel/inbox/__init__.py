"""待办: what waits for a person, over every app that declares a source in its inbox.py.

What the items mean, and what may be done with them, stays with those apps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from louyu.kernel.scope import Actor

Rows = QuerySet[Any]


class BatchRefused(Exception):
    """Nothing was done; the message is a Chinese sentence that says why and what to do."""


@dataclass(frozen=True)
class Item:
    """One thing to do, as the list shows it."""

    title: str
    link: str
    subject: str = ""
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class Batch:
    """One act on many items; `run` does it as a set and returns how many it changed.

    `asks`: what the person types with it; empty for nothing.
    """

    name: str
    label: str
    run: Callable[[Actor, Rows, str], int]
    asks: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of 待办. `rows`: what waits for this actor, scoped.

    `due` names the field or annotation that holds the day; empty when there is none.
    `by_name`: items belong to one person, who may hand them to a colleague.
    """

    key: str
    label: str
    rows: Callable[[Actor], Rows]
    tell: Callable[[Any], Item]
    due: str = ""
    related: tuple[str, ...] = ()
    batches: tuple[Batch, ...] = ()
    by_name: bool = False


@dataclass(frozen=True)
class Waiting:
    """An item with where it comes from."""

    source: Source
    pk: int
    due: date | None
    item: Item


_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    if source.key in _sources:
        raise ValueError(f"inbox source {source.key!r} is declared twice")
    _sources[source.key] = source
    return source


def sources() -> list[Source]:
    return list(_sources.values())


def waiting(actor: Actor, chosen: Iterable[Source]) -> Rows:
    """(source, item, day) of all that waits, as one query; each part passed its own scope."""
    first, *others = [_lines(source, source.rows(actor)) for source in chosen]
    return first.union(*others, all=True)


def _lines(source: Source, rows: Rows) -> Rows:
    day = F(source.due) if source.due else Cast(Value(None), DateField())
    told = rows.order_by().annotate(source=Value(source.key), item=F("pk"), day=day)
    lines: Rows = told.values_list("source", "item", "day")
    return lines


def count(actor: Actor) -> int:
    return waiting(actor, sources()).count()


def told(actor: Actor, lines: Iterable[tuple[str, int, date | None]]) -> list[Waiting]:
    """The items behind the lines of one page, in their order: one query per source met."""
    lines = list(lines)
    found: dict[tuple[str, int], Item] = {}
    for key in {key for key, _, _ in lines}:
        source = _sources[key]
        rows = source.rows(actor).filter(pk__in=[pk for known, pk, _ in lines if known == key])
        found |= {(key, row.pk): source.tell(row) for row in rows.select_related(*source.related)}
    return [
        Waiting(_sources[key], pk, due, found[key, pk])
        for key, pk, due in lines
        if (key, pk) in found
    ]
