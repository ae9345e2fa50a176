"""房源照片页在浏览器里: a photo is taken with the phone, put first, removed and brought back."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo import factories
from louyu.engines.pictures.tests.samples import halves, saved
from louyu.registers.occupancy.tests.conftest import Tower
from louyu.registers.organizations.models import Role
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


def test_photos_are_looked_after_from_a_phone(
    browser_context: BrowserContext,  # noqa: F811
    live_server: Any,
    tower: Tower,
    page: Page,  # noqa: F811
    tmp_path: Path,
    settings: Any,
) -> None:
    settings.FILES_DIR = tmp_path / "files"
    offer = factories.offer(tower.rooms["501"])
    factories.offer_photo(offer, alt="没有分隔的很长很长的说明" * 6)
    (tmp_path / "b.png").write_bytes(saved(halves(900, 1600), "PNG"))
    enter_as(browser_context, factories.user(Role.OFFICE), live_server.url)
    page.set_viewport_size({"width": WIDTHS[0], "height": 844})
    page.goto(f"/offers/{offer.pk}/")
    page.click("text=管理照片")
    page.set_input_files("#photos", str(tmp_path / "b.png"))
    page.fill("#alt", "走廊")
    page.click("text=添加 >> visible=true >> nth=-1")
    expect(page.locator(".photos li")).to_have_count(2)
    page.click("[aria-label='第 2 张前移一位']")
    expect(page.locator(".photos img").first).to_have_attribute("alt", "走廊")
    page.click("[aria-label='移除第 2 张']")
    expect(page.locator("#removed")).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        faults = [*axe_violations(page), *overflow(page)]
        faults += small_targets(page) if width == WIDTHS[0] else []
        assert faults == [], width
    expect(page.locator(".photos img")).to_have_js_property("naturalWidth", 480)
    page.click("text=恢复 >> visible=true >> nth=-1")
    expect(page.locator(".photos li")).to_have_count(2)
