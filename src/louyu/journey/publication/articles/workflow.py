"""文章流程: 草稿 → 待审 → 发布, by two people; back with a reason, and off the site with one."""

from typing import Any

from django.utils import timezone

from louyu.journey.publication.articles.models import Article, ArticleState
from louyu.journey.publication.articles.scope import DRAFTERS, REVIEWERS
from louyu.kernel.scope import Actor
from louyu.kernel.states import Transition, TransitionRefused, Workflow

DRAFT, REVIEW = ArticleState.DRAFT, ArticleState.REVIEW
PUBLISHED, WITHDRAWN = ArticleState.PUBLISHED, ArticleState.WITHDRAWN
OWN = "自己起草或修改的文章须由另一人审核发布。"


def may_publish(article: Article, actor: Actor) -> bool:
    """Four eyes: neither who drafted it nor who changed it last."""
    return actor.user_id is not None and actor.user_id not in {
        article.drafted_by_id,
        article.edited_by_id,
    }


def _reviewed(article: Article, *, actor: Actor, **_: Any) -> None:
    article.returned_for = ""


def _published(article: Article, *, actor: Actor, **_: Any) -> None:
    if not may_publish(article, actor):
        raise TransitionRefused(OWN)
    now = timezone.now()
    article.published_by_id = actor.user_id
    article.published_at = max(now, article.planned_for or now)


def _drafted_again(article: Article, *, reason: str, **_: Any) -> None:
    article.returned_for = reason.strip()[:200]
    article.published_by = article.published_at = None


FLOW = Workflow(
    transitions=(
        Transition("submit", "送审", (DRAFT,), REVIEW, DRAFTERS),
        Transition("publish", "审核发布", (REVIEW,), PUBLISHED, REVIEWERS),
        Transition("return", "退回修改", (REVIEW,), DRAFT, REVIEWERS, needs_reason=True),
        Transition("withdraw", "撤下", (PUBLISHED,), WITHDRAWN, REVIEWERS, needs_reason=True),
        Transition("revise", "修改后重发", (WITHDRAWN,), DRAFT, DRAFTERS),
    ),
    on_enter={REVIEW: _reviewed, PUBLISHED: _published, DRAFT: _drafted_again},
)


def open_to(article: Article, actor: Actor) -> list[Transition]:
    """What this person may do now; never what would be refused as one's own."""
    return [
        one
        for one in FLOW.open_to(article, actor)
        if one.name != "publish" or may_publish(article, actor)
    ]
