"""连续空置: vacant space that can be let as one: adjoining rooms, and whole floors in a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from louyu.registers.occupancy.stacking import Block, Plan, Row, State


@dataclass(frozen=True)
class Space:
    """Rooms of one floor, or all rooms of several floors that follow one another."""

    blocks: tuple[Block, ...]
    floors: tuple[str, ...]
    whole: bool

    @property
    def area(self) -> Decimal:
        return sum((block.area for block in self.blocks), Decimal(0))

    @property
    def where(self) -> str:
        first, last = self.floors[-1], self.floors[0]
        if self.whole:
            return f"{first} 整层" if first == last else f"{first}—{last} 整层"
        rooms = self.blocks[0].numbers, self.blocks[-1].numbers
        return rooms[0] if len(self.blocks) == 1 else "—".join(rooms)


def spaces(plan: Plan, *, at_least: Decimal = Decimal(0)) -> list[Space]:
    """The largest first."""
    found = [*_whole_floors(plan.rows), *(s for row in plan.rows for s in _runs(row))]
    wanted = [space for space in found if space.area >= at_least]
    return sorted(wanted, key=lambda space: -space.area)


def _runs(row: Row) -> Iterable[Space]:
    if row.is_vacant_throughout:
        return
    for vacant, run in groupby(row.blocks, key=lambda block: block.state == State.VACANT):
        if vacant:
            yield Space(tuple(run), (row.label,), whole=False)


def _whole_floors(rows: tuple[Row, ...]) -> Iterable[Space]:
    """From the top down; a floor that is missing or not wholly vacant ends the space."""
    stack: list[Row] = []
    for row in rows:
        if stack and not (row.is_vacant_throughout and _below(stack[-1]) == row.number):
            yield _joined(stack)
            stack = []
        if row.is_vacant_throughout:
            stack.append(row)
    if stack:
        yield _joined(stack)


def _below(row: Row) -> int:
    return -1 if row.number == 1 else row.number - 1  # there is no storey 0


def _joined(rows: list[Row]) -> Space:
    vacant = (b for row in rows for b in row.blocks if b.state == State.VACANT)
    return Space(tuple(vacant), tuple(row.label for row in rows), whole=True)
