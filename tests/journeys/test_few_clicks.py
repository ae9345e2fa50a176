"""几次点击: what is done every month or quarter takes as few clicks as the plan promises."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from demo import factories
from demo.generate import SEED, fill
from louyu.engines.measures import Period
from louyu.journey.publication.articles.models import Article
from louyu.journey.publication.articles.tests.desk import Desk
from louyu.journey.publication.articles.tests.test_in_the_browser import PASTE
from louyu.journey.publication.articles.tests.test_rich_text import WORD
from louyu.journey.publication.models import Bulletin
from louyu.journey.statistics.computing import compute
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import User
from tests.browser import enter_as, keep_screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Clicks = Callable[[], int]
COUNT = "addEventListener('click', event => event.isTrusted && counted(), true)"


@pytest.fixture
def clicks(browser_context: BrowserContext) -> Clicks:
    """As the browser hears them: whatever way a test clicks, and on whatever page."""
    heard: list[None] = []
    browser_context.expose_binding("counted", lambda _: heard.append(None))
    browser_context.add_init_script(COUNT)
    return lambda: len(heard)


@pytest.fixture
def district(settings: Any, tmp_path: Any) -> Period:
    """The demo with the figures of the last quarter's last month."""
    settings.FILES_DIR = tmp_path
    today = timezone.localdate()
    fill(seed=SEED, base=today)
    last = Period.of(today).quarter.previous.last_month
    compute(period=last, actor=actor_of(User.objects.get(username="office")))
    return last


def test_a_leader_sees_what_is_late_who_answers_and_its_rows(
    district: Period, clicks: Clicks, page: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    enter_as(browser_context, User.objects.get(username="leader"), live_server.url)
    page.goto("/")
    page.get_by_role("link", name="驾驶舱").first.click()
    late = page.locator(".cockpit-heads .card", has_text="滞后").first
    expect(late).to_be_in_viewport()
    expect(late).to_contain_text("责任单位：芝罘区商务局")
    assert clicks() == 1
    late.locator(".k2 a").click()
    expect(page).to_have_url(re.compile(r"/figures/\w+/rows/\?"))
    expect(page.locator("main tbody tr").first).to_be_visible()
    assert clicks() == 2


def test_the_office_issues_the_quarterly_bulletin(
    district: Period, clicks: Clicks, page: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    enter_as(browser_context, User.objects.get(username="office"), live_server.url)
    page.goto("/bulletins/")
    page.get_by_role("button", name=re.compile("取数起草 .*季度")).click()
    page.get_by_role("button", name="送核稿").click()
    page.get_by_role("button", name="签发").click()
    expect(page.locator("main")).to_contain_text("已签发")
    assert clicks() == 3
    issued = Bulletin.objects.unscoped("test").get()
    assert issued.is_issued
    assert issued.span == district.quarter
    page.goto("/bulletins/")
    expect(page.get_by_role("button", name=re.compile("取数起草 .*季度"))).to_have_count(0)


def test_an_editor_publishes_an_article_with_a_table_pasted_from_word(
    clicks: Clicks, page: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    factories.place_tree()
    desk = Desk()
    enter_as(browser_context, desk.writer, live_server.url)
    page.goto("/articles/new/")
    page.fill("#id_title", "补贴标准")
    page.fill("#id_origin", "区楼宇办")
    page.focus(".rich-area")
    page.evaluate(PASTE, WORD)
    page.wait_for_selector(".rich-area table")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="送审").click()
    assert clicks() == 2
    enter_as(browser_context, desk.colleague, live_server.url)
    page.reload()
    page.get_by_role("button", name="审核发布").click()
    assert clicks() == 3
    page.goto(f"/open/articles/{Article.objects.unscoped('test').get().pk}/")
    expect(page.locator(".article-body table td").first).to_have_text("2026年")
    keep_screenshot(page, "published-article")
