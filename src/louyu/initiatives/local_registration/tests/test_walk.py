"""走一家: a street officer with a phone at the door, then the firm takes its consent back."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from louyu.initiatives.local_registration.models import Entry
from louyu.initiatives.local_registration.tests.conftest import Service
from tests.browser import axe_violations, enter_as, keep_screenshot, overflow, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def sound(page: Page) -> None:
    assert [*axe_violations(page), *overflow(page), *small_targets(page)] == []


def test_a_firm_is_visited_asked_helped_and_takes_it_back(
    browser_context: BrowserContext, live_server: Any, page: Page, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_DIR = tmp_path
    service = Service()
    entry = service.entry()
    page.set_viewport_size(PHONE)
    enter_as(browser_context, service.clerk, live_server.url)
    page.goto("/local-registration/")
    page.get_by_role("link", name="试验活动").click()
    page.get_by_role("link", name="名单", exact=True).click()
    sound(page)
    page.get_by_role("link", name="试验甲有限公司").click()
    save = page.get_by_role("button", name="保存").and_(page.locator(":visible"))
    save.click()
    expect(page.get_by_text("已登记：登记走访")).to_be_visible()
    page.locator("summary", has_text="登记企业的答复").click()
    sound(page)
    keep_screenshot(page, "local-registration-phone")
    page.get_by_text("同意", exact=True).last.click()
    form = page.locator("details", has=page.locator("summary", has_text="登记企业的答复"))
    form.get_by_label("答复人").fill("试答复")
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已登记：登记企业的答复")).to_be_visible()
    sound(page)
    page.get_by_label("帮办人").fill("试帮办")
    page.get_by_label("指导了什么").fill("网上办理的入口")
    save.click()
    expect(page.get_by_text("帮办人：试帮办")).to_be_visible()

    enter_as(browser_context, service.speaker_of(service.firms[0]), live_server.url)
    page.goto("/local-registration/mine/")
    sound(page)
    page.get_by_role("button", name="撤回同意").click()
    expect(page.get_by_text("已撤回，本次活动不再就此联系。")).to_be_visible()
    assert Entry.objects.unscoped("test").get(pk=entry.pk).state == "withdrawn"
