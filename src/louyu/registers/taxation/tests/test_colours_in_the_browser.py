"""涉税着色在浏览器里: sound at every width, told by words and greys where colour is not seen."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from louyu.registers.buildings.models import Building
from louyu.registers.taxation.tests.test_colours import (
    BY_TAX,
    cleared,
    plan_of,
    tower,  # noqa: F401
    world,  # noqa: F401
)
from tests.browser import (
    WIDTHS,
    axe_violations,
    browser_context,  # noqa: F401
    chromium,  # noqa: F401
    enter_as,
    overflow,
    page,  # noqa: F401
    small_targets,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def analyst(browser_context: BrowserContext, live_server: Any) -> None:  # noqa: F811
    enter_as(browser_context, cleared(), live_server.url)


@pytest.mark.parametrize("more", ["", "&shade=unreported", "&view=table", "&view=print"])
def test_the_colouring_is_sound_at_every_width(
    page: Page,  # noqa: F811
    analyst: None,
    tower: Building,  # noqa: F811
    more: str,
) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(plan_of(tower, BY_TAX + more))
        assert axe_violations(page) == []
        assert overflow(page) == []
        if width == min(WIDTHS):
            assert small_targets(page) == []


def test_on_paper_much_is_darker_than_little_and_silence_is_dotted(
    page: Page,  # noqa: F811
    analyst: None,
    tower: Building,  # noqa: F811
) -> None:
    page.goto(plan_of(tower, f"{BY_TAX}&view=print"))
    page.emulate_media(media="print")
    told = page.locator("#plan .u").evaluate_all(
        """all => all.map(e => {
             const style = getComputedStyle(e);
             const [r, g, b] = style.backgroundColor.match(/\\d+/g).map(Number);
             return [0.299 * r + 0.587 * g + 0.114 * b, style.borderTopStyle];
           })"""
    )
    greys, borders = zip(*told, strict=True)
    assert greys[0] > greys[1] > greys[2]
    assert borders == ("solid", "solid", "solid", "dotted")
    assert "请勿投屏、外传" in page.inner_text("#plan + .basis")
