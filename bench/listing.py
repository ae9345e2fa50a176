"""P8 列表: a page of 50 of 12,000 units over three tables, against its query and objects alone."""

import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from bench import rows
from bench.measure import Pair
from demo import factories
from louyu.kernel.pages.listed import Listed
from louyu.kernel.resource import resource
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role

BUILDINGS, FLOORS, PER_FLOOR = 100, 10, 12
PAGES = BUILDINGS * FLOORS * PER_FLOOR // 50


def pairs() -> Iterator[Pair]:
    rows.units(BUILDINGS, FLOORS, PER_FLOOR)
    user = factories.user(Role.OFFICE)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    for size in (50, 200):
        _tell_queries(client, size)
    request = RequestFactory().get("/units/", {"size": "50"})
    request.actor = actor_of(user)

    def query_and_objects() -> None:
        list(Listed(request, resource("units")).page)

    def page() -> None:
        if client.get("/units/", {"size": "50"}).status_code != 200:
            raise RuntimeError("the list page does not answer")

    yield Pair(
        promise="P8",
        work=f"房源列表一页 50 行，共 {BUILDINGS * FLOORS * PER_FLOOR:,} 行，三张表（处理器时间）",
        baseline="同一查询与对象",
        omits="会话、权限、筛选表单、页面框架和表格的生成",
        reach=2.5,
        ours=lambda: [page() for _ in range(10)],
        theirs=lambda: [query_and_objects() for _ in range(10)],
        clock=time.process_time,
    )


def _tell_queries(client: Client, size: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/units/", {"size": str(size)})
    print(f"P8 每页 {size} 行：{len(queries)} 次查询（含会话、账号和岗位）")
