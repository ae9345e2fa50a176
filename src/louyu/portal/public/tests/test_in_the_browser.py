"""公开门户: sound at every width without signing in, in normal and in large letters."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from demo.factories import place_tree
from louyu.journey.publication.articles.models import Article
from louyu.journey.publication.articles.tests.desk import Desk
from tests.browser import WIDTHS, axe_violations, overflow, small_targets

WIDE = f"<p>走访</p><table><tr>{'<td>一格里的字不少</td>' * 20}</tr></table><p>{'x' * 200}</p>"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = ("/open/", "/open/articles/", "/open/search/", "/open/search/?q=走访")


@pytest.fixture
def front(page: Page, live_server: Any) -> Page:
    place_tree()
    Desk().published(title="走访小结" * 12, summary="摘要" * 60, body=WIDE)
    return page


def _addresses() -> list[str]:
    article = Article.objects.unscoped("the only one").get()
    return [*ADDRESSES, f"/open/articles/{article.pk}/"]


def _faults(page: Page, address: str) -> Iterator[str]:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        yield f"{address} answered {answer and answer.status}"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = [*axe_violations(page), *(f"overflow {one}" for one in overflow(page))]
        found += small_targets(page) if width == WIDTHS[0] else []
        yield from (f"{address} at {width}: {one}" for one in found)


def test_every_public_page_is_sound_for_who_has_not_signed_in(front: Page) -> None:
    assert [fault for one in _addresses() for fault in _faults(front, one)] == []


def test_and_in_large_letters(front: Page) -> None:
    front.goto("/open/text-size/?size=large")
    assert front.evaluate("getComputedStyle(document.body).zoom") == "1.3"
    assert [fault for one in _addresses() for fault in _faults(front, one)] == []
