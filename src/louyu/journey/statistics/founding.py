"""立项计划: 烟芝政发〔2017〕25号, the plan this system was asked for in, as it was issued.

Its own words and figures; of what it does not state nothing is put in its place.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from louyu.journey.statistics.dictionary import MeasureUnit
from louyu.journey.statistics.models import Plan, Target, TargetKind
from louyu.registers.places.models import Place

DISTRICT = "370602"
NAME = "芝罘区促进楼宇经济提质发展三年行动计划（2017-2019年）"
REMARK = (
    "计划原文没有写基期值，没有把目标分解到街道、部门和年度，也没有写各年完成数，这些都空着；"
    "“突破”“以上”和“1-2幢”按下限登记，原话见各项目标。"
    "责任部门只在第三部分写明，照抄。归档日期取计划到期的次日。"
)
_LEVEL, _TOTAL = TargetKind.LEVEL, TargetKind.TOTAL
_RISE, _YEARLY = TargetKind.YEARLY_INCREASE, TargetKind.YEARLY_TOTAL
_AREA, _POINT = MeasureUnit.TEN_THOUSAND_SQUARE_METRES, MeasureUnit.PERCENTAGE_POINT
_BUILDING, _PERCENT = MeasureUnit.BUILDING, MeasureUnit.PERCENT
_SCALE = "区发改局、经信局、住建局、商务局、招商局、国土分局、规划分局、各街道园区"
_SPECIALTY = "宣传部、发改局、“十二大产业”牵头和配合部门、各街道园区"
_MEMBERS = "区加快楼宇经济发展工作领导小组各成员单位"


@dataclass(frozen=True)
class Line:
    """`where` is the part of the plan; `answerable` whom that part names."""

    name: str
    indicator: str
    kind: TargetKind
    value: str
    unit: MeasureUnit
    wording: str
    where: str = "二、工作目标"
    answerable: str = ""


LINES = (
    Line("重点楼宇规模", "SP03", _LEVEL, "300", _AREA, "全区重点楼宇规模突破300万平方米"),
    Line(
        "楼宇市场主体数量", "EN01", _LEVEL, "10000", MeasureUnit.FIRM, "楼宇市场主体数量突破10000家"
    ),
    Line(
        "楼宇经济税收",
        "TX01",
        _LEVEL,
        "50",
        MeasureUnit.HUNDRED_MILLION_YUAN,
        "楼宇经济税收突破50亿元",
    ),
    Line(
        "楼宇经济区级收入对财政贡献率",
        "TX04",
        _LEVEL,
        "33",
        _PERCENT,
        "楼宇经济区级收入对财政贡献率突破33%",
    ),
    Line("在用楼宇入驻率提高", "SP07", _RISE, "2", _POINT, "每年，在用楼宇入驻率提高2个百分点以上"),
    Line(
        "区内注册登记率提高",
        "EN03",
        _RISE,
        "1",
        _POINT,
        "每年，楼宇市场主体区内注册登记率提高1个百分点以上",
    ),
    Line("新增特色楼宇", "WK11", _YEARLY, "1", _BUILDING, "每年，新增特色楼宇1-2幢"),
    Line(
        "新增税收超千万元楼宇", "TX10", _YEARLY, "1", _BUILDING, "每年，新增税收超千万元楼宇1-2幢"
    ),
    Line(
        "新盘活启动存量楼宇",
        "SP10",
        _YEARLY,
        "10",
        _AREA,
        "每年，新盘活启动存量楼宇资源10万平方米以上",
    ),
    Line(
        "规划储备楼宇项目",
        "SP12",
        _TOTAL,
        "15",
        MeasureUnit.ITEM,
        "力争三年内实现规划储备楼宇项目15个",
        "三（一）膨胀楼宇规模",
        _SCALE,
    ),
    Line(
        "新开工楼宇",
        "SP12B",
        _TOTAL,
        "10",
        _BUILDING,
        "力争三年内实现新开工楼宇10幢",
        "三（一）膨胀楼宇规模",
        _SCALE,
    ),
    Line(
        "新竣工楼宇",
        "SP12C",
        _TOTAL,
        "30",
        _AREA,
        "力争三年内实现新竣工楼宇30万平方米",
        "三（一）膨胀楼宇规模",
        _SCALE,
    ),
    Line(
        "新培育特色楼宇",
        "WK11",
        _TOTAL,
        "5",
        _BUILDING,
        "每个街道园区选取1-2幢楼，力争三年内新培育形成特色楼宇5幢以上",
        "三（三）培育特色楼宇",
        _SPECIALTY,
    ),
    Line(
        "楼宇服务中心覆盖率",
        "WK01",
        _LEVEL,
        "70",
        _PERCENT,
        "到2019年楼宇服务中心覆盖率达到70%以上",
        "三（六）提升楼宇服务",
        _MEMBERS,
    ),
)


def add_founding_plan(district: Place) -> Plan | None:
    """Archived from the start: it is a record. None where it stands already."""
    if Plan.objects.unscoped("one of its name").filter(name=NAME).exists():
        return None
    plan = Plan.objects.create(
        name=NAME,
        document="烟芝政发〔2017〕25号",
        issued_on=date(2017, 6, 27),
        start=date(2017, 1, 1),
        end=date(2019, 12, 31),
        remark=REMARK,
    )
    for line in LINES:
        Target.objects.create(
            plan=plan,
            place=district,
            name=line.name,
            indicator=line.indicator,
            kind=line.kind,
            value=Decimal(line.value),
            unit=line.unit,
            wording=f"{line.wording}（{line.where}）",
            answerable=line.answerable,
        )
    plan.archived_on = date(2020, 1, 1)
    plan.save()
    return plan
