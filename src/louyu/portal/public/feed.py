"""订阅: the latest articles as RSS, and the list of public addresses for search engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from louyu.journey.publication.articles.models import Article
from louyu.journey.publication.articles.rich_text import printable
from louyu.portal.public.articles import published
from louyu.portal.public.navigation import ENTRIES
from louyu.registers.buildings.published import public_buildings
from louyu.registers.occupancy.offers.published import offers_on_show

LATEST = 30
Address = tuple[str, datetime | None]


class LatestArticles(Feed):  # type: ignore[type-arg]
    """Plain text only: a reader's program decides what it does with markup."""

    description = "工作动态、招租政策、商务活动、招商信息、楼宇与企业风采"

    def title(self) -> str:
        return str(settings.PUBLIC_SITE["name"])

    def link(self) -> str:
        return reverse("public-articles")

    def items(self) -> QuerySet[Article]:
        return published()[:LATEST]

    def item_title(self, item: Article) -> str:
        return printable(item.title)

    def item_description(self, item: Article) -> str:
        return printable(item.summary)

    def item_link(self, item: Article) -> str:
        return reverse("public-article", args=[item.pk])

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_categories(self, item: Article) -> list[str]:
        return [str(item.get_kind_display())]


def _parts() -> Iterable[Address]:
    return [(reverse(entry.name), None) for entry in ENTRIES]


def _articles() -> Iterable[Address]:
    rows = published().values_list("pk", "published_at")
    return [(reverse("public-article", args=[pk]), day) for pk, day in rows]


def _buildings() -> Iterable[Address]:
    codes = public_buildings().order_by("code").values_list("code", flat=True)
    return [(reverse("public-building", args=[code]), None) for code in codes]


def _spaces() -> Iterable[Address]:
    rows = offers_on_show(timezone.localdate()).order_by("pk")
    return [(reverse("public-space", args=[pk]), None) for pk in rows.values_list("pk", flat=True)]


# What a search engine is told of; each gives addresses with the day they changed.
LISTED: tuple[Callable[[], Iterable[Address]], ...] = (
    _parts,
    _articles,
    _buildings,
    _spaces,
)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    found = [(request.build_absolute_uri(url), day) for part in LISTED for url, day in part()]
    return render(
        request, "portal/public/sitemap.xml", {"addresses": found}, content_type="application/xml"
    )
