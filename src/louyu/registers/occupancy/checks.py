"""入驻检查: stays that cannot be right, or seldom are: where, since when, on what terms."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from louyu.engines.checks import Doubt, Extent, Severity, check, integrity
from louyu.registers.buildings.models import LifeStage, Unit
from louyu.registers.enterprises.models import EnterpriseStatus
from louyu.registers.occupancy.models import Occupancy, OccupancyKind, OccupancyUnit
from louyu.registers.occupancy.unit_states import LETTING, with_states

WHOLE = "a check looks at every building"
UNBUILT = (LifeStage.PLANNED, LifeStage.UNDER_CONSTRUCTION)
GONE = (EnterpriseStatus.DEREGISTERED, EnterpriseStatus.REVOKED)
# Rent against the median of its street; with fewer leases than this there is none to speak of.
LOWEST, HIGHEST, ENOUGH = Decimal("0.3"), Decimal(3), 5
LARGE = 500  # ㎡: nobody working in so much is seldom true


def _present(extent: Extent) -> QuerySet[Any]:
    """Whoever really sits in a building on the day."""
    rows = Occupancy.objects.unscoped(WHOLE).filter(during__contains=extent.day)
    return rows.exclude(kind=OccupancyKind.ADDRESS_ONLY).order_by("pk")


def _doubt(stay: Any, words: str) -> Doubt:
    return Doubt(
        subject=f"stay:{stay.pk}",
        label=f"{stay.enterprise.name}（{stay.building.name}）",
        words=words,
        link=stay.building.get_absolute_url(),
        building=stay.building_id,
    )


@check(
    "stay-outside-life",
    Severity.WARNING,
    "入驻日期早于楼宇竣工，或楼宇还没有建成",
    "请核对入驻日期、竣工日期和楼宇的生命阶段，改正填错的一个；提前装修进场的写情况说明。",
)
def outside_life(extent: Extent) -> Iterator[Doubt]:
    early = Q(start__lt=F("building__completed_on"), start_is_reported=False)
    rows = _present(extent).filter(**extent.within()).select_related("building", "enterprise")
    for stay in rows.filter(early | Q(building__life_stage__in=UNBUILT)):
        building = stay.building
        if building.life_stage in UNBUILT:
            words = f"楼宇登记为{building.get_life_stage_display()}，已有企业自 {stay.start} 入驻"
        else:
            words = f"入驻 {stay.start}，楼宇竣工 {building.completed_on}"
        yield _doubt(stay, words)


@check(
    "rent-far-off",
    Severity.WARNING,
    "租金与同街道相差太大",
    "请核对租金的单位（元/㎡·月）：常见的是填成了元/㎡·天、年租金或总价。确实如此的写情况说明。",
)
def rent_far_off(extent: Extent) -> Iterator[Doubt]:
    """Against the median of the leases of the street or park: one dear house moves it not."""
    rows = _present(extent).filter(rent_yuan__gt=0, kind__in=LETTING)
    by_place: dict[int, list[Decimal]] = defaultdict(list)
    for place, rent in rows.values_list("building__place_id", "rent_yuan"):
        by_place[place].append(rent)
    usual = {place: median(rents) for place, rents in by_place.items() if len(rents) >= ENOUGH}
    for stay in rows.filter(**extent.within()).select_related("building__place", "enterprise"):
        middle = usual.get(stay.building.place_id)
        if middle and not LOWEST <= stay.rent_yuan / middle <= HIGHEST:
            direction = "不到三成" if stay.rent_yuan < middle else "三倍以上"
            street = stay.building.place.name
            yield _doubt(
                stay, f"月租金 {stay.rent_yuan} 元/㎡，是{street}各租约中位数的{direction}"
            )


@check(
    "nobody-in-much-space",
    Severity.HINT,
    "面积很大，从业人数填 0",
    "请向企业核实从业人数；不知道的留空，不要填 0。仓储、机房等确实无人的写情况说明。",
)
def nobody_in_much_space(extent: Extent) -> Iterator[Doubt]:
    held = Sum(Coalesce("unit_links__area", "unit_links__unit__area"))
    rows = _present(extent).filter(headcount=0, **extent.within()).annotate(held=held)
    for stay in rows.filter(held__gte=LARGE).select_related("building", "enterprise"):
        yield _doubt(stay, f"使用 {stay.held:,.0f} ㎡，从业人数 0 人")


@check(
    "in-two-buildings",
    Severity.WARNING,
    "同一家企业同时以两幢楼为主要经营场所",
    "请核对企业是否已从一幢搬走：搬走的登记迁出；两处都在用的，把其中一处改为不是主要经营场所。",
)
def in_two_buildings(extent: Extent) -> Iterator[Doubt]:
    """Each building is told that there is another one, not which: it may be another street's."""
    main = _present(extent).filter(is_primary=True)
    several = (
        main.order_by()
        .values("enterprise_id")
        .annotate(houses=Count("building", distinct=True))
        .filter(houses__gt=1)
    )
    rows = main.filter(enterprise__in=several.values("enterprise_id"), **extent.within())
    for stay in rows.select_related("building", "enterprise"):
        yield _doubt(stay, f"自 {stay.start} 在本楼，同时登记在另一幢楼")


@check(
    "deregistered-tenant",
    Severity.WARNING,
    "已注销或吊销的企业还登记在楼里",
    "请核对企业是否还在楼：已搬走的登记迁出（原因选停业注销）；人还在、换了新执照的，登记新的企业。",
)
def deregistered_tenant(extent: Extent) -> Iterator[Doubt]:
    rows = _present(extent).filter(enterprise__status__in=GONE, **extent.within())
    for stay in rows.select_related("building", "enterprise"):
        yield _doubt(stay, f"登记状态为{stay.enterprise.get_status_display()}，入驻记录没有结束")


@check(
    "unit-over-claimed",
    Severity.BLOCKING,
    "一间房里各家的使用面积之和大于房源面积",
    "请核对各家的使用面积和房源面积，改正填错的一个；已搬走的企业先登记迁出。",
)
def over_claimed(extent: Extent) -> Iterator[Doubt]:
    """What they claim is cut down in proportion until then."""
    units = Unit.objects.unscoped(WHOLE).filter(**extent.within()).select_related("building")
    rows: Any = with_states(units, extent.day)
    for unit in rows.filter(over_claimed=True).order_by("pk"):
        yield Doubt(
            subject=f"unit:{unit.pk}",
            label=f"{unit.building.name} {unit.number} 室",
            words=f"房源 {unit.area:,} ㎡，各家合计 {unit.claimed:,} ㎡",
            link=unit.get_absolute_url(),
            building=unit.building_id,
        )


@integrity(
    "stay-without-room",
    Severity.HINT,
    "有房号的楼里，企业没有登记房号",
    "请街道核对企业在哪一间，在楼层图上登记房号；没有房号就算不出这家的面积。",
)
def stay_without_room(extent: Extent) -> Iterator[Doubt]:
    rooms = Unit.objects.unscoped(WHOLE).filter(building=OuterRef("building"))
    held = OccupancyUnit.objects.unscoped(WHOLE).filter(occupancy=OuterRef("pk"))
    rows = _present(extent).filter(Exists(rooms), ~Exists(held))
    for stay in rows.select_related("building", "enterprise"):
        yield _doubt(stay, f"自 {stay.start} 入驻，没有房号")
