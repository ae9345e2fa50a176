"""楼宇页: what its views share: the plan of today, what is asked for, tabs, legend, links."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from louyu.kernel.requests import Request
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.drawing import Drawing
from louyu.registers.occupancy.finding import Finding
from louyu.registers.occupancy.overview import Overview
from louyu.registers.occupancy.stacking import Tally, plan_of
from louyu.registers.occupancy.tenancies import recent_stays

LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Tab:
    label: str
    link: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class LegendEntry:
    """Its link shows this state alone, or everything again."""

    tally: Tally
    link: str
    current: bool


class BuildingPage:
    def __init__(self, request: Request, building: Building, day: date) -> None:
        self.request = request
        self.asked: QueryDict = request.GET
        self.building: Any = building
        self.day = day
        self.since = day - LOOK_BACK
        self.stays = recent_stays(building, self.since)
        self.plan = plan_of(building, day, self.stays)
        self.overview = Overview(self.plan)
        self.finding = Finding.asked(self.plan, request.GET)

    def link(self, **changed: Any) -> str:
        """This address with some parameters changed, those without a value left out."""
        kept = {name: self.asked.getlist(name) for name in self.asked if name not in changed}
        return f"?{urlencode(kept | {k: v for k, v in changed.items() if v}, doseq=True)}"

    def tabs(self, view: str) -> list[Tab]:
        told = (
            ("plan", "楼层图", None),
            ("tenants", "入驻企业", self.overview.tenants),
            ("table", "房源", len({p.unit.pk for b in self.plan.blocks for p in b.pieces})),
            ("names", "别名与门牌", None),
            ("work", "分工与事项", None),
            ("history", "变更记录", None),
        )
        return [
            Tab(label, "?" if name == "plan" else f"?view={name}", name == view, count)
            for name, label, count in told
        ]

    @property
    def legend(self) -> list[LegendEntry]:
        states = self.finding.states
        return [
            LegendEntry(
                tally,
                self.link(state="" if states == (tally.state,) else tally.state.value, unit=""),
                tally.state in states,
            )
            for tally in self.plan.legend
        ]

    @cached_property
    def drawing(self) -> Drawing:
        return Drawing(self.finding, self.plan.block_of(self.asked.get("unit", "")))


def turned(name: str, sort: str) -> str:
    """What a click on this column's header asks for."""
    return f"-{name}" if sort == name else name


def direction(name: str, sort: str) -> str:
    return {name: "ascending", f"-{name}": "descending"}.get(sort, "")
