"""办理过程: who did what to a bulletin and when, read from its history."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from louyu.journey.publication.models import Answer, Bulletin, Countersignature

MOVES = {"draft": "退回修改", "review": "送核稿", "countersign": "送会签", "issued": "签发"}
CHANGES = {
    "number": "登记发文字号",
    "scan_id": "上传盖章扫描件",
    "data": "重新取数",
    "text": "修改正文",
    **dict.fromkeys(("secrecy", "urgency", "main_to", "copy_to", "copies"), "修改发文要素"),
}


@dataclass(frozen=True)
class Step:
    at: datetime
    who: str
    act: str
    reason: str


def trail(bulletin: Bulletin, *, with_answers: bool = True) -> list[Step]:
    """The latest first; what bodies answered is told to those who draw the bulletin up."""
    model: Any = bulletin.pgh_event_model  # type: ignore[attr-defined]
    events = model.objects.filter(pgh_obj_id=bulletin.pk).select_related("pgh_context")
    versions = [None, *events.order_by("pgh_id")]
    steps = [_step(before, after) for before, after in pairwise(versions)]
    if with_answers:
        steps = sorted([*steps, *_countersigned(bulletin)], key=lambda step: step.at)
    return steps[::-1]


def _countersigned(bulletin: Bulletin) -> list[Step]:
    """What the bodies said, earlier rounds in it: a bulletin that came back is asked of again."""
    model: Any = Countersignature.pgh_event_model  # type: ignore[attr-defined]
    events = model.objects.filter(bulletin_id=bulletin.pk).exclude(answer=Answer.WAITING)
    events = events.select_related("organization", "pgh_context").order_by("pgh_id")
    told: dict[tuple[int, Any], Any] = {}
    for event in events:  # the first version of each answer; later ones add the handling
        told.setdefault((event.pgh_obj_id, event.signed_at), event)
    return [
        Step(
            at=event.pgh_created_at,
            who=f"{_who(event)}（{event.organization}）",
            act=f"会签{event.get_answer_display()}",
            reason=event.opinion,
        )
        for event in told.values()
    ]


def _who(event: Any) -> str:
    facts = event.pgh_context.metadata if event.pgh_context else {}
    return str(facts.get("name") or "系统")


def _step(before: Any, after: Any) -> Step:
    facts = after.pgh_context.metadata if after.pgh_context else {}
    act = _act(before, after)
    return Step(
        at=after.pgh_created_at,
        who=_who(after),
        act=act,
        reason=str(facts.get("reason") or "") if act == MOVES["draft"] else "",
    )


def _act(before: Any, after: Any) -> str:
    """What a version differs in tells what was done."""
    if before is None:
        return "起草更正" if after.corrects_id else "起草"
    if after.state != before.state:
        return MOVES[after.state]
    changed = (
        act for field, act in CHANGES.items() if getattr(after, field) != getattr(before, field)
    )
    return next(changed, "保存")
