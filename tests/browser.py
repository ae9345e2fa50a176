"""浏览器: Chromium for tests: a browser per session, a page per test, signing in, axe.

Use it with `from tests.browser import *` in a conftest, or by naming the fixtures in
`pytest_plugins`; what a page must look like belongs to the tests themselves.
"""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from demo.factories import factor_of
from louyu.registers.organizations.middleware import FACTOR
from louyu.registers.organizations.models import User

# Playwright keeps an event loop in the test's thread; the ORM is still used synchronously.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WIDTHS = (390, 1280, 1440)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = "axe-core/axe.min.js"
SCREENSHOTS = Path(settings.LOUYU_HOME) / "screenshots"


def chromium_path() -> str | None:
    """The machine's Chromium, else the one Playwright keeps for itself (None)."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("LOUYU_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> Browser:
    return _launched(pytestconfig)


@cache
def _launched(config: pytest.Config) -> Browser:
    """One for the whole run, whichever conftest asks: Playwright starts once in a process."""
    playwright = sync_playwright().start()
    config.add_cleanup(playwright.stop)
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    config.add_cleanup(browser.close)
    return browser


@pytest.fixture
def browser_context(chromium: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """Cookies of one person; addresses may be given without the server's name."""
    context = chromium.new_context(
        base_url=live_server.url,
        locale="zh-CN",
        viewport={"width": 1440, "height": 900},
        accept_downloads=True,
    )
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    page = browser_context.new_page()
    page.set_default_timeout(15_000)
    return page


def sign_in(page: Page, username: str, password: str) -> None:
    """Through the sign-in page, as a person does."""
    page.goto("/accounts/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def enter_as(context: BrowserContext, user: User, base_url: str) -> None:
    """Straight into a session of this person; for tests that are not about signing in."""
    session = SessionStore()
    session[FACTOR] = factor_of(user).pk
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": str(session.session_key),
                "url": base_url,
            }
        ]
    )


def axe_violations(page: Page) -> list[str]:
    """One line per violated rule with the elements it names; empty is what we want."""
    script = _axe_script()
    page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {rule['help']} — {[node['html'][:160] for node in rule['nodes']][:4]}"
        for rule in found["violations"]
    ]


def _axe_script() -> Path:
    root = Path(settings.CHECKOUT)
    for folder in (root / "node_modules", root / "frontend" / "node_modules"):
        if (folder / AXE).exists():
            return folder / AXE
    pytest.skip("axe-core is not installed: run ./louyu setup")


def overflow(page: Page) -> list[str]:
    """Elements that reach beyond the right edge, when the page itself scrolls sideways."""
    return list(
        page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > width + 1)
                .map(e => e.outerHTML.slice(0, 120)).slice(0, 6);
            }"""
        )
    )


def small_targets(page: Page) -> list[str]:
    """Visible buttons, inputs and navigation links lower or narrower than 44 px."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll(
                'button, select, textarea, nav a, a.btn, '
                + 'input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
              .filter(e => e.checkVisibility ? e.checkVisibility() : e.offsetParent)
              .map(e => [e, e.getBoundingClientRect()])
              .filter(([e, box]) => box.width > 1 && box.height > 1
                && (box.height < 43.5 || box.width < 43.5))
              .map(([e, box]) => `${Math.round(box.width)}×${Math.round(box.height)} `
                + e.outerHTML.slice(0, 120))"""
        )
    )


def keep_screenshot(page: Page, name: str) -> Path:
    """In the instance's folder, to be looked at; tests/docs/pictures.py packs what is shown."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=str(path), full_page=True)
    return path
