"""登记名单: the registry's list of a month as a delivery; which is in force; whose a line is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl
from django.db.models import Max, QuerySet
from stdnum.cn import uscc

from louyu.engines.linkage import written
from louyu.engines.tables import ColumnSpec, Kind, TemplateColumn
from louyu.journey.matching.models import Registration
from louyu.kernel.intake import Plan, new_rows
from louyu.kernel.merging import LINE, Write, complete, take_ids
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Delivery
from louyu.registers.deliveries.sourced import SourcedImport
from louyu.registers.enterprises.locality import Locality, told_locality
from louyu.registers.enterprises.models import EnterpriseStatus
from louyu.registers.enterprises.words import WORDS
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place, PlaceLevel

KEY = "registrations"
FULL, OLD = 18, 15
SUBJECT = Registration._meta.get_field("subject").max_length
# What a file may leave out.
OPTIONAL = {"code": "", "status": EnterpriseStatus.ACTIVE.value, "address": "", "authority": ""}


class RegistrationImport(SourcedImport):
    """The whole list of one registry as it stands at the end of a month."""

    key, label = KEY, "登记名单"
    writers = (Role.OFFICE, Role.DEPARTMENT)
    tables = (Delivery, Registration)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        return COLUMNS

    def read(self, frame: pl.DataFrame, plan: Plan) -> None:
        frame = frame.with_columns(
            pl.lit(None, pl.String).alias(name) for name in OPTIONAL if name not in frame.columns
        )
        if "founded_on" not in frame.columns:
            frame = frame.with_columns(pl.lit(None, pl.Date).alias("founded_on"))
        frame = frame.with_columns(pl.col(name).fill_null(word) for name, word in OPTIONAL.items())
        frame = _with_codes(frame, plan)
        frame = frame.with_columns(subject=pl.Series(_subjects(frame), dtype=pl.String))
        again = frame.filter(~pl.col("subject").is_first_distinct())
        plan.refuse(again[LINE], "name", "同一主体在名单里已有一行，请只保留一行")
        self._write(plan.standing(frame), plan)

    def _write(self, frame: pl.DataFrame, plan: Plan) -> None:
        plan.effects = new_rows(frame)
        if not frame.height:
            return
        rows = frame.select(
            LINE, "subject", *OPTIONAL, "name", "founded_on", line=pl.col(LINE)
        ).with_columns(
            id=pl.Series(take_ids(Registration, frame.height)),
            delivery_id=pl.lit(self.delivery.pk),
            is_local=pl.Series(_locals(frame)),
        )
        plan.writes.append(Write(Registration, complete(Registration, rows)))


def _with_codes(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    frame = frame.with_columns(pl.col("code").str.to_uppercase())
    for line, code in frame.select(LINE, "code").rows():
        if len(code) == FULL and not uscc.is_valid(code):
            plan.refuse([line], "code", "校验不通过，请对照营业执照核对每一位")
        elif code and len(code) not in (OLD, FULL):
            plan.refuse([line], "code", "位数不对，应为 18 位信用代码或 15 位注册号")
    return plan.standing(frame)


def _subjects(frame: pl.DataFrame) -> list[str]:
    """By the code; where there is none by name and address, which a later list tells alike."""
    names = written(frame["name"])
    wheres = frame["address"].str.replace_all(r"\s", "")
    told = zip(frame["code"], names, wheres, strict=True)
    return [code or f"{name}|{where}"[:SUBJECT] for code, name, where in told]


def _locals(frame: pl.DataFrame) -> list[bool]:
    """A registry of the city may list firms of other districts: their own words say so."""
    districts = list(Place.objects.filter(level=PlaceLevel.DISTRICT).values_list("name", flat=True))
    told = frame.select("authority", "address").rows()
    return [
        told_locality(authority, address, districts) is not Locality.OUTSIDE
        for authority, address in told
    ]


def lists_in_force() -> list[int]:
    """Of every provider the latest list that no other replaced."""
    rows = Delivery.objects.unscoped("which list is in force").filter(kind=KEY, replaced_at=None)
    latest = rows.order_by().values("provider").annotate(period=Max("period"))
    found: list[int] = []
    for one in latest:
        found += rows.filter(**one).values_list("pk", flat=True)
    return sorted(found)


def lists_before(current: Iterable[int]) -> list[int]:
    """Of the providers of these lists the one before each, if there was one."""
    rows = Delivery.objects.unscoped("the list before the one in force")
    found = []
    for one in rows.filter(pk__in=list(current)):
        earlier = rows.filter(
            kind=KEY, replaced_at=None, provider=one.provider_id, period__lt=one.period
        )
        found += list(earlier.order_by("-period").values_list("pk", flat=True)[:1])
    return found


def period_in_force() -> date | None:
    """The month of the latest list."""
    rows = Delivery.objects.unscoped("the month a page tells").filter(pk__in=lists_in_force())
    found: date | None = rows.aggregate(latest=Max("period"))["latest"]
    return found


def in_force(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.filter(delivery__in=lists_in_force())


COLUMNS = [
    TemplateColumn(
        ColumnSpec(
            "code",
            "统一社会信用代码",
            Kind.CODE,
            aliases=("信用代码", "社会信用代码", "注册号", "统一社会信用代码/注册号"),
            max_length=20,
        ),
        "没有代码就留空，只填名称",
        "91370602MA3TESTX0A",
    ),
    TemplateColumn(
        ColumnSpec(
            "name",
            "名称",
            Kind.TEXT,
            required=True,
            aliases=("企业名称", "市场主体名称", "经营主体名称", "单位名称"),
        ),
        "营业执照上的全称",
        "某某（烟台）有限公司",
    ),
    TemplateColumn(
        ColumnSpec(
            "status",
            "登记状态",
            Kind.CHOICE,
            aliases=("经营状态", "企业状态", "状态"),
            choices={
                status.value: (str(status.label), *WORDS["status"][status.value])
                for status in EnterpriseStatus
            },
        ),
        "不填就是存续",
        "存续",
    ),
    TemplateColumn(
        ColumnSpec(
            "address",
            "住所",
            Kind.TEXT,
            aliases=("注册地址", "登记住所", "经营场所", "地址", "住所（经营场所）"),
            max_length=300,
        ),
        "照登记的原文",
        "烟台市芝罘区某某路1号某某大厦12层1203室",
    ),
    TemplateColumn(
        ColumnSpec("authority", "登记机关", Kind.TEXT, max_length=100),
        "",
        "烟台市芝罘区市场监督管理局",
    ),
    TemplateColumn(
        ColumnSpec(
            "founded_on",
            "成立日期",
            Kind.DATE,
            aliases=("注册日期", "登记日期", "核准日期"),
            lenient=True,
        ),
        "",
        "2024-03-01",
    ),
]
