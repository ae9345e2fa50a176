"""前置库: a sqlite file and a schema of a real PostgreSQL; nothing can be written in either."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from louyu.engines.measures import Period
from louyu.journey.matching.sources.transports.contract import FeedFailed, NothingThere
from louyu.journey.matching.sources.transports.sql import SqlTransport

MONTH = Period("2026-09")
TRANSPORT = SqlTransport()
QUERY = (
    'SELECT code AS "纳税人识别号", yuan AS "税额（元）" FROM paid '
    "WHERE month = :period ORDER BY code"
)


@pytest.fixture
def told(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "front.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE paid (code text, yuan numeric, month text)")
        rows = [
            ("91370602MA3TESTX0A", 12.5, "2026-09"),
            ("=1+1", -3, "2026-09"),
            ("X", 1, "2026-08"),
        ]
        base.executemany("INSERT INTO paid VALUES (?, ?, ?)", rows)
    return {"url": f"sqlite:///{path}", "query": QUERY, "secret": ""}


def test_the_rows_of_the_month_become_a_table(told: dict[str, Any], tmp_path: Path) -> None:
    assert TRANSPORT.check_config(told) == []
    assert "纳税人识别号、税额（元）" in TRANSPORT.try_out(told)
    got = TRANSPORT.fetch(told, MONTH, tmp_path)
    assert got.path.read_text("utf-8-sig").splitlines() == [
        "纳税人识别号,税额（元）",
        "91370602MA3TESTX0A,12.5",
        "'=1+1,-3",
    ]
    again = TRANSPORT.fetch(told, MONTH, tmp_path)
    assert again.path.read_bytes() == got.path.read_bytes()
    with pytest.raises(NothingThere):
        TRANSPORT.fetch(told, Period("2026-07"), tmp_path)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("DELETE FROM paid WHERE month = :period", "SELECT 或 WITH"),
        ("SELECT 1 WHERE 1 = :period; DROP TABLE paid", "一条语句"),
        ("SELECT * FROM paid", ":period"),
        ("SELECT * FROM paid WHERE month = :period AND code = :code", ":period"),
        ("/* SELECT */ UPDATE paid SET yuan = 0 WHERE month = :period", "SELECT 或 WITH"),
    ],
)
def test_what_is_no_single_question_is_told(told: dict[str, Any], query: str, said: str) -> None:
    assert said in "".join(TRANSPORT.check_config(told | {"query": query}))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////etc/passwd", "开放的文件夹之内"),
        ("sqlite://", "写明主机"),
        ("postgresql+psycopg://u:word@127.0.0.1/db", "不要写口令"),
        ("postgresql+psycopg://u@db.example.org/db", "不在允许访问的名单里"),
        ("postgresql+psycopg://u@127.0.0.1/db?hostaddr=10.0.0.1", "不能带参数 hostaddr"),
        ("postgresql+psycopg://u@127.0.0.1/db?host=10.0.0.1", "不能带参数 host"),
        ("postgresql+psycopg://u@/db?host=/var/run", "开放的文件夹之内"),
        ("postgresql+psycopg://u@127.0.0.1/db?passfile=/etc/x", "不能带参数 passfile"),
        ("dameng://u@127.0.0.1/db", "没有这种数据库的驱动"),
        ("not a url", "写得不对"),
    ],
)
def test_a_database_that_may_not_be_reached_is_told(
    told: dict[str, Any], url: str, said: str
) -> None:
    assert said in "".join(TRANSPORT.check_config(told | {"url": url}))
    with pytest.raises(FeedFailed, match=said):
        TRANSPORT.try_out(told | {"url": url})


@pytest.fixture
def postgres(transactional_db: None, settings: Any) -> dict[str, Any]:
    """The database of the tests, as another one would be reached."""
    role = connection.settings_dict
    host = role["HOST"]
    settings.FEEDS = {"folders": [host], "inside_hosts": ["127.0.0.1"]}
    where = f"/{role['NAME']}?host={host}&port={role['PORT'] or 5432}"
    return {"url": f"postgresql+psycopg://{role['USER']}@{where}", "query": QUERY, "secret": ""}


def test_a_real_postgresql_is_read_and_refuses_to_be_written(
    postgres: dict[str, Any], tmp_path: Path
) -> None:
    series = "SELECT to_char(n, '000') AS code, :period AS month FROM generate_series(1, 2500) n"
    got = TRANSPORT.fetch(postgres | {"query": series}, MONTH, tmp_path)
    assert len(got.path.read_text("utf-8-sig").splitlines()) == 2501
    writing = (
        "WITH gone AS (DELETE FROM sources_feedsource WHERE name = :period RETURNING 1) "
        "SELECT * FROM gone"
    )
    hidden = "SELECT nextval('sources_feedsource_id_seq') WHERE :period <> ''"
    for query in (writing, hidden):
        with pytest.raises(FeedFailed, match="改成只读"):
            TRANSPORT.fetch(postgres | {"query": query}, MONTH, tmp_path)
    with pytest.raises(FeedFailed, match="核对表名"):
        TRANSPORT.try_out(postgres | {"query": "SELECT * FROM nowhere WHERE m = :period"})
    with pytest.raises(FeedFailed, match="连不上"):
        TRANSPORT.try_out(postgres | {"url": "postgresql+psycopg://u@127.0.0.1:1/db"})
