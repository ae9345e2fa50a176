"""文章待办: what waits for another person's review, and what came back to its author."""

from typing import Any

from django.db.models import Q, QuerySet

from louyu.journey.publication.articles.models import Article, ArticleState
from louyu.journey.publication.articles.scope import REVIEWERS
from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor


def _to_review(actor: Actor) -> QuerySet[Article]:
    if not actor.holds(*REVIEWERS):
        return Article.objects.none()
    own = Q(drafted_by_id=actor.user_id) | Q(edited_by_id=actor.user_id)
    return Article.objects.visible_to(actor).filter(state=ArticleState.REVIEW).exclude(own)


def _returned(actor: Actor) -> QuerySet[Article]:
    rows = Article.objects.visible_to(actor).exclude(returned_for="")
    return rows.filter(state=ArticleState.DRAFT, edited_by_id=actor.user_id)


def _tell_review(article: Any) -> Item:
    return Item(
        title=f"待审文章：{article.title}",
        link=article.get_absolute_url(),
        subject=str(article.get_kind_display()),
        who=f"{article.edited_by.name}送审",
    )


def _tell_returned(article: Any) -> Item:
    return Item(
        title=f"退回修改：{article.title}",
        link=article.get_absolute_url(),
        subject=str(article.get_kind_display()),
        note=article.returned_for,
    )


register(Source("articles", "待审文章", _to_review, _tell_review, related=("edited_by",)))
register(Source("returned-articles", "退回的文章", _returned, _tell_returned))
