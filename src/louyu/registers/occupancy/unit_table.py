"""楼层图的表格: the plan as an equivalent table, one line per room and tenant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from louyu.registers.occupancy.colouring import Colouring, Shade
from louyu.registers.occupancy.finding import Finding
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.stacking import Block, Piece, Row, State, natural


@dataclass(frozen=True)
class Line:
    row: Row
    piece: Piece
    block: Block
    stay: Occupancy | None
    area: Decimal
    shade: Shade | None

    @property
    def state(self) -> str:
        return str(State(self.block.state).label)

    @property
    def since(self) -> date | None:
        dated = self.stay or self.block.emptiness
        return dated.start if dated else None


def lines(finding: Finding) -> Iterable[Line]:
    """Areas add up to those of the blocks the finding asks for, or of the shade it asks for."""
    for row in finding.plan.rows:
        for block in filter(finding.finds, row.blocks):
            for piece, stay, area in _parts(block):
                shade = finding.colouring.shade(block.state, stay)
                if not finding.shade or (shade and shade.value == finding.shade):
                    yield Line(row, piece, block, stay, area, shade)


def _parts(block: Block) -> Iterable[tuple[Piece, Occupancy | None, Decimal]]:
    for piece in block.pieces:
        if len(block.holdings) > 1:
            yield from ((piece, holding.stay, holding.area) for holding in block.holdings)
        else:
            yield piece, block.only_stay, piece.area


def _tenant(line: Line) -> Any:
    return line.stay and line.stay.enterprise.name_sort


def _expiry(line: Line) -> Any:
    return line.stay and line.stay.lease_expiry


@dataclass(frozen=True)
class Heading:
    name: str
    label: str
    key: Callable[[Line], Any]
    unit: str = ""
    css: str = ""
    is_term: bool = False


HEADINGS = (
    Heading("floor", "楼层", lambda line: line.row.number, css="num"),
    Heading("room", "房号", lambda line: natural(line.piece.unit.number), css="num"),
    Heading("state", "状态", lambda line: State.values.index(line.block.state)),
    Heading("tenant", "企业", _tenant),
    Heading("area", "面积", lambda line: line.area, unit="㎡", css="r num"),
    Heading("kind", "入驻方式", lambda line: line.stay and line.stay.kind),
    Heading("since", "自", lambda line: line.since, css="num"),
    Heading("expiry", "租约到期", _expiry, css="num", is_term=True),
)
# What the plan is coloured by stands behind the state.
AFTER = 3


def headings_for(colouring: Colouring, *, terms: bool) -> list[Heading]:
    """What a reader may not see cannot be sorted by either: the order would tell it."""
    headings = [heading for heading in HEADINGS if terms or not heading.is_term]
    if not colouring.shades:
        return headings

    def order(line: Line) -> int | None:
        return colouring.shades.index(line.shade) if line.shade else None

    own = Heading("shade", colouring.colour.heading, order)
    return [*headings[:AFTER], own, *headings[AFTER:]]


def arranged(found: Iterable[Line], sort: str, headings: list[Heading]) -> list[Line]:
    """As on the plan, top floor first, unless a column is asked for; what lacks it comes last."""
    asked = sort.removeprefix("-")
    heading = next((h for h in headings if h.name == asked), None)
    if heading is None:
        return list(found)
    told = [(heading.key(line), line) for line in found]
    having = sorted(
        (pair for pair in told if pair[0] is not None),
        key=lambda pair: pair[0],
        reverse=sort.startswith("-"),
    )
    return [line for _, line in having] + [line for key, line in told if key is None]
