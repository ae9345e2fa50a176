"""采集表、走访核实表: what is known of a building, with room for what is found there.

Names, rooms and areas; no rent, no tax, no phone: paper lies about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone

from louyu.engines.documents.content import Column
from louyu.engines.documents.form import Form, FormTable
from louyu.journey.collection.answering import empty_rooms, expected
from louyu.journey.collection.models import Duty
from louyu.journey.collection.paper.codes import code_of
from louyu.kernel.figures import area
from louyu.registers.buildings.models import UnitUse
from louyu.registers.occupancy.stacking import natural
from louyu.registers.occupancy.tenancies import Tenancy, tenancies, with_rooms
from louyu.registers.occupancy.unit_states import with_states

BOX = "□"
ARRIVALS = 6  # rows to write newcomers in
ASKED = "※"
NOT_OFFICIAL = "本表供楼宇数据更新使用，不是统计部门制发的统计调查表。"
ROOM, NUMBER = Column("房号", 22, "left"), Column("序号", 9, "center")


def collection_form(duty: Duty, address: str) -> Form:
    """What the liaison asks at the doors of the building."""
    columns = (
        NUMBER,
        ROOM,
        Column("企业名称", 58, "left"),
        Column("面积（㎡）", 18),
        *(Column(word, 11, "center") for word in ("还在", "搬走", "有变化")),
        Column("日期", 18),
        Column("变化或去向", 22, "left"),
    )
    asked = set(duty.questions.exclude(occupancy=None).values_list("occupancy_id", flat=True))
    rows = tuple(
        (*_known(at, one, asked), BOX, BOX, BOX, "", "") for at, one in _numbered(_tenants(duty))
    )
    return _form(
        duty,
        address,
        title="楼宇月度采集表",
        number="楼采 1 表",
        tables=(
            FormTable(f"在驻企业（{len(rows)} 家）", columns, rows),
            *_rooms(duty),
            _arrivals(),
        ),
        notes=(
            f"{ASKED} 是本月需要逐家核对的，其余没有变化的在“还在”里打勾即可。",
            "日期写搬走、变化的那一天，只知道月份的写月份。",
        ),
        signatures=("填表人", "负责人", "填表日期"),
    )


def visit_form(duty: Duty, address: str) -> Form:
    """What somebody else finds there: without what was handed in, so that it does not lead."""
    columns = (
        NUMBER,
        ROOM,
        Column("登记的企业", 58, "left"),
        Column("面积（㎡）", 18),
        *(Column(word, 11, "center") for word in ("在", "不在", "未见到")),
        Column("现场看到的名称或情况", 40, "left"),
    )
    rows = tuple(
        (*_known(at, one, set()), BOX, BOX, BOX, "") for at, one in _numbered(_tenants(duty))
    )
    return _form(
        duty,
        address,
        title="楼宇走访核实表",
        number="楼核 1 表",
        tables=(
            FormTable(f"登记在驻的企业（{len(rows)} 家）", columns, rows),
            *_rooms(duty),
            _arrivals(),
        ),
        notes=(
            "看门牌、水牌和前台，必要时询问；照片和位置不作要求。“未见到”指门锁、无人应答等不能判断的。",
        ),
        signatures=("走访人", "同行人", "楼宇陪同人", "走访日期"),
    )


def _form(duty: Duty, address: str, *, title: str, number: str, **parts: Any) -> Form:
    """`parts` as Form names them."""
    today, due = timezone.localdate(), duty.cycle.due_on
    parts["notes"] = (
        *parts["notes"],
        f"{NOT_OFFICIAL}打印日期 {today:%Y-%m-%d}，以录入时系统为准。",
    )
    return Form(
        title=title,
        corner=(
            ("表号", number),
            ("制表单位", settings.PUBLIC_SITE["run_by"] or settings.SYSTEM_NAME),
            ("报出日期", f"{due.year} 年 {due.month} 月 {due.day} 日前"),
        ),
        facts=(
            ("楼宇", str(duty.building)),
            ("街道/园区", str(duty.place)),
            ("月份", str(duty.cycle)),
        ),
        code=code_of(duty),
        address=address,
        **parts,
    )


def _tenants(duty: Duty) -> list[Tenancy]:
    found = tenancies(with_rooms(expected(duty)).order_by("pk"))
    return sorted(found, key=lambda one: natural(one.rooms))


def _numbered(found: list[Tenancy]) -> Iterator[tuple[int, Tenancy]]:
    return enumerate(found, start=1)


def _known(at: int, one: Tenancy, asked: set[int]) -> tuple[str, str, str, str]:
    name = f"{ASKED}{one.stay.enterprise}" if one.stay.pk in asked else str(one.stay.enterprise)
    return (str(at), one.rooms, name, area(one.area) if one.area else "")


def _rooms(duty: Duty) -> tuple[FormTable, ...]:
    """Empty rooms, and those of which nobody has said anything; none where there are none."""
    told = [
        (one.unit.number, area(one.unit.area), f"空置，自 {one.start:%Y-%m-%d}")
        for one in empty_rooms(duty).select_related("unit")
    ]
    told += [(unit.number, area(unit.area), "未采集") for unit in _unknown(duty)]
    told.sort(key=lambda row: natural(row[0]))
    if not told:
        return ()
    columns = (
        NUMBER,
        ROOM,
        Column("面积（㎡）", 18),
        Column("登记情况", 38, "left"),
        *(Column(word, 13, "center") for word in ("还空着", "在装修", "已预订")),
        Column("已有企业（写名称和日期）", 54, "left"),
    )
    rows = tuple((str(at), *row, BOX, BOX, BOX, "") for at, row in enumerate(told, start=1))
    return (FormTable(f"空置和未采集的房源（{len(rows)} 间）", columns, rows),)


def _unknown(duty: Duty) -> list[Any]:
    units: Any = with_states(duty.building.units.filter(use=UnitUse.BUSINESS), timezone.localdate())
    return list(units.filter(uncollected__gt=0))


def _arrivals() -> FormTable:
    columns = (
        Column("企业名称", 56, "left"),
        Column("统一社会信用代码", 44, "left"),
        Column("房号", 22, "left"),
        Column("入驻日期", 22, "left"),
        Column("面积（㎡）", 18),
        Column("从业人数", 18),
    )
    return FormTable("新入驻", columns, empty=ARRIVALS)
