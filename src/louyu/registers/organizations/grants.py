"""授权: staff duties and clearances, proposed by one administrator and decided by another.

Taking away needs nobody's approval and holds from the next request on.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from louyu.kernel.editing.sentences import broken_rule, sentence_of, tell
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.kernel.states import Transition, TransitionRefused, Workflow
from louyu.registers.organizations import second_factor
from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    CLEARABLE,
    Clearance,
    DutyRole,
    Grant,
    GrantAct,
    Role,
    User,
)

PROPOSERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
DUTIES = "三员岗位与其他岗位互斥，同一时间不能兼任；请先收回原岗位。"
tell("duty_administrators_hold_nothing_else", DUTIES)
tell("administrator_holds_no_clearance", "这个人持有查阅授权，不能同时担任三员；请先收回授权。")
tell("clearance_beside_business_duty", "查阅授权只能加给在岗的业务人员，请先批准其业务岗位。")
tell("clearance_once_at_a_time", "这个人在此期间已有同一项查阅授权，请核对起止日期。")
tell("grant_proposed_once", "同样的申请已在等待复核，不必重复提交。")
tell("grant_never_for_oneself", "不能为自己申请或批准，请由另一位管理员办理。")


class GrantRefused(Exception):
    """One Chinese sentence that says what to do."""


def propose(*, user: User, act: GrantAct, basis: str, actor: Actor, **what: Any) -> Grant:
    """`what`: role, place, organization or kind; start and end. Nothing is valid yet."""
    duty = next((role for role in PROPOSERS if actor.holds(role)), None)
    if duty is None or actor.user_id is None:
        raise GrantRefused("只有系统管理员和安全管理员可以提出授权申请。")
    what["start"] = what.get("start") or timezone.localdate()
    if act == GrantAct.CLEARANCE and not _may_be_cleared(user):
        raise GrantRefused("查阅授权只加给区级和街道岗位，此人的岗位不在其中，授权后也看不到什么。")
    try:
        with transaction.atomic(), acting(actor, "grant_proposed"):
            return Grant.objects.create(
                user=user,
                act=act,
                basis=basis,
                proposed_by_id=actor.user_id,
                proposed_as=duty,
                **what,
            )
    except IntegrityError as refusal:
        raise GrantRefused(sentence_of(broken_rule(refusal))) from None


def _may_be_cleared(user: User) -> bool:
    """By a duty of today or one that is asked for; who has none yet is judged on approval."""
    held = DutyRole.objects.filter(user=user, during__contains=timezone.localdate())
    waiting = Grant.objects.unscoped("a duty asked for; told to nobody")
    asked = waiting.filter(user=user, act=GrantAct.DUTY, state="proposed")
    roles = {*held.values_list("role", flat=True), *asked.values_list("role", flat=True)}
    return not roles or not roles.isdisjoint({*CLEARABLE, *ADMINISTRATORS})


def decide(grant: Grant, name: str, *, actor: Actor, reason: str = "") -> Grant:
    """`approve` or `refuse`; raises GrantRefused when a rule stands against it."""
    try:
        with transaction.atomic(), acting(actor, f"grant_{name}", reason=reason):
            decided: Grant = FLOW.take(grant, name, actor=actor, reason=reason)
    except TransitionRefused as refusal:
        raise GrantRefused(str(refusal)) from None
    except IntegrityError as refusal:
        raise GrantRefused(sentence_of(broken_rule(refusal))) from None
    return decided


def on_duty() -> list[DutyRole]:
    """The administrators of today."""
    held = DutyRole.objects.filter(role__in=ADMINISTRATORS, during__contains=timezone.localdate())
    return list(held.filter(user__is_active=True).select_related("user").order_by("user__name"))


def deciders(grant: Grant, administrators: list[DutyRole]) -> list[User]:
    """Who may decide it today: other people, of another of the three duties."""
    barred = {grant.proposed_by_id, grant.user_id}
    return [
        duty.user
        for duty in administrators
        if duty.role != grant.proposed_as and duty.user_id not in barred
    ]


def take_away(
    held: DutyRole | Clearance, *, actor: Actor, reason: str, last_day: date | None = None
) -> None:
    """Its last day is yesterday unless told; one that would never have held goes entirely."""
    if not reason.strip():
        raise GrantRefused("请填写收回的理由。")
    last_day = last_day or timezone.localdate() - timedelta(days=1)
    with transaction.atomic(), acting(actor, "taken_away", reason=reason):
        rows = type(held).objects.select_for_update().filter(pk=held.pk)
        if last_day < held.start:
            rows.delete()
        else:
            rows.update(end=last_day)


def _enter(grant: Grant, *, actor: Actor, reason: str) -> None:
    duty = next(role for role in ADMINISTRATORS if actor.holds(role))
    if grant.proposed_by_id == actor.user_id or grant.proposed_as == duty:
        raise TransitionRefused("申请须由另一位担任其他三员岗位的管理员复核。")
    if grant.user_id == actor.user_id:
        raise TransitionRefused("不能复核给自己的授权，请由另一位管理员办理。")
    grant.decided_by_id, grant.decided_as = actor.user_id, duty
    grant.decided_at, grant.reason = timezone.now(), reason.strip()


def _approved(grant: Grant, *, actor: Actor, reason: str) -> None:
    _enter(grant, actor=actor, reason=reason)
    term = {"user": grant.user, "start": grant.start, "end": grant.end}
    if grant.act == GrantAct.DUTY:
        where = {"place": grant.place, "organization": grant.organization}
        DutyRole.objects.create(role=grant.role, **where, **term)
    elif grant.act == GrantAct.CLEARANCE:
        Clearance.objects.create(kind=grant.kind, basis=grant.basis, **term)
    else:
        second_factor.reset(grant.user)


FLOW = Workflow(
    transitions=(
        Transition("approve", "批准", ("proposed",), "approved", ADMINISTRATORS),
        Transition("refuse", "退回", ("proposed",), "refused", ADMINISTRATORS, needs_reason=True),
    ),
    on_enter={"approved": _approved, "refused": _enter},
)
