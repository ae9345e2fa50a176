"""着色: what a plan may be coloured by, for whom, and what each shade says of a tenant.

Empty, uncollected and public space keeps the look of its state in every colouring. An app declares
its own in colours.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.stacking import Block, Holding, Plan, State, Tally

MIXED = "不一"


@dataclass(frozen=True)
class Colour:
    """`value` is its name in an address, `heading` that of its column in the table."""

    value: str
    label: str
    heading: str = ""


STATE = Colour("state", "入驻状态")


@dataclass(frozen=True)
class Shade:
    """`mark` is what a block begins with, `words` what its title says."""

    value: str
    label: str
    words: str
    years: str = ""
    mark: str = ""

    @property
    def css(self) -> str:
        return f"c-{self.value}"

    @property
    def full(self) -> str:
        return f"{self.label} {self.years}".strip()


@dataclass(frozen=True)
class Share:
    """One entry of a legend: how many tenants have this shade, with which area."""

    shade: Shade
    tenants: int
    area: Decimal


@dataclass(frozen=True)
class Colouring:
    """`states` are those whose blocks are coloured by their tenants instead.

    `kept_nowhere`: no cache on the way may hold a page that shows it.
    """

    colour: Colour = STATE
    shades: tuple[Shade, ...] = ()
    states: tuple[State, ...] = ()
    value_of: Callable[[Occupancy], str] = lambda _: ""
    basis: str = ""
    kept_nowhere: bool = False

    def shade(self, state: State, stay: Occupancy | None) -> Shade | None:
        if stay is None or state not in self.states:
            return None
        value = self.value_of(stay)
        return next(shade for shade in self.shades if shade.value == value)

    def shares(self, block: Block) -> dict[Shade, list[Holding]]:
        """In the order of the legend; nothing for a block that keeps the look of its state."""
        told = [(self.shade(block.state, holding.stay), holding) for holding in block.holdings]
        found = {shade: [h for own, h in told if own == shade] for shade in self.shades}
        return {shade: holdings for shade, holdings in found.items() if holdings}

    def css(self, block: Block) -> str:
        shares = self.shares(block)
        if not shares:
            return f"s-{block.state}"
        return next(iter(shares)).css if len(shares) == 1 else "c-mixed"

    def mark(self, block: Block) -> str:
        shares = self.shares(block)
        return next(iter(shares)).mark if len(shares) == 1 else MIXED if shares else ""

    def words(self, block: Block) -> str:
        shares = self.shares(block)
        if len(shares) == 1:
            return next(iter(shares)).words
        return "、".join(f"{shade.words} {len(held)} 家" for shade, held in shares.items())

    def tallies(self, plan: Plan) -> list[Share]:
        """A tenant on several floors is one; areas add up to those of the coloured blocks."""
        firms: dict[Shade, set[int]] = {shade: set() for shade in self.shades}
        areas = dict.fromkeys(self.shades, Decimal(0))
        for block in plan.blocks:
            for shade, holdings in self.shares(block).items():
                firms[shade].update(holding.stay.enterprise_id for holding in holdings)
                areas[shade] += sum((holding.area for holding in holdings), Decimal(0))
        return [Share(shade, len(firms[shade]), areas[shade]) for shade in self.shades]

    def rest(self, plan: Plan) -> list[Tally]:
        """What stays in the colour of its state."""
        return [tally for tally in plan.legend if tally.state not in self.states]

    def is_mixed(self, plan: Plan) -> bool:
        return any(len(self.shares(block)) > 1 for block in plan.blocks)


@dataclass(frozen=True)
class Viewing:
    """Who is about to see which blocks of a building, on what day; `form`: screen or paper."""

    actor: Actor
    building: Any
    day: date
    blocks: tuple[Block, ...]
    form: str

    @property
    def tenants(self) -> frozenset[int]:
        return frozenset(h.stay.enterprise_id for block in self.blocks for h in block.holdings)


Judge = Callable[[Actor, Any], bool]
Make = Callable[[Colour, Viewing], Colouring]


@dataclass(frozen=True)
class _Declared:
    colour: Colour
    is_for: Judge
    make: Make
    order: int


_declared: list[_Declared] = []


def colouring(colour: Colour, *, is_for: Judge, order: int) -> Callable[[Make], Make]:
    """`is_for` an actor and a building: to nobody else is there such a colouring."""

    def declare(make: Make) -> Make:
        _declared.append(_Declared(colour, is_for, make, order))
        _declared.sort(key=lambda one: one.order)
        return make

    return declare


def colours_for(actor: Actor, building: Any) -> list[Colour]:
    return [STATE, *(one.colour for one in _declared if one.is_for(actor, building))]


def granted(asked: str, actor: Actor, building: Any) -> Colour:
    """What was asked for in vain is what nobody asked for."""
    offered = colours_for(actor, building)
    return next((colour for colour in offered if colour.value == asked), STATE)


def coloured(colour: Colour, viewing: Viewing) -> Colouring:
    for one in _declared:
        if one.colour == colour and one.is_for(viewing.actor, viewing.building):
            return one.make(colour, viewing)
    return Colouring()
