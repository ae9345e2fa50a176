"""办理过程: who did what to an article and when, read from its history."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from louyu.journey.publication.articles.models import Article

MOVES = {
    ("draft", "review"): "送审",
    ("review", "published"): "审核发布",
    ("review", "draft"): "退回修改",
    ("published", "withdrawn"): "撤下",
    ("withdrawn", "draft"): "改为草稿",
}


@dataclass(frozen=True)
class Step:
    at: datetime
    who: str
    act: str
    reason: str


def trail(article: Article) -> list[Step]:
    """The latest first."""
    model: Any = article.pgh_event_model  # type: ignore[attr-defined]
    events = model.objects.filter(pgh_obj_id=article.pk).select_related("pgh_context")
    return [_step(*two) for two in pairwise([None, *events.order_by("pgh_id")])][::-1]


def _step(before: Any, after: Any) -> Step:
    facts = after.pgh_context.metadata if after.pgh_context else {}
    moved = before is not None and before.state != after.state
    act = MOVES.get((before.state, after.state), "保存") if moved else "修改" if before else "起草"
    return Step(
        at=after.pgh_created_at,
        who=str(facts.get("name") or "系统"),
        act=act,
        reason=str(facts.get("reason") or "") if moved else "",
    )
