"""文章图片: what one saving of an article does to its pictures, and how they stand on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from louyu.engines.pictures import Remade
from louyu.journey.publication.articles.models import Article, ArticlePicture
from louyu.registers.pictures.keeping import columns_of, gone, kept

MOST = 20


@dataclass(frozen=True)
class Arrangement:
    """`added` with its words; `words`: number → words; `back`: versions that were removed."""

    added: tuple[Remade, str] | None = None
    words: Mapping[int, str] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    back: frozenset[int] = frozenset()


def arrange(article: Article, wanted: Arrangement, *, owner_id: int) -> None:
    """Of this article alone, whatever numbers were sent; the same picture twice is one."""
    for picture in article.pictures.all():
        if picture.pk in wanted.removed:
            picture.delete()
        elif wanted.words.get(picture.pk, picture.alt) != picture.alt:
            picture.alt = wanted.words[picture.pk]
            picture.save()
    for event in removed_pictures(article):
        if event.pgh_id in wanted.back:
            # Under its number, by which the text may still name it.
            columns = columns_of(event)
            ArticlePicture.objects.create(pk=event.pgh_obj_id, article=article, **columns)
    if wanted.added:
        made, alt = wanted.added
        if not article.pictures.filter(sha256=made.large.sha256).exists():
            columns = kept(made, name="文章图片", owner_id=owner_id)
            ArticlePicture.objects.create(article=article, alt=alt, **columns)


def removed_pictures(article: Article) -> list[Any]:
    return gone(article.pictures, article=article.pk)


def marked_up(article: Article, door: str) -> dict[int, SafeString]:
    """Number → the picture as a page shows it; `door` is the name of the address it comes from."""
    return {
        one.pk: format_html(
            '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
            reverse(door, args=[one.pk, "large"]),
            one.alt,
            one.width,
            one.height,
        )
        for one in article.pictures.order_by("pk")
    }
