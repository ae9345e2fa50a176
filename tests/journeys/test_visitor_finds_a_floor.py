"""客商找空间: a visitor on a phone finds a floor, in three taps from the front page."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from demo import factories
from tests.browser import keep_screenshot, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district() -> None:
    tree = factories.place_tree()
    office = factories.user("office")
    for number, place in enumerate((tree.street, tree.other_street, tree.park), start=1):
        tower = factories.building(
            place,
            name=f"试验大厦{number}",
            floors_above=20,
            longitude=Decimal(f"121.3{number}"),
            latitude=Decimal("37.53"),
        )
        for floor, area in ((3, 80), (12, 150 * number)):
            room = factories.unit(tower, floor=floor, number=f"{floor}01", area=area)
            factories.vacancy(room)
            factories.offer(
                room,
                rent_yuan=Decimal(30 + 10 * number),
                contact=factories.organization(name=f"试验运营{number}{floor}"),
                contact_phone=f"0535-000{number:02d}{floor:02d}",
                verified_on=timezone.localdate(),
                verified_by=office,
            )


def test_a_visitor_on_a_phone_finds_a_floor(district: None, page: Page) -> None:
    taps = 0
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/open/")

    def tap(what: str) -> None:
        nonlocal taps
        page.locator(what).first.click()
        taps += 1

    page.get_by_label("楼宇名或道路").fill("大厦3")
    tap(".finder button[type=submit]")
    expect(page).to_have_url(re.compile("/open/spaces/"))
    expect(page.locator("#tally")).to_have_text("1 幢，2 处空间，合计 530 ㎡")
    tap("article.space h3 a:has-text('1201')")
    expect(page.locator("h1")).to_have_text("试验大厦3 1201 室")
    call = page.locator(".ask a[href^='tel:']")
    expect(call).to_have_text("0535-0000312")
    expect(call).to_be_in_viewport()
    assert taps <= 3
    assert overflow(page) == []
    keep_screenshot(page, "visitor-finds-a-floor")


def test_without_script_the_filters_open_and_the_list_is_narrowed(
    district: None, chromium: Browser, live_server: Any
) -> None:
    context = chromium.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    page = context.new_page()
    page.goto("/open/spaces/")
    expect(page.get_by_label("面积")).to_be_hidden()
    page.get_by_text("筛选条件").click()
    page.get_by_label("面积").select_option("300-1000")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("article.space")).to_have_count(2)
    page.get_by_role("link", name="300—1,000 ㎡").click()
    expect(page.locator("article.space")).to_have_count(6)
    context.close()
