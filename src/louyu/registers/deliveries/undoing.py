"""撤销导入: what an import made goes, what it changed is as before; what others touched stays.

Read off the history: every change of an import carries its number (decision 0055).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max, Min
from django.utils import timezone
from psycopg import sql

from louyu.kernel.history import acting
from louyu.kernel.intake import Importer, importer
from louyu.kernel.jobs.services import enqueue
from louyu.kernel.merging import hold
from louyu.kernel.scope import Actor, everything
from louyu.registers.deliveries.looking_again import check_again
from louyu.registers.deliveries.models import Import, ImportState
from louyu.registers.deliveries.services import ImportRefused
from louyu.registers.organizations.models import Role

UNDO = "deliveries.undo"
TOUCHED, USED, TOGETHER, OLDER = (
    "导入之后又有改动",
    "已被别的记录引用",
    "与不能撤销的记录是一体的",
    "没有更早的记录可以恢复",
)
Model = type[models.Model]


@dataclass
class Touched:
    """Rows of one table an import wrote; `before`: row → the version to go back to."""

    model: Model
    made: set[int] = field(default_factory=set)
    before: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    # Why a row stays, and the table and number of the row that keeps it.
    kept: dict[int, tuple[str, Model, int]] = field(default_factory=dict)

    @property
    def removable(self) -> set[int]:
        return self.made - self.kept.keys()

    @property
    def restorable(self) -> dict[int, int]:
        return {pk: version for pk, version in self.before.items() if pk not in self.kept}

    def keep(self, pk: int, why: str, by: tuple[Model, int] | None = None) -> bool:
        if pk in self.kept or pk not in self.last:
            return False
        self.kept[pk] = (why, *(by or (self.model, pk)))
        return True


def may_undo(row: Import, actor: Actor) -> bool:
    """Its owner and the office, for kinds whose tables keep their history."""
    kind = importer(row.kind)
    whose = row.owner_id == actor.user_id or actor.holds(Role.OFFICE)
    kept = bool(kind.tables) and all(hasattr(table, "pgh_event_model") for table in kind.tables)
    wrote = bool(row.report.get("created") or row.report.get("updated"))
    return row.state == ImportState.APPLIED and whose and kept and wrote and kind.open_to(actor)


def request_undo(*, actor: Actor, row: Import) -> Import:
    """Asked for twice it is one undoing."""
    with transaction.atomic():
        locked = _locked(row)
        if locked.state == ImportState.UNDOING:
            return locked
        _refuse_unless_possible(locked, actor)
        locked.state = ImportState.UNDOING
        locked.job = enqueue(
            UNDO,
            actor=actor,
            title=f"撤销导入：{row.file.name}",
            params={"import": row.pk},
            link=row.get_absolute_url(),
        )
        locked.save(update_fields=["state", "job"])
    return locked


def undo(row: Import, actor: Actor) -> Import:
    """In one transaction, once; run again after a kill it does what is left to do."""
    with transaction.atomic(), acting(actor, f"{row.kind}_undone", undone=row.pk):
        locked = _locked(row)
        if locked.state == ImportState.UNDONE:
            return locked
        if locked.state != ImportState.UNDOING:
            _refuse_unless_possible(locked, actor)
        with everything("an import goes back as a whole"):
            locked.undo = _undo(row, importer(row.kind))
        locked.undo |= {"who": actor.name}
        locked.state, locked.undone_at = ImportState.UNDONE, timezone.now()
        locked.save(update_fields=["state", "undo", "undone_at"])
        check_again(locked, "撤销")
    return locked


def _locked(row: Import) -> Import:
    rows = Import.objects.unscoped("the row was reached by its caller")
    return rows.select_for_update(of=("self",)).get(pk=row.pk)


def _refuse_unless_possible(row: Import, actor: Actor) -> None:
    if not may_undo(row, actor):
        raise ImportRefused("此次导入不能撤销：没有写入数据，已经撤销过，或不在您的职责内。")


def _undo(row: Import, kind: Importer) -> dict[str, Any]:
    found = {one.model: one for one in _touched(row.pk)}
    if found:
        hold(list(found))
    _keep_changed(found)
    while _keep_bound(found, kind.together):
        pass
    _write_back(found, row.pk)
    return {
        "removed": sum(len(one.removable) for one in found.values()),
        "restored": sum(len(one.restorable) for one in found.values()),
        "kept": [told for one in found.values() for told in _told(one)],
    }


def _touched(number: int) -> Iterator[Touched]:
    for events in apps.get_models():
        if not hasattr(events, "pgh_tracked_model"):
            continue
        own = _events(events).filter(pgh_context__metadata__contains={"import": number})
        seen = own.order_by().values_list("pgh_obj_id").annotate(Min("pgh_id"), Max("pgh_id"))
        spans = list(seen)
        if not spans:
            continue
        one = Touched(events.pgh_tracked_model, last={pk: last for pk, _, last in spans})
        one.made = set(own.filter(pgh_label="insert").values_list("pgh_obj_id", flat=True))
        _find_before(one, events, {pk: first for pk, first, _ in spans if pk not in one.made})
        yield one


def _events(events: Any) -> models.QuerySet[Any]:
    return events._base_manager.all()  # type: ignore[no-any-return]


def _find_before(one: Touched, events: Any, first: dict[int, int]) -> None:
    """The version just before the import's own first one."""
    statement = sql.SQL(
        "SELECT o.id, (SELECT max(e.pgh_id) FROM {} e WHERE e.pgh_obj_id = o.id "
        "AND e.pgh_id < o.first) FROM unnest(%s::bigint[], %s::bigint[]) AS o(id, first)"
    ).format(sql.Identifier(events._meta.db_table))
    for pk, version in _rows(statement, [list(first), list(first.values())]):
        if version is None:
            one.keep(pk, OLDER)
        else:
            one.before[pk] = version


def _keep_changed(found: dict[Model, Touched]) -> None:
    for one in found.values():
        later = _events(one.model.pgh_event_model).filter(pgh_obj_id__in=list(one.last))  # type: ignore[attr-defined]
        newest = later.order_by().values_list("pgh_obj_id").annotate(Max("pgh_id"))
        for pk, version in newest:
            if version > one.last[pk]:
                one.keep(pk, TOUCHED)


def _keep_bound(found: dict[Model, Touched], together: tuple[tuple[Model, str], ...]) -> bool:
    """What stays holds what it refers to, and its own parts; true while more is found."""
    more = [_keep_referred(one, found) for one in found.values()]
    more += [_keep_parts(one, found) for one in found.values()]
    meeting: set[int] = set()
    for model, name in together:
        if model in found:
            meeting |= set(_references(model, name, found[model].kept).values())
    for model, name in together:
        if model in found:
            own = _references(model, name, found[model].last)
            more += [found[model].keep(pk, TOGETHER) for pk, at in own.items() if at in meeting]
    return any(more)


def _references(model: Model, name: str, among: Any) -> dict[int, int]:
    rows = model._base_manager.filter(pk__in=list(among))
    return dict(rows.values_list("pk", name))


def _keep_referred(one: Touched, found: dict[Model, Touched]) -> bool:
    """A made row another row refers to, unless that goes back as well."""
    more = False
    for relation in one.model._meta.related_objects:
        source: Any = relation.related_model
        name = relation.field.name
        is_history = hasattr(source, "pgh_tracked_model") or source._meta.app_label == "pghistory"
        if is_history or not one.removable:
            continue  # versions kept by the history refer to rows that are gone, too
        users = source._base_manager.filter(**{f"{name}__in": list(one.removable)})
        for user, used in users.values_list("pk", name):
            other = found.get(source)
            goes = other and (user in other.removable or user in other.restorable)
            if not goes:
                more |= one.keep(used, USED, (source, user))
    return more


def _keep_parts(one: Touched, found: dict[Model, Touched]) -> bool:
    """A room of a stay stays with the stay."""
    more = False
    for relation in one.model._meta.related_objects:
        related: Any = relation.related_model
        parts = found.get(related)
        owned = getattr(relation, "on_delete", None) is models.CASCADE
        if parts is None or not owned or not one.kept:
            continue
        name = relation.field.name
        for pk, owner in _references(parts.model, name, parts.last).items():
            if owner in one.kept:
                more |= parts.keep(pk, TOGETHER, (one.model, owner))
    return more


def _write_back(found: dict[Model, Touched], number: int) -> None:
    for one in found.values():
        _rows(_deletion(one.model), [list(one.removable)])
    for one in found.values():
        if one.restorable:
            _rows(_restoration(one.model), [list(one.restorable.values())])
    # Triggers note the restored as changed once more; that is not part of what stood before.
    for events in apps.get_models():
        if hasattr(events, "pgh_tracked_model"):
            own = _events(events).filter(pgh_context__metadata__contains={"undone": number})
            made = own.filter(pgh_label="insert").values_list("pgh_obj_id", flat=True)
            _rows(_deletion(events.pgh_tracked_model), [list(made)])
    _rows(sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"), [])


def _deletion(model: Model) -> sql.Composed:
    statement = sql.SQL("DELETE FROM {} WHERE id = ANY(%s)")
    return statement.format(sql.Identifier(model._meta.db_table))


def _restoration(model: Model) -> sql.Composed:
    events = model.pgh_event_model  # type: ignore[attr-defined]
    kept = {f.column for f in events._meta.concrete_fields}
    columns = [
        sql.Identifier(str(f.column))
        for f in model._meta.concrete_fields
        if not f.primary_key and f.column in kept and not isinstance(f, models.GeneratedField)
    ]
    assigned = (sql.SQL("{0} = e.{0}").format(column) for column in columns)
    statement = sql.SQL(
        "UPDATE {} t SET {} FROM {} e WHERE e.pgh_obj_id = t.id AND e.pgh_id = ANY(%s)"
    )
    return statement.format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(assigned),
        sql.Identifier(events._meta.db_table),
    )


def _rows(statement: sql.Composable, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), values)
        return cursor.fetchall() if cursor.description else []


def _told(one: Touched) -> Iterator[dict[str, str]]:
    """Every row that stays: what it is, why, and who changed it or what uses it when."""
    who = _who(one.kept.values())
    links = [f.name for f in one.model._meta.concrete_fields if f.is_relation]
    rows = one.model._base_manager.select_related(*links).filter(pk__in=list(one.kept))
    for row in rows:
        why, model, pk = one.kept[row.pk]
        yield {
            "what": str(one.model._meta.verbose_name),
            "name": _name(row, links),
            "why": why if model is one.model else f"{why}（{model._meta.verbose_name}）",
            **who.get((model, pk), {"who": "", "at": ""}),
        }


def _name(row: Any, links: list[str]) -> str:
    own = getattr(row, "name", "") or getattr(row, "number", "")
    named = (getattr(row, link) for link in links)
    return str(own or " ".join(str(one) for one in named if one and hasattr(one, "name")))


def _who(kept: Any) -> dict[tuple[Model, int], dict[str, str]]:
    by_model: dict[Model, set[int]] = defaultdict(set)
    for _, model, pk in kept:
        by_model[model].add(pk)
    found = {}
    for model, pks in by_model.items():
        if not hasattr(model, "pgh_event_model"):
            continue
        events = _events(model.pgh_event_model).filter(pgh_obj_id__in=list(pks))  # type: ignore[attr-defined]
        latest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        for event in latest.select_related("pgh_context"):
            facts = event.pgh_context.metadata if event.pgh_context else {}
            at = timezone.localtime(event.pgh_created_at)
            told = {"who": str(facts.get("name") or "系统"), "at": f"{at:%Y-%m-%d %H:%M}"}
            found[model, event.pgh_obj_id] = told
    return found
