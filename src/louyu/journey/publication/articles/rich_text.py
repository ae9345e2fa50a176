"""正文格式: the few marks an article may carry; all else is dropped, on saving and on showing.

What office programs put round a pasted table (styles, comments, fields of their own) goes; the
table itself stays, with its header rows and joined cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import nh3
from django.utils.safestring import SafeString, mark_safe

TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a"),
    *("b", "strong", "i", "em", "u", "s", "sub", "sup"),
    "img",
    *TABLE,
}
ATTRIBUTES = {
    "a": {"href"},
    # Which picture of the article stands here; its words and measures are those of its row.
    "img": {"src"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# Gone with all that is in them: none of it was meant to be read.
UNREAD = {
    *("script", "style", "title", "xml", "svg", "math", "template", "noscript", "iframe"),
    *("object", "embed", "select", "option", "textarea", "noembed", "noframes", "xmp", "plaintext"),
}
# Blocks of other programs, and headings beside those a page leaves to an article.
RENAMED = {
    **dict.fromkeys(("div", "section", "article", "center"), "p"),
    "h1": "h2",
    **dict.fromkeys(("h5", "h6"), "h4"),
}
OTHER_BLOCK = re.compile(rf"<(/?)({'|'.join(RENAMED)})(?=[\s>/])[^>]*>", re.IGNORECASE)
EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
BLOCK = re.compile(r"<(?:p|h[234]|ul|ol|table|blockquote|hr)>")
LINE_END = re.compile(r"\s*\n\s*")
MOST_SPANNED = 50
# The doors of an article's own pictures; every other address of a picture is dropped.
DOOR = re.compile(r"/(?:open/)?articles/pictures/([0-9]{1,9})/(?:small|large)\.jpg")
PICTURE = re.compile(r'<img src="/open/articles/pictures/([0-9]{1,9})/large\.jpg">')
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def cleaned(html: str) -> str:
    """As it is stored. Words without any mark become one paragraph a line."""
    html = printable(html, keep="\n\t")
    renamed = OTHER_BLOCK.sub(lambda m: f"<{m[1]}{RENAMED[m[2].lower()]}>", html)
    clean = _allowed(renamed).strip()
    if not BLOCK.search(clean):
        lines = (one.strip() for one in LINE_END.split(clean))
        return _allowed("".join(f"<p>{one}</p>" for one in lines if one))
    return EMPTY.sub("", clean)


def shown(html: str, pictures: Mapping[int, SafeString]) -> SafeString:
    """As it is put on a page: cleaned again, whoever stored it; wide tables scroll alone.

    `pictures`: number → mark-up of each picture of the article. What the text does not name
    follows it; what is no picture of the article is left out.
    """
    placed = set()

    def put(found: re.Match[str]) -> str:
        placed.add(int(found[1]))
        return pictures.get(int(found[1]), SafeString(""))

    framed = _allowed(html).replace(
        "<table>", '<div class="scroll" tabindex="0" role="region" aria-label="表格"><table>'
    )
    text = PICTURE.sub(put, framed.replace("</table>", "</table></div>"))
    rest = (f"<figure>{one}</figure>" for number, one in pictures.items() if number not in placed)
    return mark_safe(text + "".join(rest))  # noqa: S308 — cleaned above


def printable(text: str, *, keep: str = "") -> str:
    """Without control characters, which XML refuses, and without marks that turn words round."""
    return "".join(
        c
        for c in text
        if c in keep or not (unicodedata.category(c) in {"Cc", "Cs"} or c in DIRECTIONS)
    )


def line(text: str) -> str:
    """A title or a name: one line of plain text."""
    return printable(" ".join(text.split()))


def _allowed(html: str) -> str:
    clean = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=UNREAD,
        attributes=ATTRIBUTES,
        attribute_filter=_value,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return clean.replace("<img>", "")


def _value(tag: str, name: str, value: str) -> str | None:
    if name in {"href", "rel"}:
        return value
    if name == "src":
        own = DOOR.fullmatch(value)
        return f"/open/articles/pictures/{int(own[1])}/large.jpg" if own else None
    is_sane = value.isascii() and value.isdigit() and 0 < int(value[:4]) <= MOST_SPANNED
    return value if is_sane and len(value) <= 2 else None
