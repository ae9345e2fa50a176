"""页面检查: the browser of all page tests."""

from tests.browser import browser_context, chromium, page

__all__ = ["browser_context", "chromium", "page"]
