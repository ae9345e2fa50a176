"""服务步骤: visiting, asking, taking down what a firm says, helping, the result; as sets.

A no, or a yes taken back, ends it: the table of transitions and the database refuse the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from louyu.initiatives.local_registration.consent_text import TEXT
from louyu.initiatives.local_registration.models import Act, Consent, Entry, EntryState, Step
from louyu.initiatives.local_registration.scope import works_on
from louyu.initiatives.local_registration.workflow import FLOW
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.assignments.models import Purpose, Visit

GONE = "所选企业中有的不在您的辖区、已有结果或已由他人办理，请刷新页面后重选。"
NOT_NOW = "活动不在期间内，只能登记结果和撤回。"
FUTURE = "日期不能晚于今天。"
ANSWERED = "这家企业已经答复过，一次活动只登记一次。"
# Only while the campaign lasts is anybody approached.
APPROACHES = frozenset({"visit", "ask", "consent", "decline", "guide", "restore"})


def theirs(numbers: Iterable[int], actor: Actor) -> QuerySet[Entry]:
    """All of these entries, or it is refused."""
    asked = set(numbers)
    rows = Entry.objects.visible_to(actor).filter(works_on(actor), pk__in=asked)
    if not asked or rows.count() < len(asked):
        raise TransitionRefused(GONE)
    return rows


def take(
    rows: QuerySet[Entry],
    name: str,
    act: Act,
    *,
    day: date,
    actor: Actor,
    reason: str = "",
    step: dict[str, Any] | None = None,
    **more: Any,
) -> list[Entry]:
    """The transition and its step, together; `step`: what else the step says."""
    _refuse_untimely(rows, name, day)
    with transaction.atomic(), acting(actor, f"local_registration_{act.value}"):
        taken: list[Entry] = FLOW.take_all(rows, name, actor=actor, reason=reason, **more)
        _tell(taken, act, day, actor, **(step or {"text": reason}))
    return taken


def _refuse_untimely(rows: QuerySet[Entry], name: str, day: date) -> None:
    today = timezone.localdate()
    if day > today:
        raise TransitionRefused(FUTURE)
    running = {"campaign__start__lte": today, "campaign__end__gte": today}
    if name in APPROACHES and rows.exclude(**running).exists():
        raise TransitionRefused(NOT_NOW)


def _tell(entries: Iterable[Entry], act: Act, day: date, actor: Actor, **more: Any) -> list[Step]:
    return Step.objects.bulk_create(
        Step(entry=one, act=act, day=day, by_id=actor.user_id, by_words=actor.name, **more)
        for one in entries
    )


def visit(*, entries: Iterable[int], day: date, findings: str = "", actor: Actor) -> int:
    """Each with its row in 走访; the visitor is whoever says so."""
    rows = theirs(entries, actor)
    if actor.user_id is None:
        raise TransitionRefused("走访由走访的人自己登记。")
    _refuse_untimely(rows, "visit", day)
    with transaction.atomic(), acting(actor, "local_registration_visited"):
        taken = FLOW.take_all(rows, "visit", actor=actor, visited_on=Coalesce("visited_on", day))
        visits = Visit.objects.bulk_create(
            Visit(
                visitor_id=actor.user_id,
                building_id=one.building_id,
                enterprise_id=one.enterprise_id,
                day=day,
                purpose=Purpose.SERVICE,
                findings=findings,
            )
            for one in taken
        )
        Step.objects.bulk_create(
            Step(
                entry=one,
                act=Act.VISITED,
                day=day,
                text=findings,
                visit=made,
                by_id=actor.user_id,
                by_words=actor.name,
            )
            for one, made in zip(taken, visits, strict=True)
        )
    return len(taken)


def ask(*, entry: Entry, day: date, text: str, actor: Actor) -> None:
    rows = theirs([entry.pk], actor)
    take(rows, "ask", Act.ASKED, day=day, actor=actor, step={"text": text}, asked_on=day)


@dataclass(frozen=True)
class Answer:
    """What the firm said: yes or no, who of it, in which way, on which day."""

    agrees: bool
    person: str
    position: str
    way: str
    day: date


def record(*, entry: Entry, answer: Answer, actor: Actor) -> None:
    """Once in a campaign; a no ends it."""
    rows = theirs([entry.pk], actor)
    name, act = ("consent", Act.CONSENTED) if answer.agrees else ("decline", Act.DECLINED)
    with transaction.atomic(), acting(actor, "local_registration_answered"):
        rows.select_for_update(of=("self",)).get()
        if Consent.objects.unscoped("the entry was reached").filter(entry=entry).exists():
            raise TransitionRefused(ANSWERED)
        consent = Consent.objects.create(
            entry=entry,
            agrees=answer.agrees,
            person=answer.person,
            position=answer.position,
            way=answer.way,
            day=answer.day,
            told=TEXT,
            by_id=actor.user_id,
            by_words=actor.name,
        )
        ended: dict[str, Any] = {} if answer.agrees else {"settled_on": answer.day}
        take(
            rows,
            name,
            act,
            day=answer.day,
            actor=actor,
            step={"text": consent.get_way_display()},
            asked_on=Coalesce(F("asked_on"), answer.day),
            **ended,
        )


@dataclass(frozen=True)
class Guidance:
    day: date
    text: str
    materials: str
    helper: str


def guide(*, entry: Entry, guidance: Guidance, actor: Actor) -> None:
    rows = theirs([entry.pk], actor)
    step = {
        "text": guidance.text,
        "materials": guidance.materials,
        "helper": guidance.helper,
    }
    guided = Coalesce(F("guided_on"), guidance.day)
    take(rows, "guide", Act.GUIDED, day=guidance.day, actor=actor, step=step, guided_on=guided)


def settle(*, entry: Entry, stays: bool, text: str, actor: Actor) -> None:
    """The firm's own decision; that it is registered here is told by the registry alone."""
    name, act = ("stay", Act.ELSEWHERE) if stays else ("give-up", Act.GAVE_UP)
    today = timezone.localdate()
    rows = theirs([entry.pk], actor)
    take(rows, name, act, day=today, actor=actor, step={"text": text}, settled_on=today)


def withdraw(*, consent: Consent, actor: Actor) -> None:
    """At any time, by the firm or by who was told; what the registry has confirmed stays so."""
    with transaction.atomic(), acting(actor, "local_registration_withdrawn"):
        entries = Entry.objects.unscoped("of a consent the actor may withdraw")
        entry = entries.select_for_update().get(pk=consent.entry_id)
        held = Consent.objects.unscoped("locked with its entry").get(pk=consent.pk)
        if not held.stands:
            raise TransitionRefused("已经撤回，不必再办。")
        held.withdrawn_at, held.withdrawn_by_words = timezone.now(), actor.name
        held.save(update_fields=["withdrawn_at", "withdrawn_by_words"])
        today = timezone.localdate()
        if entry.state == EntryState.REGISTERED:
            _tell([entry], Act.WITHDRAWN, today, actor)
        else:
            rows = entries.filter(pk=entry.pk)
            take(rows, "withdraw", Act.WITHDRAWN, day=today, actor=actor, settled_on=today)


def remove(*, entry: Entry, reason: str, actor: Actor) -> None:
    today, why = timezone.localdate(), reason.strip()
    take(
        theirs([entry.pk], actor),
        "remove",
        Act.REMOVED,
        day=today,
        actor=actor,
        reason=why,
        removal_reason=why,
    )


def restore(*, entry: Entry, actor: Actor) -> None:
    today = timezone.localdate()
    rows = theirs([entry.pk], actor)
    take(rows, "restore", Act.RESTORED, day=today, actor=actor, removal_reason="")
