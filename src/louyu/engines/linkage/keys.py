"""键: the words, pieces and whole values by which rows of a shared column find each other."""

from __future__ import annotations

import polars as pl

from louyu.engines.linkage.blocking import Rule
from louyu.engines.linkage.columns import Kind

_PIECES = {Kind.CODE, Kind.NAME}
# Pieces of three characters find misspelt values; in larger files nearly all of them are common.
MISSPELT = 200_000


def rules_of(name: str, kind: Kind, left: pl.Series, right: pl.Series) -> list[Rule]:
    """Whole values always; words of texts; pieces of what is misspelt."""
    made = [Rule(f"{name}:整值", keyed(left), keyed(right))]
    if kind in {Kind.NAME, Kind.TEXT}:
        made.append(Rule(f"{name}:词", words(left), words(right)))
    if kind in _PIECES and len(left) + len(right) <= MISSPELT:
        made.append(Rule(f"{name}:片段", _pieces(left), _pieces(right)))
    return [rule for rule in made if rule.left.height and rule.right.height]


def words(values: pl.Series) -> pl.DataFrame:
    """Each word of each row once; of Chinese, which has no spaces, two characters at a time.

    Model and part numbers are read with their hyphen and without, and with an end left out.
    """
    rows = _rows(values)
    latin = _all(rows, r"[a-z0-9\p{L}--\p{Han}]+")
    joined = _all(rows, r"[a-z0-9]+(?:[\-/.][a-z0-9]+)+").with_columns(
        pl.col("key").str.replace_all(r"[\-/.]", "")
    )
    mixed = pl.concat([latin, joined]).filter(
        pl.col("key").str.contains(r"\d") & pl.col("key").str.contains(r"[a-z]")
    )
    longer = mixed.filter(pl.col("key").str.len_chars() > 5)
    parts = [
        _all(mixed.rename({"key": "value"}), r"\d{3,}"),
        *(longer.with_columns(pl.col("key").str.slice(*cut)) for cut in ((0, 5), (1, 99))),
        longer.with_columns(pl.col("key").str.head(-1)),
    ]
    han = _slices(rows.select("row", key=pl.col("value").str.replace_all(r"\P{Han}", "")), size=2)
    return pl.concat([latin, joined, *parts, han]).unique()


def _all(rows: pl.DataFrame, pattern: str) -> pl.DataFrame:
    found = rows.select("row", key=pl.col("value").str.extract_all(pattern)).explode("key")
    return found.drop_nulls("key")


def keyed(values: pl.Series) -> pl.DataFrame:
    """Each row with its whole value as a key."""
    return _rows(values).rename({"value": "key"})


def _pieces(values: pl.Series) -> pl.DataFrame:
    padded = _rows(values).select("row", key=pl.lit("^") + pl.col("value") + pl.lit("$"))
    return _slices(padded, size=3).unique()


def _slices(rows: pl.DataFrame, *, size: int) -> pl.DataFrame:
    """Every run of `size` characters, by position, so that nothing is done row by row."""
    longest = max(rows["key"].str.len_chars().to_list(), default=0)
    found = []
    for offset in range(max(longest - size + 1, 0)):
        some = rows.filter(pl.col("key").str.len_chars() >= offset + size)
        found.append(some.select("row", key=pl.col("key").str.slice(offset, size)))
    return pl.concat(found) if found else rows.clear()


def _rows(values: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame(
        {"row": pl.int_range(len(values), dtype=pl.UInt32, eager=True), "value": values}
    )
    return frame.drop_nulls("value")
