"""攻击者: bounds of every hidden cell by linear programming over everything that is shown.

It knows that nobody pays less than nothing and which rows and months add up.
"""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linprog

from louyu.engines.disclosure import Key, Shown, Table

Bounds = dict[Key, tuple[float, float]]


def _coefficients(table: Table, key: Key, at: Mapping[tuple[str, int], int]) -> np.ndarray:
    """The cell as a sum of unknowns, which are the amounts of the lowest rows by month."""
    row = np.zeros(len(at))
    months = range(key.month + 1) if key.so_far else (key.month,)
    for leaf, month in at:
        above: str | None = leaf
        while above is not None and above != key.row:
            above = table.parents[above]
        if above is not None and month in months:
            row[at[leaf, month]] = 1
    return row


def attack(table: Table, shown: Mapping[Key, Shown]) -> Bounds:
    inner = set(table.parents.values())
    leaves = [row for row in table.parents if row not in inner]
    unknowns = [(leaf, month) for leaf in leaves for month in range(len(table.months))]
    at = {unknown: n for n, unknown in enumerate(unknowns)}
    known = {key: one.value for key, one in shown.items() if one.value is not None}
    rows = [_coefficients(table, key, at) for key in known]
    equal = {"A_eq": np.array(rows), "b_eq": [float(v) for v in known.values()]} if rows else {}
    bounds: Bounds = {}
    for key in shown.keys() - known.keys():
        aim = _coefficients(table, key, at)
        low, high = linprog(aim, **equal), linprog(-aim, **equal)
        bounds[key] = (low.fun, -high.fun if high.status == 0 else float("inf"))
    return bounds
