"""档次: how an amount or a small count is told without telling it."""

from bisect import bisect_right
from decimal import Decimal

from louyu.engines.disclosure.cells import Rules

# The bands of the tax desk: 10, 50, 100, 500 and 1,000 万元; a limit belongs to the band above.
LIMITS = (100_000, 500_000, 1_000_000, 5_000_000, 10_000_000)
NAMES = ("<10万元", "10–50万元", "50–100万元", "100–500万元", "500–1000万元", "≥1000万元")


def band(yuan: Decimal) -> str:
    return NAMES[bisect_right(LIMITS, yuan)]


def few(count: int, rules: Rules | None = None) -> str:
    """A count as it is printed: one or two would point at somebody."""
    minimum = (rules or Rules()).minimum
    return f"<{minimum}" if 0 < count < minimum else f"{count:,}"
