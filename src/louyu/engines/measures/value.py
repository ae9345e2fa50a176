"""数值: a figure as it is stored: numerator, denominator and coverage, never a rate."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from louyu.engines.measures.indicator import Measure


@dataclass(frozen=True)
class Value:
    """`known` of `total` buildings are in it; `contributors` counts the rows behind it."""

    numerator: Decimal
    denominator: Decimal | None
    known: int
    total: int
    contributors: int

    @property
    def is_applicable(self) -> bool:
        """Whether there is any building at all of which the figure could speak."""
        return self.total > 0

    @property
    def is_missing(self) -> bool:
        """Nobody has said anything: this is not a zero."""
        return self.known == 0 or self.denominator == 0


def quantity(value: Value | None, measure: Measure) -> Fraction | None:
    """The exact number: ㎡, a count, or the ratio of a rate; None when nothing is known."""
    if value is None or value.is_missing:
        return None
    numerator = Fraction(value.numerator)
    if measure is not Measure.RATE:
        return numerator
    return numerator / Fraction(value.denominator or 1)
