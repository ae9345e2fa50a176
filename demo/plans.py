"""演示计划: the plan of 2017 as it was issued, an invented current one, invented earlier years.

The figures of 烟芝政发〔2017〕25号 are its own targets; it states no baselines. Everything else
here is invented.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from louyu.journey.statistics.dictionary import MeasureUnit
from louyu.journey.statistics.models import HistoricalFigure, Plan, Target, TargetKind
from louyu.registers.organizations.models import Organization, OrganizationKind
from louyu.registers.places.models import Place, PlaceLevel

LEVEL, TOTAL = TargetKind.LEVEL, TargetKind.TOTAL
INCREASE, YEARLY = TargetKind.YEARLY_INCREASE, TargetKind.YEARLY_TOTAL


@dataclass(frozen=True)
class Line:
    name: str
    indicator: str
    kind: TargetKind
    value: str
    unit: MeasureUnit
    baseline: str = ""


# 二、工作目标 and 三(一)(三)(六) of the plan.
ISSUED_IN_2017 = (
    Line("重点楼宇规模", "SP03", LEVEL, "300", MeasureUnit.TEN_THOUSAND_SQUARE_METRES),
    Line("楼宇市场主体数量", "EN01", LEVEL, "10000", MeasureUnit.FIRM),
    Line("楼宇经济税收", "TX01", LEVEL, "50", MeasureUnit.HUNDRED_MILLION_YUAN),
    Line("楼宇经济区级收入对财政贡献率", "TX04", LEVEL, "33", MeasureUnit.PERCENT),
    Line("在用楼宇入驻率提高", "SP07", INCREASE, "2", MeasureUnit.PERCENTAGE_POINT),
    Line("区内注册登记率提高", "EN03", INCREASE, "1", MeasureUnit.PERCENTAGE_POINT),
    Line("新增特色楼宇", "WK11", YEARLY, "1", MeasureUnit.BUILDING),
    Line("新增税收超千万元楼宇", "TX10", YEARLY, "1", MeasureUnit.BUILDING),
    Line("新盘活启动存量楼宇", "SP10", YEARLY, "10", MeasureUnit.TEN_THOUSAND_SQUARE_METRES),
    Line("规划储备楼宇项目", "SP12", TOTAL, "15", MeasureUnit.ITEM),
    Line("新开工楼宇", "SP12", TOTAL, "10", MeasureUnit.BUILDING),
    Line("新竣工楼宇", "SP12", TOTAL, "30", MeasureUnit.TEN_THOUSAND_SQUARE_METRES),
    Line("新培育特色楼宇", "WK11", TOTAL, "5", MeasureUnit.BUILDING),
    Line("楼宇服务中心覆盖率", "WK01", LEVEL, "70", MeasureUnit.PERCENT),
)
INVENTED = (
    Line("重点楼宇规模", "SP03", LEVEL, "102", MeasureUnit.TEN_THOUSAND_SQUARE_METRES, "90"),
    Line("入驻市场主体数量", "EN01", LEVEL, "2280", MeasureUnit.FIRM, "2080"),
    Line("在用楼宇入驻率", "SP07", LEVEL, "92", MeasureUnit.PERCENT, "84"),
    Line("区内注册登记率", "EN03", LEVEL, "93.5", MeasureUnit.PERCENT, "91.5"),
    Line("楼宇总建筑面积", "SP01", LEVEL, "170", MeasureUnit.TEN_THOUSAND_SQUARE_METRES, "140"),
    Line("在用楼宇入驻率提高", "SP07", INCREASE, "2", MeasureUnit.PERCENTAGE_POINT),
    Line("区内注册登记率提高", "EN03", INCREASE, "1", MeasureUnit.PERCENTAGE_POINT),
    Line("新盘活启动存量楼宇", "SP10", YEARLY, "10", MeasureUnit.TEN_THOUSAND_SQUARE_METRES),
)
EARLIER = (
    ("SP01", "131.4", MeasureUnit.TEN_THOUSAND_SQUARE_METRES),
    ("EN01", "2040", MeasureUnit.FIRM),
)


def build_plans(*, base: date) -> None:
    district = Place.objects.get(level=PlaceLevel.DISTRICT)
    departments = Organization.objects.unscoped("demo data").filter(
        kind=OrganizationKind.DEPARTMENT
    )
    department = departments.earliest("pk")
    issued = Plan.objects.create(
        name="芝罘区促进楼宇经济提质发展三年行动计划（2017—2019年）",
        document="烟芝政发〔2017〕25号",
        start=date(2017, 1, 1),
        end=date(2019, 12, 31),
    )
    current = Plan.objects.create(
        name="楼宇经济三年行动计划（演示）",
        document="演示文件，非真实文号",
        start=date(base.year - 1, 1, 1),
        end=date(base.year + 1, 12, 31),
    )
    for line in ISSUED_IN_2017:
        _target(issued, line, district, None, base)
    for line in INVENTED:
        _target(current, line, district, department, base)
    for code, value, unit in EARLIER:
        HistoricalFigure.objects.create(
            indicator=code,
            place=district,
            year=base.year - 3,
            value=Decimal(value),
            unit=unit,
            source=f"{base.year - 3}年楼宇台账（演示）",
        )


def _target(
    plan: Plan, line: Line, place: Place, department: Organization | None, base: date
) -> None:
    target = Target(
        plan=plan,
        name=line.name,
        indicator=line.indicator,
        place=place,
        kind=line.kind,
        value=Decimal(line.value),
        unit=line.unit,
        department=department,
    )
    if line.baseline:
        target.baseline, target.baseline_year = Decimal(line.baseline), base.year - 2
        target.baseline_source = f"{base.year - 2}年楼宇台账（演示）"
    target.save()
