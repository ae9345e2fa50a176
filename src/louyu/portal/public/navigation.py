"""公开门户导航: the parts of the public site, in the order of its header and of its home page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

ROOT = "/open/"
TEXT_COOKIE = "text"
LARGE = "large"
# Set by the export alone: no header of a request gets this name.
EXPORTED = "louyu.exported"


@dataclass(frozen=True)
class Entry:
    """`name` is the name of its address; `says` is what the home page tells of it."""

    label: str
    name: str
    icon: str
    says: str = ""


HOME = Entry("首页", "public-home", icon="home")
SPACES = Entry(
    "找空间", "public-spaces", icon="key", says="在招的办公空间：面积、租金、楼层和联系单位"
)
BUILDINGS = Entry(
    "楼宇名录", "public-buildings", icon="building-skyscraper", says="各街道、园区的楼宇和在招空间"
)
NEWS = Entry(
    "工作动态", "public-articles", icon="news", says="工作动态、招租政策、商务活动和招商信息"
)
ENTRIES: tuple[Entry, ...] = (HOME, SPACES, BUILDINGS, NEWS)


@dataclass(frozen=True)
class Link:
    entry: Entry
    url: str
    current: bool


def links(path: str) -> Iterator[Link]:
    for entry in ENTRIES:
        url = reverse(entry.name)
        current = path == url if entry is HOME else path.startswith(url)
        yield Link(entry, url, current)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the public frame shows; nothing for the pages of those who signed in."""
    return shown(request) if request.path.startswith(ROOT) else {}


def shown(request: HttpRequest) -> dict[str, Any]:
    return {
        "site": settings.PUBLIC_SITE,
        "site_links": list(links(request.path)),
        "exported": EXPORTED in request.META,
        "large_text": request.COOKIES.get(TEXT_COOKIE) == LARGE,
    }
