"""乱数测试: the browser, for what only a browser can tell."""

from tests.browser import browser_context, chromium, page

__all__ = ["browser_context", "chromium", "page"]
