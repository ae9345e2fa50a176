"""演示计划: the plan of 2017 as the product ships it, an invented current one, invented years.

Everything but the plan of 2017 is invented.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from demo.division import build_division
from louyu.journey.statistics.dictionary import MeasureUnit
from louyu.journey.statistics.founding import add_founding_plan
from louyu.journey.statistics.models import HistoricalFigure, Plan, Target, TargetKind
from louyu.registers.organizations.models import Organization, OrganizationKind
from louyu.registers.places.models import Place, PlaceLevel

LEVEL, TOTAL = TargetKind.LEVEL, TargetKind.TOTAL
INCREASE, YEARLY = TargetKind.YEARLY_INCREASE, TargetKind.YEARLY_TOTAL
AREA = MeasureUnit.TEN_THOUSAND_SQUARE_METRES


# What a city has more of; rates and projects stay.
GROWING = {AREA, MeasureUnit.FIRM, MeasureUnit.HUNDRED_MILLION_YUAN}


@dataclass(frozen=True)
class Line:
    name: str
    indicator: str
    kind: TargetKind
    value: str
    unit: MeasureUnit
    baseline: str = ""


INVENTED = (
    Line("重点楼宇规模", "SP03", LEVEL, "102", AREA, "90"),
    Line("入驻市场主体数量", "EN01", LEVEL, "2280", MeasureUnit.FIRM, "2080"),
    Line("楼宇区级收入", "TX03", LEVEL, "2.6", MeasureUnit.HUNDRED_MILLION_YUAN, "2.1"),
    Line("区级收入对财政贡献率", "TX04", LEVEL, "10.5", MeasureUnit.PERCENT, "9.2"),
    Line("在用楼宇入驻率", "SP07", LEVEL, "92", MeasureUnit.PERCENT, "84"),
    Line("区内注册登记率", "EN03", LEVEL, "93.5", MeasureUnit.PERCENT, "91.5"),
    Line("楼宇总建筑面积", "SP01", LEVEL, "170", AREA, "140"),
    Line("在用楼宇入驻率提高", "SP07", INCREASE, "2", MeasureUnit.PERCENTAGE_POINT),
    Line("区内注册登记率提高", "EN03", INCREASE, "1", MeasureUnit.PERCENTAGE_POINT),
    Line("新盘活启动存量楼宇", "SP10", YEARLY, "10", AREA),
    Line("规划储备楼宇项目", "SP12", TOTAL, "9", MeasureUnit.ITEM),
)
# Last year's ledger; this year the registers count.
REPORTED_YEARS = (
    ("SP10", AREA, "8.7"),
    ("SP12", MeasureUnit.ITEM, "4"),
)
EARLIER = (
    ("SP01", "131.4", AREA),
    ("EN01", "2040", MeasureUnit.FIRM),
)


def build_plans(*, base: date, times: int) -> None:
    district = Place.objects.get(level=PlaceLevel.DISTRICT)
    departments = Organization.objects.unscoped("demo data").filter(
        kind=OrganizationKind.DEPARTMENT
    )
    department = departments.earliest("pk")
    add_founding_plan(district)
    current = Plan.objects.create(
        name="楼宇经济三年行动计划（演示）",
        document="演示文件，非真实文号",
        start=date(base.year - 1, 1, 1),
        end=date(base.year + 1, 12, 31),
    )
    for line in INVENTED:
        _target(current, line, district, department, base, times)
    _report(district, base, times)
    build_division(current, list(departments.order_by("pk")), base=base)


def _report(district: Place, base: date, times: int) -> None:
    for code, value, unit in EARLIER:
        _earlier(district, code, _grown(value, unit, times), unit, base.year - 3)
    for code, unit, value in REPORTED_YEARS:
        _earlier(district, code, _grown(value, unit, times), unit, base.year - 1)


def _grown(value: str, unit: MeasureUnit, times: int) -> Decimal:
    return Decimal(value) * (times if unit in GROWING else 1)


def _earlier(place: Place, code: str, value: Decimal, unit: MeasureUnit, year: int) -> None:
    HistoricalFigure.objects.create(
        indicator=code,
        place=place,
        year=year,
        value=value,
        unit=unit,
        source=f"{year}年楼宇台账（演示）",
    )


def _target(
    plan: Plan,
    line: Line,
    place: Place,
    department: Organization | None,
    base: date,
    times: int,
) -> None:
    target = Target(
        plan=plan,
        name=line.name,
        indicator=line.indicator,
        place=place,
        kind=line.kind,
        value=_grown(line.value, line.unit, times),
        unit=line.unit,
        department=department,
    )
    if line.baseline:
        target.baseline = _grown(line.baseline, line.unit, times)
        target.baseline_year = base.year - 2
        target.baseline_source = f"{base.year - 2}年楼宇台账（演示）"
    target.save()
