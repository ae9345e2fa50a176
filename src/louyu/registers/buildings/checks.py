"""楼宇检查: areas and statements that do not fit together, slips of units, twins, positions."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import F, Q, Sum
from shapely import Point

from louyu.engines.checks import Doubt, Extent, Look, Severity, check, integrity
from louyu.registers.buildings.models import Building, DeclaredTotals, UnitUse
from louyu.registers.buildings.stated import VALUES, Contradiction, contradictions, outlines

WHOLE = "a check looks at every building"
ROUNDING = 1  # ㎡
# 万 left out or put twice: between a half and five times ten thousand.
SLIP, MOST = 5_000, 50_000
STATED = {"area": "申报面积", "vacant_area": "申报空置面积", "rent_yuan": "申报租金"}
NOT_NAMES = re.compile(r"[\s·•\-—_()（）【】\[\]“”\"'.,，。、]")


def _doubt(building: Any, words: str, subject: str = "") -> Doubt:
    return Doubt(
        subject=subject or f"building:{building.pk}",
        label=building.name,
        words=words,
        link=building.get_absolute_url(),
        building=building.pk,
    )


@check(
    "rooms-above-business-area",
    Severity.WARNING,
    "房源面积合计大于登记的商务面积",
    "请核对商务面积和各间房源：重复登记的删去，用途不是商务的改正用途，少填的补正商务面积。"
    "自用、出租、空置、未采集之和以两者中较大的为准。",
)
def rooms_above_business_area(extent: Extent) -> Iterator[Doubt]:
    rows: Any = Building.objects.unscoped(WHOLE).filter(**extent.within("pk"))
    rooms = Sum("units__area", filter=Q(units__use=UnitUse.BUSINESS))
    rows = rows.annotate(rooms=rooms).filter(rooms__gt=F("business_area") + ROUNDING)
    for one in rows.order_by("pk"):
        yield _doubt(one, f"房源合计 {one.rooms:,} ㎡，商务面积 {one.business_area:,} ㎡")


@check(
    "ten-thousandfold",
    Severity.WARNING,
    "申报的数与本楼其他月份差约一万倍",
    "请核对单位：面积填㎡，不填万㎡；租金填元。改正后重新导入这个月的申报表。",
)
def ten_thousandfold(extent: Extent) -> Iterator[Doubt]:
    """Each month against the median of the others; one month alone has no history."""
    rows = DeclaredTotals.objects.unscoped(WHOLE).filter(**extent.within())
    by_building: dict[int, list[DeclaredTotals]] = defaultdict(list)
    for row in rows.select_related("building").order_by("building_id", "period"):
        by_building[row.building_id].append(row)
    for months in by_building.values():
        for row in months:
            others = [one for one in months if one is not row]
            for name, label in STATED.items():
                if words := _slipped(row, others, name, label):
                    subject = f"stated:{row.building_id}:{row.period}:{name}"
                    yield _doubt(row.building, words, subject)


def _slipped(row: Any, others: list[Any], name: str, label: str) -> str:
    value = getattr(row, name)
    told = [known for one in others if (known := getattr(one, name))]
    if not value or not told:
        return ""
    usual: Decimal = median(told)
    if not SLIP <= max(value, usual) / min(value, usual) <= MOST:
        return ""
    return f"{row.period:%Y-%m} {label} {_plain(value)}，其他月份中位数 {_plain(usual)}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"


RESTATE = "请核对这个月的申报表：填错的，改正后重新导入；没有填错的，写明情况，例如{example}。"
GRADES = (
    (Contradiction.VACANCY_ABOVE_AREA, Severity.WARNING, "空置里含未登记的地下面积"),
    (Contradiction.OCCUPANCY, Severity.WARNING, "两幢楼合报一个入驻率，以空置面积为准"),
    (Contradiction.RENT, Severity.WARNING, "租金含免租期；租金和物业费两列填反的请改正"),
    (Contradiction.VACANCY_UNSTATED, Severity.HINT, "空置面积待运营方测算"),
)


def _look_for(kind: Contradiction) -> Look:
    def look(extent: Extent) -> Iterator[Doubt]:
        rows = DeclaredTotals.objects.unscoped(WHOLE).filter(**extent.within())
        for row in rows.select_related("building").order_by("building_id", "period"):
            told = dict(contradictions({name: getattr(row, name) for name in VALUES}))
            if words := told.get(kind):
                subject = f"stated:{row.building_id}:{row.period}"
                yield _doubt(row.building, f"{row.period:%Y-%m} {words}", subject)

    return look


for kind, severity, example in GRADES:
    mend = RESTATE.format(example=example)
    check(kind.value, severity, kind.label, mend)(_look_for(kind))


@check(
    "building-outside-place",
    Severity.WARNING,
    "楼宇的位置在所属街道、园区的边界之外",
    "请核对经纬度是否填反、坐标系是否选错，或管理街道是否填错。",
)
def building_outside_place(extent: Extent) -> Iterator[Doubt]:
    shapes = outlines()
    rows: Any = Building.objects.unscoped(WHOLE).filter(
        longitude__isnull=False, **extent.within("pk")
    )
    for one in rows.order_by("pk"):
        known = shapes.get(one.place_id)
        if known and not known[1].covers(Point(float(one.longitude), float(one.latitude))):
            yield _doubt(one, f"{one.longitude}，{one.latitude} 在{known[0]}的边界之外")


@integrity(
    "building-twins",
    Severity.WARNING,
    "同一街道有两幢楼名称相同（不计空格、括号和标点）",
    "请核对是否一幢登记了两次：是的合并到一条，另一条删去；不是的把名称写全，例如加上座号。",
)
def building_twins(extent: Extent) -> Iterator[Doubt]:
    """By the name of one and a name or alias of the other; punctuation does not part them."""
    rows = Building.objects.unscoped(WHOLE).select_related("place").prefetch_related("aliases")
    named: dict[tuple[int, str], dict[int, Building]] = defaultdict(dict)
    for one in rows.order_by("pk"):
        for name in {one.name, *(alias.name for alias in one.aliases.all())}:
            if spelt := plain_name(name):
                named[one.place_id, spelt][one.pk] = one
    for (_, spelt), twins in named.items():
        if len(twins) > 1:
            first = next(iter(twins.values()))
            words = "、".join(f"{one.name}（{one.code}）" for one in twins.values())
            yield _doubt(first, words, f"twins:{first.place_id}:{spelt}")


def plain_name(name: str) -> str:
    return NOT_NAMES.sub("", unicodedata.normalize("NFKC", name)).lower()


@integrity(
    "building-of-ended-place",
    Severity.WARNING,
    "楼宇还归已撤销的街道、园区管理",
    "请把楼宇的管理街道/园区改为后继的一个，否则没有人看得到、报得了。",
)
def building_of_ended_place(extent: Extent) -> Iterator[Doubt]:
    rows = Building.objects.unscoped(WHOLE).filter(place__end__lt=extent.day)
    for one in rows.select_related("place").order_by("pk"):
        yield _doubt(one, f"{one.place}已于 {one.place.end} 撤销")
