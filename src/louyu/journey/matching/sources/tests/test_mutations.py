"""走样的来文: good files changed in as many ways as feeds go wrong; none of them reaches a figure.

C13 of docs: missing, late, duplicated, truncated, of another month, with another layout, tenfold.
Each is told with its reason, and what was in force stays in force.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from demo import codes
from louyu.engines.measures import Period
from louyu.journey.matching.sources.health import health_of
from louyu.journey.matching.sources.pulling import bring
from louyu.journey.matching.sources.tests.feeds import (
    HEADERS,
    Feed,
    at,
    csv_text,
    run,
    tax_rows,
    words_of,
)
from louyu.journey.matching.sources.tests.web import Answer, paged, web
from louyu.kernel.files.services import store
from louyu.registers.organizations.actors import console

pytestmark = pytest.mark.django_db
MONTH, BEFORE = "2026-09", "2026-08"
Lines = list[list[str]]
Content = str | bytes


def rows() -> Lines:
    return tax_rows(MONTH)


def each(change: Callable[[int, list[str]], Any]) -> Callable[[], Content]:
    """Every line changed in its place."""

    def content() -> Content:
        lines = rows()
        for number, line in enumerate(lines):
            change(number, line)
        return csv_text(HEADERS, lines)

    return content


def cell(column: int, change: Callable[[str], str], every: int = 1) -> Callable[[], Content]:
    def changed(number: int, line: list[str]) -> None:
        if number % every == 0:
            line[column] = change(line[column])

    return each(changed)


def times(factor: float) -> Callable[[str], str]:
    return lambda text: f"{float(text) * factor:.2f}"


def headed(*headers: str) -> Callable[[], Content]:
    return lambda: csv_text(headers, rows())


def lines(change: Callable[[Lines], Lines]) -> Callable[[], Content]:
    return lambda: csv_text(HEADERS, change(rows()))


def raw(change: Callable[[bytes], bytes]) -> Callable[[], Content]:
    return lambda: change(csv_text(HEADERS, rows()).encode())


def workbook(title: str = "", name: str = "Sheet1") -> Callable[[], Content]:
    def content() -> Content:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = name
        for line in ([title], HEADERS, *rows()) if title else (HEADERS, *rows()):
            sheet.append(line)
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    return content


def others(count: int) -> Lines:
    """Payers of another district."""
    return [[codes.invented(990_000 + n), f"外区{n}号公司", *rows()[n][2:]] for n in range(count)]


HTML = b"<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"
# What was done to the file → the file, and a word of the reason that is told.
MUTATED: dict[str, tuple[Callable[[], Content], str]] = {
    "empty": (lambda: b"", "空的"),
    "only its header": (lambda: csv_text(HEADERS, []), "没有一行数据|没有找到"),
    "an HTML error page": (lambda: HTML, "网页"),
    "an error as JSON": (lambda: b'{"code":500,"msg":"error"}', "认不出|没有找到|GeoJSON|读"),
    "a PDF": (lambda: b"%PDF-1.7 \n" + b"x" * 400, "认不出"),
    "random bytes": (lambda: bytes(range(256)) * 8, "认不出|编码"),
    "a broken workbook": (lambda: bytes(workbook()()[:2000]), "已损坏"),
    "a broken gzip": (lambda: gzip.compress(b"a,b\n" * 900)[:30], "损坏|异常|过大"),
    "half of its lines": (lines(lambda known: known[:20]), "少了 50%"),
    "a third lost": (lines(lambda known: known[:27]), "少了"),
    "one line alone": (lines(lambda known: known[:1]), "少了"),
    "cut in a line": (raw(lambda text: text[:-24]), "没有传完|不能采用|少了"),
    "cut in a sign": (raw(lambda text: text[: text.rindex("增".encode()) + 1]), "编码"),
    "fourfold lines": (lines(lambda known: known * 4), "一模一样"),
    "every line twice": (lines(lambda known: known + known), "一模一样"),
    "five lines twice": (lines(lambda known: known + known[:5]), "一模一样"),
    "every payer twice": (
        lines(lambda known: known + [[*line[:4], times(1.5)(line[4])] for line in known]),
        "平均一户 2.0 行",
    ),
    "tenfold": (cell(4, times(10)), "请核对单位"),
    "a tenth": (cell(4, times(0.1)), "请核对单位"),
    "ten thousandfold": (cell(4, times(10_000)), "把元当成了万元|请核对单位"),
    "a ten thousandth": (cell(4, times(0.0001)), "把万元当成了元|请核对单位|不能采用"),
    "tenfold in half of the lines": (cell(4, times(10), every=2), "请核对单位"),
    "a hundredfold in one in ten": (cell(4, times(100), every=10), "请核对单位"),
    "negative": (cell(4, lambda text: f"-{text}"), "请核对单位"),
    "all zero": (cell(4, lambda text: "0"), "请核对单位|没有"),
    "in 万元 by its header": (
        headed(*HEADERS[:4], "税额（万元）"),
        "税额（万元）|把元当成了万元",
    ),
    "without its unit": (headed(*HEADERS[:4], "税额"), "没有写明单位"),
    "without the amounts": (
        lambda: csv_text(HEADERS[:4], [line[:4] for line in rows()]),
        "没有找到金额列",
    ),
    "without the codes": (
        lambda: csv_text(HEADERS[1:], [line[1:] for line in rows()]),
        "少了“纳税人识别号”",
    ),
    "with a column more": (
        lambda: csv_text((*HEADERS, "备用"), [[*line, "x"] for line in rows()]),
        "多了“备用”",
    ),
    "another word in a header": (headed("税号", *HEADERS[1:]), "多了“税号”"),
    "without a header": (lambda: csv_text(rows()[0], rows()[1:]), "表头|没有找到|金额列"),
    "shifted by a column": (each(lambda _, line: line.insert(0, line.pop())), "不能采用|空|倍"),
    "names and codes exchanged": (
        each(lambda _, line: line.__setitem__(slice(0, 2), [line[1], line[0]])),
        "不能采用|户",
    ),
    "all names lost": (cell(1, lambda text: ""), "“纳税人名称”只有 0%"),
    "all codes lost": (cell(0, lambda text: ""), "“纳税人识别号”只有 0%"),
    "codes as a spreadsheet spoils them": (cell(0, lambda text: "9.13706E+17"), "不能采用"),
    "one digit wrong in one in ten": (
        cell(0, lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"), every=10),
        "不能采用",
    ),
    "amounts as words": (cell(4, lambda text: f"约{text}", every=8), "不能采用"),
    "taxes nobody knows": (cell(3, lambda text: "屠宰税"), "不能采用"),
    "last month's lines": (lambda: csv_text(HEADERS, tax_rows(BEFORE)), "2026-08"),
    "last month's lines said to be this one's": (
        lambda: csv_text(HEADERS, [[*a[:2], MONTH, *a[3:]] for a in tax_rows(BEFORE)]),
        "分毫不差",
    ),
    "a third of another month": (cell(2, lambda text: BEFORE, every=3), "不能采用"),
    "next month's": (cell(2, lambda text: "2026-10"), "2026-10"),
    "another month above the header": (workbook("2026年8月税收明细"), "表题写的是 2026-08"),
    "another month on the sheet": (workbook(name="2026-08"), "表题写的是 2026-08"),
    "another district's": (lines(lambda known: others(40)), "只有 0% 出现"),
    "mostly another district's": (lines(lambda known: others(30) + known[:10]), "出现在这份"),
    "signs of a lost encoding": (
        raw(lambda text: text.replace("号接".encode(), "\ufffd\ufffd".encode())),
        "乱码",
    ),
    "read with another encoding": (
        raw(lambda text: text.decode("gb18030", "replace").encode()),
        "乱码|表头|没有找到",
    ),
    "a sum at the end as a payer": (
        lines(lambda known: [*known, [known[0][0], "全区", MONTH, "增值税", "999999999"]]),
        "请核对单位",
    ),
}


def held(feed: Feed, said: str) -> None:
    before = feed.in_force()
    pull = feed.pull(MONTH)
    assert pull.state in {"quarantined", "failed"}, (pull.state, pull.profile)
    assert feed.in_force() == before
    words = words_of(pull)
    assert any(word in words for word in said.split("|")), words


@pytest.mark.parametrize("name", MUTATED)
def test_a_feed_that_went_wrong_changes_nothing_and_is_told(feed: Feed, name: str) -> None:
    content, said = MUTATED[name]
    feed.knows(BEFORE)
    made = content()
    is_book = isinstance(made, bytes) and made.startswith(b"PK")
    if is_book:
        feed.source.settings["pattern"] = "税收_{yyyymm}*.xlsx"
        feed.source.save()
    feed.drop(MONTH, made, name="税收_202609.xlsx" if is_book else "")
    held(feed, said)


def test_the_feed_that_went_right_is_taken(feed: Feed) -> None:
    feed.knows(BEFORE)
    feed.drop_good(MONTH)
    pull = feed.pull(MONTH)
    assert pull.state == "taken", words_of(pull)
    assert feed.in_force()[MONTH] == pull.sha256


def test_a_feed_that_is_missing_changes_nothing_and_is_told_after_its_day(feed: Feed) -> None:
    feed.knows(BEFORE)
    before = feed.in_force()
    pull = feed.pull(MONTH, "2026-10-14 06:00")
    assert pull.state == "nothing"
    assert feed.in_force() == before
    for now, state in (("2026-10-14 12:00", "等待数据"), ("2026-10-16 12:00", "逾期未到")):
        assert health_of([feed.source], at(now))[feed.source.pk].state == state


def test_a_feed_that_is_late_waits_for_a_look(feed: Feed) -> None:
    feed.knows(BEFORE)
    feed.drop_good(MONTH)
    pull = feed.pull(MONTH, "2026-10-26 06:00")
    assert pull.state == "quarantined"
    assert "晚了 11 天" in words_of(pull)
    assert MONTH not in feed.in_force()


def test_a_file_named_after_another_month_waits_for_a_look(feed: Feed) -> None:
    """Brought by a person, who may take the wrong one."""
    feed.knows(BEFORE)
    file = store(name="税收2026年8月.csv", chunks=[feed.good(MONTH).encode()], owner_id=None)
    told = {"period": Period(MONTH), "file": file, "actor": console("试验")}
    pull = run(bring(source=feed.source, now=at("2026-10-05 06:00"), **told))
    assert "写的是 2026-08，应为 2026-09" in words_of(pull)
    assert MONTH not in feed.in_force()


def test_the_same_bytes_as_another_months_wait_for_a_look(feed: Feed) -> None:
    feed.knows(BEFORE)
    feed.drop(MONTH, feed.good(BEFORE))
    before = feed.in_force()
    pull = feed.pull(MONTH)
    assert pull.state == "quarantined"
    assert "与 2026-08 的文件一模一样" in words_of(pull)
    assert feed.in_force() == before


@pytest.mark.parametrize(
    ("told", "said"), [("rows=41", "说共 41 行"), ("sha256=" + "0" * 64, "校验值")]
)
def test_a_marker_that_says_otherwise_is_believed(feed: Feed, told: str, said: str) -> None:
    feed.knows(BEFORE)
    feed.source.settings["complete"] = "marker"
    feed.source.save()
    feed.drop_good(MONTH)
    feed.drop(MONTH, told, name=feed.name(MONTH) + ".done")
    held(feed, said)


def test_an_interface_that_goes_in_circles_or_promises_more_changes_nothing(
    feed: Feed,
) -> None:
    feed.knows(BEFORE)
    records = [dict(zip("abcde", line, strict=True)) for line in rows()]
    settings = {
        "paging": "page",
        "page_param": "page",
        "page_size": "size=10",
        "rows_at": "data.records",
        "total_at": "data.total",
        "columns": "\n".join(f"{a}={b}" for a, b in zip("abcde", HEADERS, strict=True)),
    }
    feed.source.transport = "rest"
    circling = lambda params: Answer({"data": {"records": records[:10], "total": 40}})  # noqa: E731
    with web(circling) as served:
        feed.source.settings = settings | {"url": served.url}
        feed.source.save()
        held(feed, "打转")
        served.answering = paged(records, total=55)
        held(feed, "说共 55 行，收到 40 行")
