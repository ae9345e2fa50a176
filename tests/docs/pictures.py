"""截图: takes the pictures of the documents from a running demo.

./louyu demo --port 8000
python -m tests.docs.pictures http://127.0.0.1:8000
"""

import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from demo.accounts import PASSWORD
from tests.browser import FLAGS, chromium_path

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SIZE = {"width": 1440, "height": 900}
COLORS = 256  # a palette keeps a page under 300 KB without a visible loss


def building(page: Page) -> None:
    page.goto("/buildings/?sort=-business_area")
    _follow(page, r"/buildings/\d+/$")


def imports(page: Page) -> None:
    page.goto("/imports/")


def figures(page: Page) -> None:
    page.goto("/figures/")


def bulletin(page: Page) -> None:
    """The latest one; without one, a draft of the last quarter is made."""
    page.goto("/bulletins/")
    if not page.locator("th a[href*='/bulletins/']").count():
        page.goto("/bulletins/new/")
        page.click("form.form button[type=submit]")
        return
    _follow(page, r"/bulletins/\d+/$")


def home(page: Page) -> None:
    page.goto("/")


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "building": ("street-xiangyang", building),
    "import": ("street-xiangyang", imports),
    "figures": ("office", figures),
    "bulletin": ("office", bulletin),
    "home": ("leader", home),
}


def _follow(page: Page, pattern: str) -> None:
    links = page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
    page.goto(next(link for link in links if link and re.search(pattern, link)))


def take(base_url: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for name, (username, reach) in PICTURES.items():
            context = browser.new_context(base_url=base_url, locale="zh-CN", viewport=SIZE)
            page = context.new_page()
            _sign_in(page, username)
            reach(page)
            _keep(page.screenshot(), FOLDER / f"{name}.png")
            context.close()
        browser.close()


def _sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def _keep(png: bytes, path: Path) -> None:
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    print(f"{path.name} {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    take(sys.argv[1])
