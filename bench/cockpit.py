"""P13 驾驶舱: the page of the district, against its figures and targets read by plain SQL."""

import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.measure import Pair
from demo import factories
from louyu.engines.measures import Period
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.models import Plan, Target
from louyu.kernel.jobs.services import refresh_planner
from louyu.registers.buildings.models import Unit
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place, PlaceLevel

MONTHS, LET = 13, 400
FRAME = 4  # session, account, duties, inbox
TARGETS = (("SP01", "wan_sqm"), ("SP07", "percent"), ("EN01", "firm"), ("SP06", "wan_sqm"))
READ = (
    "SELECT * FROM statistics_periodstate ORDER BY period DESC",
    "SELECT * FROM statistics_target t JOIN statistics_plan p ON p.id = t.plan_id",
    "SELECT * FROM statistics_figure WHERE building_id IS NULL AND indicator IN "
    "('SP01', 'SP06', 'SP07', 'EN01', 'EN03') AND place_id = %(district)s",
    "SELECT * FROM statistics_figure f JOIN buildings_building b ON b.id = f.building_id "
    "WHERE f.period = %(month)s AND f.indicator = 'SP07' AND f.denominator > 0 "
    "ORDER BY f.numerator / f.denominator DESC LIMIT 10",
)


def pairs() -> Iterator[Pair]:
    """On the units that the timing of the list has made."""
    district = Place.objects.get(level=PlaceLevel.DISTRICT)
    last = Period.of(timezone.localdate()).previous
    _fill(district, last)
    client = Client(SERVER_NAME="localhost")
    client.force_login(factories.user(Role.LEADER))
    asked = {"district": district.pk, "month": last.first}
    client.get("/cockpit/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/cockpit/")
    print(f"P13 驾驶舱：{len(queries)} 次查询，其中 {FRAME} 次属会话、账号、岗位和待办")

    def page() -> None:
        if "楼宇排序" not in client.get("/cockpit/").content.decode():
            raise RuntimeError("the cockpit does not answer")

    def plain() -> None:
        with connection.cursor() as cursor:
            for statement in READ:
                cursor.execute(statement, asked)
                cursor.fetchall()

    yield Pair(
        promise="P13",
        work=f"驾驶舱一页，{MONTHS} 个月，{len(TARGETS)} 项目标（处理器时间）",
        baseline="同样的月份、目标、趋势和排序，用 SQL 直接读出",
        omits="进度与预计、到期和空置清单、图上事件、会话、权限、对象和页面的生成",
        reach=4.0,
        ours=lambda: [page() for _ in range(10)],
        theirs=lambda: [plain() for _ in range(10)],
        clock=time.process_time,
    )


def _fill(district: Place, last: Period) -> None:
    """Tenants on some units, a plan, and the months computed."""
    for unit in Unit.objects.unscoped("bench").select_related("building").order_by("pk")[:LET]:
        factories.occupancy(factories.enterprise(), unit)
    today = timezone.localdate()
    start, end = today - timedelta(days=500), today + timedelta(days=500)
    plan = Plan.objects.create(name="测速计划", start=start, end=end)
    for code, unit_name in TARGETS:
        Target.objects.create(
            plan=plan,
            place=district,
            name=code,
            indicator=code,
            value=Decimal(90),
            unit=unit_name,
        )
    for back in range(MONTHS):
        compute(period=last.shifted(-back), actor=console("测速"))
    refresh_planner()
