"""万倍之差: a file that is ten thousand times what is known has its unit wrong."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import QuerySet, Sum

from louyu.engines.tables import Refused
from louyu.registers.taxation.access import in_force

# Nobody's payments grow a thousandfold from one month to the next, half of all payers' least.
_FAR = 1000
_LATEST = 3


def usual(rows: QuerySet[Any], key: str, before: date) -> dict[Any, Decimal]:
    """Yuan of a usual month, by payer or building: the average of the latest months known."""
    earlier = in_force(rows).filter(month__lt=before)
    months = list(earlier.order_by("-month").values_list("month", flat=True).distinct()[:_LATEST])
    sums = earlier.filter(month__in=months).order_by().values(key).annotate(sum=Sum("yuan"))
    return {who: yuan / len(months) for who, yuan in sums.values_list(key, "sum") if who != ""}


def refuse_slip(said: Mapping[Any, Decimal], known: Mapping[Any, Decimal], months: int) -> None:
    """`said`: yuan over this many months. Raises Refused when a unit must have been mistaken."""
    pairs = (
        (float(yuan) / months, float(known[who])) for who, yuan in said.items() if who in known
    )
    ratios = [now / before for now, before in pairs if now > 0 and before > 0]
    if not ratios:
        return
    usually = median(ratios)
    if usually >= _FAR:
        raise Refused(f"金额约是以往月份的 {usually:,.0f} 倍：像是把元当成了万元，请核对单位。")
    if usually <= 1 / _FAR:
        raise Refused(
            f"金额只有以往月份的约 {1 / usually:,.0f} 分之一：像是把万元当成了元，请核对单位。"
        )
