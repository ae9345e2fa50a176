"""税收集中度: how much of a building's tax comes from its greatest payers (TX11).

A share beside a sum is a payer's amount: for the cleared alone, in no band for anybody else.
Source: the indicator dictionary, TX11.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest
from itertools import accumulate

from louyu.registers.taxation.displays import Display
from louyu.registers.taxation.years import Row

ZERO = Decimal(0)
MOST = Decimal("0.8")


@dataclass(frozen=True)
class Concentration:
    """Since January, of named payments alone: `yuan` they come to, refunds taken off.

    Shares are of `yuan`, 1 being all, None where that is not above zero; `carrying`: the fewest
    payers whose amounts come to four fifths of it.
    """

    row: Row
    payers: int
    yuan: Decimal
    largest: Decimal | None
    five_largest: Decimal | None
    carrying: int | None


def concentrations(shown: Display) -> list[Concentration]:
    """Of the rows below and, last, of the row itself; empty where a month of the sum is withheld.

    Raises ValueError for a reader who is not cleared."""
    if not shown.reader.cleared:
        raise ValueError("shares of single payers are for the cleared")
    if shown.withholds_sum:
        return []
    paid = _paid(shown)
    rows = [*(line.row for line in shown.lines), shown.row]
    return [_of(row, list(paid.get(row.key, {}).values())) for row in rows]


def _paid(shown: Display) -> Mapping[str, Mapping[int, Decimal]]:
    """Yuan since January by row and payer; a payer of several buildings is one above them."""
    paid: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for amount in shown.tax.amounts:
        for row in shown.tax.upwards(amount.building_id):
            paid[row][amount.payer] += amount.yuan
    return paid


def _of(row: Row, amounts: list[Decimal]) -> Concentration:
    given = [yuan for yuan in amounts if yuan]
    whole = sum(given, ZERO)
    if whole <= 0:
        return Concentration(row, len(given), whole, None, None, None)
    one, five = (sum(nlargest(count, given), ZERO) / whole for count in (1, 5))
    return Concentration(row, len(given), whole, one, five, _carrying(given, whole))


def _carrying(given: list[Decimal], whole: Decimal) -> int:
    so_far = accumulate(sorted(given, reverse=True))
    return next(count for count, yuan in enumerate(so_far, start=1) if yuan >= MOST * whole)
