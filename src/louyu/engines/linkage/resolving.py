"""定案: which scored pairs are taken, asked about or dropped; each row has one partner."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from louyu.engines.linkage.model import Floats, Pairs

# Above this share of right rows with several sure partners, the left file repeats things.
REPEATS = 0.2


class Decision(StrEnum):
    ACCEPT = "accept"
    ASK = "ask"


def accept_above(belief: Floats) -> float:
    """The threshold at which the expected F1 of what is taken is highest, within reason.

    Expected: a pair believed with 0.8 is four fifths of a true one. Beliefs are rather too low
    than too high, as weights are shrunk; hence not above 0.35.
    """
    ordered = np.sort(belief)[::-1]
    if not len(ordered):
        return 0.5
    taken = np.arange(1, len(ordered) + 1)
    gain = 2 * np.cumsum(ordered) / (taken + ordered.sum())
    return float(np.clip(ordered[int(np.argmax(gain))], 0.2, 0.35))


def accept_surely(belief: Floats, precision: float = 0.995) -> float:
    """The lowest threshold at which what is taken is expected to be right that often.

    A wrong pair of companies costs more than a question: never below one half.
    """
    ordered = np.sort(belief[belief >= 0.5])[::-1]
    if not len(ordered):
        return 0.5
    right = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    good = np.flatnonzero(right >= precision)
    return float(ordered[good[-1]]) if len(good) else 0.95


def repeats(belief: Floats, pairs: Pairs) -> bool:
    """Whether many right rows have several sure partners: the left file repeats its things."""
    surely = np.bincount(pairs.right[belief >= 0.9])
    return bool((surely > 1).sum() > REPEATS * max((surely > 0).sum(), 1))


def rivals(belief: Floats, pairs: Pairs) -> NDArray[np.int64]:
    """How many other candidates of the same left row are worth a look."""
    near = belief >= 0.2
    return (np.bincount(pairs.left, weights=near)[pairs.left] - near).astype(np.int64)


def one_to_one(
    belief: Floats, pairs: Pairs, *, ask: float, many: NDArray[np.int64] | None
) -> NDArray[np.bool_]:
    """The pairs kept, best first: a left row once; a right row once, unless by equal left rows.

    `many`: a number for each left row, equal for rows of one thing (a tenant on two floors);
    None: any number of left rows may share a right row.
    """
    kept = np.zeros(len(belief), dtype=bool)
    lefts: set[int] = set()
    rights: dict[int, int] = {}
    order = np.argsort(-belief, kind="stable")
    for at in order[belief[order] >= ask]:
        left, right = int(pairs.left[at]), int(pairs.right[at])
        if left in lefts:
            continue
        group = -1 if many is None else int(many[left])
        if rights.setdefault(right, group) != group:
            continue
        lefts.add(left)
        kept[at] = True
    return kept
