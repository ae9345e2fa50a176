"""楼层图的表格: the plan as an equivalent table, one line per room and tenant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

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

    @property
    def state(self) -> str:
        return str(State(self.block.state).label)

    @property
    def since(self) -> date | None:
        dated = self.stay or self.block.emptiness
        return dated.start if dated else None


def lines(finding: Finding) -> Iterable[Line]:
    """Areas add up to those of the blocks the finding asks for."""
    for row in finding.plan.rows:
        for block in filter(finding.finds, row.blocks):
            for piece in block.pieces:
                if len(block.holdings) > 1:
                    for holding in block.holdings:
                        yield Line(row, piece, block, holding.stay, holding.area)
                else:
                    yield Line(row, piece, block, block.only_stay, piece.area)


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


def headings_for(*, terms: bool) -> list[Heading]:
    """What a reader may not see cannot be sorted by either: the order would tell it."""
    return [heading for heading in HEADINGS if terms or not heading.is_term]


def arranged(found: Iterable[Line], sort: str, *, terms: bool) -> list[Line]:
    """As on the plan, top floor first, unless a column is asked for; what lacks it comes last."""
    asked = sort.removeprefix("-")
    heading = next((h for h in headings_for(terms=terms) if h.name == asked), None)
    if heading is None:
        return list(found)
    told = [(heading.key(line), line) for line in found]
    having = sorted(
        (pair for pair in told if pair[0] is not None),
        key=lambda pair: pair[0],
        reverse=sort.startswith("-"),
    )
    return [line for _, line in having] + [line for key, line in told if key is None]
