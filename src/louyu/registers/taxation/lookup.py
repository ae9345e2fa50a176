"""查阅: the payments of one enterprise, read through the door and never without its log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from louyu.kernel.scope import Actor
from louyu.registers.deliveries.use import within_term
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.taxation.access import in_force, log_view, reading
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment
from louyu.registers.taxation.record import Withheld, records_for

WHAT = "企业税款明细"
OWN = "本企业查询"
ORDER = ("-month", "tax_type", "delivery_id", "line")


@dataclass(frozen=True)
class Payments:
    enterprise: Enterprise
    purpose: str
    rows: list[TaxPayment]
    withheld: Sequence[Withheld]

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


def paid_by(enterprise: Enterprise) -> Q:
    """Also what arrived before the enterprise was entered, which its code tells."""
    early = Q(enterprise=None, code=enterprise.uscc)
    return Q(enterprise=enterprise) | early if enterprise.uscc else Q(enterprise=enterprise)


def payments_of(actor: Actor, enterprise: Enterprise, *, purpose: str, form: str) -> Payments:
    with reading(actor, purpose=purpose, what=WHAT, enterprise=enterprise, form=form) as tax:
        rows = tax.payments.filter(paid_by(enterprise)).order_by(*ORDER)
        found = tax.shown(rows.select_related("delivery__provider"))
    return Payments(enterprise, purpose, found, records_for(actor).withheld)


def own_payments(actor: Actor, enterprise: Enterprise) -> Payments:
    """For the enterprise itself, which needs no clearance; logged like every other view."""
    with opened("read"):
        rows = in_force(TaxPayment.objects.unscoped("its own payments")).order_by(*ORDER)
        rows = rows.filter(within_term())
        found = list(rows.filter(paid_by(enterprise)).select_related("delivery__provider"))
    log_view(actor, purpose=OWN, what=WHAT, enterprise=enterprise, rows=len(found), form="html")
    return Payments(enterprise, OWN, found, records_for(actor, own=True).withheld)


def yearly_yuan(enterprise: Enterprise, years: Iterable[int]) -> dict[int, Decimal]:
    """For a band alone: the sum does not leave the server. Years without a payment are left out."""
    with opened("read"):
        rows = in_force(TaxPayment.objects.unscoped("told in a band"))
        found = rows.filter(paid_by(enterprise), month__year__in=list(years))
        sums = found.values("month__year").annotate(sum=Sum("yuan")).order_by("-month__year")
        return {row["month__year"]: row["sum"] for row in sums}
