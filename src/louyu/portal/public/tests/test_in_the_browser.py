"""公开门户: sound at every width without signing in, in normal and in large letters."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from demo.factories import place_tree
from tests.browser import WIDTHS, axe_violations, overflow, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = ("/open/",)


@pytest.fixture
def front(page: Page, live_server: Any) -> Page:
    place_tree()
    return page


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
    assert [fault for one in ADDRESSES for fault in _faults(front, one)] == []


def test_and_in_large_letters(front: Page) -> None:
    front.goto("/open/text-size/?size=large")
    assert front.evaluate("getComputedStyle(document.body).zoom") == "1.3"
    assert [fault for one in ADDRESSES for fault in _faults(front, one)] == []
