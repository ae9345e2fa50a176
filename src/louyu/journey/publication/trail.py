"""办理过程: who did what to a bulletin and when, read from its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from louyu.journey.publication.models import Bulletin

ACTS = {
    "bulletin_drafted": "起草",
    "bulletin_edited": "修改正文",
    "bulletin_figures_taken": "重新取数",
    "bulletin_submit": "送核稿",
    "bulletin_return_for_correction": "退回修改",
    "bulletin_issue": "签发",
    "bulletin_number_recorded": "登记发文字号",
}


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
    return [_step(event) for event in events.order_by("-pgh_id")]


def _step(event: Any) -> Step:
    facts = event.pgh_context.metadata if event.pgh_context else {}
    return Step(
        at=event.pgh_created_at,
        who=str(facts.get("name") or "系统"),
        act=ACTS.get(str(facts.get("event")), "修改"),
        reason=str(facts.get("reason") or ""),
    )
