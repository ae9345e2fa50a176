"""正文格式: what a text keeps, what it loses, and that cleaning twice is cleaning once."""

from html import escape

import pytest
from django.utils.safestring import SafeString

from louyu.journey.publication.articles.rich_text import cleaned, line, shown

# As Word puts a table on the clipboard, shortened.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head><body lang=ZH-CN><!--StartFragment--><p class=MsoNormal style='text-indent:24.0pt'><span
style='font-family:仿宋_GB2312'>补贴标准如下：<span lang=EN-US><o:p></o:p></span></span></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<thead><tr style='mso-yfti-irow:0'><td width=184 colspan=2 valign=top
style='width:138.25pt;border:solid windowtext 1.0pt'><p class=MsoNormal align=center><b><span
lang=EN-US>2026</span><span>年</span></b><o:p></o:p></p></td></tr></thead>
<tr><td rowspan=2 style='mso-border-alt:solid'><p class=MsoNormal>特色楼宇</p></td><td>
<p class=MsoNormal><span lang=EN-US>30%<o:p></o:p></span></p></td></tr>
<tr><td><p class=MsoNormal>20%</p></td></tr></table>
<!--EndFragment--></body></html>"""


def test_a_table_of_word_keeps_its_shape_and_loses_its_dress() -> None:
    clean = cleaned(WORD)
    assert '<td colspan="2">' in clean
    assert '<td rowspan="2"><p>特色楼宇</p></td>' in clean
    assert "<thead><tr>" in clean
    assert "<b>2026年</b>" in clean
    for dress in ("mso", "Mso", "style", "class", "WordDocument", "o:p", "<!--", "width"):
        assert dress not in clean


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("第一段\r\n\r\n第二段 & <3", "<p>第一段</p><p>第二段 &amp; &lt;3</p>"),
        ("<div>甲</div><div>乙</div>", "<p>甲</p><p>乙</p>"),
        ("<h1>题</h1><h6>节</h6>", "<h2>题</h2><h4>节</h4>"),
        ('<p onclick="x()">a<img src=x onerror=x()>b</p>', "<p>ab</p>"),
        ('<p><a href="javascript:x()">a</a></p>', '<p><a rel="noopener noreferrer">a</a></p>'),
        (
            '<p><a href="https://x.cn/" target="_top">a</a></p>',
            '<p><a href="https://x.cn/" rel="noopener noreferrer">a</a></p>',
        ),
        ("<p>甲</p><p>&nbsp;</p><p><br></p>", "<p>甲</p>"),
        (
            '<table><tr><td colspan="999" rowspan="-1">x',
            "<table><tbody><tr><td>x</td></tr></tbody></table>",
        ),
        ("<script>x()</script>", ""),
        ("<p>甲\x0b\x00乙\u202e</p>", "<p>甲乙</p>"),
    ],
)
def test_what_is_kept(written: str, kept: str) -> None:
    assert cleaned(written) == kept


OWN = '<img src="/open/articles/pictures/7/large.jpg">'


@pytest.mark.parametrize(
    "source",
    [
        "/open/articles/pictures/7/large.jpg",
        "/articles/pictures/7/large.jpg",
        "/articles/pictures/007/small.jpg",
    ],
)
def test_the_articles_own_pictures_stay_by_number_alone(source: str) -> None:
    sent = f'<p>甲<img src="{source}" alt="乙" onerror="x()" style="x" srcset="//x.cn/a 2x"></p>'
    assert cleaned(sent) == f"<p>甲{OWN}</p>"
    assert cleaned(cleaned(sent)) == cleaned(sent)


@pytest.mark.parametrize(
    "source",
    [
        "https://x.cn/a.jpg",
        "//x.cn/open/articles/pictures/7/large.jpg",
        "http://x.cn/articles/pictures/7/large.jpg",
        "data:image/svg+xml,<svg onload=x()>",
        "data:image/jpeg;base64,AAAA",
        "javascript:x()",
        "/files/7/",
        "/open/spaces/photos/7/large.jpg",
        "/articles/pictures/7/large.jpg?x=1",
        "/articles/pictures/7/large.jpg#x",
        "/articles/pictures/7/large.jpg\n",
        " /articles/pictures/7/large.jpg",
        "/articles/pictures/../7/large.jpg",
        "/articles/pictures/７/large.jpg",
        "/articles/pictures/7/original.jpg",
        "/articles/pictures/7/largeXjpg",
        "articles/pictures/7/large.jpg",
        "/articles/pictures/9999999999/large.jpg",
        "/articles/pictures/7/large.jpg&quot; onerror=&quot;x()",
        "",
    ],
)
def test_no_picture_of_anywhere_else_stays(source: str) -> None:
    assert cleaned(f'<p>甲<img src="{source}" alt="x">乙</p>') == "<p>甲乙</p>"
    assert shown(f'<p>甲<img src="{source}">乙</p>', {}) == "<p>甲乙</p>"


def test_a_page_shows_the_articles_own_pictures_and_no_others() -> None:
    tags = {7: SafeString('<img alt="七">'), 8: SafeString('<img alt="八">')}
    other = OWN.replace("/7/", "/9/")
    assert shown(f"<p>甲{OWN}{other}</p>", tags) == (
        '<p>甲<img alt="七"></p><figure><img alt="八"></figure>'
    )


def test_words_that_look_like_a_picture_are_words() -> None:
    told = f"<p>{escape(OWN)}</p><p><a href='/{OWN}'>x</a></p>"
    page = shown(cleaned(told), {7: SafeString("PICTURE")})
    assert page.count("PICTURE") == 1
    assert page.endswith("<figure>PICTURE</figure>")


@pytest.mark.parametrize("written", [WORD, "甲\n乙", "<b>甲\n乙</b>", "<div><p>甲<table><tr><td>"])
def test_cleaning_twice_is_cleaning_once(written: str) -> None:
    once = cleaned(written)
    assert cleaned(once) == once


def test_a_page_cleans_what_somebody_stored_past_the_service() -> None:
    stored = '<p style="x" onmouseover="x()">甲</p><svg onload=x()><table><tr><td>乙</table>'
    page = shown(stored, {})
    assert "on" not in page.replace('role="region"', "")
    assert page.count("<div") == page.count("</div>") == 1


def test_a_title_is_one_line() -> None:
    assert line(" 甲\n乙\t\x07丙\u202e ") == "甲 乙 丙"
