"""本楼查找: which blocks of the plan a request asks for; the plan dims the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.http import QueryDict

from louyu.registers.occupancy.colouring import Colouring
from louyu.registers.occupancy.contiguity import Space, spaces
from louyu.registers.occupancy.stacking import Block, Plan, State


@dataclass(frozen=True)
class Finding:
    """`q` a text, `states` any of them, `vacant` the least contiguous vacant area in ㎡.

    `shade` is one of the colouring's, so nobody finds by what they may not see.
    """

    plan: Plan
    q: str = ""
    states: tuple[str, ...] = ()
    vacant: int = 0
    colouring: Colouring = field(default_factory=Colouring)
    shade: str = ""

    @classmethod
    def asked(cls, plan: Plan, given: QueryDict, colouring: Colouring) -> Finding:
        vacant, shade = given.get("vacant", ""), given.get("shade", "")
        return cls(
            plan,
            q=given.get("q", "").strip(),
            states=tuple(s for s in State.values if s in given.getlist("state")),
            vacant=int(vacant) if vacant.isascii() and vacant.isdigit() else 0,
            colouring=colouring,
            shade=shade if any(shade == one.value for one in colouring.shades) else "",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.states or self.vacant or self.shade)

    @cached_property
    def spaces(self) -> list[Space]:
        return spaces(self.plan, at_least=Decimal(self.vacant)) if self.vacant else []

    @cached_property
    def _roomy(self) -> set[int]:
        return {id(block) for space in self.spaces for block in space.blocks}

    def allows(self, block: Block) -> bool:
        if self.states and block.state not in self.states:
            return False
        if self.shade and all(one.value != self.shade for one in self.colouring.shares(block)):
            return False
        return not self.vacant or id(block) in self._roomy

    def names(self, block: Block) -> bool:
        """Every word occurs in the room, state, what the colour says, a tenant's name or code."""
        return all(word in self._haystack(block) for word in self.q.casefold().split())

    def finds(self, block: Block) -> bool:
        return self.allows(block) and self.names(block)

    @cached_property
    def found(self) -> list[Block]:
        return [block for block in self.plan.blocks if self.finds(block)]

    def _haystack(self, block: Block) -> str:
        rooms = " ".join(piece.unit.number for piece in block.pieces)
        codes = " ".join(holding.stay.enterprise.uscc or "" for holding in block.holdings)
        told = f"{State(block.state).label} {self.colouring.words(block)}"
        return f"{rooms} {told} {block.names} {codes}".casefold()
