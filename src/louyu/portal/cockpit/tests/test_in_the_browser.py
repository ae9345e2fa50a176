"""驾驶舱的地图卡片在浏览器中: drawn in both lights and on a phone, leading to the whole map."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from demo.factories import building, place_tree, user
from louyu.journey.statistics.tests.worlds import computed
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Cluster
from tests.browser import (  # noqa: F401
    WIDTHS,
    axe_violations,
    browser_context,
    chromium,
    enter_as,
    overflow,
    page,
    small_targets,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AROUND = {
    "type": "Polygon",
    "coordinates": [[[121.3, 37.5], [121.5, 37.5], [121.5, 37.6], [121.3, 37.6], [121.3, 37.5]]],
}


@pytest.fixture
def leader(browser_context: BrowserContext, live_server: Any) -> None:  # noqa: F811
    tree = place_tree()
    Cluster.objects.create(name="核心区", outline=AROUND)
    for number in (0, 1, 90):
        building(
            tree.street,
            longitude=Decimal("121.38") + Decimal(number) / 10_000,
            latitude=Decimal("37.52"),
        )
    computed()
    enter_as(browser_context, user(Role.LEADER), live_server.url)


@pytest.mark.usefixtures("leader")
@pytest.mark.parametrize("width", [WIDTHS[0], WIDTHS[-1]])
@pytest.mark.parametrize("light", ["", "?screen=1"])
def test_the_card_is_drawn_accessible_and_leads_to_the_map(
    page: Page,  # noqa: F811
    width: int,
    light: str,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/cockpit/{light}")
    page.locator(".spot.group", has_text="2幢").wait_for()
    assert page.locator(".spot").count() == 2
    page.locator(".spot:not(.group)").focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == []
    if width == WIDTHS[0]:
        assert small_targets(page) == []
    page.get_by_role("link", name="打开大图和列表").click()
    page.wait_for_url("**/map/?layer=rate")
