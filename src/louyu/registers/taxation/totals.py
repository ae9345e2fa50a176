"""税收汇总: payments summed per building and month, for whoever judges what may be shown.

No name and no code leaves this module: a payer is a number without meaning outside one call.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DateField, F, Func, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.taxation.access import in_force
from louyu.registers.taxation.bases import ONE_OFF, REAL_ESTATE
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import BuildingTaxTotal, TaxPayment

ZERO = Decimal(0)


@dataclass(frozen=True)
class Amount:
    """Yuan of one payer in one month; `building_id` is empty where no stay is known.

    Of the yuan, `one_off` are of taxes that come once and `undivided` of no tax that was told.
    `listed`: in the roster. `real_estate` is None where the payer's industry is not known.
    """

    building_id: int | None
    month: date
    payer: int
    yuan: Decimal
    retained: Decimal | None
    one_off: Decimal = ZERO
    undivided: Decimal = ZERO
    listed: bool = True
    real_estate: bool | None = None


@dataclass(frozen=True)
class TaxCell:
    """Yuan of a building in a month; `largest` and `two_largest` are yuan, too, where known.

    `named`: summed from payments; otherwise the provider's own total of the building, of which
    `one_off` and `undivided` are told as of an amount.
    """

    building_id: int
    month: date
    yuan: Decimal
    payers: int
    largest: Decimal | None
    two_largest: Decimal | None
    named: bool
    one_off: Decimal = ZERO
    undivided: Decimal = ZERO


class NextMonth(Func):
    template = "(%(expressions)s + interval '1 month')::date"
    output_field = DateField()


def payer_amounts(first: date, last: date) -> list[Amount]:
    """One row per payer and month, at the building of the stay that held in that month."""
    with opened("read"):
        found = list(
            attributed(first, last)
            .values("building", "month", "code", "name")
            .annotate(firm=Max("who"), sum=Sum("yuan"), kept=Sum("retained_yuan"), **_SEPARABLE)
            .exclude(sum=0, once=0)  # nothing paid: nobody's contribution
            .order_by("month", "code", "name")
        )
    industries = _sections({row["firm"] for row in found} - {None})
    payers: dict[str, int] = {}
    return [
        Amount(
            building_id=row["building"],
            month=row["month"],
            payer=payers.setdefault(row["code"] or row["name"], len(payers)),
            yuan=row["sum"],
            retained=row["kept"],
            one_off=row["once"],
            undivided=row["whole"],
            listed=row["firm"] is not None,
            real_estate=industries.get(row["firm"]),
        )
        for row in found
    ]


_SEPARABLE = {
    "once": Sum("yuan", filter=Q(tax_type__in=ONE_OFF), default=ZERO),
    "whole": Sum("yuan", filter=Q(tax_type=TaxType.TOTAL), default=ZERO),
}


def _sections(firms: set[int]) -> dict[int, bool]:
    """Whether each firm is of the real estate section; without those of no known industry."""
    rows = Enterprise.objects.unscoped("industries of payers").filter(industry__isnull=False)
    told = rows.filter(pk__in=firms).values_list("pk", "industry__code")
    return {firm: code.startswith(REAL_ESTATE) for firm, code in told}


def attributed(first: date, last: date) -> QuerySet[Any, Any]:
    """Payments in force with `who` paid and the `building` of the stay that held in the month."""
    rows: QuerySet[Any, Any] = in_force(TaxPayment.objects.unscoped("summed; no name leaves"))
    return with_buildings(rows.filter(month__range=(first, last)))


def with_buildings(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Adds `who` paid and the `building` of the stay that held; both empty where not known."""
    found: QuerySet[Any, Any] = (
        rows.annotate(after=NextMonth("month"))
        .annotate(who=Coalesce("enterprise", Subquery(_registered().values("pk"))))
        .annotate(building=Subquery(_stays().values("building")[:1]))
    )
    return found


def _registered() -> QuerySet[Enterprise]:
    """Who the code means by now: an enterprise may be entered after its payments."""
    return Enterprise.objects.unscoped("who a payer is").filter(uscc=OuterRef("code"))


def _stays() -> QuerySet[Occupancy]:
    """Where a payer sat in a month: the primary stay first, then the longest standing."""
    within = Q(start__lt=OuterRef("after")) & (Q(end=None) | Q(end__gte=OuterRef("month")))
    stays = Occupancy.objects.unscoped("where a payer sat")
    return stays.filter(within, enterprise=OuterRef("who")).order_by("-is_primary", "start", "pk")


def building_cells(amounts: Iterable[Amount], first: date, last: date) -> list[TaxCell]:
    """Named payments where there are any, else what the provider told of the whole building."""
    named = _named_cells(amounts)
    told = {(cell.building_id, cell.month) for cell in named}
    declared = (c for c in _declared_cells(first, last) if (c.building_id, c.month) not in told)
    return sorted([*named, *declared], key=lambda cell: (cell.building_id, cell.month))


def _named_cells(amounts: Iterable[Amount]) -> list[TaxCell]:
    paid: dict[tuple[int, date], dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for amount in amounts:
        if amount.building_id is not None:
            paid[amount.building_id, amount.month][amount.payer] += amount.yuan
    return [_named_cell(*place, list(by.values())) for place, by in paid.items()]


def _named_cell(building_id: int, month: date, yuan: list[Decimal]) -> TaxCell:
    """Refunds lower the total; dominance is judged among those who paid."""
    largest = sorted((one for one in yuan if one > 0), reverse=True)[:2]
    return TaxCell(
        building_id=building_id,
        month=month,
        yuan=sum(yuan, ZERO),
        payers=len(yuan),
        largest=largest[0] if largest else ZERO,
        two_largest=sum(largest, ZERO),
        named=True,
    )


def _declared_cells(first: date, last: date) -> list[TaxCell]:
    """Shares are of each tax; over several taxes their sum is the most they can come to."""
    with opened("read"):
        rows = in_force(BuildingTaxTotal.objects.unscoped("totals; the provider gave no names"))
        found = list(
            rows.filter(month__range=(first, last))
            .annotate(one=F("yuan") * F("largest_share") / 100)
            .annotate(two=F("yuan") * F("two_largest_share") / 100)
        )
    cells: dict[tuple[int, date], list[BuildingTaxTotal]] = defaultdict(list)
    for row in found:
        cells[row.building_id, row.month].append(row)
    return [_declared_cell(*place, rows) for place, rows in cells.items()]


def _declared_cell(building_id: int, month: date, rows: list[BuildingTaxTotal]) -> TaxCell:
    ones, twos = ([getattr(row, name) for row in rows] for name in ("one", "two"))
    return TaxCell(
        building_id=building_id,
        month=month,
        yuan=sum((row.yuan for row in rows), ZERO),
        payers=max(row.payers for row in rows),
        largest=None if None in ones else sum(ones, ZERO),
        two_largest=None if None in twos else sum(twos, ZERO),
        named=False,
        one_off=sum((row.yuan for row in rows if row.tax_type in ONE_OFF), ZERO),
        undivided=sum((row.yuan for row in rows if row.tax_type == TaxType.TOTAL), ZERO),
    )
