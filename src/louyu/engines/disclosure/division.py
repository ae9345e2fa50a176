"""二分计数: how many of a whole everybody can count are of one kind, and which rows may tell it.

Who reads the table knows the whole of every row, and which names are in it. So a row tells what
single names are when either side is small, nought included: all of them, or none, says it of each.
A hidden row must not follow from the shown ones either: rows add up to the row they name.

What is shown cuts the tree: the lowest rows below a shown row that no shown row lies between add up
to a known rest, and beyond that each may be anything from none to its whole. How far a hidden row
is told is worked out exactly from that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from louyu.engines.disclosure.cells import Rules


class Division(NamedTuple):
    """Of the `whole`, which the reader knows, `part` are of the kind that is asked about."""

    whole: int
    part: int

    def plus(self, other: Division) -> Division:
        return Division(self.whole + other.whole, self.part + other.part)


def untold(
    parents: Mapping[str, str | None],
    leaves: Mapping[str, Division],
    rules: Rules | None = None,
) -> frozenset[str]:
    """Rows of which neither side is printed. `parents` names every row; `leaves` the lowest."""
    return frozenset(_Hiding(parents, leaves, (rules or Rules()).minimum).run())


class _Hiding:
    def __init__(
        self,
        parents: Mapping[str, str | None],
        leaves: Mapping[str, Division],
        minimum: int,
    ) -> None:
        self.parents, self.minimum = parents, minimum
        self.rows: dict[str, Division] = dict.fromkeys(parents, Division(0, 0))
        for leaf, told in leaves.items():
            for row in self._upwards(leaf):
                self.rows[row] = self.rows[row].plus(told)
        self.sensitive = {row for row, told in self.rows.items() if self._is_sensitive(told)}
        self.hidden = set(self.sensitive)

    def _is_sensitive(self, told: Division) -> bool:
        return told.whole > 0 and min(told.part, told.whole - told.part) < self.minimum

    def _upwards(self, row: str) -> Iterator[str]:
        at: str | None = row
        while at is not None:
            yield at
            at = self.parents[at]

    @cached_property
    def _below(self) -> Mapping[str | None, list[str]]:
        found: dict[str | None, list[str]] = defaultdict(list)
        for row, above in self.parents.items():
            found[above].append(row)
        return found

    def run(self) -> set[str]:
        """Every step hides one more row; where all are hidden nothing is told."""
        waiting = sorted(self.hidden, key=lambda row: (self.rows[row].whole, row))
        while waiting:
            row = waiting[-1]
            if self._is_safe(row):
                waiting.pop()
                continue
            more = self._next(row)
            self.hidden.add(more)
            waiting.append(more)
        # What was hidden later moves no bound closer: a row that was safe stays so.
        return self.hidden

    def _is_safe(self, row: str) -> bool:
        """A sensitive row could be anything from few to many; no hidden row is one number."""
        low, high = self._bounds(row)
        whole = self.rows[row].whole
        if row not in self.sensitive:
            return high > low
        wide = high - low >= min(whole, self.minimum)
        small = whole < 2 * self.minimum
        return wide and (small or (high >= self.minimum and low <= whole - self.minimum))

    def _bounds(self, row: str) -> tuple[int, int]:
        """The least and the most that agree with everything shown."""
        known, inside = self._open_under(row)
        edge = self._edge(row)
        if edge in self.hidden:
            return known, known + inside.whole
        _, around = self._open_under(edge)
        outside = around.whole - inside.whole
        return known + max(0, around.part - outside), known + min(inside.whole, around.part)

    def _edge(self, row: str) -> str:
        """The lowest shown row above, or the highest where none is shown."""
        edge = row
        for edge in self._upwards(row):
            if edge not in self.hidden:
                break
        return edge

    def _open_under(self, row: str) -> tuple[int, Division]:
        """Below the row: the sum of what is shown, and the lowest rows no shown row covers."""
        if not self._below[row]:
            return 0, self.rows[row]
        known, still_open = 0, Division(0, 0)
        for below in self._below[row]:
            if below not in self.hidden:
                known += self.rows[below].part
                continue
            shown, rest = self._open_under(below)
            known, still_open = known + shown, still_open.plus(rest)
        return known, still_open

    def _next(self, row: str) -> str:
        """The row to hide beside it: below it where that is what it lacks, else near, else above.

        The fewest names first; the number of names is public, so that the choice tells nothing.
        """
        edge = self._edge(row)
        _, inside = self._open_under(row)
        found = list(self._shown_under(row)) if inside.whole < self.minimum else []
        found = found or list(self._shown_under(edge)) or [edge]
        return min(found, key=lambda one: (self.rows[one].whole, one))

    def _shown_under(self, row: str) -> Iterator[str]:
        """Shown rows with something in them that the tree is cut at below this one."""
        for below in self._below[row]:
            if below in self.hidden:
                yield from self._shown_under(below)
            elif self.rows[below].whole:
                yield below
