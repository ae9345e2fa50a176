"""指标名录: codes and names of what plans and earlier ledgers speak of, with its measure.

Wider than the indicators that are computed: a target may be set, and an earlier year typed in,
before the system has the data to follow it.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from louyu.engines.measures import Measure, Value


class MeasureUnit(models.TextChoices):
    """The unit a number was written in; what is compared is ㎡, yuan, a count or a ratio."""

    SQUARE_METRE = "sqm", "㎡"
    TEN_THOUSAND_SQUARE_METRES = "wan_sqm", "万㎡"
    YUAN = "yuan", "元"
    TEN_THOUSAND_YUAN = "wan_yuan", "万元"
    HUNDRED_MILLION_YUAN = "yi_yuan", "亿元"
    PERCENT = "percent", "%"
    PERCENTAGE_POINT = "point", "百分点"
    FIRM = "firm", "家"
    BUILDING = "building", "幢"
    ITEM = "item", "个"


# What one of the unit is in ㎡, yuan, pieces or as a ratio.
WORTH = {
    MeasureUnit.SQUARE_METRE: Decimal(1),
    MeasureUnit.TEN_THOUSAND_SQUARE_METRES: Decimal(10_000),
    MeasureUnit.YUAN: Decimal(1),
    MeasureUnit.TEN_THOUSAND_YUAN: Decimal(10_000),
    MeasureUnit.HUNDRED_MILLION_YUAN: Decimal(100_000_000),
    MeasureUnit.PERCENT: Decimal("0.01"),
    MeasureUnit.PERCENTAGE_POINT: Decimal("0.01"),
    MeasureUnit.FIRM: Decimal(1),
    MeasureUnit.BUILDING: Decimal(1),
    MeasureUnit.ITEM: Decimal(1),
}
_AREAS = (MeasureUnit.SQUARE_METRE, MeasureUnit.TEN_THOUSAND_SQUARE_METRES)
_MONEY = (
    MeasureUnit.YUAN,
    MeasureUnit.TEN_THOUSAND_YUAN,
    MeasureUnit.HUNDRED_MILLION_YUAN,
)
_RATES = (MeasureUnit.PERCENT, MeasureUnit.PERCENTAGE_POINT)
_FIRMS, _BUILDINGS, _ITEMS = (
    (MeasureUnit.FIRM,),
    (MeasureUnit.BUILDING,),
    (MeasureUnit.ITEM, MeasureUnit.BUILDING),
)


@dataclass(frozen=True)
class Entry:
    """`is_tax`: rests on tax data, and is read by those who may read tax totals."""

    name: str
    units: tuple[MeasureUnit, ...]
    is_tax: bool = False


# EN04 is not among them: nobody sets a target for where tax is filed.
# Names follow the indicator dictionary and the plan's own words (烟芝政发〔2017〕25号 二、三).
ENTRIES = {
    "SP01": Entry("楼宇总建筑面积", _AREAS),
    "SP02": Entry("商务面积", _AREAS),
    "SP03": Entry("重点楼宇面积", _AREAS),
    "SP04": Entry("自用面积", _AREAS),
    "SP05": Entry("出租面积", _AREAS),
    "SP06": Entry("空置面积", _AREAS),
    "SP07": Entry("在用楼宇入驻率", _RATES),
    "SP08": Entry("出租率", _RATES),
    "SP09": Entry("空置率", _RATES),
    "SP10": Entry("盘活存量楼宇面积", _AREAS),
    "SP12": Entry("规划储备楼宇项目", _ITEMS),
    "SP12B": Entry("新开工楼宇", _ITEMS),
    "SP12C": Entry("新竣工楼宇面积", _AREAS),
    "EN01": Entry("入驻市场主体数", _FIRMS),
    "EN02": Entry("区内注册登记数", _FIRMS),
    "EN03": Entry("区内注册登记率", _RATES),
    "TX01": Entry("楼宇税收", _MONEY, is_tax=True),
    "TX03": Entry("楼宇区级收入", _MONEY, is_tax=True),
    "TX04": Entry("区级收入对财政贡献率", _RATES, is_tax=True),
    "TX08": Entry("税收超亿元楼宇", _BUILDINGS, is_tax=True),
    "TX09": Entry("税收超千万元楼宇", _BUILDINGS, is_tax=True),
    "TX10": Entry("新增税收超千万元楼宇", _BUILDINGS, is_tax=True),
    "WK01": Entry("楼宇服务中心覆盖率", _RATES),
    "WK11": Entry("特色楼宇", _BUILDINGS),
}
CODES = [(code, entry.name) for code, entry in ENTRIES.items()]
TAX_CODES = tuple(code for code, entry in ENTRIES.items() if entry.is_tax)


def exact(column: str, unit: str) -> models.Case:
    """The database's own conversion of a written number into ㎡, yuan, a count or a ratio."""
    return models.Case(
        *(
            models.When(**{unit: one}, then=models.F(column) * models.Value(worth))
            for one, worth in WORTH.items()
        ),
        output_field=models.DecimalField(max_digits=24, decimal_places=6),
    )


def units_known(unit: str) -> models.Q:
    """A unit fits its indicator: a rate has no ㎡ and a count no 元."""
    fitting = models.Q()
    for code, entry in ENTRIES.items():
        fitting |= models.Q(indicator=code, **{f"{unit}__in": entry.units})
    return fitting


@dataclass(frozen=True)
class Stated(Value):
    """A number typed from a document (历史填报): it stands for itself, without rows behind it."""

    source: str = ""
    address: str = ""


def stated(number: Decimal, code: str, source: str, address: str) -> Stated:
    """`number` in ㎡, yuan, pieces or as a ratio."""
    ratio = Decimal(1) if measure_of(code) is Measure.RATE else None
    return Stated(number, ratio, known=1, total=1, contributors=0, source=source, address=address)


def measure_of(code: str) -> Measure:
    units = ENTRIES[code].units
    return Measure.RATE if units is _RATES else Measure.AREA if units is _AREAS else Measure.COUNT
