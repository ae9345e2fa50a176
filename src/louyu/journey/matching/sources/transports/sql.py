"""前置库: one query of one parameter in a database that is only read."""

from __future__ import annotations

from pathlib import Path

from louyu.engines.measures import Period
from louyu.journey.matching.sources.transports import keys
from louyu.journey.matching.sources.transports.contract import (
    Fetched,
    NothingThere,
    Setting,
    Told,
    Transport,
)
from louyu.journey.matching.sources.transports.written import written


class SqlTransport(Transport):
    key = "sql"
    settings = (
        Setting(
            "url",
            "数据库地址",
            "如 postgresql+psycopg://账号@主机:5432/库名；不写口令。",
        ),
        Setting("secret", "口令名称", "口令由系统管理员放进服务器，这里只填它的名称。", False),
        Setting(
            "query",
            "查询",
            "一条 SELECT，用 :period 表示所属期（2026-09），列名就是表头；请写 ORDER BY。",
            long=True,
        ),
    )

    def _faults(self, told: Told) -> list[str]:
        from louyu.journey.matching.sources.transports.sql_reading import (
            address_fault,
            query_fault,
        )

        word = keys.fault_of(told["secret"]) if told.get("secret") else ""
        found = [query_fault(told["query"]), address_fault(told), word]
        return [one for one in found if one]

    def try_out(self, told: Told) -> str:
        from louyu.journey.matching.sources.transports.sql_reading import answer

        with answer(told, "2026-01") as (headers, _):
            return f"数据库可以读，查询有这些列：{'、'.join(headers)}。"[:400]

    def fetch(self, told: Told, period: Period, into: Path) -> Fetched:
        from louyu.journey.matching.sources.transports.sql_reading import answer

        path = into / f"前置库_{str(period).replace('-', '')}.csv"
        with answer(told, str(period)) as (headers, rows), written(path, headers) as out:
            for row in rows:
                out.add(list(row))
        if not out.rows:
            raise NothingThere(f"前置库里还没有 {period} 的数据。")
        return Fetched(path, path.name)

    def put_away(self, told: Told, name: str, sha256: str) -> None:
        return
