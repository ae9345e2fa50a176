"""隔离标准: from which difference on a file is held for a person to look at; dated.

Where they come from: months of a district's tax ledgers differ by a third at most in their number
of payers, and threefold in their sums when quarterly taxes fall due; a slip of a decimal point is
tenfold. A file held in vain costs one look, a wrong one that counts costs a correction.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Thresholds:
    """Shares of one, or times; compared with the last file of the same source that was taken."""

    since: date
    fewest_rows: float = 0.7
    most_rows: float = 3.0
    # Sum or median of a column, per month: ten times is far beyond it, three times is not.
    times: float = 5.0
    # Lines that cannot be taken.
    refused: float = 0.02
    # Lines that are another line once more.
    duplicated: float = 0.01
    # Lines for each payer, building or place against the last file.
    crowded: float = 1.5
    # Of the keys sampled last time, those that must occur again.
    known_keys: float = 0.5
    # A column that was full and is empty now: the shares that mean so.
    full: float = 0.8
    empty: float = 0.2
    # Cells with signs no encoding has.
    broken_cells: float = 0.001
    # Days after the due day from which a file is late enough to be looked at.
    late_days: int = 10


TABLE = (Thresholds(since=date(2026, 1, 1)),)


def in_force(day: date) -> Thresholds:
    """The earliest for days before it."""
    begun = [row for row in TABLE if row.since <= day]
    return begun[-1] if begun else TABLE[0]
