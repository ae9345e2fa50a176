"""统一社会信用代码: equal valid codes are one body; different valid codes are two."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from stdnum.cn import uscc

from louyu.engines.linkage.columns import plain
from louyu.engines.linkage.comparing import Levels, edits, stepped

STEPS = ("相同", "只差一两位", "后九位相同", "不同")


def written(codes: pl.Series) -> pl.Series:
    """Upper case; I, O, S and Z, which no code holds, are read as 1, 0, 5 and 2."""
    tight = plain(codes).str.replace_all(r"[^a-z0-9]", "").str.to_uppercase()
    for wrong, meant in (("I", "1"), ("O", "0"), ("S", "5"), ("Z", "2")):
        tight = tight.str.replace_all(wrong, meant)
    return tight.set(tight == "", None)


def valid(codes: pl.Series) -> NDArray[np.bool_]:
    """18 characters with a right check digit, of codes written alike; each is looked at once."""
    distinct = codes.drop_nulls().unique()
    good = {code for code in distinct if len(code) == 18 and uscc.is_valid(code)}
    return np.array([code in good for code in codes], dtype=bool)


def measure(one: pl.Series, two: pl.Series) -> Levels:
    """How near two different codes are: one was mistyped, or its district was."""
    tails = (one.str.tail(9) == two.str.tail(9)).to_numpy() & (one.str.len_chars() >= 15).to_numpy()
    return stepped([edits(one, two) <= 2, tails])
