"""权限变更: every change of an account, a duty, a clearance or a grant, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value

from louyu.kernel.history.entries import VERBS
from louyu.registers.organizations.models import (
    Clearance,
    ClearanceKind,
    DutyRole,
    Grant,
    GrantAct,
    GrantState,
    Organization,
    Role,
    User,
    masked,
)
from louyu.registers.places.models import Place

Key = tuple[int, int]  # number of the table below, number of the event


@dataclass(frozen=True)
class Entry:
    """One change; `before` is empty for a new row, `after` for one that is gone."""

    at: datetime
    who: str
    act: str
    person_id: int
    person: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Names:
    """What the numbers in a version stand for, as the administrators read it."""

    people: dict[int, str]
    places: dict[int, str]
    bodies: dict[int, str]

    @classmethod
    def of(cls, events: Iterable[Any]) -> Names:
        events = list(events)

        def numbers(name: str) -> set[int]:
            return {getattr(event, name) for event in events if hasattr(event, name)}

        bodies = Organization.objects.unscoped("told by kind alone where it is a company")
        return cls(
            dict(User.objects.filter(pk__in=map(_person, events)).values_list("pk", "name")),
            {place.pk: str(place) for place in Place.objects.filter(pk__in=numbers("place_id"))},
            {body.pk: body.told for body in bodies.filter(pk__in=numbers("organization_id"))},
        )

    def where(self, event: Any) -> str:
        told = self.places.get(event.place_id) or self.bodies.get(event.organization_id)
        return str(told or "全区")


def _term(event: Any) -> str:
    return f"{event.start:%Y-%m-%d} 至 {f'{event.end:%Y-%m-%d}' if event.end else '长期'}"


def _account(event: Any, names: Names) -> str:
    phone = masked(event.phone) or "未登记手机"
    return f"{event.username}，{event.name}，{phone}，{'启用' if event.is_active else '停用'}"


def _duty(event: Any, names: Names) -> str:
    return f"{Role(event.role).label}·{names.where(event)}，{_term(event)}"


def _clearance(event: Any, names: Names) -> str:
    return f"{ClearanceKind(event.kind).label}，{_term(event)}，依据 {event.basis}"


def _grant(event: Any, names: Names) -> str:
    asked = GrantAct(event.act).label
    if event.role:
        asked = f"{Role(event.role).label}·{names.where(event)}"
    elif event.kind:
        asked = str(ClearanceKind(event.kind).label)
    told = f"{GrantState(event.state).label}：{asked}，依据 {event.basis}"
    return f"{told}，理由 {event.reason}" if event.reason else told


TABLES: tuple[tuple[str, Any, Callable[[Any, Names], str]], ...] = (
    ("账号", User, _account),
    ("岗位", DutyRole, _duty),
    ("查阅授权", Clearance, _clearance),
    ("授权申请", Grant, _grant),
)


def changes(person: int | None = None) -> QuerySet[Any, Key]:
    """Keys of all changes, or of those about one person; `entries` reads a page of them."""
    found: list[QuerySet[Any, Key]] = []
    for number, (_, model, _) in enumerate(TABLES):
        events = model.pgh_event_model.objects.annotate(table=Value(number))
        if person is not None:
            events = events.filter(**{"pgh_obj_id" if model is User else "user_id": person})
        found.append(events.order_by().values_list("table", "pgh_id", "pgh_created_at"))
    return found[0].union(*found[1:], all=True).order_by("-pgh_created_at", "-pgh_id")


def entries(keys: Iterable[tuple[Any, ...]]) -> list[Entry]:
    keys = [key[:2] for key in keys]
    told: dict[Key, tuple[Any, Any]] = {}
    for number, (_, model, _) in enumerate(TABLES):
        events = model.pgh_event_model.objects
        chosen = events.filter(pgh_id__in=[pk for table, pk in keys if table == number])
        rows = events.filter(pgh_obj_id__in=chosen.values("pgh_obj_id")).order_by("pgh_id")
        latest: dict[int, Any] = {}
        for event in rows.select_related("pgh_context"):
            told[number, event.pgh_id] = event, latest.get(event.pgh_obj_id)
            latest[event.pgh_obj_id] = event
    names = Names.of(event for key in keys for event in told[key] if event)
    return [_entry(key[0], *told[key], names) for key in keys]


def _entry(table: int, event: Any, earlier: Any, names: Names) -> Entry:
    what, _, told = TABLES[table]
    facts = event.pgh_context.metadata if event.pgh_context else {}
    gone = event.pgh_label == "delete"
    return Entry(
        at=event.pgh_created_at,
        who=str(facts.get("name") or "系统"),
        act=f"{VERBS.get(event.pgh_label, event.pgh_label)}{what}",
        person_id=_person(event),
        person=names.people.get(_person(event), "（已删除）"),
        before=told(earlier, names) if earlier else "",
        after="" if gone else told(event, names),
        why=str(facts.get("why") or facts.get("reason") or ""),
    )


def _person(event: Any) -> int:
    return int(event.user_id if hasattr(event, "user_id") else event.pgh_obj_id)
