"""办理过程: who did what to a bulletin and when, read from its history."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from louyu.journey.publication.models import Bulletin

MOVES = {"draft": "退回修改", "review": "送核稿", "issued": "签发"}
CHANGES = {"number": "登记发文字号", "data": "重新取数", "text": "修改正文"}


@dataclass(frozen=True)
class Step:
    at: datetime
    who: str
    act: str
    reason: str


def trail(bulletin: Bulletin) -> list[Step]:
    """The latest first."""
    model: Any = bulletin.pgh_event_model  # type: ignore[attr-defined]
    events = model.objects.filter(pgh_obj_id=bulletin.pk).select_related("pgh_context")
    versions = [None, *events.order_by("pgh_id")]
    return [_step(before, after) for before, after in pairwise(versions)][::-1]


def _step(before: Any, after: Any) -> Step:
    facts = after.pgh_context.metadata if after.pgh_context else {}
    act = _act(before, after)
    return Step(
        at=after.pgh_created_at,
        who=str(facts.get("name") or "系统"),
        act=act,
        reason=str(facts.get("reason") or "") if act == MOVES["draft"] else "",
    )


def _act(before: Any, after: Any) -> str:
    """What a version differs in tells what was done."""
    if before is None:
        return "起草"
    if after.state != before.state:
        return MOVES[after.state]
    changed = (
        act for field, act in CHANGES.items() if getattr(after, field) != getattr(before, field)
    )
    return next(changed, "保存")
