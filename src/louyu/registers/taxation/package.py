"""名单包: who sat in which building in a month, for a bureau that may give totals but no names.

The second sheet is blank and comes back as 楼宇税收合计.
"""

from pathlib import Path
from typing import BinaryIO

import polars as pl
from django.db.models import Q

from louyu.engines.measures import Period
from louyu.engines.tables import SheetOut, write_table
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.taxation.bureau import BuildingTotalImport

# None of these heads a column of 楼宇税收合计: taken back, the roster is passed over.
ROSTER = ("所在楼宇编号", "所在楼宇名称", "统一社会信用代码", "企业名称", "入驻日期", "迁出日期")


def write_package(out: Path | BinaryIO, *, period: Period, actor: Actor) -> int:
    """The number of tenants it names."""
    roster = _roster(period, actor)
    head = [
        f"{period.words}入驻企业名单",
        "请按楼宇汇总当月税款，填入第二张表“楼宇税收合计”；无法汇总的楼宇整行删去。",
    ]
    write_table(
        out,
        [
            SheetOut("入驻名单", roster, head),
            SheetOut(BuildingTotalImport.label, _blank(roster, period, actor)),
        ],
    )
    return roster.height


def _roster(period: Period, actor: Actor) -> pl.DataFrame:
    """Everybody who was there on a day of the month; who moved within it stands in both."""
    stays = Occupancy.objects.visible_to(actor).filter(
        Q(end=None) | Q(end__gte=period.first), start__lte=period.last
    )
    rows = stays.order_by("building__code", "enterprise__name_sort", "start").values_list(
        "building__code",
        "building__name",
        "enterprise__uscc",
        "enterprise__name",
        "start",
        "end",
    )
    kinds = (*(pl.String,) * 4, pl.Date, pl.Date)
    return pl.DataFrame(list(rows), schema=dict(zip(ROSTER, kinds, strict=True)), orient="row")


def _blank(roster: pl.DataFrame, period: Period, actor: Actor) -> pl.DataFrame:
    here = Building.objects.visible_to(actor).filter(code__in=roster[ROSTER[0]].unique())
    codes = list(here.order_by("code").values_list("code", flat=True))
    filled = {"building": codes, "month": [str(period)] * len(codes)}
    wanted = ("building", "month", "yuan", "payers", "largest_share", "two_largest_share")
    columns = {c.spec.field: c.header for c in BuildingTotalImport().columns(actor)}
    blank = [None] * len(codes)
    return pl.DataFrame(
        {columns[name]: pl.Series(filled.get(name, blank), dtype=pl.String) for name in wanted}
    )
