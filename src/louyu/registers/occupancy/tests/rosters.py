"""测试清单: rosters of a few lines, as a clerk fills them, taken in for a person."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from demo import codes
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.tests import workbooks
from louyu.registers.deliveries.tests.workbooks import Outcome, workbook

HEADERS = (
    "楼宇", "楼层", "房号", "企业名称", "统一社会信用代码", "入驻方式", "入驻日期",
    "使用面积（㎡）", "房源面积（㎡）", "从业人数", "迁出日期", "迁出原因", "迁往",
    "月租金（元/㎡）", "租约到期日",
)  # fmt: skip
FIELDS = (
    "building", "floor", "rooms", "name", "uscc", "kind", "start", "area",
    "unit_area", "headcount", "end", "end_reason", "destination", "rent", "expiry",
)  # fmt: skip
FIRST, SECOND = codes.invented(1), codes.invented(2)
TODAY = timezone.localdate()


def line(**cells: Any) -> tuple[Any, ...]:
    told = {"building": "甲大厦", "name": "甲公司", **cells}
    return tuple(told.get(field) for field in FIELDS)


def taken(actor: Actor, folder: Path, *lines: tuple[Any, ...]) -> Outcome:
    return workbooks.taken(actor, "roster", workbook(folder / "roster.xlsx", HEADERS, *lines))


def all_of(model: Any) -> list[Any]:
    return list(model.objects.unscoped("test").order_by("pk"))
