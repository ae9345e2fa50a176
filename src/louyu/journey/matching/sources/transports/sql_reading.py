"""前置库读取: one query in a transaction that cannot write; SQLAlchemy is loaded here alone."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from louyu.journey.matching.sources.transports import keys
from louyu.journey.matching.sources.transports.contract import FeedFailed, Told
from louyu.journey.matching.sources.transports.folders import is_allowed
from louyu.journey.matching.sources.transports.network import CONNECT_SECONDS, address_of

PIECE = 1_000
SECONDS = 300
_PARAMETERS, _SOCKET = {"sslmode", "charset"}, {"host", "port"}
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def query_fault(query: str) -> str:
    """What the words alone show; that nothing is written is the transaction's to guarantee."""
    bare = _COMMENTS.sub(" ", query).strip().rstrip(";").strip()
    if ";" in bare:
        return "查询只能是一条语句，请去掉分号后面的部分。"
    if not re.match(r"(?i)(select|with)\b", bare):
        return "查询要以 SELECT 或 WITH 开头。"
    if set(text(query)._bindparams) != {"period"}:
        return "查询里要有且只有 :period 一个参数，用来指定所属期。"
    return ""


def address_fault(told: Told) -> str:
    """What is wrong with the database's address; "" when nothing is."""
    try:
        _reachable(_url(told))
    except FeedFailed as fault:
        return str(fault)
    return ""


@contextmanager
def answer(told: Told, period: str) -> Iterator[tuple[list[str], Iterator[Any]]]:
    """Headers and rows, streamed."""
    with _reading(told) as connection:
        result = connection.execute(text(told["query"]), {"period": period})
        yield list(result.keys()), iter(result.yield_per(PIECE))


def _url(told: Told) -> URL:
    try:
        url = make_url(told["url"])
        url.get_dialect().import_dbapi()
    except (NoSuchModuleError, ImportError) as missing:
        raise FeedFailed(
            "没有这种数据库的驱动；现有 postgresql+psycopg 和 sqlite，其他请系统管理员安装。"
        ) from missing
    except (ArgumentError, ValueError) as wrong:
        raise FeedFailed("数据库地址写得不对，请按示例填写。") from wrong
    if url.password:
        raise FeedFailed("数据库地址里不要写口令，口令填它的名称。")
    # Parameters may name another host, a file of passwords, a library to load.
    if over := sorted(url.query.keys() - _PARAMETERS - (_SOCKET if not url.host else set())):
        raise FeedFailed(f"数据库地址里不能带参数 {'、'.join(over)}，请去掉。")
    return url


def _reachable(url: URL) -> str:
    """The address to connect to; "" for a file or a socket of this machine."""
    if url.host:
        return address_of(url.host, url.port or 0)
    local = url.query.get("host") if url.get_backend_name() == "postgresql" else url.database
    if isinstance(local, str) and local.startswith("/") and is_allowed(Path(local)):
        return ""
    raise FeedFailed("数据库地址要写明主机；本机的文件须在系统管理员开放的文件夹之内。")


@contextmanager
def _reading(told: Told) -> Iterator[Connection]:
    """A transaction that cannot write, and is rolled back."""
    url = _url(told)
    address = _reachable(url)
    if told.get("secret"):
        url = url.set(password=keys.secret(told["secret"]))
    if address and url.get_driver_name() != "psycopg":
        url = url.set(host=address)
    engine = create_engine(url, poolclass=NullPool, **_only_reading(url, address))
    try:
        with engine.connect() as connection:
            options: dict[str, Any] = {"stream_results": True, "yield_per": PIECE}
            if url.get_backend_name() == "postgresql":
                options["postgresql_readonly"] = True
            yield connection.execution_options(**options)
            connection.rollback()
    except SQLAlchemyError as trouble:
        raise FeedFailed(_words(trouble)) from trouble
    finally:
        engine.dispose()


def _only_reading(url: URL, address: str) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database)).resolve().as_uri()
        return {"creator": lambda: sqlite3.connect(f"{path}?mode=ro", uri=True)}
    if url.get_driver_name() == "psycopg":
        options = f"-c default_transaction_read_only=on -c statement_timeout={SECONDS}s"
        told: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "options": options}
        return {"connect_args": told | ({"hostaddr": address} if address else {})}
    return {}


def _words(trouble: SQLAlchemyError) -> str:
    said = str(getattr(trouble, "orig", "") or "").lower()
    if any(word in said for word in ("read-only", "readonly", "data-modifying")):
        return "查询要写数据，没有执行；请改成只读的 SELECT。"
    if "password" in said or "authentication" in said or "no pg_hba" in said:
        return "数据库不接受这个账号和口令，请与对方核对后由系统管理员更新。"
    if "connect" in said or "timeout" in said:
        return "连不上数据库，或查询太慢，稍后再试；请核对网络和查询条件。"
    return "查询没有执行成功，请核对表名、列名和账号的权限。"
