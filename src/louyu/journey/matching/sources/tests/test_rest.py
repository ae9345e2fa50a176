"""REST 接口: pages of a real server; loops, lies, redirects and addresses that are not reached."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from louyu.engines.measures import Period
from louyu.journey.matching.sources.tests.test_sftp import keep_secret
from louyu.journey.matching.sources.tests.web import Answer, Params, Web, paged, web
from louyu.journey.matching.sources.transports import network
from louyu.journey.matching.sources.transports.contract import FeedFailed, NothingThere
from louyu.journey.matching.sources.transports.rest import RestTransport

MONTH = Period("2026-09")
TRANSPORT = RestTransport()
ROWS = [{"id": f"{number:03}", "yuan": number + 0.25, "x": None} for number in range(25)]
Told = dict[str, Any]


@pytest.fixture
def served() -> Iterator[Web]:
    with web(paged(ROWS)) as one:
        yield one


@pytest.fixture
def told(served: Web) -> Told:
    return {
        "url": served.url + "?month={period}",
        "paging": "page",
        "page_param": "page",
        "page_size": "size=10",
        "cursor_at": "",
        "rows_at": "data.records",
        "total_at": "data.total",
        "columns": "id = 编号\nyuan = 税额（元）",
        "secret_header": "",
        "secret": "",
    }


def refused(told: Told, into: Path) -> str:
    with pytest.raises(FeedFailed) as refusal:
        TRANSPORT.fetch(told, MONTH, into)
    return str(refusal.value)


def test_pages_are_asked_for_until_all_rows_are_here(
    told: Told, served: Web, tmp_path: Path, settings: Any
) -> None:
    keep_secret(settings, "app-key", "Bearer invented\n")
    told |= {"secret": "app-key", "secret_header": "Authorization"}
    assert TRANSPORT.check_config(told) == []
    got = TRANSPORT.fetch(told, MONTH, tmp_path)
    lines = got.path.read_text("utf-8-sig").splitlines()
    assert lines[:2] == ["编号,税额（元）", "000,0.25"]
    assert (len(lines), got.total) == (26, 25)
    assert [params["page"] for _, params, _ in served.asked] == ["1", "2", "3"]
    assert all(params["month"] == "2026-09" for _, params, _ in served.asked)
    assert all(headers["Authorization"] == "Bearer invented" for *_, headers in served.asked)
    assert "10 行" in TRANSPORT.try_out(told)


def test_cursors_are_followed_to_their_end(told: Told, served: Web, tmp_path: Path) -> None:
    def answering(params: Params) -> Answer:
        at = int(params.get("after", "0"))
        further = str(at + 10) if at + 10 < len(ROWS) else None
        return Answer({"data": {"records": ROWS[at : at + 10], "next": further}})

    served.answering = answering
    changed = {"paging": "cursor", "page_param": "after", "cursor_at": "data.next", "total_at": ""}
    got = TRANSPORT.fetch(told | changed, MONTH, tmp_path)
    assert len(got.path.read_text("utf-8-sig").splitlines()) == 26


def test_no_rows_and_none_promised_is_nothing_yet(told: Told, served: Web, tmp_path: Path) -> None:
    served.answering = paged([])
    with pytest.raises(NothingThere):
        TRANSPORT.fetch(told, MONTH, tmp_path)


def test_what_was_promised_and_did_not_come_is_told(
    told: Told, served: Web, tmp_path: Path
) -> None:
    served.answering = paged(ROWS, total=40)
    assert TRANSPORT.fetch(told, MONTH, tmp_path).total == 40


def test_pages_and_cursors_that_go_in_circles_are_left(
    told: Told, served: Web, tmp_path: Path
) -> None:
    served.answering = lambda params: Answer({"data": {"records": ROWS[:10], "total": 500}})
    assert "打转" in refused(told, tmp_path)
    assert len(served.asked) == 2

    def circling(params: Params) -> Answer:
        piece = [{"id": str(len(served.asked)), "yuan": 1}]
        return Answer({"data": {"records": piece, "next": "again"}})

    served.answering = circling
    changed = {"paging": "cursor", "page_param": "after", "cursor_at": "data.next", "total_at": ""}
    assert "打转" in refused(told | changed, tmp_path)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"<html><h1>502 Bad Gateway</h1>"), "不是 JSON"),
        (Answer(b"[" * 100_000), "不是 JSON"),
        (Answer({"data": {"records": "none", "total": 0}}), "数据列表"),
        (Answer({"data": {"records": [1, 2], "total": 2}}), "数据列表"),
        (Answer({"data": {"records": [{"id": "1"}]}}), "总行数"),
        (Answer({"data": {"records": [{"renamed": "1"}], "total": 1}}), "一个登记的字段"),
        (Answer({"data": {"records": [{"id": {"a": 1}}], "total": 1}}), "单个的值"),
        (Answer({}, 500), "接口出错（500）"),
        (Answer({}, 401), "不接受口令"),
        (Answer({}, 302, {"Location": "http://169.254.169.254/"}), "没有跟去"),
        (Answer(gzip.compress(b" " * 30_000_000), 200, {"Content-Encoding": "gzip"}), "20 MB"),
        (Answer(b"{", 200, {"Content-Length": "900"}), "中断"),
    ],
)
def test_an_answer_that_is_no_data_is_told(
    told: Told, served: Web, tmp_path: Path, answer: Answer, said: str
) -> None:
    served.answering = lambda params: answer
    assert said in refused(told, tmp_path)
    assert len(served.asked) == 1


def test_a_total_that_changes_under_way_is_told(told: Told, served: Web, tmp_path: Path) -> None:
    def answering(params: Params) -> Answer:
        number = int(params["page"])
        piece = ROWS[10 * number - 10 : 10 * number]
        return Answer({"data": {"records": piece, "total": 24 + number}})

    served.answering = answering
    assert "总行数变了" in refused(told, tmp_path)


def test_more_pages_or_time_than_anybody_waits_for(
    told: Told, served: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from louyu.journey.matching.sources.transports import rest

    monkeypatch.setattr(rest, "MOST_PAGES", 2)
    assert "超过 2 页" in refused(told, tmp_path)
    monkeypatch.setattr(rest, "MOST_SECONDS", -1)
    assert "还没有取完" in refused(told, tmp_path)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"url": "http://example.org/rows"}, "不在允许访问的名单里"),
        ({"url": "ftp://127.0.0.1/rows"}, "https://"),
        ({"url": "file:///etc/passwd"}, "https://"),
        ({"url": "gopher://127.0.0.1/"}, "https://"),
        ({"url": "https://u:w@127.0.0.1/"}, "不要写账号和口令"),
        ({"url": "http://[::1"}, "写得不对"),
        ({"columns": "id"}, "接口字段=表头"),
        ({"columns": "id=编号\nno=编号"}, "重复"),
        ({"page_param": ""}, "参数名"),
        ({"page_size": "200"}, "每页行数"),
        ({"secret": "word"}, "要么都填"),
        ({"paging": "cursor"}, "游标在哪里"),
    ],
)
def test_settings_that_cannot_work_are_told(told: Told, changed: Told, said: str) -> None:
    assert said in "".join(TRANSPORT.check_config(told | changed))


INNER = (
    *("127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"),
    *("0177.0.0.1", "127.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "100.64.0.1", "[fd00::1]"),
    *("169.254.169.254", "[fe80::1]", "100.100.100.200", "[fd00:ec2::254]", "224.0.0.1"),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "192.0.0.192", "[::]", "255.255.255.255"),
)


@pytest.mark.parametrize("host", INNER)
@pytest.mark.parametrize("named", [True, False])
def test_no_inner_address_is_reached_by_a_host_that_is_not_inside(
    told: Told, served: Web, tmp_path: Path, settings: Any, host: str, named: bool
) -> None:
    """Not even when the administrator took it for a host of the internet."""
    settings.FEEDS = {"hosts": [host.strip("[]")] if named else []}
    port = served.url.split(":")[2].split("/")[0]
    for scheme in ("http", "https"):
        words = refused(told | {"url": f"{scheme}://{host}:{port}/rows"}, tmp_path)
        assert "不允许访问的地址" in words or "名单里" in words or "找不到主机" in words
    assert served.asked == []


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "100.100.100.200", "0.0.0.0"])
def test_metadata_is_never_reached_even_inside(address: str) -> None:
    import ipaddress

    assert not network.may_reach(ipaddress.ip_address(address), inside=True)
    assert network.may_reach(ipaddress.ip_address("10.20.30.40"), inside=True)


def answers(*addresses: str) -> Callable[..., list[Any]]:
    """A resolver that says something else each time it is asked for a name."""
    left = list(addresses)

    def resolve(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        named = not host.replace(".", "").isdigit()
        address = (left.pop(0) if len(left) > 1 else left[0]) if named else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return resolve


def test_a_name_that_means_another_host_a_moment_later_leads_nowhere(
    told: Told, served: Web, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at once before and once more when the connection is made."""
    settings.FEEDS = {"hosts": ["feed.example.org"]}
    port = served.url.split(":")[2].split("/")[0]
    monkeypatch.setattr(socket, "getaddrinfo", answers("203.0.114.9", "127.0.0.1"))
    told["url"] = f"https://feed.example.org:{port}/rows"
    assert "不允许访问的地址" in refused(told, tmp_path)
    assert served.asked == []


def test_the_connection_goes_to_the_very_address_that_was_looked_at(
    told: Told, served: Web, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FEEDS = {"inside_hosts": ["feed.example.org"]}
    port = served.url.split(":")[2].split("/")[0]
    resolver = answers("127.0.0.1", "127.0.0.1", "203.0.114.9")
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    told["url"] = f"http://feed.example.org:{port}/rows"
    assert "10 行" in TRANSPORT.try_out(told)
    assert served.asked[0][2]["Host"] == f"feed.example.org:{port}"


def test_one_inner_address_among_others_is_enough_to_refuse(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FEEDS = {"hosts": ["feed.example.org"]}
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("203.0.114.9", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)
    with pytest.raises(FeedFailed, match="不允许访问的地址"):
        network.address_of("feed.example.org", 443)
