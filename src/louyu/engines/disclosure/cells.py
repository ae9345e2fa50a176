"""单元格: one total with what is known of its contributors, and the rules it must meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from heapq import nlargest
from typing import NamedTuple

# Neither reason may be told from the other by a reader: both print this.
HIDDEN = "不予显示"


class Reason(Enum):
    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True)
class Cell:
    """A total in yuan; `largest` are its greatest contributions, empty where nobody knows them."""

    value: Decimal
    contributors: int
    largest: tuple[Decimal, ...] = ()

    @classmethod
    def of(cls, amounts: Iterable[Decimal], keep: int = 2) -> Cell:
        """From what each contributor gave in all; who gave nothing is not a contributor."""
        given = [amount for amount in amounts if amount]
        return cls(sum(given, Decimal(0)), len(given), tuple(nlargest(keep, given)))

    def beside(self, other: Cell) -> Cell:
        """Both together, the contributors being different ones."""
        greatest = nlargest(
            max(len(self.largest), len(other.largest)), self.largest + other.largest
        )
        return Cell(
            self.value + other.value, self.contributors + other.contributors, tuple(greatest)
        )


NOTHING = Cell(Decimal(0), 0)


@dataclass(frozen=True)
class Rules:
    """Defaults of the security design: OECD's minimum of three, Eurostat's (2, 85 %), p = 10 %."""

    minimum: int = 3
    leaders: int = 2
    share: Decimal = Decimal("0.85")
    margin: Decimal = Decimal("0.10")

    def sensitive(self, cell: Cell) -> bool:
        """Whether the total by itself tells too much about one contributor."""
        if cell.contributors == 0:
            return False
        return (
            cell.contributors < self.minimum
            or len(cell.largest) < self.leaders
            or self._dominated(cell)
            or self._estimable(cell)
        )

    def _dominated(self, cell: Cell) -> bool:
        # Refunds make a total smaller than its parts: such a total is dominated too.
        return sum(cell.largest[: self.leaders]) > self.share * cell.value

    def _estimable(self, cell: Cell) -> bool:
        """p%: the second greatest, who knows its own, comes too near to the greatest."""
        first, second = cell.largest[:2]
        return cell.value - first - second < self.margin * first


@dataclass(frozen=True)
class Month:
    """The column of one month: every row's amount in it, and from January until its end."""

    amounts: Mapping[str, Cell]
    so_far: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """Rows that add up to the row they name, and the months of one year in their order."""

    parents: Mapping[str, str | None]
    months: Sequence[Month]


class Key(NamedTuple):
    """One cell of a table: its row, its month counted from 0, and whether since January."""

    row: str
    month: int
    so_far: bool = False


@dataclass(frozen=True)
class Shown:
    """What may be printed: a value, or the reason why there is none."""

    value: Decimal | None
    reason: Reason | None = None
