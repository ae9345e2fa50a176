"""列表增列: figures another app adds to a list it may not be imported by.

An app's `listing.py` calls `extend`; the noun itself stays declared in its resource.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from louyu.kernel.resource.declaration import Kind
from louyu.kernel.scope import Actor

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Band:
    """One choice of the filter over a figure: 50%—70%."""

    value: str
    label: str
    condition: Q


@dataclass(frozen=True)
class Extra:
    """One annotation shown as a column; with `bands` or `values` it can also be filtered by.

    `values` lists (value, words) where they are rows of a table rather than declared.
    `absent` says for one row why there is no value.
    """

    name: str
    label: str
    kind: Kind
    unit: str = ""
    help: str = ""
    bands: tuple[Band, ...] = ()
    values: Callable[[], Iterable[tuple[str, str]]] | None = None
    absent: Callable[[Any], str] | None = None

    @property
    def labels(self) -> dict[str, str]:
        """The words for the values of a choice; bands over a figure are no values."""
        return {b.value: b.label for b in self.bands} if self.kind is Kind.CHOICE else {}


@dataclass(frozen=True)
class Listing:
    """`annotate` adds every extra to the rows, within what the actor may see.

    `basis` says under the exported table how the figures were counted.
    """

    extras: tuple[Extra, ...]
    annotate: Callable[[Rows, Actor], Rows]
    basis: str


_listings: dict[str, list[Listing]] = {}


def extend(key: str, listing: Listing) -> None:
    _listings.setdefault(key, []).append(listing)


def extras_of(key: str) -> list[Extra]:
    return [extra for listing in _listings.get(key, ()) for extra in listing.extras]


def bases_of(key: str) -> list[str]:
    return [listing.basis for listing in _listings.get(key, ())]


def annotated(key: str, rows: Rows, actor: Actor) -> Rows:
    for listing in _listings.get(key, ()):
        rows = listing.annotate(rows, actor)
    return rows
