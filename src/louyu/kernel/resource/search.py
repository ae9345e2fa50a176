"""搜索: one text over every resource's search fields, each within the actor's scope."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.resource.declaration import Resource
from louyu.kernel.resource.filters import SEARCH, matching
from louyu.kernel.resource.registry import all_resources
from louyu.kernel.scope import Actor


@dataclass(frozen=True)
class Hit:
    label: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """What one resource gave: how many in all, and the first few."""

    key: str
    label: str
    count: int
    hits: tuple[Hit, ...]
    more: str


def search(actor: Actor, q: str, limit: int = 8) -> list[Group]:
    """Groups with at least one hit; nothing for an empty text."""
    if not q.strip():
        return []
    with_pages = (one for one in all_resources() if hasattr(one.model, "get_absolute_url"))
    groups = (_group(declared, actor, q, limit) for declared in with_pages)
    return [group for group in groups if group.count]


def _group(declared: Resource, actor: Actor, q: str, limit: int) -> Group:
    rows = visible_rows(declared.model, actor)
    found = rows.filter(pk__in=rows.order_by().filter(matching(declared, q)).values("pk"))
    first = found.select_related(*_named_through(declared)).order_by(*declared.order)[:limit]
    hits = tuple(Hit(str(row), _note(declared, row), row.get_absolute_url()) for row in first)
    count = len(hits) if len(hits) < limit else found.count()
    more = f"{reverse(declared.key)}?{urlencode({SEARCH: q})}"
    return Group(declared.key, declared.label, count, hits, more)


def _named_through(declared: Resource) -> list[str]:
    """References whose names are searched and told: a unit's building."""
    columns = declared.by_name
    paths = (name.split("__")[0] for name in declared.search if "__" in name)
    return [name for name in paths if name in columns]


def _note(declared: Resource, row: object) -> str:
    """The first searched field names the row; the others say which of that name."""
    plain = [name for name in declared.search[1:] if "__" not in name]
    told = (getattr(row, name) for name in [*plain, *_named_through(declared)])
    return "，".join(str(value) for value in told if value)
