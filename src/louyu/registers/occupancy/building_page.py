"""楼宇页: what its views share: the plan of today, what is asked for, tabs, legend, links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from louyu.kernel.requests import Request, asks_for
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.colouring import (
    STATE,
    Colouring,
    Viewing,
    coloured,
    colours_for,
    granted,
)
from louyu.registers.occupancy.drawing import Drawing
from louyu.registers.occupancy.finding import Finding
from louyu.registers.occupancy.overview import Overview
from louyu.registers.occupancy.stacking import Block, plan_of
from louyu.registers.occupancy.tenancies import recent_stays

LOOK_BACK = timedelta(days=365)
# These views show no block, and so nothing a colour would say.
PLAIN = ("tenants", "names", "work", "history")
ON_PAPER = "print"


@dataclass(frozen=True)
class Tab:
    label: str
    link: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class LegendEntry:
    """Its link shows this alone, or everything again; `count` is of rooms or of tenants."""

    css: str
    label: str
    words: str
    count: int
    unit: str
    area: Decimal
    link: str
    current: bool
    years: str = ""


class BuildingPage:
    def __init__(self, request: Request, building: Building, day: date) -> None:
        self.request = request
        self.asked: QueryDict = request.GET.copy()
        self.building: Any = building
        self.day = day
        self.since = day - LOOK_BACK
        self.stays = recent_stays(building, self.since)
        self.plan = plan_of(building, day, self.stays)
        self.overview = Overview(self.plan)
        self.finding = Finding.asked(self.plan, self.asked, self.colouring)
        self._forget("colour", self.colour)
        self._forget("shade", self.finding.shade)

    def _forget(self, name: str, granted: str) -> None:
        """What was asked for in vain is not handed on."""
        if self.asked.get(name) != granted:
            self.asked.pop(name, None)

    def link(self, **changed: Any) -> str:
        """This address with some parameters changed, those without a value left out."""
        kept = {name: self.asked.getlist(name) for name in self.asked if name not in changed}
        return f"?{urlencode(kept | {k: v for k, v in changed.items() if v}, doseq=True)}"

    def others(self, *own: str) -> list[tuple[str, str]]:
        """What a form hands on beside its own fields."""
        return [
            (name, v) for name in self.asked if name not in own for v in self.asked.getlist(name)
        ]

    def view_link(self, view: str) -> str:
        """Another view of the whole building, in the same colours."""
        return f"?{urlencode({k: v for k, v in (('view', view), ('colour', self.colour)) if v})}"

    @property
    def colour(self) -> str:
        """As an address names it: the usual one goes without saying."""
        colour = self.colouring.colour
        return "" if colour == STATE else colour.value

    @property
    def colours(self) -> list[Tab]:
        """A shade belongs to its colouring: with another one everything is shown again."""
        return [
            Tab(
                colour.label,
                self.link(colour="" if colour == STATE else colour.value, shade=""),
                colour == self.colouring.colour,
            )
            for colour in colours_for(self.request.actor, self.building)
        ]

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
            Tab(label, self.view_link("" if name == "plan" else name), name == view, count)
            for name, label, count in told
        ]

    @property
    def legend(self) -> list[LegendEntry]:
        """Shades with the tenants they count, then the states that keep their look."""
        return [*self._shades(), *self._states()]

    def _shades(self) -> Iterable[LegendEntry]:
        for share in self.colouring.tallies(self.plan):
            shade, current = share.shade, share.shade.value == self.finding.shade
            link = self.shade_link("" if current else shade.value)
            yield LegendEntry(
                shade.css,
                shade.label,
                shade.words,
                share.tenants,
                "家",
                share.area,
                link,
                current,
                shade.years,
            )

    def _states(self) -> Iterable[LegendEntry]:
        states = self.finding.states
        for tally in self.colouring.rest(self.plan):
            label, value = str(tally.state.label), tally.state.value
            link = self.link(state="" if states == (value,) else value, shade="", unit="")
            yield LegendEntry(
                f"s-{value}", label, label, tally.units, "间", tally.area, link, value in states
            )

    def shade_link(self, shade: str, **changed: str) -> str:
        return self.link(shade=shade, state="", unit="", **changed)

    @cached_property
    def colouring(self) -> Colouring:
        """Made only where it will be seen: of some colours every view is logged."""
        actor, view = self.request.actor, self.asked.get("view", "")
        colour = granted(self.asked.get("colour", ""), actor, self.building)
        if view in PLAIN and not self.is_card:
            return Colouring(colour)
        blocks = self.plan.blocks
        if self.is_card:
            blocks = (self.chosen,) if self.chosen else ()
        form = ON_PAPER if view == ON_PAPER else "html"
        return coloured(colour, Viewing(actor, self.building, self.day, blocks, form))

    @property
    def is_card(self) -> bool:
        """The card of the chosen block alone is asked for."""
        return asks_for(self.request, "unit-card")

    @cached_property
    def chosen(self) -> Block | None:
        return self.plan.block_of(self.asked.get("unit", ""))

    @cached_property
    def drawing(self) -> Drawing:
        return Drawing(self.finding, self.chosen)


def turned(name: str, sort: str) -> str:
    """What a click on this column's header asks for."""
    return f"-{name}" if sort == name else name


def direction(name: str, sort: str) -> str:
    return {name: "ascending", f"-{name}": "descending"}.get(sort, "")
