"""比较: 环比 and 同比. A rate changes by 百分点; growth needs a base above zero."""

from dataclasses import dataclass
from fractions import Fraction

from louyu.engines.measures.indicator import Measure
from louyu.engines.measures.printing import NOT_APPLICABLE, half_up
from louyu.engines.measures.value import Value, quantity

# 增长N倍 from ten times on: above that a percentage says nothing.
MANIFOLD = 10


@dataclass(frozen=True)
class Change:
    """`direction` is 1, 0 or -1, None without a base to compare with."""

    text: str
    direction: int | None


NO_BASE = Change(NOT_APPLICABLE, None)


def change(now: Value | None, before: Value | None, measure: Measure) -> Change:
    current, base = quantity(now), quantity(before)
    if current is None or base is None:
        return NO_BASE
    if measure is Measure.RATE:
        return _worded((current - base) * 100, " 个百分点")
    if base <= 0:
        return NO_BASE
    growth = (current - base) / base
    if growth >= MANIFOLD:
        return Change(f"增长 {half_up(growth, 1):,} 倍", 1)
    return _worded(growth * 100, "%")


def _worded(amount: Fraction, unit: str) -> Change:
    rounded = half_up(amount, 2)
    if rounded == 0:
        return Change("持平", 0)
    return Change(f"{rounded:+,}{unit}", 1 if rounded > 0 else -1)
