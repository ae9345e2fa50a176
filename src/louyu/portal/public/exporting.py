"""静态导出: the public site as files for a channel of the government portal.

Followed from the home page as a visitor's browser would; whatever needs a server (search, filters,
letter size, signing in) is left out of the pages by the mark `exported`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from posixpath import dirname, relpath
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.http.response import HttpResponseBase
from django.test import Client

from louyu.portal.public.navigation import EXPORTED, ROOT

STATIC = "/static/"
PICTURE = ".jpg"
# Other filters multiply the pages without adding any: their links lead to the unfiltered list.
KEPT = ("kind", "page")
AS_EXPORT: dict[str, Any] = {EXPORTED: True, "SERVER_NAME": "localhost"}
MARK = "louyu-public-pages.txt"
_LINK = re.compile(r'\b(href|src)="([^"]*)"')
_STORED = re.compile(rf'"({ROOT}[^"\\]*)"')


class ExportRefused(Exception):
    """The message is a Chinese sentence that says what to do."""


def export(folder: Path) -> int:
    """The number of pages; an earlier export is replaced once the new one is complete."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise ExportRefused(f"{folder} 不是空文件夹，也不是以前导出的。请换一个文件夹。")
    fresh = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(fresh, ignore_errors=True)
    site = _Site(fresh)
    site.follow()
    (fresh / MARK).write_text(
        "由 louyu public-pages 生成，重新导出时整个替换。\n", encoding="utf-8"
    )
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return site.pages


@dataclass
class _Site:
    folder: Path
    pages: int = 0
    waiting: list[str] = field(default_factory=lambda: [ROOT])
    seen: set[str] = field(default_factory=lambda: {ROOT})
    client: Client = field(default_factory=lambda: Client(**AS_EXPORT))

    def follow(self) -> None:
        while self.waiting:
            url = self.waiting.pop()
            answer = self.client.get(url, secure=True)
            if answer.status_code != 200:
                raise ExportRefused(f"页面 {url} 打不开（{answer.status_code}），没有导出。")
            self._write(file_of(url), self._content(url, answer))

    def _content(self, url: str, answer: HttpResponseBase) -> bytes:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        if not answer.headers["Content-Type"].startswith("text/html"):
            return bytes(content)
        self.pages += 1
        return self._linked(url, content.decode()).encode()

    def _linked(self, url: str, text: str) -> str:
        """With links to other files in place of addresses."""
        text = _LINK.sub(lambda m: f'{m[1]}="{escape(self._to(url, unescape(m[2])))}"', text)
        # What scripts read of a page holds addresses too.
        return _STORED.sub(lambda m: f'"{self._to(url, m[1])}"', text)

    def _to(self, url: str, link: str) -> str:
        target = urljoin(url, link)
        if link.startswith("#") or not target.startswith((ROOT, STATIC)):
            return link
        wanted, fragment = kept(target), urlsplit(target).fragment
        if wanted not in self.seen:
            self.seen.add(wanted)
            self.waiting.append(wanted)
        path = relpath(file_of(wanted), dirname(file_of(url)) or ".")
        return f"{path}#{fragment}" if fragment else path

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def kept(url: str) -> str:
    """The address without fragment and without what only a server answers."""
    parts = urlsplit(url)
    query = "&".join(f"{key}={value}" for key, value in _kept_query(parts.query))
    return f"{parts.path}?{query}" if query else parts.path


def _kept_query(query: str) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in sorted(parse_qsl(query)) if key in KEPT and value)


def file_of(url: str) -> str:
    """`/open/articles/?kind=policy&page=2` is `articles/kind-policy-page-2/index.html`."""
    parts = urlsplit(url)
    if parts.path.startswith(STATIC):
        return unquote(parts.path[1:])
    folder = unquote(parts.path[len(ROOT) :])
    if folder.endswith(PICTURE):
        return folder
    query = "-".join(f"{key}-{value}" for key, value in _kept_query(parts.query))
    return f"{folder}{query}/index.html" if query else f"{folder}index.html"
