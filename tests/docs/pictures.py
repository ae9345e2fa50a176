"""截图: takes the pictures of the documents from a running demo.

    ./louyu demo --port 8000
    PYTHONPATH=src .venv/bin/python -m tests.docs.pictures http://127.0.0.1:8000 [名称…]
    PYTHONPATH=src .venv/bin/python -m tests.docs.pictures --kept

The first makes a draft bulletin and leaves an import in its preview: use a demo that may be thrown
away. The second packs what the last run of the journeys kept, where a document shows it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import django
import openpyxl
from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SIZE = {"width": 1440, "height": 900}
COLORS = 64  # a palette keeps a page under 80 KB without a visible loss
PATIENCE = 120_000


def home(page: Page) -> None:
    page.goto("/")


def building(page: Page) -> None:
    page.goto("/buildings/?sort=-business_area")
    _follow(page, r"/buildings/\d+/$")


def figures(page: Page) -> None:
    page.goto("/figures/")


def bulletin(page: Page) -> None:
    """The draft of the last quarter, made if there is none; its Word file as it prints."""
    page.goto("/bulletins/new/")
    page.click("form.form button[type=submit]")
    with page.expect_download() as download:
        page.click("a[href$='/word/']")
    if shutil.which("soffice"):
        _keep(_printed(Path(download.value.path())), FOLDER / "bulletin-word.png")


def _printed(word: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(word, f"{folder}/word.docx")
        for command in (
            f"soffice -env:UserInstallation=file://{folder}/profile --headless "
            "--convert-to pdf word.docx",
            "pdftoppm -r 100 -png -singlefile word.pdf word",
        ):
            subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
        return Path(folder, "word.png").read_bytes()


def roster(page: Page) -> None:
    """The street's own roster with a few cells gone wrong, in its preview."""
    page.goto("/imports/")
    with page.expect_download() as download:
        page.click("a[href*='roster'][href*='filled']")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "向阳街道花名册.xlsx"
        _spoil(Path(download.value.path()), file)
        page.check("input[value=roster]")
        page.set_input_files("input[type=file]", file)
        page.click("form.imports-form button[type=submit]")
        page.wait_for_selector("#outcome", timeout=PATIENCE)


def _spoil(source: Path, target: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(source.read_bytes()))
    sheet = book.worksheets[0]
    column = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    sheet.delete_rows(45, sheet.max_row)
    for row, header, wrong in (
        (6, "统一社会信用代码", "9.1370602E+17"),
        (11, "使用面积（㎡）", "待定"),
        (17, "入驻日期", "2026-13-01"),
        (23, "楼宇", "不在册的楼"),
    ):
        sheet.cell(row, column[header]).value = wrong
    for row in (8, 14, 20):
        sheet.cell(row, column["从业人数（人）"]).value = 66
    for row in (30, 31):
        sheet.cell(row, column["企业名称"]).value = f"烟台新来第{row}号贸易有限公司"
        sheet.cell(row, column["统一社会信用代码"]).value = None
    book.save(target)


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "home": ("street-xiangyang", home),
    "building": ("street-xiangyang", building),
    "import": ("street-xiangyang", roster),
    "figures": ("office", figures),
    "bulletin": ("office", bulletin),
}


def _at(address: str) -> Callable[[Page], None]:
    def reach(page: Page) -> None:
        page.goto(address)

    return reach


def monthly(page: Page) -> None:
    """The newest bulletin on the upkeep of data."""
    page.goto("/bulletins/?kind=monthly")
    _follow(page, r"/bulletins/\d+/$")


def answered(page: Page) -> None:
    """A doubt with the form for its answer open."""
    page.goto("/doubts/")
    page.get_by_text("情况说明", exact=False).nth(1).click()


PICTURES |= {
    "doubts": ("street-xiangyang", answered),
    "checks": ("office", _at("/integrity/")),
    "keeper": ("street-xiangyang", _at("/verification/keeper/")),
    "reminders": ("office", _at("/reminders/")),
    "sheet-code": ("street-xiangyang", _at("/collection/code/")),
    "bulletin-month": ("office", monthly),
}


def _follow(page: Page, pattern: str) -> None:
    links = page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
    page.goto(next(link for link in links if link and re.search(pattern, link)))


def take(base_url: str, names: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
    django.setup()
    # Only now may models be imported.
    from demo.accounts import PASSWORD
    from tests.browser import FLAGS, chromium_path, sign_in

    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for name in names or PICTURES:
            username, reach = PICTURES[name]
            context = browser.new_context(
                base_url=base_url, locale="zh-CN", viewport=SIZE, accept_downloads=True
            )
            page = context.new_page()
            sign_in(page, username, PASSWORD)
            reach(page)
            page.wait_for_load_state("networkidle")
            _keep(page.screenshot(), FOLDER / f"{name}.png")
            context.close()
        browser.close()


def _keep(png: bytes, path: Path) -> None:
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    print(f"{path.name} {path.stat().st_size // 1024} KB")


def pack() -> None:
    """From the instance's folder; a picture no document shows is left there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
    django.setup()
    from tests.browser import SCREENSHOTS

    for shown in sorted(FOLDER.glob("*.png")):
        kept = SCREENSHOTS / shown.name
        if kept.exists():
            _keep(kept.read_bytes(), shown)


if __name__ == "__main__":
    if sys.argv[1] == "--kept":
        pack()
    else:
        take(sys.argv[1], sys.argv[2:])
