"""公开搜索: one box over what is public; two characters are enough (decision 41)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from louyu.journey.publication.articles.models import Article
from louyu.portal.public.visitor import VISITOR
from louyu.registers.buildings.published import public_buildings
from louyu.registers.occupancy.offers.published import offers_on_show

LONGEST = 80
MOST_WORDS = 5
SHOWN = 30
AROUND = 50


@dataclass(frozen=True)
class Hit:
    """`before`, `found` and `after` are plain text round the first word that was found."""

    title: str
    url: str
    tag: str = ""
    day: str = ""
    before: str = ""
    found: str = ""
    after: str = ""


@dataclass(frozen=True)
class Source:
    """Public rows of one kind: every word must occur in one of `fields`."""

    label: str
    fields: tuple[str, ...]
    rows: Callable[[], QuerySet[Any]]
    tell: Callable[[Any, list[str]], Hit]


@dataclass(frozen=True)
class Group:
    label: str
    count: int
    hits: list[Hit]


def excerpt(text: str, words: list[str]) -> tuple[str, str, str]:
    """The neighbourhood of the first word that occurs, the word apart; else how it begins."""
    text = " ".join(text.split())
    for word in words:
        at = text.lower().find(word.lower())
        if at >= 0:
            start, end = max(0, at - AROUND), at + len(word)
            before = f"{'…' if start else ''}{text[start:at]}"
            after = f"{text[end : end + AROUND]}{'…' if end + AROUND < len(text) else ''}"
            return before, text[at:end], after
    return f"{text[: 2 * AROUND]}{'…' if len(text) > 2 * AROUND else ''}", "", ""


def _articles() -> QuerySet[Article]:
    rows = Article.objects.visible_to(VISITOR).defer("body")
    return rows.order_by("-published_at", "-pk")


def _article(row: Article, words: list[str]) -> Hit:
    before, found, after = excerpt(f"{row.summary} {unescape(row.words)}", words)
    return Hit(
        title=row.title,
        url=reverse("public-article", args=[row.pk]),
        tag=str(row.get_kind_display()),
        day=f"{row.published_at:%Y-%m-%d}",
        before=before,
        found=found,
        after=after,
    )


def _buildings() -> QuerySet[Any]:
    return public_buildings().select_related("place").order_by("name", "pk")


def _building(row: Any, words: list[str]) -> Hit:
    before, found, after = excerpt(row.address, words)
    return Hit(
        title=row.name,
        url=reverse("public-building", args=[row.code]),
        tag=str(row.place),
        before=before,
        found=found,
        after=after,
    )


def _offers() -> QuerySet[Any]:
    rows: QuerySet[Any] = offers_on_show(timezone.localdate())
    return rows.select_related("building__place", "unit").order_by("building__name", "pk")


def _offer(row: Any, words: list[str]) -> Hit:
    before, found, after = excerpt(f"{row.building.address} {row.conditions}", words)
    return Hit(
        title=f"{row.building.name} {row.area.normalize():,f} ㎡",
        url=reverse("public-space", args=[row.pk]),
        tag=str(row.building.place),
        before=before,
        found=found,
        after=after,
    )


SOURCES: tuple[Source, ...] = (
    Source("在招空间", ("building__name", "building__address", "conditions"), _offers, _offer),
    Source("楼宇", ("name", "address"), _buildings, _building),
    Source("文章", ("title", "summary", "words", "origin"), _articles, _article),
)


def searched(words: list[str]) -> list[Group]:
    groups = (_group(source, words) for source in SOURCES) if words else ()
    return [group for group in groups if group.count]


def _group(source: Source, words: list[str]) -> Group:
    rows = source.rows()
    for word in words:
        matches = Q()
        for field in source.fields:
            matches |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(matches)
    hits = [source.tell(row, words) for row in rows[:SHOWN]]
    return Group(source.label, len(hits) if len(hits) < SHOWN else rows.count(), hits)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    words = asked.split()[:MOST_WORDS]
    context = {"q": asked, "groups": searched(words), "limit": SHOWN}
    return render(request, "portal/public/search.html", context)
