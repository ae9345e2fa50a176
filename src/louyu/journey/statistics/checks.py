"""统计检查: jumps from one month to the next; facts and figures that cannot stand as they are."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse

from louyu.engines.checks import Doubt, Extent, Severity, check, integrity
from louyu.engines.measures import Period
from louyu.journey.statistics.dictionary import ENTRIES
from louyu.journey.statistics.facts import FACTS
from louyu.journey.statistics.indicators import INDICATORS
from louyu.journey.statistics.models import Figure, PeriodState, UnitMonth

WHOLE = "a check looks at every building"
JUMP = Decimal("0.15")
# Of a building half unknown a rate moves with what becomes known.
KNOWN = Decimal("0.8")


@check(
    "occupancy-jump",
    Severity.WARNING,
    "入驻率比上月升降超过 15 个百分点",
    "请核对当月的迁入、迁出和空置是否登记齐全；确有大户进出的写情况说明。",
)
def occupancy_jump(extent: Extent) -> Iterator[Doubt]:
    """Of the last month computed against the one before, where both are known by four fifths."""
    last = PeriodState.objects.filter(period__lte=extent.day).order_by("-period").first()
    if last is None:
        return
    month = Period.of(last.period)
    rates = _rates(extent, (month.previous, month))
    names = {pk: told for (pk, _), told in rates.items()}
    for pk, (_, name) in names.items():
        before, now = rates.get((pk, month.previous.first)), rates.get((pk, month.first))
        if before and now and abs(now[0] - before[0]) > JUMP:
            yield Doubt(
                subject=f"jump:{pk}:{month}",
                label=name,
                words=f"{month.previous} 末 {before[0]:.1%}，{month} 末 {now[0]:.1%}",
                link=reverse("buildings-detail", args=[pk]),
                building=pk,
            )


def _rates(extent: Extent, months: tuple[Period, ...]) -> dict[Any, tuple[Decimal, str]]:
    """Building and month → what is in use of what is known, and the building's name."""
    rows: Any = UnitMonth.objects.unscoped(WHOLE).filter(
        period__in=[month.first for month in months], in_use=True, **extent.within()
    )
    parts = ("area", "self_used", "leased", "occupied", "uncollected")
    sums = rows.order_by().values("building_id", "building__name", "period")
    found = {}
    for row in sums.annotate(**{f"{part}__sum": Sum(part) for part in parts}):
        area, *used, unknown = (row[f"{part}__sum"] for part in parts)
        known = area - unknown
        if area and known >= area * KNOWN:
            found[row["building_id"], row["period"]] = (sum(used) / known, row["building__name"])
    return found


@integrity(
    "facts-of-the-future",
    Severity.WARNING,
    "统计里有还没有到的月份",
    "请系统管理员核对服务器日期；重新计算当月，并删去多出的月份。",
)
def facts_of_the_future(extent: Extent) -> Iterator[Doubt]:
    found: dict[Any, int] = defaultdict(int)
    for model in (*FACTS, Figure):
        rows = model.objects.unscoped(WHOLE).filter(period__gt=extent.day).order_by()
        for period, n in rows.values_list("period").annotate(n=Count("pk")):
            found[period] += n
    for period, n in sorted(found.items()):
        yield Doubt(f"period:{period}", f"{period:%Y-%m}", f"{n} 行", reverse("figures"))


@integrity(
    "figure-without-definition",
    Severity.WARNING,
    "有指标值，却没有这个指标的定义",
    "请系统管理员核对升级是否完整；指标停用的，先写明口径再停用。",
)
def figure_without_definition(extent: Extent) -> Iterator[Doubt]:
    known = {one.code for one in INDICATORS} | set(ENTRIES)
    rows = Figure.objects.unscoped(WHOLE).exclude(indicator__in=known).order_by()
    for code, n in rows.values_list("indicator").annotate(n=Count("pk")).order_by("indicator"):
        yield Doubt(f"indicator:{code}", code, f"{n} 个指标值没有定义", reverse("figures"))
