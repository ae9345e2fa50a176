"""税收表的显示: the rows and months a reader asked for, with what is said of their coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from louyu.engines.disclosure import HIDDEN, Key, few
from louyu.registers.taxation.readers import Reader
from louyu.registers.taxation.record import Records, Withheld
from louyu.registers.taxation.years import UNMATCHED, Row, TaxYear, place_key

UNREPORTED = "未报送"
PER_UNIT = Decimal(10_000)  # 万元


@dataclass(frozen=True)
class Entry:
    """One printed amount in 万元, or the word that stands in its place."""

    period: str
    number: Decimal | None
    word: str = ""

    @property
    def text(self) -> str:
        return self.word if self.number is None else f"{self.number:,}"

    @property
    def is_hidden(self) -> bool:
        return self.word == HIDDEN


@dataclass(frozen=True)
class Line:
    row: Row
    entries: list[Entry]


@dataclass(frozen=True)
class Coverage:
    """How much of what is shown is known by payer and by building; counts are printed with care."""

    payers: str
    matched: str
    named: int
    declared: int
    buildings: int

    @property
    def silent(self) -> int:
        return self.buildings - self.named - self.declared


@dataclass(frozen=True)
class Display:
    """A cut of the one table: the row asked for and the rows below it."""

    tax: TaxYear
    reader: Reader
    records: Records
    row: Row

    @property
    def months(self) -> range:
        return range(len(self.tax.table.months))

    @cached_property
    def headings(self) -> list[str]:
        """None while no month of the year has been delivered."""
        months = [f"{month + 1}月" for month in self.months]
        return [*months, self.whole] if months else []

    @property
    def whole(self) -> str:
        return f"1–{len(self.months)}月累计" if len(self.months) > 1 else "1月累计"

    @cached_property
    def total(self) -> Line:
        return self.line(self.row)

    @property
    def latest(self) -> list[Entry]:
        """The last month and the sum since January."""
        return self.total.entries[-2:]

    @cached_property
    def lines(self) -> list[Line]:
        """Places and buildings below the row; beside the district what no building is known of."""
        rows = self.tax.children.get(self.row.key, [])
        if self._is_only_district and self.reader.areas is None:
            rows = [*rows, self.tax.rows[UNMATCHED]]
        return [self.line(row) for row in rows if self._is_listed(row)]

    @property
    def _is_only_district(self) -> bool:
        roots = [row for row in self.tax.children[None] if row.key != UNMATCHED]
        return roots == [self.row]

    def _is_listed(self, row: Row) -> bool:
        known = self.tax.table.months and self.tax.cell(Key(row.key, len(self.months) - 1, True))
        return row.building_id is not None or row.key in self.tax.children or bool(known)

    def line(self, row: Row) -> Line:
        keys = [Key(row.key, month) for month in self.months]
        keys += [Key(row.key, month, so_far=True) for month in self.months[-1:]]
        return Line(
            row, [self._entry(key, name) for key, name in zip(keys, self.headings, strict=True)]
        )

    def _entry(self, key: Key, period: str) -> Entry:
        cell = self.tax.cell(key)
        if word := self._withheld(key):
            return Entry(period, None, word)
        if cell is None:
            return Entry(period, None, UNREPORTED)
        if not self.reader.exact and self.tax.protected[key].reason:
            return Entry(period, None, HIDDEN)
        number = (cell.value / PER_UNIT).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return Entry(period, number)

    def _withheld(self, key: Key) -> str:
        """A sum is withheld with any of its months."""
        months = range(key.month + 1) if key.so_far else (key.month,)
        return next((word for m in months if (word := self._words.get(m + 1))), "")

    @cached_property
    def _words(self) -> Mapping[int, str]:
        return self.records.words(self.tax.year)

    @cached_property
    def withheld(self) -> list[Withheld]:
        return self.records.of_year(self.tax.year)

    @property
    def hides(self) -> bool:
        """Whether the reader is told why there are words instead of amounts."""
        return any(e.is_hidden for one in [*self.lines, self.total] for e in one.entries)

    @cached_property
    def coverage(self) -> Coverage:
        buildings = {row.building_id for row in self._leaves(self.row) if row.building_id}
        whole = self.reader.areas is None and self.row.parent is None
        within = [
            one
            for one in self.tax.amounts
            if one.month.month not in self._words
            and (one.building_id in buildings or (whole and one.building_id is None))
        ]
        named = {one.building_id for one in within} & buildings
        totals = (one for one in self.tax.declared if one.month.month not in self._words)
        declared = {one.building_id for one in totals} & buildings
        return Coverage(
            payers=few(len({one.payer for one in within})),
            matched=few(len({one.payer for one in within if one.building_id})),
            named=len(named),
            declared=len(declared - named),
            buildings=len(buildings),
        )

    def _leaves(self, row: Row) -> Iterable[Row]:
        below = self.tax.children.get(row.key, [])
        return [leaf for one in below for leaf in self._leaves(one)] if below else [row]


def display(tax: TaxYear, reader: Reader, records: Records, place_id: int) -> Display:
    return Display(tax, reader, records, tax.rows[place_key(place_id)])
