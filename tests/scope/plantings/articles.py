"""文章: a draft, a scheduled one, one taken off the site and one that everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from demo import factories
from louyu.journey.publication.articles.models import Article, ArticleKind, ArticleState
from louyu.registers.organizations.models import Role

if TYPE_CHECKING:
    from tests.scope.world import Person, World

MARKER = "壬鎏文稿"


@dataclass
class Planted:
    draft: Article
    scheduled: Article
    withdrawn: Article
    published: Article


def plant(world: World) -> Planted:
    writer, reviewer = (factories.user(Role.OFFICE) for _ in range(2))
    now = timezone.now()

    def made(text: str, **fields: object) -> Article:
        article = Article.objects.create(
            kind=ArticleKind.NEWS,
            title=text,
            summary=text,
            body=f"<p>{text}</p>",
            origin="区楼宇办",
            drafted_by=writer,
            edited_by=writer,
        )
        factories.article_picture(article, alt=f"{text}图片")
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
        return article

    def out(state: str, days: int) -> dict[str, object]:
        when = now + timedelta(days=days)
        return {"state": state, "published_by": reviewer, "published_at": when}

    return Planted(
        draft=made(MARKER),
        scheduled=made(MARKER, **out(ArticleState.PUBLISHED, 3)),
        withdrawn=made(MARKER, **out(ArticleState.WITHDRAWN, -3)),
        published=made("公开的动态", **out(ArticleState.PUBLISHED, -1)),
    )


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    if person.role in {Role.OFFICE, Role.LEADER}:
        return {}
    return {MARKER: "an article that is not public"}
