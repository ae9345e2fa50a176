"""楼层图画法: the words and classes of every block; a width is a class, never a style attribute."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from louyu.kernel import figures
from louyu.registers.occupancy.finding import Finding
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.occupancy.stacking import OCCUPIED, Block, Plan, Row, State

ROOMY_UP_TO = 6  # floors: a low building has room for two lines in a block
_ENDING = re.compile(r"(股份|有限|责任)*(?<!分)公司$")
_SAID = {OccupancyKind.OWNER_OCCUPIED, OccupancyKind.SUBLET, OccupancyKind.COWORKING}


@dataclass(frozen=True)
class Drawing:
    finding: Finding
    chosen: Block | None = None

    @property
    def plan(self) -> Plan:
        return self.finding.plan

    @property
    def roomy(self) -> bool:
        return len(self.plan.rows) <= ROOMY_UP_TO

    @cached_property
    def _place_name(self) -> str:
        """The two characters most names here begin with say nothing in a narrow block."""
        names = {stay.enterprise.name for stay in self.plan.stays}
        [(start, often)] = Counter(name[:2] for name in names).most_common(1) or [("", 0)]
        return start if often * 2 > len(names) > 2 else ""

    def short(self, name: str) -> str:
        return _ENDING.sub("", name.removeprefix(self._place_name)) or name

    def text(self, block: Block) -> str:
        """What is written in the block besides its colour."""
        label, area = State(block.state).label, figures.area(block.area)
        if block.state not in OCCUPIED:
            return f"{label} {area}㎡"
        kinds = {holding.stay.kind for holding in block.holdings}
        kind = OccupancyKind(kinds.pop()) if len(kinds) == 1 else None
        said = f"{kind.label} " if kind in _SAID else ""
        said = f"{self.finding.colouring.mark(block)} {said}".lstrip()
        if block.only_stay:
            return f"{said}{self.short(block.only_stay.enterprise.name)}"
        return f"{said}{'' if kind in _SAID else '共用 '}{len(block.holdings)} 家"

    def note(self, block: Block) -> str:
        """The second line, where there is room for one."""
        area = f"，{figures.area(block.area)}㎡" if block.holdings else ""
        return f"{block.numbers} 室{area}"

    def share(self, row: Row) -> str:
        """Silence is neither full nor empty."""
        share = row.occupied_share
        if share is not None:
            return f"{share}%"
        return str(State.UNCOLLECTED.label) if row.area(State.UNCOLLECTED) else figures.MISSING

    def share_title(self, row: Row) -> str:
        silent = row.area(State.UNCOLLECTED)
        if row.occupied_share is None or not silent:
            return ""
        return f"入驻率，不含未采集 {figures.area(silent)}㎡"

    def title(self, block: Block) -> str:
        label, area = State(block.state).label, figures.area(block.area)
        told = (f"{label} {area}㎡", self.finding.colouring.words(block), block.names)
        return " ".join((block.numbers, *filter(None, told)))

    def css(self, block: Block) -> str:
        off = "" if self.finding.allows(block) else " off"
        dim = "" if self.finding.names(block) else " dim"
        return f"u {self.finding.colouring.css(block)} {width(block)}{off}{dim}"

    @property
    def widths(self) -> Iterable[tuple[str, int]]:
        """(class, flex-grow) for every width that occurs."""
        return sorted({(width(block), weight(block)) for block in self.plan.blocks})


def weight(block: Block) -> int:
    return max(1, round(block.area))


def width(block: Block) -> str:
    return f"w{weight(block)}"
