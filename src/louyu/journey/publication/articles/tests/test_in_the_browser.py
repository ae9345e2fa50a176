"""正文编辑: a table pasted from Word is published as a table; without script plain text works."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo import factories
from louyu.engines.pictures.tests.samples import halves, saved
from louyu.journey.publication.articles.models import Article
from louyu.journey.publication.articles.tests.desk import Desk
from louyu.journey.publication.articles.tests.test_rich_text import WORD
from tests.browser import (
    WIDTHS,
    axe_violations,
    enter_as,
    keep_screenshot,
    overflow,
    small_targets,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """html => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', '纯文本');
  document.querySelector('.rich-area').dispatchEvent(
    new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def desk(browser_context: BrowserContext, live_server: Any) -> Desk:
    factories.place_tree()
    desk = Desk()
    enter_as(browser_context, desk.writer, live_server.url)
    return desk


def fill(page: Page, title: str) -> None:
    page.goto("/articles/new/")
    page.fill("#id_title", title)
    page.fill("#id_origin", "区楼宇办")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.click("text=保存草稿")


def test_a_pasted_word_table_is_published(
    desk: Desk, page: Page, browser_context: BrowserContext, live_server: Any
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    fill(page, "补贴标准")
    page.click(".rich-area")
    page.keyboard.type("前言")
    page.evaluate(PASTE, WORD)
    page.wait_for_selector(".rich-area table")
    page.keyboard.type("之后")
    assert "带入 1 张表格" in page.inner_text("[data-rich-said]")
    keep_screenshot(page, "article-editor")
    save(page)
    page.click("button:has-text('送审')")
    enter_as(browser_context, desk.colleague, live_server.url)
    page.reload()
    page.click("button:has-text('审核发布')")
    page.click("text=看公开页")
    cells = page.eval_on_selector_all(
        ".article-body table td", "all => all.map(e => [e.innerText.trim(), e.colSpan, e.rowSpan])"
    )
    assert cells == [["2026年", 2, 1], ["特色楼宇", 1, 2], ["30%", 1, 1], ["20%", 1, 1]]
    text = page.inner_text(".article-body")
    assert text.startswith("前言")
    assert "之后" in text
    assert page.query_selector(".article-body [style], .article-body [class*=Mso]") is None
    assert said == []


def test_tables_are_made_and_given_a_header_by_buttons(desk: Desk, page: Page) -> None:
    fill(page, "表格")
    page.click("text=插入表格")
    page.click(".rich-area th")
    page.keyboard.type("年度")
    page.click(".rich-area td")
    for button in ("加一行", "加一列", "删一行"):
        page.click(f".rich-bar >> text={button}")
    save(page)
    body = Article.objects.unscoped("the only one").get().body
    assert body.count("<tr>") == 3
    assert body.count("<th>") == 4


def test_a_picture_is_put_where_the_caret_stands(
    desk: Desk, page: Page, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_DIR = tmp_path / "files"
    (tmp_path / "a.png").write_bytes(saved(halves(900, 600), "PNG"))
    fill(page, "培训")
    page.click(".rich-area")
    page.keyboard.type("前")
    page.keyboard.press("Enter")
    page.keyboard.type("后")
    page.set_input_files("#id_picture", str(tmp_path / "a.png"))
    page.fill("#id_alt", "培训会现场")
    with page.expect_navigation():
        page.click("text=保存并添加这张图片")
    assert [axe_violations(page), overflow(page)] == [[], []]
    page.click(".rich-area p >> nth=0")
    page.click("text=放进正文 >> visible=true >> nth=-1")
    expect(page.locator(".rich-area img")).to_have_js_property("naturalWidth", 900)
    page.evaluate(PASTE, "<p>贴<img src='https://x.cn/a.jpg'></p>")
    assert "1 张图片没有带入" in page.inner_text("[data-rich-said]")
    save(page)
    number = Article.objects.unscoped("the only one").get().pictures.get().pk
    body = Article.objects.unscoped("the only one").get().body
    own = f'<img src="/open/articles/pictures/{number}/large.jpg">'
    assert body.startswith(f"<p>前</p><p>{own}")
    assert body.count("<img") == 1
    page.click("text=预览")
    expect(page.locator(".article-body img")).to_have_js_property("naturalWidth", 900)
    page.set_viewport_size({"width": WIDTHS[0], "height": 844})
    assert overflow(page) == []
    page.go_back()
    page.click("text=修改 >> visible=true >> nth=0")
    assert [axe_violations(page), overflow(page), small_targets(page)] == [[], [], []]


def test_the_enter_key_saves_and_asks_for_no_picture(desk: Desk, page: Page) -> None:
    fill(page, "标题")
    page.click(".rich-area")
    page.keyboard.type("正文")
    with page.expect_navigation():
        page.press("#id_title", "Enter")
    assert Article.objects.unscoped("the only one").get().body == "<p>正文</p>"


def test_markup_and_lists_and_undo(desk: Desk, page: Page) -> None:
    fill(page, "格式")
    page.click(".rich-area")
    page.click(".rich-bar >> text=小标题")
    page.keyboard.type("要点")
    page.keyboard.press("Enter")
    page.click("[data-do=insertUnorderedList]")
    page.keyboard.type("其一")
    save(page)
    body = Article.objects.unscoped("the only one").get().body
    assert body.startswith("<h3>要点</h3>")
    assert "<ul><li>其一</li></ul>" in body


def test_an_empty_text_is_not_sent(desk: Desk, page: Page) -> None:
    fill(page, "空的")
    page.click("text=保存草稿")
    assert page.inner_text("[data-rich-said]") == "正文是空的，请写正文。"


def test_without_script_lines_become_paragraphs(
    desk: Desk, chromium: Any, live_server: Any
) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    enter_as(context, desk.writer, live_server.url)
    page = context.new_page()
    fill(page, "没有脚本")
    page.fill("#id_body", "第一段\n第二段")
    save(page)
    assert Article.objects.unscoped("the only one").get().body == "<p>第一段</p><p>第二段</p>"
    context.close()
