"""注入三百式: whatever is written into an article, no page that shows it runs any of it.

Stored through the services in every field, shown in Chromium under the policy of operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.safestring import mark_safe
from playwright.sync_api import BrowserContext, Page

from demo import factories
from louyu.journey.publication.articles.models import Article
from louyu.journey.publication.articles.services import ArticleRefused
from louyu.journey.publication.articles.tests.desk import Desk
from louyu.portal.public import articles as public_articles
from tests.browser import enter_as
from tests.fuzz.payloads import payloads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAYLOADS = payloads()
# What a reader does, on everything the page has; where a link would lead.
TOUCH = """() => {
  const kinds = ['mouseover', 'mouseenter', 'pointerenter', 'focus', 'toggle', 'load', 'error',
    'animationstart'];
  for (const element of document.querySelectorAll('body *')) {
    for (const kind of kinds) element.dispatchEvent(new Event(kind));
  }
  return [...document.querySelectorAll('a[href], area[href], form[action]')]
    .map(e => e.href || e.action)
    .filter(to => !/^(https?|mailto|tel):/.test(to));
}"""
PASTE = """html => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  document.querySelector('.rich-area').dispatchEvent(
    new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class Watch:
    """Counts what ran: calls of the payloads, dialogs, and what the policy had to stop."""

    def __init__(self, page: Page) -> None:
        self.ran: list[Any] = []
        self.blocked: list[str] = []
        self.led_astray: list[str] = []
        self.page = page
        page.context.expose_binding("__ran", lambda source, number: self.ran.append(number))
        # Looks are no part of this; five hundred pages are sooner opened without.
        page.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
        page.on("dialog", self._dialog)
        page.on("console", self._console)

    def _dialog(self, dialog: Any) -> None:
        if dialog.type != "beforeunload":
            self.ran.append(dialog.message)
        dialog.accept()

    def _console(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.blocked.append(message.text)

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, address
        assert "unsafe" not in answer.headers["content-security-policy"]
        self.led_astray += self.page.evaluate(TOUCH)

    def assert_nothing_ran(self) -> None:
        told = [PAYLOADS[n] if isinstance(n, int) else n for n in self.ran]
        assert (told, self.led_astray) == ([], [])


@pytest.fixture
def desk() -> Desk:
    factories.place_tree()
    return Desk()


@pytest.fixture
def watch(page: Page) -> Watch:
    return Watch(page)


def _poisoned(desk: Desk) -> list[Article]:
    """One article a payload, in every field a person fills in; of some nothing is left to save."""
    made = []
    for text in PAYLOADS:
        fields = {"title": text[:80], "summary": text[:200], "origin": text[:60]}
        try:
            article = desk.drafted(body=text, **fields)
        except ArticleRefused:
            article = desk.drafted(body=f"<p>前</p>{text}<p>后</p>", **fields)
        made.append(article)
    return made


def test_there_are_three_hundred() -> None:
    assert len(set(PAYLOADS)) >= 300


def test_nothing_written_into_an_article_runs_on_a_page(
    desk: Desk,
    watch: Watch,
    browser_context: BrowserContext,
    live_server: Any,
    pytestconfig: pytest.Config,
) -> None:
    """Every list with all of them; of the pages one in six, with --long each."""
    step = 1 if pytestconfig.getoption("--long") else 6
    written = _poisoned(desk)
    enter_as(browser_context, desk.colleague, live_server.url)
    last = len(written) // 20 + 1
    for number in range(1, last + 1):
        watch.open(f"/articles/?page={number}")
    for article in written[::24]:
        for part in ("", "preview/", "edit/"):
            watch.open(f"/articles/{article.pk}/{part}")
    for article in written:
        desk.moved(article, ("submit", desk.writer), ("publish", desk.colleague))
    watch.open("/inbox/")
    browser_context.clear_cookies()
    for article in written[::step]:
        watch.open(f"/open/articles/{article.pk}/")
    for number in range(1, last + 1):
        watch.open(f"/open/articles/?page={number}")
    for word in ("ran", "script", "点我", "前", "<script>__ran(1)</script>", "\"'><svg onload=x>"):
        watch.open(f"/open/search/?q={word}")
    for address in ("/open/", "/open/feed.xml"):
        watch.open(address)
    watch.assert_nothing_ran()
    # Nothing was left for the policy to stop either, which holds by itself (below).
    assert watch.blocked == []


def test_nothing_pasted_into_the_editor_runs(
    desk: Desk, watch: Watch, browser_context: BrowserContext, live_server: Any
) -> None:
    enter_as(browser_context, desk.writer, live_server.url)
    watch.open("/articles/new/")
    for text in PAYLOADS:
        watch.page.evaluate(PASTE, text)
    watch.led_astray += watch.page.evaluate(TOUCH)
    watch.assert_nothing_ran()


def test_nothing_runs_in_a_form_that_comes_back(
    desk: Desk, watch: Watch, browser_context: BrowserContext, live_server: Any
) -> None:
    """Unsaved, so nothing was cleaned yet: the editor reads what was typed."""
    enter_as(browser_context, desk.writer, live_server.url)
    for start in range(0, len(PAYLOADS), 20):
        watch.open("/articles/new/")
        text = "\n".join(PAYLOADS[start : start + 20])
        with watch.page.expect_navigation():
            watch.page.evaluate(
                """text => {
                  const form = document.querySelector('.article-form');
                  for (const name of ['body', 'summary', 'origin']) {
                    form.elements[name].value = text;
                  }
                  HTMLFormElement.prototype.submit.call(form);
                }""",
                text,
            )
        watch.led_astray += watch.page.evaluate(TOUCH)
    watch.assert_nothing_ran()


@pytest.fixture
def uncleaned(monkeypatch: pytest.MonkeyPatch) -> Callable[[Desk, str], str]:
    """A page that believes what is stored, and a way to store anything."""
    monkeypatch.setattr(public_articles, "body_of", lambda stored, marked: mark_safe(stored))

    def publish(desk: Desk, body: str) -> str:
        article = desk.drafted()
        Article.objects.unscoped("past the service").filter(pk=article.pk).update(body=body)
        desk.moved(article, ("submit", desk.writer), ("publish", desk.colleague))
        return f"/open/articles/{article.pk}/"

    return publish


def test_the_policy_alone_stops_them_too(
    desk: Desk, watch: Watch, uncleaned: Callable[[Desk, str], str]
) -> None:
    for text in PAYLOADS[::10]:
        watch.page.goto(uncleaned(desk, text.replace("\x00", "")))
        watch.page.evaluate(TOUCH)
    assert watch.ran == []
    assert watch.blocked


def test_the_count_notices_what_runs(
    desk: Desk, watch: Watch, uncleaned: Callable[[Desk, str], str], settings: Any
) -> None:
    """Without cleaning and without the policy most of them do run: the tests above can fail."""
    settings.CONTENT_SECURITY_POLICY = "default-src * data: 'unsafe-inline'"
    sample = PAYLOADS[:20]
    for text in sample:
        watch.page.goto(uncleaned(desk, text))
        watch.page.evaluate(TOUCH)
    assert len(set(watch.ran)) > len(sample) / 2
