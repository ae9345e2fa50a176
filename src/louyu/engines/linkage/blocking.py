"""候选: which pairs are looked at. Pairs of every rule are counted, and capped, before any is made.

Nothing is compared here: a key that both rows hold makes a pair, rarer keys weigh more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

PAIRS = pl.Schema({"l": pl.UInt32, "r": pl.UInt32, "weight": pl.Float32})


@dataclass(frozen=True)
class Rule:
    """Rows of both sides with their keys: columns `row` (unsigned) and `key` (any one type)."""

    name: str
    left: pl.DataFrame
    right: pl.DataFrame


@dataclass(frozen=True)
class Counted:
    """What a rule would make, and what of it is made: the rarest keys under the cap."""

    name: str
    pairs: int
    made: int
    keys: int
    keys_left_out: int


def candidates(
    rules: Sequence[Rule], *, rows: int, cap: int, best: int, within: bool
) -> tuple[pl.DataFrame, list[Counted]]:
    """The `best` pairs of each left row: shared rare keys, by all that the right row could share.

    `rows` is the size of the right side, by which a key is rare; `within`: both sides are one
    file, and each pair is made once. `cap`: pairs of one rule.
    """
    counts, found, lengths = [], [PAIRS.to_frame()], []
    for rule in rules:
        keys, counted = _counted(rule, cap)
        counts.append(counted)
        if counted.made:
            rare = keys.select("key", weight=(math.log(rows + 1) - pl.col("nr").log()).pow(2))
            found.append(_made(rule, rare, within))
            lengths.append(rule.right.join(rare, on="key").select("row", "weight"))
    pairs = _summed(pl.concat(found), rows)
    if lengths:
        length = (
            pl.concat(lengths).group_by("row").agg(pl.col("weight").sum().sqrt().alias("length"))
        )
        pairs = pairs.join(length.rename({"row": "r"}), on="r")
        pairs = pairs.select("l", "r", weight=(pl.col("weight") / (pl.col("length") + 1e-6)))
    return _best(pairs, best, within).sort("l", "r"), counts


def _counted(rule: Rule, cap: int) -> tuple[pl.DataFrame, Counted]:
    left = rule.left.group_by("key").len("nl")
    right = rule.right.join(left.select("key"), on="key", how="semi").group_by("key").len("nr")
    keys = left.join(right, on="key").with_columns(
        pairs=pl.col("nl").cast(pl.Int64) * pl.col("nr").cast(pl.Int64)
    )
    keys = keys.sort("pairs", "key")
    kept = keys.filter(pl.col("pairs").cum_sum() <= cap)
    total, made = int(keys["pairs"].sum()), int(kept["pairs"].sum())
    return kept, Counted(rule.name, total, made, keys.height, keys.height - kept.height)


def _made(rule: Rule, rare: pl.DataFrame, within: bool) -> pl.DataFrame:
    left = rule.left.join(rare, on="key").rename({"row": "l"})
    pairs = left.join(rule.right.rename({"row": "r"}), on="key")
    if within:
        pairs = pairs.filter(pl.col("l") < pl.col("r"))
    return pairs.select("l", "r", pl.col("weight").cast(pl.Float32))


def _summed(pairs: pl.DataFrame, rows: int) -> pl.DataFrame:
    # One number for both rows: grouping by it takes a third of the time of grouping by two.
    packed = pl.col("l").cast(pl.UInt64) * rows + pl.col("r")
    summed = pairs.group_by(packed.alias("pair")).agg(pl.col("weight").sum())
    return summed.select(
        l=(pl.col("pair") // rows).cast(pl.UInt32),
        r=(pl.col("pair") % rows).cast(pl.UInt32),
        weight="weight",
    )


def _best(pairs: pl.DataFrame, best: int, within: bool) -> pl.DataFrame:
    kept = [_first(pairs, side, best) for side in (("l", "r") if within else ("l",))]
    return pl.concat(kept).unique(["l", "r"])


def _first(pairs: pl.DataFrame, side: str, best: int) -> pl.DataFrame:
    # Sums of floats differ by the order of threads: rounded, with the other row to break ties.
    other = "r" if side == "l" else "l"
    ordered = pairs.with_columns(pl.col("weight").round(3))
    ordered = ordered.sort(side, "weight", other, descending=[False, True, False])
    return ordered.filter(pl.int_range(pl.len()).over(side) < best)
