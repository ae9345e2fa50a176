"""文章: drafting and editing; the way to the public is in workflow.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from louyu.journey.publication.articles.models import Article, ArticleState
from louyu.journey.publication.articles.pictures import MOST, Arrangement, arrange
from louyu.journey.publication.articles.rich_text import cleaned, line
from louyu.journey.publication.articles.scope import DRAFTERS
from louyu.kernel.history import acting
from louyu.kernel.history.entries import version
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import User

LONGEST = 200_000


class ArticleRefused(Exception):
    """It cannot be done now; the message is a Chinese sentence for the person."""


@dataclass(frozen=True)
class Words:
    """What a person writes; `body` as the editor or a plain text field sends it."""

    kind: str
    title: str
    body: str
    origin: str
    summary: str = ""
    planned_for: datetime | None = None
    pictures: Arrangement = field(default_factory=Arrangement)


def draft(words: Words, *, actor: Actor) -> Article:
    person = _drafter(actor)
    article = Article(drafted_by=person, office_id=person.organization_id)
    with transaction.atomic(), acting(actor, "article_drafted"):
        return _written(article, words, person)


def edit(article: Article, words: Words, *, seen: int, actor: Actor) -> Article:
    """`seen`: the version the person had before them."""
    person = _drafter(actor)
    with transaction.atomic(), acting(actor, "article_edited"):
        rows = Article.objects.unscoped("the row was reached by its caller")
        row = rows.select_for_update(of=("self",)).get(pk=article.pk)
        if row.state != ArticleState.DRAFT:
            raise ArticleRefused("只有草稿可以修改。请先退回修改，或刷新页面查看最新状态。")
        if version(row) != seen:
            raise ArticleRefused(
                "您打开本页之后，有人改过这篇文章。请复制您的修改，刷新页面后再改。"
            )
        return _written(row, words, person)


def _drafter(actor: Actor) -> User:
    if not actor.holds(*DRAFTERS):
        raise ArticleRefused("文章由区楼宇办和各部门起草，您的岗位不能起草。")
    assert actor.user_id is not None
    return User.objects.get(pk=actor.user_id)


def _written(article: Article, words: Words, person: User) -> Article:
    """Whatever was sent, only what the allow-list knows is stored."""
    body = cleaned(words.body)
    if not body:
        raise ArticleRefused("正文是空的，请写正文。")
    if len(body) > LONGEST:
        raise ArticleRefused("正文太长，请分成几篇。")
    title, origin = line(words.title), line(words.origin)
    if not (title and origin):
        raise ArticleRefused("请填写标题和来源。")
    article.kind, article.title, article.origin = words.kind, title, origin
    article.summary = line(words.summary)
    article.body = body
    article.planned_for = words.planned_for
    article.edited_by = person
    article.save()
    arrange(article, words.pictures, owner_id=person.pk)
    if article.pictures.count() > MOST:
        raise ArticleRefused(f"一篇文章最多 {MOST} 张图片，请分成几篇，或先移除一些。")
    return article
