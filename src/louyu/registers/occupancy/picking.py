"""选房: the floors of a building with their rooms, of which the empty ones can be picked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.forms import BoundField
from django.utils import timezone

from louyu.kernel import figures
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.stacking import OCCUPIED, Block, Row, plan_of
from louyu.registers.occupancy.tenancies import recent_stays


@dataclass(frozen=True)
class Room:
    """`option` is its box on the form; without one it is a block of rooms with `who` in it."""

    numbers: str
    state: str
    who: str
    words: str = ""
    option: Any = None


@dataclass(frozen=True)
class Storey:
    label: str
    rooms: list[Room]

    @property
    def has_choice(self) -> bool:
        return any(room.option for room in self.rooms)


@dataclass(frozen=True)
class Stack:
    """Neighbouring storeys that all have something to pick, or all have not."""

    has_choice: bool
    storeys: list[Storey]

    @property
    def label(self) -> str:
        top, bottom = self.storeys[0].label, self.storeys[-1].label
        return top if top == bottom else f"{top}—{bottom}"


def stacks(building: Building, field: BoundField) -> list[Stack]:
    """From the top down, those with rooms for business; what may be picked the field decides.

    A tall building is full but for a few storeys: the full ones are told together.
    """
    today = timezone.localdate()
    plan = plan_of(building, today, recent_stays(building, today))
    options = {str(option.data["value"]): option for option in field}
    told = (Storey(row.label, list(_rooms(row, options))) for row in plan.rows)
    grouped = groupby((one for one in told if one.rooms), key=lambda one: one.has_choice)
    return [Stack(has_choice, list(group)) for has_choice, group in grouped]


def _rooms(row: Row, options: Mapping[str, Any]) -> Iterator[Room]:
    """A room that is partly let stands in several blocks and is told once."""
    parts: dict[int, list[Block]] = {}
    business = [block for block in row.blocks if block.is_business]
    for block in business:
        parts.setdefault(block.pieces[0].unit.pk, []).append(block)
    for block in business:
        unit = block.pieces[0].unit
        option = options.get(str(unit.pk))
        if option is None:
            yield Room(block.numbers, block.state, block.names)
        elif block is parts[unit.pk][0]:
            yield _choice(unit.number, parts[unit.pk], option)


def _choice(number: str, blocks: list[Block], option: Any) -> Room:
    free = [block for block in blocks if block.state not in OCCUPIED]
    who = "、".join(block.names for block in blocks if block.state in OCCUPIED)
    words = "，".join(f"{block.state.label} {figures.area(block.area)}㎡" for block in free)
    return Room(number, free[0].state, who, words, option)
