"""设置步骤: what a district needs before its first figures, in the order that saves work.

A step is done when there are rows; nothing blocks another. What is optional says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from louyu.journey.publication.models import Letterhead
from louyu.journey.statistics.models import HistoricalFigure, PeriodState, Plan
from louyu.kernel.intake import all_kinds
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, BuildingParty, KeyListing
from louyu.registers.enterprises.models import Industry, LocalIndustry
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import Organization, User
from louyu.registers.places.models import Cluster, Place, PlaceLevel
from louyu.registers.taxation.models import FiscalRevenue

Count = Callable[[Actor], int]


@dataclass(frozen=True)
class Step:
    """`kind`: the table that is imported; `page`: where the rows are seen; `command`: the same.

    `absent`: what holds while there are no rows.
    """

    key: str
    title: str
    help: str
    unit: str
    page: str
    command: str
    count: Count
    kind: str = ""
    optional: bool = False
    absent: str = "还没有"


@dataclass(frozen=True)
class Progress:
    step: Step
    count: int
    is_sourced: bool
    importable: bool

    @property
    def is_done(self) -> bool:
        return self.count > 0

    @property
    def state(self) -> str:
        return "已有" if self.is_done else "可选" if self.step.optional else "未做"

    @property
    def upload(self) -> str:
        """Where the table is sent: files with a data-use record have a page of their own."""
        address = reverse("delivery-new" if self.is_sourced else "imports")
        return f"{address}?kind={self.step.kind}"


def _places(level: PlaceLevel) -> Count:
    return lambda actor: Place.objects.filter(level=level, end=None).count()


STEPS = (
    Step(
        "places",
        "街道和社区",
        "按官方代码表建立，或用“区划”表格导入",
        "个街道",
        "places",
        "./louyu places load --district 代码 代码表.csv",
        _places(PlaceLevel.SUBDISTRICT),
        kind="places",
    ),
    Step(
        "parks",
        "园区",
        "没有官方代码的园区，代码写作“区代码-P1”，上级填区代码",
        "个园区",
        "places",
        "./louyu import places 园区.xlsx",
        _places(PlaceLevel.PARK),
        kind="places",
        optional=True,
    ),
    Step(
        "clusters",
        "功能片区",
        "一核两翼等片区的名称、定位和业态；范围用“区划和片区边界”导入",
        "个片区",
        "clusters",
        "./louyu import clusters 片区.xlsx",
        lambda actor: Cluster.objects.count(),
        kind="clusters",
        optional=True,
    ),
    Step(
        "organizations",
        "部门、街道和运营单位",
        "名称、类别、启用和撤销日期、后继单位",
        "个单位",
        "organizations",
        "./louyu import organizations 单位.xlsx",
        lambda actor: Organization.objects.visible_to(actor).count(),
        kind="organizations",
    ),
    Step(
        "people",
        "人员",
        "系统管理员用一张表开立账号，另一名管理员复核；街道自己邀请本街道的联络员",
        "个账号",
        "setup",
        "./louyu import users 人员.xlsx",
        lambda actor: User.objects.filter(is_active=True).count(),
        kind="users",
    ),
    Step(
        "buildings",
        "楼宇",
        "楼宇台账；没有编码的楼宇由系统编码，地图文件也可以",
        "幢",
        "buildings",
        "./louyu import buildings 楼宇.xlsx",
        lambda actor: Building.objects.visible_to(actor).count(),
        kind="buildings",
    ),
    Step(
        "parties",
        "楼宇的产权方、运营方、物业公司",
        "联络员由此看到自己单位的楼",
        "条",
        "building-parties",
        "./louyu import building-parties 相关单位.xlsx",
        lambda actor: BuildingParty.objects.visible_to(actor).count(),
        kind="building-parties",
    ),
    Step(
        "roster",
        "入驻企业台账",
        "花名册；一楼一张表、合计行、合并单元格都认得",
        "条入驻",
        "enterprises",
        "./louyu import roster 花名册.xlsx",
        lambda actor: Occupancy.objects.visible_to(actor).count(),
        kind="roster",
    ),
    Step(
        "key-buildings",
        "重点楼宇名单",
        "楼宇、列入日期和认定依据",
        "条认定",
        "key-buildings",
        "./louyu import key-buildings 重点楼宇.xlsx",
        lambda actor: KeyListing.objects.visible_to(actor).count(),
        kind="key-buildings",
    ),
    Step(
        "plans",
        "计划和目标",
        "先登记计划，再导入目标和基期",
        "个计划",
        "plans",
        "./louyu import plans 计划.xlsx，再 ./louyu import targets 目标.xlsx",
        lambda actor: Plan.objects.visible_to(actor).count(),
        kind="targets",
    ),
    Step(
        "history",
        "往年数据",
        "作同比基数和计划基期，处处标“历史填报”",
        "条",
        "historical-figures",
        "./louyu import historical-figures 历年数据.xlsx",
        lambda actor: HistoricalFigure.objects.visible_to(actor).count(),
        kind="historical-figures",
        optional=True,
    ),
    Step(
        "revenue",
        "财政收入",
        "财政部门提供，随来源说明一起上传",
        "个月",
        "deliveries",
        "./louyu import fiscal-revenue 财政收入.xlsx --period 2026-09 …",
        lambda actor: FiscalRevenue.objects.visible_to(actor).count(),
        kind="fiscal-revenue",
        optional=True,
    ),
    Step(
        "industries",
        "国民经济行业分类",
        "GB/T 4754 代码表：代码和名称两列即可",
        "个类",
        "industries",
        "./louyu import industries 行业分类.csv",
        lambda actor: Industry.objects.count(),
        kind="industries",
    ),
    Step(
        "local-industries",
        "本区主导产业",
        "行业代码前缀对应本区的产业，带起止日期",
        "条规则",
        "local-industries",
        "./louyu import local-industries 主导产业.xlsx",
        lambda actor: LocalIndustry.objects.count(),
        kind="local-industries",
        optional=True,
    ),
    Step(
        "letterhead",
        "通报版头",
        "发文机关标志、署名、代字和印发机关，从启用之日起用；已签发的通报不变",
        "个版头",
        "letterheads",
        "./louyu import letterheads 版头.xlsx",
        lambda actor: Letterhead.objects.visible_to(actor).count(),
        optional=True,
        absent="未设置，用区楼宇办的名称",
    ),
    Step(
        "figures",
        "第一个月的指标",
        "以上有了楼宇和入驻就可以计算；没有采集到的写“未采集”",
        "个月",
        "figures",
        "./louyu compute 2026-09",
        lambda actor: PeriodState.objects.count(),
    ),
)


def progress(actor: Actor) -> Iterator[Progress]:
    kinds = {kind.key: kind for kind in all_kinds()}
    for step in STEPS:
        kind = kinds.get(step.kind)
        yield Progress(
            step,
            step.count(actor),
            is_sourced=bool(kind and kind.sourced),
            importable=bool(kind and kind.open_to(actor)),
        )
