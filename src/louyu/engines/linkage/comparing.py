"""比较: how alike two values are, in a few named steps. What a step is worth is the model's.

Distances count characters, never bytes: 烟台 and 烟合 differ in one of two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from louyu.engines.linkage.columns import Kind
from louyu.engines.linkage.keys import words

Rows = NDArray[np.int64]
Levels = NDArray[np.int8]
Measure = Callable[[pl.Series, pl.Series], Levels]
Truths = NDArray[np.bool_]
MISSING = -1
WORKERS = 2
TEXT_STEPS = (
    0.95,
    0.9,
    0.85,
    0.8,
    0.75,
    0.7,
    0.65,
    0.6,
    0.55,
    0.5,
    0.45,
    0.4,
    0.35,
    0.3,
    0.25,
    0.2,
    0.15,
    0.1,
    0.05,
)


@dataclass(frozen=True)
class Comparison:
    """One column of both files. Values are numbered: equal numbers, equal values; -1 is none.

    `steps`: names of the levels from "the same" (0) to "different" (last).
    """

    name: str
    steps: tuple[str, ...]
    left: Rows
    right: Rows
    values: pl.Series
    measure: Measure
    rare_tells: bool = True
    # Heard only where this one is not the same: the parts of a name that is equal as a whole.
    whole: Comparison | None = None

    def levels(self, left: Rows, right: Rows) -> Levels:
        """The level of each pair of rows; each pair of values is measured once."""
        one, two = self.left[left], self.right[right]
        known = (one >= 0) & (two >= 0)
        found = np.full(len(one), MISSING, dtype=np.int8)
        found[known & (one == two)] = 0
        differ = np.flatnonzero(known & (one != two))
        if len(differ):
            pairs, back = np.unique(
                one[differ] * len(self.values) + two[differ], return_inverse=True
            )
            first, second = np.divmod(pairs, len(self.values))
            found[differ] = self.measure(self.values[first], self.values[second])[back]
        if self.whole is not None:
            ones, twos = self.whole.left[left], self.whole.right[right]
            found[(ones >= 0) & (ones == twos)] = MISSING
        return found

    def same_by_chance(self, *, within: bool) -> float:
        """Share of all pairs of known values that are equal, counted, not sampled.

        `within` one file no row meets itself.
        """
        one, two = self._counts(self.left), self._counts(self.right)
        itself = one.sum() if within else 0.0
        known = one.sum() * two.sum() - itself
        return float(((one * two).sum() - itself) / known) if known else 0.0

    def held(self, right: Rows) -> NDArray[np.float64]:
        """How many rows of the right file hold the value of each of these."""
        return self._counts(self.right)[np.maximum(self.right[right], 0)]

    def _counts(self, rows: Rows) -> NDArray[np.float64]:
        return np.bincount(rows[rows >= 0], minlength=len(self.values)).astype(np.float64)


def numbered(left: pl.Series, right: pl.Series) -> tuple[Rows, Rows, pl.Series]:
    """Distinct values of both sides, and which of them each row holds."""
    both = pl.concat([left, right])
    distinct = both.drop_nulls().unique(maintain_order=True).alias("value")
    index = pl.DataFrame({"value": distinct, "at": np.arange(len(distinct), dtype=np.int64)})
    at = pl.DataFrame({"value": both}).join(index, on="value", how="left", maintain_order="left")
    rows = at["at"].fill_null(MISSING).to_numpy()
    return rows[: len(left)], rows[len(left) :], distinct


def comparison(name: str, kind: Kind, left: pl.Series, right: pl.Series) -> Comparison:
    """The usual comparison of a column of this kind, written alike before."""
    one, two, values = numbered(left, right)
    steps, measure = _USUAL[kind]
    if kind is Kind.TEXT:
        measure = Texts(values)
    return Comparison(name, steps, one, two, values, measure, rare_tells=kind is not Kind.NUMBER)


def edits(one: pl.Series, two: pl.Series, *, cutoff: int = 3) -> NDArray[np.int64]:
    """Characters to change, insert, drop or swap; above `cutoff` any larger number."""
    return np.asarray(
        cpdist(
            one.to_list(), two.to_list(), scorer=OSA.distance, score_cutoff=cutoff, workers=WORKERS
        ),
        dtype=np.int64,
    )


def likeness(one: pl.Series, two: pl.Series) -> NDArray[np.float64]:
    """Jaro-Winkler, 0 to 1."""
    return np.asarray(
        cpdist(one.to_list(), two.to_list(), scorer=JaroWinkler.similarity, workers=WORKERS),
        dtype=np.float64,
    )


def stepped(conditions: Sequence[Truths]) -> Levels:
    """Level 1 where the first condition holds, 2 where the second does, …, else the last."""
    return np.select(list(conditions), range(1, len(conditions) + 1), len(conditions) + 1).astype(
        np.int8
    )


def _codes(one: pl.Series, two: pl.Series) -> Levels:
    short = np.minimum(one.str.len_chars().to_numpy(), two.str.len_chars().to_numpy())
    apart = edits(one, two)
    return stepped([(apart <= 1) & (short >= 3), (apart <= 2) & (short >= 6)])


def _names(one: pl.Series, two: pl.Series) -> Levels:
    short = np.minimum(one.str.len_chars().to_numpy(), two.str.len_chars().to_numpy())
    like, apart = likeness(one, two), edits(one, two)
    near = ((apart <= 1) & (short >= 4)) | (like >= 0.95)
    return stepped([near, like >= 0.88, like >= 0.75])


def _dates(one: pl.Series, two: pl.Series) -> Levels:
    apart = edits(one, two)
    year, month, day = (
        (one.str.slice(at, size) == two.str.slice(at, size)).to_numpy()
        for at, size in ((0, 4), (4, 2), (6, 2))
    )
    two_same = year.astype(int) + month.astype(int) + day.astype(int) == 2
    return stepped([apart <= 1, two_same, year])


def _amounts(one: pl.Series, two: pl.Series) -> Levels:
    first = one.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    second = two.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    largest = np.maximum(np.maximum(np.abs(first), np.abs(second)), 1e-9)
    apart = np.abs(first - second) / largest
    return stepped([apart <= 0.02, apart <= 0.1, apart <= 0.3])


class Texts:
    """Texts by their words: shared rare words count more (cosine of inverse frequencies)."""

    def __init__(self, values: pl.Series) -> None:
        held = words(values)
        often = held.group_by("key").len("n")
        held = held.join(often, on="key").with_columns(
            weight=(np.log(len(values) + 1) - pl.col("n").cast(pl.Float64).log())
        )
        length = (pl.col("weight").pow(2).sum().over("row").sqrt()).clip(1e-9)
        self.words = held.select("row", "key", weight=pl.col("weight") / length)
        self.at = pl.DataFrame({"value": values, "row": np.arange(len(values), dtype=np.uint32)})

    def __call__(self, one: pl.Series, two: pl.Series) -> Levels:
        like = self.cosine(one, two)
        typo = np.asarray(edits(one, two) <= 2) & (one.str.len_chars().to_numpy() >= 12)
        like = np.where(typo, 1.0, like)
        return stepped([like >= step for step in TEXT_STEPS])

    def cosine(self, one: pl.Series, two: pl.Series) -> NDArray[np.float64]:
        pairs = pl.DataFrame({"one": one, "two": two}).with_row_index("pair")
        pairs = pairs.join(self.at.rename({"value": "one", "row": "l"}), on="one")
        pairs = pairs.join(self.at.rename({"value": "two", "row": "r"}), on="two").select(
            "pair", "l", "r"
        )
        shared = pairs.join(self.words.rename({"row": "l"}), on="l")
        shared = shared.join(self.words.rename({"row": "r"}), on=["r", "key"])
        summed = shared.group_by("pair").agg((pl.col("weight") * pl.col("weight_right")).sum())
        found = np.zeros(len(one))
        found[summed["pair"].to_numpy()] = summed["weight"].to_numpy()
        return found


_USUAL: dict[Kind, tuple[tuple[str, ...], Measure]] = {
    Kind.CODE: (("相同", "差一个字符", "差两个字符", "不同"), _codes),
    Kind.NAME: (("相同", "几乎相同", "相近", "略像", "不同"), _names),
    Kind.DATE: (("相同", "差一位", "年月日中两项相同", "同年", "不同"), _dates),
    Kind.NUMBER: (("相同", "相差不到2%", "相差不到10%", "相差不到30%", "不同"), _amounts),
    Kind.TEXT: (
        ("相同", *(f"相似度 {step:.2f} 以上" for step in TEXT_STEPS), "不同"),
        _codes,
    ),
}
