"""指标: what one number means, declared once and used at every level and for its rows.

An expression is a function of a fact row. It is written without a library, so that the same
declaration is compiled for a database, run on a file, or asked for the rows behind a figure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

Expression = Callable[[Any], Any]


class Aggregate(Enum):
    """How a number comes about at every level; what is distinct is never a sum of parts."""

    SUM = "合计"
    DISTINCT = "去重计数"


class Measure(Enum):
    AREA = "面积"
    RATE = "比率"
    COUNT = "家数"
    BUILDINGS = "幢数"
    MONEY = "金额"
    PER_AREA = "单位面积金额"


@dataclass(frozen=True)
class Part:
    """A numerator or denominator over the fact rows for which `where` (a yes-no column) holds."""

    of: Expression
    words: str
    where: str | None = None
    aggregate: Aggregate = Aggregate.SUM


@dataclass(frozen=True)
class Coverage:
    """Which buildings have said anything (`known`), of those the figure speaks of (`where`).

    `besides`: a yes-no column of the indicator's own facts that marks further buildings it speaks
    of, which do not stand yet; of them `known` is asked as well.
    """

    known: str
    words: str
    where: str | None = None
    besides: str | None = None


@dataclass(frozen=True)
class Indicator:
    """`facts` names the table of fact rows; `basis` is the 口径 printed beside the number."""

    code: str
    name: str
    english: str
    measure: Measure
    facts: str
    numerator: Part
    coverage: Coverage
    basis: str
    source: str
    denominator: Part | None = None
    # A flow summed from January on: its last month is no base to compare with.
    since_january: bool = False
    # A flow of one month: what happened in it, not what stood at its end.
    of_the_month: bool = False

    @property
    def formula(self) -> str:
        if self.denominator is None:
            return self.numerator.words
        return f"（{self.numerator.words}）÷（{self.denominator.words}）"

    @property
    def aggregate(self) -> Aggregate:
        return self.numerator.aggregate
