"""月度税款: one month's payments and totals as rows for statistics, summed by the database.

Read inside `opened` alone; a payer is a number of its own without a name.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import MD5, Coalesce, NullIf

from louyu.registers.deliveries.models import Delivery
from louyu.registers.taxation.access import in_force
from louyu.registers.taxation.models import BuildingTaxTotal, TaxSplit
from louyu.registers.taxation.record import tax_kinds
from louyu.registers.taxation.totals import attributed


def payers_in(month: date) -> QuerySet[Any, Any]:
    """building, enterprise, payer, yuan, retained, known, told: a row a payer with a building.

    `retained`: what the finance bureau told, else the split in force; `known` where either tells
    it of every tax, `told` where the bureau did.
    """
    found: QuerySet[Any, Any] = (
        _with_shares(attributed(month, month).filter(building__isnull=False))
        .annotate(payer=MD5(Coalesce(NullIf("code", Value("")), "name")))
        .values("building", "payer")
        .annotate(firm=Max("who"), sum=Sum("yuan"), **_RETAINED)
        .exclude(sum=0)
        .order_by()
        .values_list("building", "firm", "payer", "sum", "kept", "known", "told")
    )
    return found


def totals_in(month: date) -> QuerySet[Any, Any]:
    """building, payers, yuan, largest, two largest, retained, known, told: a row a building."""
    rows = in_force(BuildingTaxTotal.objects.unscoped("totals; the provider gave no names"))
    shares = {
        f"{name}_yuan": F("yuan") * F(f"{name}_share") / 100 for name in ("largest", "two_largest")
    }
    found: QuerySet[Any, Any] = (
        _with_shares(rows.filter(month=month).annotate(**shares))
        .values("building")
        .annotate(
            count=Max("payers"),
            sum=Sum("yuan"),
            one=Sum("largest_yuan"),
            two=Sum("two_largest_yuan"),
            divided=BoolAnd(Q(largest_share__isnull=False)),
            **_RETAINED,
        )
        .order_by()
        .values_list("building", "count", "sum", "one", "two", "divided", "kept", "known", "told")
    )
    return found


def _with_shares(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    split = TaxSplit.objects.unscoped("the share of the month").filter(
        tax_type=OuterRef("tax_type"), during__contains=OuterRef("month")
    )
    percent = Subquery(split.values("district_percent")[:1])
    shared: QuerySet[Any, Any] = rows.annotate(
        share=Coalesce("retained_yuan", F("yuan") * percent / 100)
    )
    return shared


_RETAINED = {
    "kept": Sum("share"),
    "known": BoolAnd(Q(share__isnull=False)),
    "told": BoolAnd(Q(retained_yuan__isnull=False)),
}


def changed_since(moment: datetime) -> set[date]:
    """Months of which a file arrived, or was corrected, after the moment."""
    rows = _deliveries().filter(Q(created_at__gt=moment) | Q(replaced_at__gt=moment))
    return set(rows.values_list("period", flat=True))


def delivered() -> set[date]:
    """Months of which a delivery is in force."""
    return set(_deliveries().filter(replaced_at=None).values_list("period", flat=True))


def _deliveries() -> QuerySet[Delivery]:
    rows = Delivery.objects.unscoped("months of deliveries alone; nothing of what they brought")
    return rows.filter(kind__in=tax_kinds()).order_by()
