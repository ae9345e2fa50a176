"""抑制: hides amounts until every hidden one could as well be a tenth more or less.

A hidden amount is safe when there is another table that agrees with everything shown and differs
in it by the margin. Such tables are made by *shifts*: an amount moves from one lowest row to
another in one month, which changes the two rows, the rows above them up to where they meet, and the
sums since January until a later month moves it back. All cells that a shift changes must be hidden.
The shifts through one amount together never exceed it, so each of them may be made in either
direction whatever the others do: what they add up to is how far the amount is protected.

Months are taken in their order and what an earlier month showed stays shown, because its readers
keep it: a year's table never gives away later what it hid before. Of a sum since January only the
part can be protected that has come since it was shown last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from louyu.engines.disclosure.cells import NOTHING, Cell, Key, Reason, Rules, Shown, Table

ZERO = Decimal(0)
Rows = frozenset[str]


def protect(table: Table, rules: Rules | None = None) -> dict[Key, Shown]:
    """Every cell of the table, with its value or the reason why it is hidden."""
    return _Protection(table, rules or Rules()).shown()


@dataclass(frozen=True)
class _Shift:
    """Rows whose values an amount changes, in one month and since January."""

    rows: Rows
    amount: Decimal


class _Protection:
    def __init__(self, table: Table, rules: Rules) -> None:
        self.table, self.rules = table, rules
        self.hidden: dict[Key, Reason] = {}
        self.load: Counter[Key] = Counter()
        self.open: list[_Shift] = []
        self.leaves = _leaves(table)

    def shown(self) -> dict[Key, Shown]:
        for month in range(len(self.table.months)):
            self._hide_sensitive(month)
            self._carry_on(month)
            self._cover(month)
        return {key: self._shown(key) for key in self._keys()}

    def _shown(self, key: Key) -> Shown:
        reason = self.hidden.get(key)
        return Shown(None if reason else self._cell(key).value, reason)

    def _keys(self) -> Iterator[Key]:
        for month in range(len(self.table.months)):
            for row in self.table.parents:
                yield Key(row, month)
                yield Key(row, month, so_far=True)

    def _cell(self, key: Key) -> Cell:
        month = self.table.months[key.month]
        return (month.so_far if key.so_far else month.amounts).get(key.row, NOTHING)

    def _room(self, key: Key) -> Decimal:
        """How much more may be shifted through this amount."""
        return abs(self._cell(key).value) - self.load[key]

    def _need(self, key: Key) -> Decimal:
        """How much must still be shifted through this amount, were it hidden."""
        return max(ZERO, self.rules.margin * abs(self._cell(key).value) - self.load[key])

    def _hide(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self.hidden.setdefault(key, Reason.SECONDARY)

    def _hide_sensitive(self, month: int) -> None:
        for row in self.table.parents:
            amount, sums = Key(row, month), Key(row, month, so_far=True)
            for key in (amount, sums):
                if self.rules.sensitive(self._cell(key)):
                    self.hidden[key] = Reason.PRIMARY
            # A sum shown until last month and this month's amount would give this month's sum.
            if sums in self.hidden and Key(row, month - 1, so_far=True) not in self.hidden:
                self._hide([amount])

    def _carry_on(self, month: int) -> None:
        """What was shifted before moves back in this month, or stays in the sums since January."""
        returning, self.open = self.open, []
        while stuck := self._stuck(returning, month):
            self.open += stuck
            returning = [shift for shift in returning if shift not in stuck]
            for shift in stuck:
                self._hide(Key(row, month, so_far=True) for row in shift.rows)
        for shift in returning:
            self._shift(shift, month)

    def _stuck(self, returning: list[_Shift], month: int) -> list[_Shift]:
        """Those with a row whose sum stays hidden, or whose amount cannot take what returns."""
        total: Counter[str] = Counter()
        for shift in returning:
            total.update(dict.fromkeys(shift.rows, shift.amount))
        blocked = {
            row
            for row, amount in total.items()
            if Key(row, month, so_far=True) in self.hidden
            or not self._need(Key(row, month)) <= amount <= self._room(Key(row, month))
        }
        return [shift for shift in returning if shift.rows & blocked]

    def _shift(self, shift: _Shift, month: int) -> None:
        keys = [Key(row, month) for row in shift.rows]
        self._hide(keys)
        self.load.update(dict.fromkeys(keys, shift.amount))

    def _cover(self, month: int) -> None:
        while waiting := [key for key in self._hidden_amounts(month) if self._need(key)]:
            shift = self._shift_through(max(waiting, key=self._need))
            self._shift(shift, month)
            self._hide(Key(row, month, so_far=True) for row in shift.rows)
            self.open.append(shift)

    def _hidden_amounts(self, month: int) -> Iterator[Key]:
        return (key for row in self.table.parents if (key := Key(row, month)) in self.hidden)

    def _shift_through(self, key: Key) -> _Shift:
        """The one that hides least, with a row as near as possible.

        Where nobody near or far can take the amount it comes from outside the table: then the row
        and everything above it is hidden, for which there is always room.
        """
        own = max(self.leaves[key.row], key=lambda leaf: self._room(Key(leaf, key.month)))
        least = min(self._need(key), self._room(Key(own, key.month)) / 2)
        for others in self._circles(own):
            shifts = (self._between(own, other, key) for other in others)
            found = [shift for shift in shifts if shift and shift.amount >= least]
            if found:
                return min(found, key=lambda shift: self._loss(shift, key.month))
        return self._sized(frozenset(self._upwards(own)), key.month)

    def _circles(self, own: str) -> Iterator[list[str]]:
        """Lowest rows below the row above, then below the one above that, and so on."""
        seen = {own}
        for above in self._upwards(own):
            yield [leaf for leaf in self.leaves[above] if leaf not in seen]
            seen |= set(self.leaves[above])

    def _between(self, own: str, other: str, key: Key) -> _Shift | None:
        rows = frozenset(self._upwards(own)) ^ frozenset(self._upwards(other))
        if key.row not in rows or self._tells_together(own, other, key.month):
            return None
        return self._sized(rows, key.month)

    def _tells_together(self, own: str, other: str, month: int) -> bool:
        """The sum of two hidden rows may be known: one of two contributors would know the other."""
        return self.rules.sensitive(
            self._cell(Key(own, month)).beside(self._cell(Key(other, month)))
        )

    def _sized(self, rows: Rows, month: int) -> _Shift:
        """As much as protects all the rows it hides, leaving half of the room to others."""
        keys = [Key(row, month) for row in rows]
        room = min(self._room(key) for key in keys)
        return _Shift(rows, min(room, max(room / 2, *(self._need(key) for key in keys))))

    def _loss(self, shift: _Shift, month: int) -> tuple[int, Decimal]:
        """Cells newly hidden and cells that would need more than this, then what they add up to."""
        amounts = [Key(row, month) for row in shift.rows]
        sums = [key._replace(so_far=True) for key in amounts]
        new = [key for key in amounts + sums if key not in self.hidden]
        short = sum(self._need(key) > shift.amount for key in amounts)
        return len(new) + short, sum((abs(self._cell(key).value) for key in new), ZERO)

    def _upwards(self, row: str) -> Iterator[str]:
        at: str | None = row
        while at is not None:
            yield at
            at = self.table.parents[at]


def _leaves(table: Table) -> dict[str, list[str]]:
    """The lowest rows below each row, a lowest row below itself."""
    inner = set(table.parents.values())
    found: dict[str, list[str]] = {row: [] for row in table.parents}
    for leaf in table.parents:
        at: str | None = None if leaf in inner else leaf
        while at is not None:
            found[at].append(leaf)
            at = table.parents[at]
    return found
