"""税收表的显示: the rows and months a reader asked for, with what is said of their coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from louyu.engines.disclosure import HIDDEN, Key, few
from louyu.registers.taxation.bases import BASES, FULL, Basis
from louyu.registers.taxation.readers import Reader
from louyu.registers.taxation.record import Records, Withheld
from louyu.registers.taxation.totals import Amount, TaxCell
from louyu.registers.taxation.years import UNMATCHED, Row, TaxYear, place_key

UNREPORTED = "未报送"
PER_UNIT = Decimal(10_000)  # 万元
APART = Decimal("0.1")  # by which two 口径 differ before both are told
# What was sent of the district in all: its buildings, and what is paid in none of them.
OVERALL = Row("overall", "全区来文合计", None, None)


def in_units(yuan: Decimal) -> Decimal:
    return (yuan / PER_UNIT).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Entry:
    """One amount in yuan, printed in 万元, or the word that stands in its place."""

    period: str
    yuan: Decimal | None
    word: str = ""

    @property
    def number(self) -> Decimal | None:
        return None if self.yuan is None else in_units(self.yuan)

    @property
    def text(self) -> str:
        return self.word if self.number is None else f"{self.number:,}"

    @property
    def is_hidden(self) -> bool:
        return self.word == HIDDEN


@dataclass(frozen=True)
class Contrast:
    """The sum since January on another 口径 than the one shown, in yuan, printed in 万元."""

    basis: Basis
    yuan: Decimal

    @property
    def text(self) -> str:
        return f"{in_units(self.yuan):,}"


@dataclass(frozen=True)
class Line:
    """`contrasts`: other 口径 of its last entry, where they differ by more than a tenth."""

    row: Row
    entries: list[Entry]
    contrasts: list[Contrast] = field(default_factory=list)


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
        """Places and buildings below the row; they add up to it."""
        rows = self.tax.children.get(self.row.key, [])
        return [self.line(row) for row in rows if self._is_listed(row)]

    @cached_property
    def apart(self) -> Line | None:
        """What is paid in no building known, beside the one district it is told for."""
        return self.line(self.tax.rows[UNMATCHED]) if self.tells_whole else None

    @cached_property
    def overall(self) -> Line | None:
        """Buildings and what stands apart from them; hidden where either is, or it would tell."""
        return self.line(OVERALL) if self.tells_whole else None

    @property
    def foot(self) -> list[Line]:
        return [line for line in (self.total, self.apart, self.overall) if line]

    @property
    def tells_whole(self) -> bool:
        roots = [row for row in self.tax.children[None] if row.key != UNMATCHED]
        return roots == [self.row] and self.reader.areas is None

    def _is_listed(self, row: Row) -> bool:
        known = self.tax.table.months and self.tax.cell(Key(row.key, len(self.months) - 1, True))
        return row.building_id is not None or row.key in self.tax.children or bool(known)

    def line(self, row: Row) -> Line:
        keys = [Key(row.key, month) for month in self.months]
        keys += [Key(row.key, month, so_far=True) for month in self.months[-1:]]
        entries = [self._entry(key, name) for key, name in zip(keys, self.headings, strict=True)]
        told = self.reader.exact and entries and entries[-1].yuan is not None
        return Line(row, entries, self._contrasts(keys[-1]) if told else [])

    def _contrasts(self, key: Key) -> list[Contrast]:
        """On the full 口径 every other, and on another the full one; equal sums once."""
        full, shown = self._sum(key, self.tax.payments.on(FULL)), self.tax.basis
        found: dict[Decimal, Contrast] = {}
        for basis in BASES[1:] if shown.is_full else (shown,):
            narrower = self._sum(key, self.tax.payments.on(basis))
            if abs(full - narrower) > APART * abs(full):
                told = Contrast(basis, narrower) if shown.is_full else Contrast(FULL, full)
                found.setdefault(told.yuan, told)
        return list(found.values())

    def _sum(self, key: Key, tax: TaxYear) -> Decimal:
        cells = [tax.cell(part) for part in self._parts(key)]
        return sum((cell.value for cell in cells if cell), Decimal(0))

    def _entry(self, key: Key, period: str) -> Entry:
        parts = self._parts(key)
        if word := self._withheld(key):
            return Entry(period, None, word)
        if not any(self.tax.cell(part) for part in parts):
            return Entry(period, None, UNREPORTED)
        if not self.reader.exact and any(self.tax.protected[part].reason for part in parts):
            return Entry(period, None, HIDDEN)
        return Entry(period, self._sum(key, self.tax))

    def _parts(self, key: Key) -> list[Key]:
        """Keys of the table: of all that was sent, its two parts."""
        if key.row != OVERALL.key:
            return [key]
        return [key._replace(row=row) for row in (self.row.key, UNMATCHED)]

    def _withheld(self, key: Key) -> str:
        """A sum is withheld with any of its months."""
        return self.word_of(range(1, key.month + 2) if key.so_far else (key.month + 1,))

    def word_of(self, months: Iterable[int]) -> str:
        """What is printed instead of a sum of these months of the year; "" where it is told."""
        return next((word for month in months if (word := self._words.get(month))), "")

    @property
    def withholds_sum(self) -> bool:
        """Whether a month since January is withheld: no sum of the others is told either."""
        return bool(self.word_of(range(1, len(self.months) + 1)))

    @cached_property
    def _words(self) -> Mapping[int, str]:
        return self.records.words(self.tax.year)

    @cached_property
    def withheld(self) -> list[Withheld]:
        return self.records.of_year(self.tax.year)

    @property
    def hides(self) -> bool:
        """Whether the reader is told why there are words instead of amounts."""
        return any(e.is_hidden for one in [*self.lines, *self.foot] for e in one.entries)

    @cached_property
    def coverage(self) -> Coverage:
        within, totals = self.covered
        buildings = self._buildings
        named = {one.building_id for one in within} & buildings
        declared = {one.building_id for one in totals}
        return Coverage(
            payers=few(len({one.payer for one in within})),
            matched=few(len({one.payer for one in within if one.building_id})),
            named=len(named),
            declared=len(declared - named),
            buildings=len(buildings),
        )

    @cached_property
    def covered(self) -> tuple[list[Amount], list[TaxCell]]:
        """Payments and totals of the months that are told, with those of no building if shown."""
        whole = self.reader.areas is None and self.row.parent is None
        amounts = [
            one
            for one in self.tax.amounts
            if one.month.month not in self._words
            and (one.building_id in self._buildings or (whole and one.building_id is None))
        ]
        totals = [one for one in self.tax.declared if one.month.month not in self._words]
        return amounts, [one for one in totals if one.building_id in self._buildings]

    @cached_property
    def _buildings(self) -> set[int]:
        return {row.building_id for row in self._leaves(self.row) if row.building_id}

    def _leaves(self, row: Row) -> Iterable[Row]:
        below = self.tax.children.get(row.key, [])
        return [leaf for one in below for leaf in self._leaves(one)] if below else [row]


def display(tax: TaxYear, reader: Reader, records: Records, place_id: int) -> Display:
    return Display(tax, reader, records, tax.rows[place_key(place_id)])
