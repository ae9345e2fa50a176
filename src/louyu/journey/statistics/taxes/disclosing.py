"""税收指标的披露: which figures of a month may be told to readers of protected sums.

Decided once, with the month, over the district's whole table from January on. What a figure is
made of beside protected sums must be public: then it tells nothing that they do not (decision
0093).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from louyu.engines.disclosure import Cell, Key, Table, protect
from louyu.engines.measures import Period
from louyu.journey.statistics.models import BuildingMonth, TaxFigure, TaxMonth
from louyu.registers.taxation.totals import Amount, TaxCell
from louyu.registers.taxation.years import RULES, building_key, month_cells, place_key

_WHY = "what may be told is decided over the whole district"
# A sum of the table, alone or over a public area.
OF_THE_TABLE = ("TX01", "TX06")
# Of the district alone: how many buildings, not which.
COUNTS = ("TX08", "TX09", "TX10")
DECEMBER = 12


def disclose(period: Period) -> None:
    """Sets `shown`; inside `opened("write")`."""
    table = _Year(period)
    figures = TaxFigure.objects.unscoped(_WHY).filter(period=period.first)
    places, buildings = table.shown()
    safe = Q(building__in=buildings) | Q(place__in=places, building=None)
    figures.filter(safe, indicator__in=OF_THE_TABLE).update(shown=True)
    whole = figures.filter(place__in=table.districts, building=None)
    whole.filter(indicator__in=COUNTS).update(shown=True)
    for district in table.districts & places:
        whole.filter(place=district, indicator__in=table.safe_wholes(district)).update(shown=True)
    _twelve_months(period)


def _twelve_months(period: Period) -> None:
    """Twelve months are this year's sum, last year's, less last year's until this month."""
    sums = TaxFigure.objects.unscoped(_WHY).filter(indicator="TX01", shown=True)
    parts = {period}
    if period.month < DECEMBER:
        parts |= {Period(f"{period.year - 1}-{DECEMBER}"), period.year_before}
    figures = TaxFigure.objects.unscoped(_WHY).filter(period=period.first, indicator="TX13")
    for part in parts:
        of = sums.filter(period=part.first)
        figures = figures.filter(
            Q(building=None) & Exists(of.filter(building=None, place=OuterRef("place")))
            | Exists(of.filter(building=OuterRef("building")))
        )
    figures.update(shown=True)


class _Year:
    """The payers of a year until one of its months, below the buildings that stand at its end."""

    def __init__(self, period: Period) -> None:
        self.period = period
        rows = BuildingMonth.objects.unscoped(_WHY).filter(period=period.first)
        self.where = {
            building: (place, district)
            for building, place, district in rows.order_by(
                "place__path", "building__name_sort", "building_id"
            ).values_list("building_id", "place_id", "district_id")
        }
        self.districts = {district for _, district in self.where.values()}
        self.payments = self._payments()

    def _payments(self) -> list[dict[str, Any]]:
        january = self.period.first.replace(month=1)
        rows = TaxMonth.objects.unscoped(_WHY).filter(
            period__range=(january, self.period.first), building__in=self.where
        )
        columns = ("building_id", "period", "payer", "payers", "yuan", "largest", "two_largest")
        found = rows.order_by("period", "payer", "building_id")
        return [dict(row) for row in found.values(*columns, "retained", "real_estate")]

    def shown(self) -> tuple[set[int], set[int]]:
        """Places and buildings whose sum since January may be told."""
        protected = protect(self._table(), RULES)
        at = self.period.month - 1
        places = {each for pair in self.where.values() for each in pair}
        return (
            {one for one in places if not protected[Key(place_key(one), at, True)].reason},
            {one for one in self.where if not protected[Key(building_key(one), at, True)].reason},
        )

    def _table(self) -> Table:
        parents: dict[str, str | None] = {place_key(one): None for one in self.districts}
        parents |= {
            place_key(place): place_key(district)
            for place, district in self.where.values()
            if place != district
        }
        parents |= {building_key(one): place_key(at) for one, (at, _) in self.where.items()}
        numbers: dict[str, int] = {}
        named = [row for row in self.payments if row["payer"]]
        amounts = [
            Amount(
                row["building_id"],
                row["period"],
                numbers.setdefault(row["payer"], len(numbers)),
                row["yuan"],
                row["retained"],
            )
            for row in named
        ]
        told = [_told(row) for row in self.payments if not row["payer"]]
        return Table(parents, month_cells(parents, amounts, told, self.period.month))

    def safe_wholes(self, district: int) -> list[str]:
        """Of the district: neither the figure nor what is left of its whole tells of a payer."""
        rows = [row for row in self.payments if self.where[row["building_id"]][1] == district]
        if not all(row["payer"] for row in rows):
            return []  # totals without names tell nothing of retained yuan or industries
        kept = Cell.of(_by_payer(rows, "retained"))
        found = [] if RULES.sensitive(kept) else ["TX03", "TX04"]
        estate = Cell.of(_by_payer((r for r in rows if r["real_estate"]), "yuan"))
        others = Cell.of(_by_payer((r for r in rows if not r["real_estate"]), "yuan"))
        return found if RULES.sensitive(estate) or RULES.sensitive(others) else [*found, "TX02"]


def _by_payer(rows: Iterable[Mapping[str, Any]], column: str) -> Iterable[Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["payer"]] += row[column] or 0
    return sums.values()


def _told(row: Mapping[str, Any]) -> TaxCell:
    return TaxCell(
        building_id=row["building_id"],
        month=row["period"],
        yuan=row["yuan"],
        payers=row["payers"],
        largest=row["largest"],
        two_largest=row["two_largest"],
        named=False,
    )
