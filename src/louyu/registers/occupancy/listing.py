"""入驻增列: what occupancy adds to the lists of buildings, units and enterprises, as of today."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from louyu.kernel.figures import MISSING
from louyu.kernel.resource import Kind
from louyu.kernel.resource.cells import UNCOLLECTED
from louyu.kernel.resource.listing import Band, Extra, Listing, extend
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import LifeStage
from louyu.registers.occupancy.models import Occupancy, OccupancyKind, OccupancyUnit
from louyu.registers.occupancy.offers.listing import OFFERS
from louyu.registers.occupancy.unit_states import Space, UnitState, spaces, with_states

NOT_COUNTED = "不计"
Rows = Any  # querysets with annotations, for which there is no static type
NOT_YET_THERE = (LifeStage.PLANNED, LifeStage.UNDER_CONSTRUCTION)
NUMBER = DecimalField(max_digits=16, decimal_places=4)


def _figures(space: Space) -> dict[str, str | None]:
    """As text, so that JSON keeps them exact; nothing known is no figure, not zero."""
    known = space.business - space.uncollected
    occupied = space.self_used + space.leased
    return {
        "known": str(known),
        "rate": str(occupied / known * 100) if known else None,
        "vacant": str(space.vacant) if known else None,
        "uncollected": str(space.uncollected) if space.business else None,
    }


def _tenants(actor: Actor) -> Subquery:
    """Distinct enterprises with a stay today in the building of the outer row."""
    stays = _present(actor).filter(building=OuterRef("pk"))
    counted = stays.values("building").annotate(n=Count("enterprise", distinct=True))
    return Subquery(counted.values("n"), output_field=IntegerField())


def _present(actor: Actor) -> QuerySet[Occupancy]:
    """Today's stays; a registered address alone takes no space and makes no tenant."""
    stays = Occupancy.objects.visible_to(actor).filter(during__contains=timezone.localdate())
    return stays.exclude(kind=OccupancyKind.ADDRESS_ONLY).order_by()


def building_figures(rows: Rows, actor: Actor) -> Rows:
    """The rows are measured at once: one by one the rule costs a hundred times as much."""
    measured = spaces(actor, timezone.localdate(), rows.order_by().values("pk"))
    told = Value({str(pk): _figures(space) for pk, space in measured.items()}, JSONField())

    def told_of(part: str) -> Cast:
        path = Cast("pk", TextField()), Value(part, TextField())
        text = Func(told, *path, function="jsonb_extract_path_text", output_field=TextField())
        return Cast(text, NUMBER)

    return rows.annotate(
        known_area=told_of("known"),
        occupancy_rate=Case(When(life_stage=LifeStage.IN_USE, then=told_of("rate"))),
        vacant_area=_of_existing(told_of("vacant")),
        uncollected_area=_of_existing(told_of("uncollected")),
        present_tenants=Coalesce(_tenants(actor), 0),
        tenants=Case(
            When(known_area=0, present_tenants=0, then=None),
            default=F("present_tenants"),
            output_field=IntegerField(),
        ),
    )


def _of_existing(figure: Any) -> Case:
    return Case(When(life_stage__in=NOT_YET_THERE, then=None), default=figure)


def unit_figures(rows: Rows, actor: Actor) -> Rows:
    stays = OccupancyUnit.objects.visible_to(actor).filter(
        unit=OuterRef("pk"), held__contains=timezone.localdate()
    )
    named = (
        stays.order_by()
        .values("unit")
        .annotate(
            names=StringAgg("enterprise__name", "、", distinct=True, order_by="enterprise__name")
        )
    )
    users = Subquery(named.values("names"), output_field=CharField())
    return with_states(rows, timezone.localdate()).annotate(users=users)


def enterprise_figures(rows: Rows, actor: Actor) -> Rows:
    stays = _present(actor).filter(enterprise=OuterRef("pk")).values("enterprise")
    names = StringAgg("building__name", "、", distinct=True, order_by="building__name")
    area = Sum(Coalesce("unit_links__area", "unit_links__unit__area"))
    return rows.annotate(
        seated_in=Subquery(stays.annotate(names=names).values("names"), output_field=CharField()),
        used_area=Subquery(stays.annotate(area=area).values("area"), output_field=NUMBER),
    )


def _absent(building: Any, otherwise: str) -> str:
    return NOT_COUNTED if building.life_stage in NOT_YET_THERE else otherwise


def _band(low: int, high: int) -> Band:
    label = f"{low}% 以上" if high > 100 else f"{low}%—{high}%"
    inside = Q(occupancy_rate__gte=Decimal(low), occupancy_rate__lt=Decimal(high))
    return Band(f"{low}-{high}", label, inside)


extend(
    "buildings",
    Listing(
        extras=(
            Extra(
                "occupancy_rate",
                "入驻率",
                Kind.PERCENT,
                "%",
                "今日；（自用＋出租）÷（商务面积－未采集面积），仅在用楼宇",
                bands=(
                    *(_band(*limits) for limits in ((0, 50), (50, 70), (70, 90), (90, 101))),
                    Band("unknown", "未采集或不计", Q(occupancy_rate=None)),
                ),
                absent=lambda building: (
                    UNCOLLECTED if building.life_stage == LifeStage.IN_USE else NOT_COUNTED
                ),
            ),
            Extra(
                "vacant_area",
                "空置面积",
                Kind.AREA,
                "㎡",
                "今日；含装修待入驻和已预订",
                absent=lambda building: _absent(building, UNCOLLECTED),
            ),
            Extra(
                "uncollected_area",
                "未采集面积",
                Kind.AREA,
                "㎡",
                "今日；没有人报过状态的面积",
                absent=lambda building: _absent(building, "商务面积未填"),
            ),
            Extra(
                "tenants",
                "企业数",
                Kind.INTEGER,
                "家",
                "今日在驻，同一企业只计一家",
                absent=lambda building: _absent(building, UNCOLLECTED),
            ),
        ),
        annotate=building_figures,
        basis="入驻率＝（自用＋出租）÷（商务面积－未采集面积），仅在用楼宇；空置面积含装修待入驻"
        "和已预订，规划和在建楼宇不计；企业数为在驻、去重，不含虚拟注册",
    ),
)
extend(
    "units",
    Listing(
        extras=(
            Extra(
                "state",
                "今日状态",
                Kind.CHOICE,
                bands=tuple(
                    Band(state.value, str(state.label), Q(state=state)) for state in UnitState
                ),
            ),
            Extra("users", "在驻企业", Kind.TEXT),
        ),
        annotate=unit_figures,
        basis="今日状态按在期入驻和已确认的空置判定，两者都没有的为未采集",
    ),
)
extend(
    "enterprises",
    Listing(
        extras=(
            Extra("seated_in", "在驻楼宇", Kind.TEXT),
            Extra(
                "used_area",
                "使用面积",
                Kind.AREA,
                "㎡",
                "今日在驻房源的面积合计",
                absent=lambda enterprise: UNCOLLECTED if enterprise.seated_in else MISSING,
            ),
        ),
        annotate=enterprise_figures,
        basis="在驻楼宇和使用面积为今日、您范围内；未填使用面积的按整间计，不含虚拟注册",
    ),
)
extend("offers", OFFERS)
