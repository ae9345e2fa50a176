"""隔离的处理: a person says that the data are really so, gives them up, or has them read anew."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from louyu.journey.matching.sources.models import Pull, PullState
from louyu.journey.matching.sources.pulling import queue_up
from louyu.journey.matching.sources.scope import may_decide
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import ImportState
from louyu.registers.deliveries.services import discard as discard_import
from louyu.registers.organizations.actors import console

LONGEST = 500


class DecisionRefused(Exception):
    """One Chinese sentence that says what to do."""


def release(*, pull: Pull, why: str, actor: Actor) -> None:
    """Written by the job that follows, in the name of this person."""
    with transaction.atomic():
        row = _held(pull, why, actor)
        if not is_releasable(row):
            raise DecisionRefused("这份文件没有读成，不能放行；请弃用，或更正后重新核对。")
        _decide(row, why, actor, state=PullState.FETCHED)
        queue_up(row, actor, f"released:{timezone.now().isoformat()}")


def discard(*, pull: Pull, why: str, actor: Actor) -> None:
    with transaction.atomic():
        row = _held(pull, why, actor)
        if row.taking:
            discard_import(actor=actor, row=row.taking)
        _decide(row, why, actor, state=PullState.DISCARDED)


def look_again(*, pull: Pull, actor: Actor) -> None:
    """After an earlier month came, or a building was entered: the same file is read anew."""
    with transaction.atomic():
        row = _held(pull, "重新核对", actor)
        if row.taking:
            discard_import(actor=actor, row=row.taking)
        row.state, row.taking, row.reasons = PullState.FETCHED, None, []
        row.looked_again += 1
        row.save(update_fields=["state", "taking", "reasons", "looked_again"])
        queue_up(row, console("重新核对"), f"again:{row.looked_again}")


def is_releasable(pull: Pull) -> bool:
    return pull.taking is not None and pull.taking.state == ImportState.PREVIEW


def _held(pull: Pull, why: str, actor: Actor) -> Pull:
    rows = Pull.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.select_related("source", "taking").filter(pk=pull.pk).first()
    if row is None or not may_decide(row.source, actor):
        raise DecisionRefused("处理这份数据不在您的职责和授权之内。")
    if row.state != PullState.QUARANTINED:
        raise DecisionRefused("这份数据已经处理过了，请刷新页面。")
    if not why.strip() or len(why) > LONGEST:
        raise DecisionRefused(f"请写明理由，不超过 {LONGEST} 字。")
    return row


def _decide(row: Pull, why: str, actor: Actor, **values: Any) -> None:
    values |= {
        "decided_by_id": actor.user_id,
        "decided_by_words": actor.name[:120],
        "decided_at": timezone.now(),
        "decision": why.strip(),
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in values])
