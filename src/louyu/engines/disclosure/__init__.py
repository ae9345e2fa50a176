"""披露控制: which totals may be shown without telling what a single contributor gave.

Knows cells, rows that add up and months; who may read exact figures belongs to the registers.
"""

from louyu.engines.disclosure.bands import band, few
from louyu.engines.disclosure.cells import HIDDEN, Cell, Key, Month, Reason, Rules, Shown, Table
from louyu.engines.disclosure.division import Division, untold
from louyu.engines.disclosure.protection import protect

__all__ = [
    "HIDDEN",
    "Cell",
    "Division",
    "Key",
    "Month",
    "Reason",
    "Rules",
    "Shown",
    "Table",
    "band",
    "few",
    "protect",
    "untold",
]
