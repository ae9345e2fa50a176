"""楼宇页头: how fresh a building's data are, who answers for it, on what its figures rest."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from louyu.kernel import figures
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.occupancy.overview import Overview


@dataclass(frozen=True)
class Freshness:
    text: str
    css: str


@dataclass(frozen=True)
class Party:
    """Who owns, operates or looks after the building; `phone` as this reader may see it."""

    pk: int
    kind: str
    name: str
    phone: str
    start: date
    end: date | None
    is_current: bool


def heading(overview: Overview, actor: Actor) -> dict[str, Any]:
    plan, building = overview.plan, overview.plan.building
    known = parties(building, plan.day)
    return {
        "building": building,
        "freshness": freshness(building, plan.day) if overview.is_there else None,
        "is_there": overview.is_there,
        "size": size(building),
        "parties": [party for party in known if party.is_current],
        "all_parties": known,
        "measures": overview.measures(),
        "basis": basis(overview),
        "notes": notes(overview),
        "may_write": resource("buildings").may_write(actor),
    }


def freshness(building: Any, day: date) -> Freshness:
    """By the last change of a stay or a vacancy, whoever made it."""
    latest = building.reported_at
    if latest is None:
        return Freshness("入驻情况尚未采集", "warn")
    if (latest.year, latest.month) == (day.year, day.month):
        return Freshness(f"{latest.month}月已更新", "ok")
    return Freshness(f"{latest:%Y-%m-%d}后未更新", "warn")


def size(building: Building) -> str:
    floors = [f"地上 {building.floors_above} 层" if building.floors_above else "层数未填"]
    if building.floors_below:
        floors.append(f"地下 {building.floors_below} 层")
    told = [f"{building.completed_on:%Y} 年竣工" if building.completed_on else ""]
    told += ["、".join(floors), building.get_grade_display()]
    return "，".join(filter(None, told))


def parties(building: Any, day: date) -> list[Party]:
    rows = building.parties.select_related("organization").order_by("kind", "-start")
    return [
        Party(
            row.pk,
            row.get_kind_display(),
            row.organization.name,
            row.organization.phone if building.shows_terms else masked(row.organization.phone),
            row.start,
            row.end,
            day in row.during,
        )
        for row in rows
    ]


def masked(phone: str) -> str:
    """138****6621: enough to recognise a number one knows, too little to call it."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "*" * len(phone)


def basis(overview: Overview) -> str:
    told = [f"截至 {figures.day(overview.plan.day)}"]
    if not overview.is_there:
        return f"{told[0]}；尚未竣工，面积为登记数，不计入空置、未采集和入驻率。"
    if overview.business:
        collected, whole = figures.area(overview.known), figures.area(overview.business)
        told.append(f"已采集 {collected}/{whole} ㎡（{coverage(overview)}%）")
    told.append("口径：入驻率＝（自用＋在租）÷（商务面积－未采集），空置含装修待入驻和已预订")
    return "；".join(told) + "。"


def coverage(overview: Overview) -> str:
    """Rounded down: 100 % means that nothing is missing."""
    share = overview.known / (overview.business or Decimal(1)) * 100
    return str(share.quantize(Decimal("0.01"), ROUND_DOWN))


def notes(overview: Overview) -> list[str]:
    """What a reader of the plan must know besides: nothing that is missing goes unsaid."""
    building, plan = overview.plan.building, overview.plan
    space = plan.space
    listed, declared = figures.area(space.registered), figures.area(space.declared)
    told = []
    if space.rest and plan.blocks:
        told.append(
            f"登记的商务面积 {declared} ㎡，房源合计 {listed} ㎡；"
            f"其余 {figures.area(space.rest)} ㎡ 还没有房源明细，计入未采集。"
        )
    if space.over_declared:
        told.append(f"房源合计 {listed} ㎡，大于登记的商务面积 {declared} ㎡，请核对。")
    storeys = sum(row.number > 0 for row in plan.rows)
    if plan.blocks and building.floors_above and storeys != building.floors_above:
        told.append(f"登记地上 {building.floors_above} 层，已录入 {storeys} 层。")
    roomless = [stay for stay in plan.stays if not stay.unit_links.all()]
    virtual = sum(stay.kind == OccupancyKind.ADDRESS_ONLY for stay in roomless)
    if virtual:
        told.append(f"另有虚拟注册 {virtual} 家，不占面积，不计入入驻企业。")
    if len(roomless) > virtual:
        told.append(f"另有 {len(roomless) - virtual} 家在驻企业没有登记房号，图上看不到。")
    return told
