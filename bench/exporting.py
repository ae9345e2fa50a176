"""P11 导出: a workbook of 100,000 rows from the list, against the csv writer on the same rows."""

import csv
import io
from collections.abc import Iterator

from django.test import Client, RequestFactory

from bench import rows
from bench.measure import Pair
from demo import factories
from louyu.kernel.pages.export import fields_of
from louyu.kernel.pages.selection import Selection
from louyu.kernel.resource import resource
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role

COUNT = 100_000


def pairs() -> Iterator[Pair]:
    rows.copy_in(rows.enterprises(COUNT))
    user = factories.user(Role.OFFICE)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    request = RequestFactory().get("/enterprises/export.xlsx")
    request.actor = actor_of(user)
    declared = resource("enterprises")
    paths = [field.path for field in fields_of(declared)]

    def workbook() -> None:
        answer = client.get("/enterprises/export.xlsx")
        if not b"".join(answer.streaming_content).startswith(b"PK"):
            raise RuntimeError("the export is no workbook")

    def text() -> None:
        found = Selection(request, declared, whole=True).found.values_list(*paths)
        csv.writer(io.StringIO()).writerows(found.iterator(5_000))

    yield Pair(
        promise="P11",
        work=f"Excel 导出 {COUNT:,} 行 × {len(paths)} 列，从请求到文件",
        baseline="同一查询，csv 模块逐行写出",
        omits="表头、口径、数值与日期类型、列宽、压缩",
        reach=4.0,
        ours=workbook,
        theirs=text,
    )
    rows.empty()
