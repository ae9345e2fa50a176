"""数据: deterministic rows for the timings; nothing here is real."""

import os
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import psycopg
from django.db import connection

from demo import factories
from demo.codes import invented
from louyu.registers.buildings.models import Floor, Unit

TABLE = "enterprises_enterprise"
COLUMNS = {
    "企业名称": "name",
    "统一社会信用代码": "uscc",
    "注册地址": "registered_address",
    "登记机关": "registration_authority",
    "行业代码": "industry_code",
    "注册资本（元）": "capital_yuan",
    "成立日期": "founded_on",
    "经营范围": "business_scope",
}


def enterprises(count: int) -> pl.DataFrame:
    """As an office's own table has them, under the template's headers."""
    first = date(2005, 1, 1)
    return pl.DataFrame(
        {
            "企业名称": [f"虚构测速{i:06d}号商贸有限公司" for i in range(count)],
            "统一社会信用代码": [invented(i) for i in range(count)],
            "注册地址": [
                f"虚构路{i % 300 + 1}号{i % 40 + 1:02d}{i % 9 + 1:02d}" for i in range(count)
            ],
            "登记机关": ["虚构登记机关"] * count,
            "行业代码": [f"L{7200 + i % 90}" for i in range(count)],
            "注册资本（元）": [Decimal(10_000 * (i % 500 + 1)) for i in range(count)],
            "成立日期": [first + timedelta(days=i % 7000) for i in range(count)],
            "经营范围": ["一般项目：虚构商品的批发和零售；虚构信息咨询服务。"] * count,
        }
    )


def copy_in(frame: pl.DataFrame) -> None:
    """COPY of ready values, with what the columns that no sheet has need."""
    ready = frame.rename(COLUMNS, strict=False).with_columns(
        name_sort=pl.col("name"),
        old_number=pl.lit(""),
        kind=pl.lit("enterprise"),
        status=pl.lit("active"),
    )
    names = ", ".join(f'"{name}"' for name in ready.columns)
    statement = f"COPY {TABLE} ({names}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(ready.write_csv(include_header=False))


def empty() -> None:
    """As the owner, who alone may: between two turns the tables are as before."""
    with psycopg.connect(os.environ["LOUYU_OWNER_DATABASE_URL"]) as owner:
        owner.execute(f"TRUNCATE {TABLE}, enterprises_enterpriseevent CASCADE")
        owner.execute(f"ANALYZE {TABLE}")


def units(buildings: int, floors: int, per_floor: int) -> None:
    tree = factories.place_tree()
    for _ in range(buildings):
        tower = factories.building(tree.street)
        levels = Floor.objects.bulk_create(
            Floor(building=tower, number=number) for number in range(1, floors + 1)
        )
        Unit.objects.bulk_create(
            Unit(
                building=tower,
                floor=level,
                number=f"{level.number}{door:02d}",
                area=Decimal(80 + door),
            )
            for level in levels
            for door in range(1, per_floor + 1)
        )
