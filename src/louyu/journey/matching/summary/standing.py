"""纳税情况的比对: who of a building's registrations has paid this year, taken with the comparison.

Without amounts. It stays as it is until another list or another tax delivery is in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum, Value
from django.db.models.functions import Coalesce

from louyu.journey.matching.models import Pairing, Registration, TaxStanding, TaxStandingBasis
from louyu.journey.matching.summary.registered import counted
from louyu.kernel.merging import hold
from louyu.registers.deliveries.models import Delivery
from louyu.registers.taxation.access import in_force
from louyu.registers.taxation.bureau import PaymentImport
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment

WHOLE = "the comparison is the same whoever started it"


@dataclass(frozen=True)
class Basis:
    """The year told of is the last that any tax was delivered of."""

    lists: list[int]
    deliveries: list[int]
    year: int
    months: int

    @property
    def span(self) -> tuple[date, date]:
        return date(self.year, 1, 1), date(self.year, self.months, 1)


def take(lists: Sequence[int]) -> bool:
    """Whether anything was written: nothing is while lists and deliveries are the same."""
    now = _basis(lists)
    with transaction.atomic():
        hold((TaxStandingBasis,))
        kept = TaxStandingBasis.objects.unscoped(WHOLE).first()
        if kept and (kept.lists, kept.deliveries) == (now.lists, now.deliveries):
            return False
        _replace(now)
    return True


def _basis(lists: Sequence[int]) -> Basis:
    rows = Delivery.objects.unscoped(WHOLE).filter(kind=PaymentImport.key, replaced_at=None)
    told = list(rows.order_by("period", "pk").values_list("pk", "period"))
    year = max((period.year for _, period in told), default=0)
    of_year = {period.month for _, period in told if period.year == year}
    months = next(number for number in range(13) if number + 1 not in of_year)
    numbers = [pk for pk, period in told if period.year == year]
    return Basis(sorted(lists), numbers, year, months)


def _replace(now: Basis) -> None:
    rows = Registration.objects.unscoped(WHOLE).filter(building__isnull=False)
    found = list(counted(rows, now.lists).values_list("subject", "code", "building_id"))
    codes = _codes_of_enterprises()
    with opened("write"):
        TaxStanding.objects.unscoped(WHOLE).delete()
        paid = _paid(now) if now.months else set()
        standings = list(_standings(found, codes, paid))
        TaxStanding.objects.bulk_create(standings, batch_size=2000)
    TaxStandingBasis.objects.unscoped(WHOLE).delete()
    TaxStandingBasis.objects.create(
        lists=now.lists,
        deliveries=now.deliveries,
        year=now.year,
        months=now.months,
        codeless=len(found) - len(standings),
    )


def _standings(
    found: Sequence[tuple[str, str, int]], codes: dict[str, set[str]], paid: set[str]
) -> Iterator[TaxStanding]:
    for subject, code, building in found:
        known = {code} if code else codes.get(subject, set())
        if known:
            taxed = not known.isdisjoint(paid)
            yield TaxStanding(subject=subject, building_id=building, is_taxed=taxed)


def _codes_of_enterprises() -> dict[str, set[str]]:
    """By the subject they were taken for: what the roster knows where the registry told none."""
    pairs = Pairing.objects.unscoped(WHOLE).filter(state=Pairing.State.TAKEN, registration__code="")
    known = pairs.annotate(told=Coalesce("enterprise__uscc", Value(""))).exclude(told="")
    found: dict[str, set[str]] = {}
    for subject, code in known.values_list("registration__subject", "told"):
        found.setdefault(subject, set()).add(code)
    return found


def _paid(now: Basis) -> set[str]:
    """Codes with more paid than refunded from January on."""
    rows = in_force(TaxPayment.objects.unscoped("whether anything was paid; no amount is kept"))
    sums = rows.filter(month__range=now.span).exclude(code="").values("code").order_by()
    return set(sums.annotate(sum=Sum("yuan")).filter(sum__gt=0).values_list("code", flat=True))
