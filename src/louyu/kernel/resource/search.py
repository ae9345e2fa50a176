"""搜索: one text over every resource's search fields, each within the actor's scope."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.resource.filters import matching
from louyu.kernel.resource import Resource, all_resources
from louyu.kernel.scope import Actor, ScopedModel


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
    groups = (_group(declared, actor, q, limit) for declared in all_resources() if _own(declared))
    return [group for group in groups if group.count]


def _own(declared: Resource) -> bool:
    """Resources that have pages of their own."""
    return issubclass(declared.model, ScopedModel) and bool(_list_url(declared))


def _list_url(declared: Resource) -> str:
    try:
        return reverse(declared.key)
    except NoReverseMatch:
        return ""


def _group(declared: Resource, actor: Actor, q: str, limit: int) -> Group:
    rows = visible_rows(declared.model, actor)
    found = rows.filter(pk__in=rows.order_by().filter(matching(declared, q)).values("pk"))
    # The first searched field names the row; the other plain ones say which of that name.
    told = [name for name in declared.search[1:] if "__" not in name]
    hits = tuple(
        Hit(
            str(row),
            "，".join(str(getattr(row, name)) for name in told if getattr(row, name)),
            row.get_absolute_url(),
        )
        for row in found.order_by(*declared.order)[:limit]
    )
    count = len(hits) if len(hits) < limit else found.count()
    more = f"{_list_url(declared)}?q={q}"
    return Group(declared.key, declared.label, count, hits, more)
