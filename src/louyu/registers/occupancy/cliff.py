"""租约到期分布: how much let area runs out in which year, as columns to draw and a table."""

from dataclasses import dataclass
from decimal import Decimal

from louyu.registers.occupancy.colouring import Share
from louyu.registers.occupancy.colours import by_lease
from louyu.registers.occupancy.leases import Expiry
from louyu.registers.occupancy.stacking import Plan, State

WIDTH, HEIGHT = 320, 168
TOP, BOTTOM, GAP = 22, 40, 8


@dataclass(frozen=True)
class Bar:
    """In the units of the drawing: one may click the whole column, `x` to `x + width`."""

    share: Share
    x: float = 0
    width: float = 0
    height: float = 0

    @property
    def top(self) -> float:
        return HEIGHT - BOTTOM - self.height

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def left(self) -> float:
        return self.x + GAP / 2

    @property
    def across(self) -> float:
        return self.width - GAP


@dataclass(frozen=True)
class Cliff:
    """`bars` have a date; what has none stands apart."""

    bars: tuple[Bar, ...]
    undated: Share
    total: Decimal
    tenants: int
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - BOTTOM


def cliff(plan: Plan) -> Cliff | None:
    """None where nothing is let."""
    shares = by_lease(plan.day).tallies(plan)
    dated = [share for share in shares if share.shade.value != Expiry.UNDATED]
    [undated] = [share for share in shares if share.shade.value == Expiry.UNDATED]
    total = sum((share.area for share in shares), Decimal(0))
    if not total:
        return None
    most = max(share.area for share in dated) or Decimal(1)
    step, room = WIDTH / len(dated), HEIGHT - TOP - BOTTOM
    bars = (
        Bar(share, round(place * step, 1), step, round(float(share.area / most) * room, 1))
        for place, share in enumerate(dated)
    )
    firms = {h.stay.enterprise_id for b in plan.blocks if b.state == State.LET for h in b.holdings}
    return Cliff(tuple(bars), undated, total, len(firms))
