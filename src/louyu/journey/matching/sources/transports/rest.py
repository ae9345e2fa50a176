"""REST 接口: rows of a month asked for page by page; what the other side says is not believed."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from louyu.engines.measures import Period
from louyu.journey.matching.sources.transports import keys, outgoing
from louyu.journey.matching.sources.transports.contract import (
    FeedFailed,
    Fetched,
    NothingThere,
    Setting,
    Told,
    Transport,
    pairs_of,
)
from louyu.journey.matching.sources.transports.written import written

MOST_PAGES, MOST_SECONDS = 1_000, 300
ONE, BY_PAGE, BY_CURSOR = "one", "page", "cursor"


class RestTransport(Transport):
    key = "rest"
    settings = (
        Setting(
            "url", "接口地址", "以 https:// 开头，{period} 表示 2026-09、{yyyymm} 表示 202609。"
        ),
        Setting(
            "paging",
            "分页",
            "第几页：每次把页码加一；游标：每次带上一次应答里的游标。",
            choices=((ONE, "一次全给"), (BY_PAGE, "按第几页"), (BY_CURSOR, "按游标")),
        ),
        Setting("page_param", "页码或游标的参数名", "如 page、cursor；一次全给的不填。", False),
        Setting("page_size", "每页行数", "写成 参数名=行数，如 size=200；没有就不填。", False),
        Setting("cursor_at", "应答里游标在哪里", "如 data.next；按游标的才填。", False),
        Setting("rows_at", "应答里数据在哪里", "如 data.records；应答本身就是列表的不填。", False),
        Setting("total_at", "应答里总行数在哪里", "如 data.total；用来核对是否收全。", False),
        Setting(
            "columns",
            "各列",
            "每行一列，写成 接口字段=表头，如 nsrsbh=纳税人识别号；没有写的字段不取。",
            long=True,
        ),
        Setting("secret_header", "口令放在哪个请求头", "如 Authorization、appkey。", False),
        Setting("secret", "口令名称", "口令由系统管理员放进服务器，这里只填它的名称。", False),
    )

    def _faults(self, told: Told) -> list[str]:
        found = [outgoing.fault_of(told["url"])]
        if told["paging"] != ONE and not told.get("page_param"):
            found.append("分页的接口请填写页码或游标的参数名。")
        if told["paging"] == BY_CURSOR and not told.get("cursor_at"):
            found.append("按游标的接口请填写应答里游标在哪里。")
        if bool(told.get("secret")) != bool(told.get("secret_header")):
            found.append("口令名称和请求头要么都填，要么都不填。")
        if told.get("secret"):
            found.append(keys.fault_of(told["secret"]))
        size = told.get("page_size")
        if size and not _size(told):
            found.append("每页行数写成 参数名=行数，如 size=200。")
        try:
            columns_of(told)
        except FeedFailed as fault:
            found.append(str(fault))
        return [one for one in found if one]

    def try_out(self, told: Told) -> str:
        reading = _Reading(told, Period("2026-01"))
        page = reading.page({})
        return f"接口有应答，第一页有 {len(page.rows)} 行。"

    def fetch(self, told: Told, period: Period, into: Path) -> Fetched:
        columns = columns_of(told)
        reading = _Reading(told, period)
        path = into / f"接口_{str(period).replace('-', '')}.csv"
        with written(path, list(columns.values())) as out:
            for row in reading.rows():
                if not columns.keys() & row.keys():
                    raise FeedFailed("应答里没有一个登记的字段，接口可能改过，请核对“各列”。")
                out.add([row.get(name) for name in columns])
        if not out.rows and not reading.total:
            raise NothingThere(f"接口里还没有 {period} 的数据。")
        return Fetched(path, path.name, reading.total)

    def put_away(self, told: Told, name: str, sha256: str) -> None:
        return


def columns_of(told: Told) -> dict[str, str]:
    """Field → header."""
    return pairs_of(str(told["columns"]), "接口字段=表头")


def _size(told: Told) -> dict[str, str]:
    name, _, rows = str(told.get("page_size") or "").partition("=")
    return {name.strip(): rows.strip()} if name.strip() and rows.strip().isdecimal() else {}


@dataclass(frozen=True)
class Page:
    rows: list[dict[str, Any]]
    total: int | None
    mark: str
    digest: str


@dataclass
class _Reading:
    """One month of one interface; `total` is what its last page said there are."""

    told: Told
    period: Period
    total: int | None = None
    seen: set[str] = field(default_factory=set)
    begun: float = field(default_factory=time.monotonic)

    def rows(self) -> Iterator[dict[str, Any]]:
        got, params = 0, self._first()
        for number in range(1, MOST_PAGES + 1):
            page = self.page(params)
            self._refuse_loop(page, number)
            if self.total is not None and page.total is not None and page.total != self.total:
                raise FeedFailed("取数中总行数变了，对方可能正在更新，稍后再试。")
            self.total = page.total if page.total is not None else self.total
            got += len(page.rows)
            yield from page.rows
            params = self._next(page, number)
            if not params or (self.total is not None and got >= self.total):
                return
        raise FeedFailed(f"超过 {MOST_PAGES} 页还没有取完，请加大每页行数或核对分页设置。")

    def _first(self) -> dict[str, str]:
        number = {self.told["page_param"]: "1"} if self.told["paging"] == BY_PAGE else {}
        return number | _size(self.told)

    def _next(self, page: Page, number: int) -> dict[str, str]:
        """Nothing where there is no further page."""
        paging, name = self.told["paging"], self.told.get("page_param") or ""
        if paging == BY_CURSOR and page.mark:
            return {name: page.mark} | _size(self.told)
        if paging == BY_PAGE and page.rows:
            return {name: str(number + 1)} | _size(self.told)
        return {}

    def _refuse_loop(self, page: Page, number: int) -> None:
        marks = {page.digest} if page.rows else set()
        marks |= {f"cursor:{page.mark}"} if page.mark else set()
        if marks & self.seen:
            raise FeedFailed(f"第 {number} 页与前面的页相同，分页在打转，请核对分页设置。")
        self.seen |= marks

    def page(self, params: Mapping[str, str]) -> Page:
        if time.monotonic() - self.begun > MOST_SECONDS:
            raise FeedFailed(f"{MOST_SECONDS} 秒还没有取完，请加大每页行数，或请对方查看接口。")
        raw = outgoing.get(self._url(), params, self._headers())
        answer = _read(raw)
        rows = _at(answer, self.told.get("rows_at") or "")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise FeedFailed("应答里找不到数据列表，请核对“应答里数据在哪里”。")
        total = _at(answer, self.told["total_at"]) if self.told.get("total_at") else None
        if self.told.get("total_at") and not str(total).isdecimal():
            raise FeedFailed("应答里找不到总行数，请核对“应答里总行数在哪里”。")
        cursor = _at(answer, self.told["cursor_at"]) if self.told.get("cursor_at") else None
        digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
        return Page(rows, None if total is None else int(total), str(cursor or ""), digest)

    def _url(self) -> str:
        month = str(self.period)
        url = str(self.told["url"]).replace("{period}", month)
        return url.replace("{yyyymm}", month.replace("-", ""))

    def _headers(self) -> dict[str, str]:
        name, word = self.told.get("secret_header"), self.told.get("secret")
        return {name: keys.secret(word)} if name and word else {}


def _read(raw: bytes) -> Any:
    """Numbers as they are written: no digit of an amount or a code is lost."""
    try:
        return json.loads(raw, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as broken:
        raise FeedFailed("应答不是 JSON 数据，像是网页或出错的提示，请对方查看接口。") from broken


def _at(answer: Any, path: str) -> Any:
    for part in filter(None, path.split(".")):
        answer = answer.get(part) if isinstance(answer, dict) else None
    return answer
