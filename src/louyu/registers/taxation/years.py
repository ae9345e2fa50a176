"""年度税收表: districts, streets and buildings by month, summed once; what is shown is a cut of it.

Nothing here is a person's view: `protected` hides what may not be told, and pages choose rows. One
table for each 口径; the full one alone is ever protected (decision 0124).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce

from louyu.engines.disclosure import Cell, Key, Month, Rules, Shown, Table, protect
from louyu.registers.buildings.models import Building
from louyu.registers.places.models import Place
from louyu.registers.taxation.bases import FULL, Basis
from louyu.registers.taxation.totals import Amount, TaxCell, building_cells, payer_amounts
from louyu.registers.taxation.versions import kept

RULES = Rules()
UNMATCHED = "unmatched"
NOTHING = Cell(Decimal(0), 0)
UNPLACED = "未落到楼宇"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Row:
    """A line of the table; `place_id` says whose it is, empty for what no building is known of."""

    key: str
    name: str
    parent: str | None
    place_id: int | None
    building_id: int | None = None
    code: str = ""


def place_key(place_id: int) -> str:
    return f"place{place_id}"


def building_key(building_id: int) -> str:
    return f"building{building_id}"


@dataclass
class _Sums:
    """Named payments by payer and declared totals by building, of every row a payment is in."""

    named: dict[str, dict[int, Decimal]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Decimal))
    )
    declared: dict[str, dict[int, Cell]] = field(default_factory=lambda: defaultdict(dict))

    def cells(self) -> dict[str, Cell]:
        return {row: self._cell(row) for row in self.named.keys() | self.declared.keys()}

    def _cell(self, row: str) -> Cell:
        named = Cell.of(self.named[row].values(), keep=RULES.leaders)
        return reduce(Cell.beside, self.declared[row].values(), named)


@dataclass(frozen=True)
class Payments:
    """What a year's tables are made of: named payments and totals of buildings without names."""

    year: int
    rows: Mapping[str, Row]
    amounts: list[Amount]
    declared: list[TaxCell]
    _tables: dict[Basis, TaxYear] = field(default_factory=dict)

    def on(self, basis: Basis) -> TaxYear:
        """Made when it is first asked for: most readers ask for the full one alone."""
        if basis not in self._tables:
            self._tables[basis] = self._table(basis)
        return self._tables[basis]

    def _table(self, basis: Basis) -> TaxYear:
        amounts = [one for amount in self.amounts if (one := _counted(amount, basis)).yuan]
        declared = [one if basis.one_off else _recurrent(one) for one in self.declared]
        known = [one.month for one in self.amounts] + [one.month for one in self.declared]
        parents = {row.key: row.parent for row in self.rows.values()}
        latest = max((month.month for month in known), default=0)
        months = month_cells(parents, amounts, declared, latest)
        return TaxYear(self, basis, Table(parents, months), amounts, declared)


def _counted(amount: Amount, basis: Basis) -> Amount:
    if amount.real_estate and not basis.real_estate:
        return replace(amount, yuan=ZERO)
    return amount if basis.one_off else replace(amount, yuan=amount.yuan - amount.one_off)


def _recurrent(told: TaxCell) -> TaxCell:
    """The shares are of each tax; nobody reads this table by its payers."""
    return replace(told, yuan=told.yuan - told.one_off, largest=None, two_largest=None)


@dataclass(frozen=True)
class TaxYear:
    payments: Payments
    basis: Basis
    table: Table
    # Named payments and declared totals the table was made of, for what is said of its coverage.
    amounts: list[Amount]
    declared: list[TaxCell]

    @property
    def year(self) -> int:
        return self.payments.year

    @property
    def rows(self) -> Mapping[str, Row]:
        return self.payments.rows

    @cached_property
    def protected(self) -> Mapping[Key, Shown]:
        """Of the full table: a second one over the same payers would tell by its difference."""
        if not self.basis.is_full:
            raise ValueError("only the full table may be read by whoever is not told exactly")
        return protect(self.table, RULES)

    def cell(self, key: Key) -> Cell | None:
        """None where nobody has reported anything, which is not a zero."""
        month = self.table.months[key.month]
        found = (month.so_far if key.so_far else month.amounts).get(key.row)
        if found is None and not self.basis.is_full and self.payments.on(FULL).cell(key):
            return NOTHING  # all that was reported does not count
        return found

    @cached_property
    def children(self) -> Mapping[str | None, list[Row]]:
        found: dict[str | None, list[Row]] = defaultdict(list)
        for row in self.rows.values():
            found[row.parent].append(row)
        return found

    def upwards(self, building_id: int | None) -> Iterable[str]:
        """Keys of the rows what is paid in the building counts in."""
        return _upwards(self.table.parents, _row_of(building_id))


def tax_year(year: int, basis: Basis = FULL) -> TaxYear:
    return kept(year, _summed).on(basis)


def _summed(year: int) -> Payments:
    first, last = date(year, 1, 1), date(year, 12, 1)
    amounts = payer_amounts(first, last)
    declared = [cell for cell in building_cells(amounts, first, last) if not cell.named]
    return Payments(year, _rows(), amounts, declared)


def _rows() -> dict[str, Row]:
    """Places from the highest down, each with its buildings; what has no building stands apart."""
    places = list(Place.objects.order_by("path"))
    buildings = Building.objects.unscoped("rows of the whole table; pages choose among them")
    rows = [
        Row(
            key=place_key(one.pk),
            name=one.name,
            parent=place_key(one.parent_id) if one.parent_id else None,
            place_id=one.pk,
            code=one.code,
        )
        for one in places
    ]
    rows += [
        Row(building_key(pk), name, place_key(place_id), place_id, pk)
        for pk, name, place_id in buildings.order_by("name_sort", "pk").values_list(
            "pk", "name", "place_id"
        )
    ]
    rows.append(Row(UNMATCHED, UNPLACED, None, None))
    return {row.key: row for row in rows}


def month_cells(
    parents: Mapping[str, str | None],
    amounts: Iterable[Amount],
    declared: Iterable[TaxCell],
    latest: int,
) -> list[Month]:
    months, so_far = [_Sums() for _ in range(latest)], _Sums()
    columns = []
    for number, sums in enumerate(months, start=1):
        for amount in (one for one in amounts if one.month.month == number):
            for row in _upwards(parents, _row_of(amount.building_id)):
                for into in (sums, so_far):
                    into.named[row][amount.payer] += amount.yuan
        for told in (one for one in declared if one.month.month == number):
            for row in _upwards(parents, building_key(told.building_id)):
                sums.declared[row][told.building_id] = _declared(told)
                before = so_far.declared[row].get(told.building_id)
                so_far.declared[row][told.building_id] = _added(before, _declared(told))
        columns.append(Month(sums.cells(), so_far.cells()))
    return columns


def _row_of(building_id: int | None) -> str:
    return UNMATCHED if building_id is None else building_key(building_id)


def _upwards(parents: Mapping[str, str | None], row: str) -> Iterable[str]:
    at: str | None = row
    while at is not None:
        yield at
        at = parents[at]


def _declared(told: TaxCell) -> Cell:
    """Without shares the whole is taken for one payer's: the worst that can be."""
    if told.largest is None or told.two_largest is None:
        return Cell(told.yuan, told.payers, (told.yuan, ZERO))
    return Cell(told.yuan, told.payers, (told.largest, told.two_largest - told.largest))


def _added(before: Cell | None, month: Cell) -> Cell:
    """The same building since January: as many payers as in its fullest month, at the least."""
    if before is None:
        return month
    largest = tuple(a + b for a, b in zip(before.largest, month.largest, strict=True))
    return Cell(before.value + month.value, max(before.contributors, month.contributors), largest)
