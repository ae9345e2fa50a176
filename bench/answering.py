"""P9 接口: the units of the list as JSON, against PostgreSQL's json_agg through the same server."""

import time
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from bench.measure import Pair
from demo import factories
from louyu.registers.organizations.models import Role

SIZE = 50
BARE = """
    SELECT json_agg(row_to_json(r))::text FROM (
        SELECT u.*, b.name AS building, f.number AS floor_number FROM buildings_unit u
        JOIN buildings_building b ON b.id = u.building_id
        JOIN buildings_floor f ON f.id = u.floor_id
        ORDER BY b.name_sort, f.number, u.number LIMIT 50
    ) r
"""


def bare(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


# The addresses of the product stay: its middleware looks some of them up.
urlpatterns = [path("bare/", bare), path("", include("louyu.config.urls"))]


def pairs() -> Iterator[Pair]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(factories.user(Role.OFFICE))

    def page() -> None:
        if len(client.get(f"/api/v1/units?size={SIZE}").json()["items"]) != SIZE:
            raise RuntimeError("the interface does not answer")

    def plain() -> None:
        if len(client.get("/bare/").json()) != SIZE:
            raise RuntimeError("the bare query does not answer")

    with override_settings(ROOT_URLCONF="bench.answering"):
        yield Pair(
            promise="P9",
            work=f"接口读房源 {SIZE} 行（处理器时间）",
            baseline="同样的行由 PostgreSQL 的 json_agg 生成，经过同样的会话和中间件",
            omits="范围、各字段的口径和当天状态、总数",
            reach=3.0,
            ours=lambda: [page() for _ in range(10)],
            theirs=lambda: [plain() for _ in range(10)],
            clock=time.process_time,
        )
