"""公开文章: the news and policies of the public site, and the same page before it is published."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from louyu.journey.publication.articles.models import Article, ArticleKind, ArticlePicture
from louyu.journey.publication.articles.pictures import marked_up
from louyu.journey.publication.articles.rich_text import shown as body_of
from louyu.journey.publication.articles.scope import DRAFTERS, REVIEWERS
from louyu.kernel.requests import Request
from louyu.portal.public import navigation
from louyu.portal.public.visitor import VISITOR
from louyu.registers.pictures.serving import TO_EVERYBODY, picture_answer

PER_PAGE = 20


def published() -> QuerySet[Article]:
    """As anybody may read them, the latest first; lists do without the text."""
    rows = Article.objects.visible_to(VISITOR).defer("body", "words")
    return rows.order_by("-published_at", "-pk")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Work news, unless the address asks for another kind."""
    asked = request.GET.get("kind", "")
    kind = ArticleKind(asked) if asked in ArticleKind.values else ArticleKind.NEWS
    page = Paginator(published().filter(kind=kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {"kind": kind, "kinds": ArticleKind, "page": page}
    return render(request, "portal/public/articles.html", context)


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Article.objects.visible_to(VISITOR).defer("words"), pk=pk)
    same_kind = published().filter(kind=row.kind).exclude(pk=row.pk)
    context = _told(row, "public-article-picture") | {"others": same_kind[:5]}
    return render(request, "portal/public/article.html", context)


@login_required
@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """The page as the public would read it, for whoever works on the article."""
    if not request.actor.holds(*DRAFTERS, *REVIEWERS):
        raise PermissionDenied
    row = get_object_or_404(Article.objects.visible_to(request.actor).defer("words"), pk=pk)
    context = navigation.shown(request) | _told(row, "article-picture") | {"is_preview": True}
    return render(request, "portal/public/article.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """As long as its article is published, and no longer."""
    seen = ArticlePicture.objects.visible_to(VISITOR).select_related("small", "large")
    return picture_answer(request, seen.filter(pk=pk).first(), size, caching=TO_EVERYBODY)


def _told(row: Article, door: str) -> dict[str, Any]:
    body = body_of(row.body, marked_up(row, door))
    return {"article": row, "body": body, "when": row.published_at or row.planned_for}
