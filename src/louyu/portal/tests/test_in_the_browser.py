"""外壳在浏览器中: signing in, moving about on a phone, and doing so without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from demo.factories import PASSWORD, building, place_tree, user
from louyu.registers.organizations.models import Role
from tests.browser import (
    WIDTHS,
    axe_violations,
    enter_as,
    overflow,
    sign_in,
    small_targets,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": WIDTHS[0], "height": 844}


@pytest.fixture
def demo(settings: Any, tmp_path: Any) -> None:
    settings.DEMO, settings.DEMO_MARKER = True, tmp_path / "demo.json"
    settings.DEMO_MARKER.write_text(f'{{"password": "{PASSWORD}"}}', encoding="utf-8")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_in_page_is_accessible_and_fits(page: Page, demo: None, width: int) -> None:
    for role in (Role.OFFICE, Role.LEADER, Role.EXPERT):
        user(role)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/accounts/login/?next=/search/")
    assert axe_violations(page) == []
    assert overflow(page) == []
    assert width > PHONE["width"] or small_targets(page) == []


def test_one_click_on_a_demo_account_signs_in(page: Page, demo: None) -> None:
    person = user(Role.OFFICE, name="演示人员")
    page.goto("/accounts/login/")
    page.click(f"button[value={person.username}]")
    assert page.locator("h1").inner_text() == "工作台"
    assert page.locator(".who").inner_text() == "演示人员"


def test_the_page_of_a_locked_account_is_accessible(page: Page) -> None:
    page.goto("/accounts/login/")
    for _ in range(5):
        page.fill("#id_username", "nobody")
        page.fill("#id_password", "not-the-password")
        page.click("form:has(#id_password) button")
    assert "账号已锁定" in page.locator("h1").inner_text()
    assert axe_violations(page) == []


def test_on_a_phone_the_navigation_opens_and_closes_without_script(
    chromium: Browser, live_server: Any
) -> None:
    tower = building(place_tree().street)
    person = user(Role.OFFICE)
    context = chromium.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False, locale="zh-CN"
    )
    page = context.new_page()
    sign_in(page, person.username, PASSWORD)
    entry = page.locator(".side a[href='/buildings/']")
    assert not entry.is_visible()
    page.click("[aria-label=打开导航]")
    assert entry.is_visible()
    entry.click()
    assert page.locator(f"text={tower.name}").first.is_visible()
    assert not page.locator(".side").is_visible()
    context.close()


def test_the_menu_closes_on_escape_and_keeps_the_focus(
    page: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    enter_as(browser_context, user(Role.OFFICE), live_server.url)
    page.goto("/")
    page.click(".me summary")
    assert page.locator(".menu").is_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    assert not page.locator(".menu").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_search_answers_while_one_types_and_keeps_the_address(
    page: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    tower = building(place_tree().street, name="滨海金融中心")
    enter_as(browser_context, user(Role.OFFICE), live_server.url)
    page.goto("/search/")
    page.locator("#id_q").type("金融")
    page.locator(f"#results >> text={tower.name}").wait_for()
    assert "q=" in page.url
    page.reload()
    assert page.locator(f"#results >> text={tower.name}").is_visible()


def test_a_fragment_that_fails_is_told_and_not_shown_as_an_answer(
    page: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    enter_as(browser_context, user(Role.OFFICE), live_server.url)
    page.goto("/search/")
    page.route("**/search/?q=*", lambda route: route.fulfill(status=500, body="broken"))
    page.locator("#id_q").type("金融")
    page.locator("#trouble").wait_for()
    assert "broken" not in page.content()
