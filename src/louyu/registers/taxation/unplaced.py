"""未落到楼宇的纳税人: who they are and why, read through the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Sum

from louyu.kernel.scope import Actor
from louyu.registers.taxation.access import reading
from louyu.registers.taxation.record import Withheld, records_for
from louyu.registers.taxation.totals import with_buildings

WHAT = "未落到楼宇的纳税人"
NO_CODE = "来文没有识别号"
UNLISTED = "识别号不在企业名册"
NO_STAY = "在名册，当月没有入驻记录"


@dataclass(frozen=True)
class Payer:
    """Yuan of the months in which no stay of it was known; `firm` where the roster has it."""

    name: str
    code: str
    firm: int | None
    months: int
    last: date
    yuan: Decimal

    @property
    def why(self) -> str:
        if self.firm is not None:
            return NO_STAY
        return UNLISTED if self.code else NO_CODE


@dataclass(frozen=True)
class Unplaced:
    purpose: str
    payers: Sequence[Payer]
    count: int
    withheld: Sequence[Withheld]

    @property
    def yuan(self) -> Decimal:
        return sum((payer.yuan for payer in self.payers), Decimal(0))


def unplaced(
    actor: Actor, months: Sequence[date], *, purpose: str, form: str, most: int | None = None
) -> Unplaced:
    """The greatest first, at most so many of them; raises NotCleared (a 404)."""
    with reading(actor, purpose=purpose, what=_what(months), form=form) as tax:
        rows = _rows(tax.payments.filter(month__in=months))
        count = rows.count()
        found = tax.shown(list(rows[:most]))
    payers = [Payer(*row) for row in found]
    withheld = [one for one in records_for(actor).withheld if one.month in months]
    return Unplaced(purpose, payers, count, withheld)


def _what(months: Sequence[date]) -> str:
    first, last = min(months), max(months)
    span = f"{first.month}月" if first == last else f"{first.month}–{last.month}月"
    return f"{WHAT}·{first.year}年{span}"


def _rows(payments: Any) -> Any:
    return (
        with_buildings(payments)
        .filter(building=None)
        .values("name", "code")
        .annotate(
            firm=Max("who"),
            months=Count("month", distinct=True),
            last=Max("month"),
            sum=Sum("yuan"),
        )
        .order_by("-sum", "code", "name")
        .values_list("name", "code", "firm", "months", "last", "sum")
    )
