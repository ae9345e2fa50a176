"""累计相减: a file that counts from January on says a month only beside the months before it.

The month is what was said so far less what the months before already hold. A corrected earlier
month therefore changes the later months that rest on it, and no others.
"""

from datetime import timedelta

from django.db.models import (
    Case,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from louyu.engines.tables import Refused
from louyu.registers.deliveries.models import Delivery
from louyu.registers.taxation.access import in_force
from louyu.registers.taxation.models import TaxPayment

_YUAN = DecimalField(max_digits=18, decimal_places=2)


def refuse_gap(delivery: Delivery) -> None:
    """All months of the year before must be there, by the same provider."""
    there = set(_of_the_year(delivery).values_list("period", flat=True))
    before = (delivery.period.replace(month=number) for number in range(1, delivery.period.month))
    lacking = [month for month in before if month not in there]
    if lacking:
        told = "、".join(f"{month.month}月" for month in lacking)
        first = lacking[0]
        raise Refused(
            f"1—{delivery.period.month}月是累计数，减去之前各月才是本月数，"
            f"还缺 {first.year} 年 {told} 的文件，请先导入 {first:%Y-%m}。"
        )


def resettle(delivery: Delivery) -> tuple[int, int]:
    """The months of this and of later cumulative files of the year; how many rows fell below
    zero in this one, and how many payers of the month before it no longer names."""
    for later in _of_the_year(delivery).filter(period__gte=delivery.period).order_by("period"):
        earlier = _earlier(later)
        unknown = Exists(earlier.filter(retained_yuan=None))
        kept = F("cumulative_retained_yuan") - _sum(earlier, "retained_yuan")
        _rows(later).exclude(cumulative_yuan=None).update(
            yuan=F("cumulative_yuan") - _sum(earlier, "yuan"),
            retained_yuan=Case(When(~unknown, then=kept), default=None),
        )
    own = _rows(delivery).exclude(cumulative_yuan=None)
    return own.filter(yuan__lt=0).count(), _gone(delivery, own)


def _of_the_year(delivery: Delivery) -> QuerySet[Delivery]:
    rows = Delivery.objects.unscoped("the year's files of one provider")
    return rows.filter(
        kind=delivery.kind,
        provider=delivery.provider_id,
        period__year=delivery.period.year,
        replaced_at=None,
    )


def _rows(delivery: Delivery) -> QuerySet[TaxPayment]:
    return TaxPayment.objects.unscoped("months of a cumulative file").filter(delivery=delivery)


def _earlier(delivery: Delivery) -> QuerySet[TaxPayment]:
    """What the months before hold of the same payer and tax, by the same provider."""
    rows = in_force(TaxPayment.objects.unscoped("months before"))
    return rows.filter(
        ~Q(code="") | Q(name=OuterRef("name")),
        code=OuterRef("code"),
        tax_type=OuterRef("tax_type"),
        month__range=(delivery.period.replace(month=1), delivery.period - timedelta(days=1)),
        delivery__provider=delivery.provider_id,
    )


def _sum(rows: QuerySet[TaxPayment], field: str) -> Coalesce:
    summed = rows.order_by().values("tax_type").annotate(sum=Sum(field)).values("sum")
    return Coalesce(Subquery(summed, output_field=_YUAN), Value(0), output_field=_YUAN)


def _gone(delivery: Delivery, own: QuerySet[TaxPayment]) -> int:
    """Their earlier months stay as they are; the person is told."""
    if delivery.period.month == 1 or not own.exists():
        return 0
    earlier = in_force(TaxPayment.objects.unscoped("who was there before")).filter(
        month=delivery.period.replace(month=delivery.period.month - 1),
        delivery__provider=delivery.provider_id,
    )
    return (
        earlier.exclude(code="", name__in=own.filter(code="").values("name"))
        .exclude(code__in=own.exclude(code="").values("code"))
        .values("code", "name")
        .distinct()
        .count()
    )
