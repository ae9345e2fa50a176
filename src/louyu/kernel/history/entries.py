"""变更记录: every change of one row as people read it: who, when, what from and to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import HttpRequest

from louyu.kernel.resource import Column, Kind, Resource
from louyu.kernel.resource.cells import written
from louyu.kernel.resource.choices import visible_rows
from louyu.kernel.scope import Actor

Names = dict[str, dict[int, str]]
PER_PAGE = 20
VERBS = {"insert": "新增", "update": "修改", "delete": "删除"}
ORIGINS = {
    "_imported": "表格导入",
    "_undone": "撤销导入",
    "_in_bulk": "批量修改",
    "_generated": "演示数据生成",
}
OUT_OF_SIGHT = "（不在您的范围内）"


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    at: datetime
    who: str
    act: str
    origin: str
    why: str
    changes: list[Change]


def version(row: models.Model) -> int:
    """Number of the row's latest change; 0 before the first."""
    return versions(type(row), [row.pk]).get(row.pk, 0)


def versions(model: type[models.Model], keys: Iterable[int]) -> dict[int, int]:
    """`version` of each of these rows that was ever changed."""
    events = model.pgh_event_model.objects.filter(pgh_obj_id__in=keys)  # type: ignore[attr-defined]
    latest = events.order_by().values("pgh_obj_id").annotate(latest=models.Max("pgh_id"))
    return dict(latest.values_list("pgh_obj_id", "latest"))


def entries(declared: Resource, row: Any, actor: Actor, request: HttpRequest) -> Page[Any]:
    """One page of changes, newest first; its object_list holds `Entry`s."""
    events = row.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    # One more than the page shows: the oldest entry needs what stood there before.
    start = page.start_index() - 1 if page.paginator.count else 0
    chosen = list(events.select_related("pgh_context")[start : start + PER_PAGE + 1])
    names = _names(declared, chosen, actor)
    page.object_list = [
        entry_of(event, _changes(declared, event, earlier, names))
        for event, earlier in zip(chosen[:PER_PAGE], [*chosen[1:], None], strict=False)
    ]
    return page


def entry_of(event: Any, changes: list[Change]) -> Entry:
    facts = event.pgh_context.metadata if event.pgh_context else {}
    known = str(facts.get("event", ""))
    origin = next((label for end, label in ORIGINS.items() if known.endswith(end)), "")
    return Entry(
        at=event.pgh_created_at,
        who=str(facts.get("name") or "系统"),
        act=VERBS.get(event.pgh_label, event.pgh_label),
        origin=origin,
        why=str(facts.get("why", "")),
        changes=changes,
    )


def _changes(declared: Resource, event: Any, earlier: Any, names: Names) -> list[Change]:
    found = []
    for column in declared.columns:
        attname = declared.field_of(column).attname
        after = getattr(event, attname)
        before = getattr(earlier, attname) if earlier else None
        if after == before or (earlier is None and after in (None, "")):
            continue
        was = _text(declared, column, before, names) if earlier else ""
        now = _text(declared, column, after, names)
        found.append(Change(declared.header_of(column), was, now))
    return found


def _text(declared: Resource, column: Column, value: Any, names: Names) -> str:
    kind = declared.kind_of(column)
    if kind is Kind.REFERENCE and value is not None:
        return names[column.name].get(value, OUT_OF_SIGHT)
    return written(kind, declared.labels_of(column).get(value, value))


def _names(declared: Resource, events: Iterable[Any], actor: Actor) -> Names:
    """The names behind the numbers of every reference: one query per reference."""
    found: Names = {}
    for column in declared.columns:
        if declared.kind_of(column) is not Kind.REFERENCE:
            continue
        field = declared.field_of(column)
        numbers = {getattr(event, field.attname) for event in events} - {None}
        rows = visible_rows(declared.target_of(column.name), actor)
        found[column.name] = {r.pk: str(r) for r in rows.filter(pk__in=numbers)} if numbers else {}
    return found
