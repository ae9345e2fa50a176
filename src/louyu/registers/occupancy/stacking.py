"""楼层图: what stands on every floor of a building on one day, as rows of blocks.

Which state a unit is in belongs to unit_states; how a block looks belongs to drawing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import F, TextChoices

from louyu.registers.buildings.models import Building, Floor, Unit, UnitUse
from louyu.registers.occupancy.models import (
    Occupancy,
    OccupancyKind,
    OccupancyUnit,
    VacancyState,
)
from louyu.registers.occupancy.unit_states import LETTING, Space, UnitState, space, with_states


class State(TextChoices):
    """What a block shows: the state of a unit, or its use where that is not business."""

    SELF_USED = UnitState.SELF_USED.value, "自用"
    LET = UnitState.LEASED.value, "在租"
    VACANT = UnitState.VACANT.value, "空置"
    FIT_OUT = UnitState.FIT_OUT.value, "装修待入驻"
    RESERVED = UnitState.RESERVED.value, "已预订"
    UNCOLLECTED = UnitState.UNCOLLECTED.value, "未采集"
    PUBLIC_SERVICE = UnitUse.PUBLIC_SERVICE.value, "公共服务"
    EQUIPMENT = UnitUse.EQUIPMENT.value, "设备/避难"
    PARKING = UnitUse.PARKING.value, "停车"
    RESIDENTIAL = UnitUse.RESIDENTIAL.value, "居住"


OCCUPIED = (State.SELF_USED, State.LET)
EMPTY = (State.VACANT, State.FIT_OUT, State.RESERVED)
KNOWN = OCCUPIED + EMPTY
BUSINESS = (*KNOWN, State.UNCOLLECTED)
HELD_BY = {State.SELF_USED: (OccupancyKind.OWNER_OCCUPIED,), State.LET: LETTING}


@dataclass(frozen=True)
class Piece:
    """A unit, or the part of it that is in one state, in ㎡."""

    unit: Unit
    area: Decimal


@dataclass(frozen=True)
class Holding:
    """What one stay takes of a block, in ㎡."""

    stay: Occupancy
    area: Decimal


@dataclass(frozen=True)
class Emptiness:
    """Since when somebody says a unit stands empty, and when they last said so."""

    start: date
    confirmed_on: date


@dataclass(frozen=True)
class Block:
    """One piece; pieces side by side that the same single stay holds are one block."""

    pieces: tuple[Piece, ...]
    state: State
    holdings: tuple[Holding, ...] = ()
    emptiness: Emptiness | None = None

    @property
    def key(self) -> str:
        """How an address names it: by its first unit, and by the state if it is part of one."""
        [piece, *_] = self.pieces
        whole = piece.area == piece.unit.area
        return f"{piece.unit.pk}" if whole else f"{piece.unit.pk}.{self.state}"

    @cached_property
    def area(self) -> Decimal:
        return sum((piece.area for piece in self.pieces), Decimal(0))

    @property
    def numbers(self) -> str:
        first, last = self.pieces[0].unit.number, self.pieces[-1].unit.number
        return first if first == last else f"{first}—{last}"

    @property
    def only_stay(self) -> Occupancy | None:
        return self.holdings[0].stay if len(self.holdings) == 1 else None

    @property
    def is_business(self) -> bool:
        return self.state in BUSINESS

    @property
    def names(self) -> str:
        return "、".join(holding.stay.enterprise.name for holding in self.holdings)


@dataclass(frozen=True)
class Row:
    """One storey, its blocks in the order of the room numbers."""

    floor: Floor
    blocks: tuple[Block, ...]

    @property
    def number(self) -> int:
        return int(self.floor.number)

    @property
    def label(self) -> str:
        return f"{self.number}F" if self.number > 0 else f"B{-self.number}"

    def area(self, *states: str) -> Decimal:
        return sum((b.area for b in self.blocks if b.state in states), Decimal(0))

    @property
    def occupied_share(self) -> int | None:
        """Per cent occupied of what is known; None where nobody has said anything."""
        occupied, known = self.area(*OCCUPIED), self.area(*KNOWN)
        if not known:
            return None
        if occupied in (0, known):
            return 100 if occupied else 0
        return min(max(round(occupied / known * 100), 1), 99)  # full and empty are never rounded

    @property
    def is_vacant_throughout(self) -> bool:
        business = [block for block in self.blocks if block.state in BUSINESS]
        return bool(business) and all(block.state == State.VACANT for block in business)


@dataclass(frozen=True)
class Tally:
    """One entry of the legend: how many units are in this state, with which area."""

    state: State
    units: int
    area: Decimal


@dataclass(frozen=True)
class Plan:
    """The building from the top storey down; `stays` include those without a unit."""

    building: Building
    day: date
    rows: tuple[Row, ...]
    stays: tuple[Occupancy, ...]
    space: Space

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for row in self.rows for block in row.blocks)

    def area(self, *states: str) -> Decimal:
        return sum((row.area(*states) for row in self.rows), Decimal(0))

    @property
    def legend(self) -> list[Tally]:
        units = Counter(block.state for block in self.blocks for _ in block.pieces)
        return [Tally(state, units[state], self.area(state)) for state in State if units[state]]

    def block_of(self, key: str) -> Block | None:
        """By a block's key, or by the number of any unit in it."""
        unit, _, state = key.partition(".")
        parts = (b for b in self.blocks if any(str(p.unit.pk) == unit for p in b.pieces))
        return next((part for part in parts if not state or part.state == state), None)


def plan_of(building: Building, day: date, stays: Iterable[Occupancy]) -> Plan:
    """Two queries more than the building's stays took, however large the building is."""
    present = tuple(stay for stay in stays if day in stay.during)
    units = _units(building, day)
    blocks: dict[int, list[Block]] = defaultdict(list)
    for block in _blocks(units, present):
        blocks[block.pieces[0].unit.floor_id].append(block)
    floors = sorted(building.floors.all(), key=lambda floor: -floor.number)
    rows = tuple(Row(floor, tuple(_merged(blocks[floor.pk]))) for floor in floors)
    return Plan(building, day, rows, present, space(building.business_area, units))


def _units(building: Building, day: date) -> list[Any]:
    """In the order of the room numbers, with what unit_states says of each."""
    units = with_states(building.units.order_by(), day).annotate(
        empty_since=F("emptiness__start"), confirmed_on=F("emptiness__confirmed_on")
    )
    return sorted(units, key=lambda unit: natural(unit.number))


def _blocks(units: Iterable[Any], stays: Iterable[Occupancy]) -> Iterable[Block]:
    held: dict[int, list[OccupancyUnit]] = defaultdict(list)
    for stay in stays:
        for link in stay.unit_links.all() if stay.kind != OccupancyKind.ADDRESS_ONLY else ():
            held[link.unit_id].append(link)
    for unit in units:
        for state, area in parts(unit):
            holdings = _holdings(state, area, unit, held[unit.pk])
            empty = Emptiness(unit.empty_since, unit.confirmed_on) if state in EMPTY else None
            yield Block((Piece(unit, area),), state, holdings, empty)


def parts(unit: Any) -> list[tuple[State, Decimal]]:
    """The states a unit from `with_states` is in, each with its area."""
    if unit.use != UnitUse.BUSINESS:
        return [(State(unit.use), unit.area)]
    told = (
        (State.SELF_USED, unit.self_used),
        (State.LET, unit.leased),
        (State(unit.empty_state or VacancyState.VACANT), unit.vacant),
        (State.UNCOLLECTED, unit.uncollected),
    )
    return [(state, area) for state, area in told if area]


def _holdings(
    state: State, area: Decimal, unit: Unit, links: list[OccupancyUnit]
) -> tuple[Holding, ...]:
    """As unit_states counts: own areas first, the others share the rest, none beyond the whole."""
    sharing = sum(link.area is None for link in links)
    left = max(unit.area - sum((link.area or Decimal(0)) for link in links), Decimal(0))
    claims = [
        (link.occupancy, left / sharing if link.area is None else link.area)
        for link in links
        if link.occupancy.kind in HELD_BY.get(state, ())
    ]
    claimed = sum((claim for _, claim in claims), Decimal(0))
    return tuple(Holding(stay, claim * area / claimed) for stay, claim in claims)


def _merged(blocks: Iterable[Block]) -> Iterable[Block]:
    """Empty rooms stay apart: they may be let apart."""
    for stay, group in groupby(blocks, key=lambda block: block.only_stay or block.key):
        run = list(group)
        if len(run) == 1 or not isinstance(stay, Occupancy):
            yield from run
            continue
        pieces = tuple(piece for block in run for piece in block.pieces)
        area = sum((piece.area for piece in pieces), Decimal(0))
        yield Block(pieces, run[0].state, (Holding(stay, area),))


def natural(number: str) -> list[tuple[bool, int, str]]:
    """Room 902 comes before 1001, A2 before A10."""
    parts = re.findall(r"\d+|\D+", number)
    return [(not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts]
