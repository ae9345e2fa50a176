"""着色: what the stacking plan may be coloured by, and what each shade says of a tenant.

Empty, uncollected and public space keeps the look of its state in every colouring.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import TextChoices

from louyu.kernel import figures
from louyu.registers.enterprises.locality import Locality, locality
from louyu.registers.occupancy.leases import Expiry, expiry, years
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.occupancy.stacking import OCCUPIED, Block, Holding, Plan, State, Tally
from louyu.registers.places.queries import districts


class Colour(TextChoices):
    STATE = "state", "入驻状态"
    REGISTRATION = "registration", "属地注册"
    LEASE = "lease", "租约到期"


MARKS: dict[str, str] = {
    Locality.OUTSIDE: "区外",
    Locality.UNCLEAR: "待核",
    Expiry.EXPIRED: "已到期",
    Expiry.THIS_YEAR: "本年",
    Expiry.NEXT_YEAR: "明年",
    Expiry.YEAR_AFTER: "后年",
    Expiry.LATER: "更晚",
    Expiry.UNDATED: "未登记",
}
MIXED = "不一"


@dataclass(frozen=True)
class Shade:
    """`mark` is what a block begins with, `words` what its title says."""

    value: str
    label: str
    words: str
    years: str = ""

    @property
    def mark(self) -> str:
        return MARKS.get(self.value, "")

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
    """`states` are those whose blocks are coloured by their tenants instead."""

    colour: Colour = Colour.STATE
    shades: tuple[Shade, ...] = ()
    states: tuple[State, ...] = ()
    value_of: Callable[[Occupancy], str] = lambda _: ""
    basis: str = ""

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


def choices(*, terms: bool) -> list[Colour]:
    """Who may not read a lease is not offered its colours either."""
    return [colour for colour in Colour if terms or colour != Colour.LEASE]


def colouring(asked: str, day: date, *, terms: bool) -> Colouring:
    """One query for 属地, none for the others."""
    if asked == Colour.REGISTRATION:
        return _by_registration(day)
    return by_lease(day) if asked == Colour.LEASE and terms else Colouring()


def _by_registration(day: date) -> Colouring:
    own = districts(day)
    return Colouring(
        Colour.REGISTRATION,
        tuple(Shade(at.value, str(at.label), _of_registration(at)) for at in Locality),
        OCCUPIED,
        cache(lambda stay: locality(stay.enterprise, own)),
        f"属地：按登记机关和注册地址，截至 {figures.day(day)}；写明本区的为区内，"
        "写明别的区县的为区外；没有填、只写到市一级或两处不一致的为待核。",
    )


def _of_registration(at: Locality) -> str:
    return "属地待核" if at == Locality.UNCLEAR else str(at.label)


def by_lease(day: date) -> Colouring:
    return Colouring(
        Colour.LEASE,
        tuple(Shade(e.value, str(e.label), _of_lease(e, day), years(e, day)) for e in Expiry),
        (State.LET,),
        lambda stay: expiry(stay.lease_expiry, day),
        f"到期：在租面积按租约到期日所在年份，截至 {figures.day(day)}；自用没有租约，保持原色。",
    )


def _of_lease(span: Expiry, day: date) -> str:
    if span in (Expiry.EXPIRED, Expiry.UNDATED):
        return {Expiry.EXPIRED: "租约已到期", Expiry.UNDATED: "租约未登记到期日"}[span]
    told = years(span, day)
    return f"租约 {told.replace(' 起', '')} 年{'及以后' if span == Expiry.LATER else ''}到期"
