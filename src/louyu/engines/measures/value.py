"""数值: a figure as it is stored: numerator, denominator and coverage, never a rate."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Value:
    """`known` of `total` buildings are in it; `contributors` counts the rows behind it.

    `word`: why there is no number, where one may not or cannot be told; it is printed instead.
    """

    numerator: Decimal
    denominator: Decimal | None
    known: int
    total: int
    contributors: int
    word: str = ""

    @property
    def is_applicable(self) -> bool:
        """Whether there is any building at all of which the figure could speak."""
        return self.total > 0

    @property
    def is_missing(self) -> bool:
        """Nobody has said anything: this is not a zero."""
        return bool(self.word) or self.known == 0 or self.denominator == 0


def quantity(value: Value | None) -> Fraction | None:
    """The exact number: ㎡, yuan, a count, or the ratio of the two parts; None when unknown."""
    if value is None or value.is_missing:
        return None
    numerator = Fraction(value.numerator)
    return numerator if value.denominator is None else numerator / Fraction(value.denominator)
