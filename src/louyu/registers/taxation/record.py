"""使用授权的执行: what the data-use record of a delivery lets somebody be shown today.

A month of which one delivery is withheld is not shown at all, and neither is any sum it is in: a
sum that lost a month would tell that month to whoever had read the sum before (decision 0062).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from louyu.kernel.intake import all_kinds
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Delivery
from louyu.registers.deliveries.use import EXPIRED, NOT_GRANTED, withheld
from louyu.registers.organizations.models import ClearanceKind

WHY = {
    EXPIRED: "使用期限 {until} 已过，不再显示；请与提供单位续期，带新的使用授权重新导入。",
    NOT_GRANTED: "没有授权您的岗位使用，不予显示；确需使用的，请区楼宇办与提供单位商定后重新导入。",
}


@dataclass(frozen=True)
class Withheld:
    """A delivery in force whose numbers this person is not shown; `word` stands in their place."""

    month: date
    word: str
    delivery: Delivery

    @property
    def sentence(self) -> str:
        why = WHY[self.word].format(until=self.delivery.valid_until)
        return f"{self.delivery.provider}提供的{self.month:%Y}年{self.month.month}月数据{why}"


@dataclass(frozen=True)
class Records:
    """The tax deliveries in force, the latest first, as one person may use them."""

    deliveries: Sequence[Delivery]
    withheld: Sequence[Withheld]

    @property
    def years(self) -> list[int]:
        return sorted({one.period.year for one in self.deliveries}, reverse=True)

    def months_of(self, kind: str) -> set[date]:
        """Of which this kind of file arrived, and nothing of any kind is withheld."""
        arrived = {one.period for one in self.deliveries if one.kind == kind}
        return arrived - {one.month for one in self.withheld}

    def of_year(self, year: int) -> list[Withheld]:
        return [one for one in self.withheld if one.month.year == year]

    def words(self, year: int) -> Mapping[int, str]:
        """Number of a withheld month → what is printed instead."""
        return {one.month.month: one.word for one in self.of_year(year)}


def tax_kinds() -> list[str]:
    return [kind.key for kind in all_kinds() if kind.clearance == ClearanceKind.TAX]


def records_for(actor: Actor, *, own: bool = False) -> Records:
    """`own`: of the enterprise itself, which no record needs to name."""
    rows = Delivery.objects.unscoped("records of use; no row of a delivery is read")
    rows = rows.filter(kind__in=tax_kinds(), replaced_at=None).select_related("provider")
    found = list(rows.order_by("-period", "pk"))
    told = ((row, withheld(row, actor, own=own)) for row in found)
    return Records(
        found,
        [Withheld(row.period, word, row) for row, word in told if word],
    )
