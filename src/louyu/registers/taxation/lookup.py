"""查阅: the payments of one enterprise, read through the door and never without its log."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from louyu.kernel.scope import Actor
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.taxation.access import in_force, reading
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment, TaxView

WHAT = "企业税款明细"
OWN = "本企业查询"
ORDER = ("-month", "tax_type", "delivery_id", "line")


@dataclass(frozen=True)
class Payments:
    enterprise: Enterprise
    purpose: str
    rows: list[TaxPayment]

    @property
    def total(self) -> Decimal:
        return sum((row.yuan for row in self.rows), Decimal(0))

    @property
    def by_year(self) -> list[tuple[int, Decimal]]:
        years = sorted({row.month.year for row in self.rows}, reverse=True)
        return [
            (year, sum((row.yuan for row in self.rows if row.month.year == year), Decimal(0)))
            for year in years
        ]


def payments_of(actor: Actor, enterprise: Enterprise, *, purpose: str, form: str) -> Payments:
    with reading(actor, purpose=purpose, what=WHAT, enterprise=enterprise, form=form) as tax:
        rows = tax.payments.filter(enterprise=enterprise).order_by(*ORDER)
        found = tax.shown(rows.select_related("delivery__provider"))
    return Payments(enterprise, purpose, found)


def own_payments(actor: Actor, enterprise: Enterprise) -> Payments:
    """For the enterprise itself, which needs no clearance; logged like every other view."""
    with opened("read"):
        rows = in_force(TaxPayment.objects.unscoped("its own payments")).order_by(*ORDER)
        found = list(rows.filter(enterprise=enterprise).select_related("delivery__provider"))
    TaxView.objects.create(
        user_id=actor.user_id,
        user_name=actor.name,
        purpose=OWN,
        what=WHAT,
        enterprise=enterprise,
        rows=len(found),
        form="html",
    )
    return Payments(enterprise, OWN, found)


def yearly_yuan(enterprise: Enterprise, years: Iterable[int]) -> dict[int, Decimal]:
    """For a band alone: the sum does not leave the server. Years without a payment are left out."""
    with opened("read"):
        rows = in_force(TaxPayment.objects.unscoped("told in a band"))
        found = rows.filter(enterprise=enterprise, month__year__in=list(years))
        sums = found.values("month__year").annotate(sum=Sum("yuan")).order_by("-month__year")
        return {row["month__year"]: row["sum"] for row in sums}
