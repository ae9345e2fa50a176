"""企业: how rows of companies find each other, and by what they are compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from louyu.engines.linkage import names, whereabouts
from louyu.engines.linkage.blocking import Rule
from louyu.engines.linkage.comparing import (
    Comparison,
    Levels,
    Measure,
    Texts,
    edits,
    numbered,
    stepped,
)
from louyu.engines.linkage.keys import keyed

WHOLE = ("相同", "不同")
BRAND = ("相同", "只差一个字", "一个是另一个的简称", "头两个字相同", "两个字中差一个", "不同")
TRADE = ("相同", "一方没有写或较短", "部分相同", "不同")
FORM = ("相同", "一方没有写", "不同")
PLACE = ("相同", "一方写得较细或没有写", "不同")
BRANCH = ("相同", "一方是分支机构", "是不同的分支机构")
DOOR = ("相同", "路和门牌相同，其余不同", "大体相同", "同一条路", "略像", "不同")
ROOM = ("相同", "大体相同", "不同")


@dataclass(frozen=True)
class Side:
    """The parts of one file's names and addresses; empty frames where it has none."""

    names: pl.DataFrame
    addresses: pl.DataFrame

    def part(self, column: str) -> pl.Series:
        return self.names[column]


def read(name: pl.Series | None, address: pl.Series | None, places: tuple[str, ...]) -> Side:
    return Side(
        names.parts(name, places=places) if name is not None else pl.DataFrame(),
        whereabouts.keys(address) if address is not None else pl.DataFrame(),
    )


def places_of(columns: list[pl.Series]) -> tuple[str, ...]:
    return names.bare_places(pl.concat(columns)) if columns else ()


def rules(left: Side, right: Side) -> list[Rule]:
    """By name, by parts of it that rarely repeat, by a misspelt name, by door and room."""
    made: list[Rule] = []
    for label, keys in _keys().items():
        sides = [_applied(side, keys) for side in (left, right)]
        if all(side is not None for side in sides):
            made.append(Rule(label, sides[0], sides[1]))  # type: ignore[arg-type]
    if not left.names.is_empty() and not right.names.is_empty():
        made.append(Rule("名称:差一个字", _one_left_out(left), _one_left_out(right)))
    return made


def comparisons(left: Side, right: Side) -> list[Comparison]:
    made = []
    if not left.names.is_empty() and not right.names.is_empty():
        whole = _compared("全称", WHOLE, left.part("name"), right.part("name"), _wholes, rare=True)
        parts: tuple[tuple[str, str, tuple[str, ...], Measure], ...] = (
            ("字号", "brand", BRAND, _brands),
            ("行业", "trade", TRADE, _trades),
            ("组织形式", "form", FORM, _one_missing),
            ("地名", "place", PLACE, _places),
            ("分支", "branch", BRANCH, _one_missing),
        )
        made.append(whole)
        for label, part, steps, measure in parts:
            pair = left.part(part), right.part(part)
            each = _compared(label, steps, *pair, measure, rare=part == "brand")
            made.append(replace(each, whole=whole))
    if not left.addresses.is_empty() and not right.addresses.is_empty():
        made += _addresses(left.addresses, right.addresses)
    return made


def doubtful(levels: dict[str, Levels]) -> NDArray[np.bool_]:
    """Another 字号 in one room, or a branch and its parent: near, but two bodies by law.

    Unless the credit code is nearly the same; equal and different valid codes decide before.
    """
    brand, branch = levels["字号"], levels["分支"]
    apart = (brand == len(BRAND) - 1) | (branch >= 1)
    near = levels.get("信用代码")
    return apart if near is None else np.asarray(apart & ~((near >= 0) & (near <= 1)))


def _keys() -> dict[str, pl.Expr]:
    brand, trade, place = pl.col("brand"), pl.col("trade"), pl.col("place")
    room = pl.coalesce("room", pl.lit(""))
    return {
        "名称:全称": pl.col("name"),
        "名称:字号和行业": brand + trade,
        "名称:字号": brand.replace("", None),
        "名称:字号和地名": brand + "|" + place,
        "名称:字号头两字和行业": brand.str.head(2) + "|" + trade,
        "地址:路、门牌和房间": pl.col("door") + "|" + pl.col("room"),
        "地址:全文": pl.col("text"),
        "地址和字号首字": pl.col("door") + "|" + room + "|" + brand.str.head(1),
    }


def _applied(side: Side, key: pl.Expr) -> pl.DataFrame | None:
    frame = pl.concat([side.names, side.addresses], how="horizontal")
    if not set(key.meta.root_names()) <= set(frame.columns):
        return None
    return keyed(frame.select(key=key)["key"])


def _one_left_out(side: Side) -> pl.DataFrame:
    """字号 and trade with one character left out each time: finds one typo, drop or insertion."""
    core = side.names.select(
        row=pl.int_range(pl.len(), dtype=pl.UInt32), core=pl.col("brand") + pl.col("trade")
    )
    size = pl.col("core").str.len_chars()
    core = core.filter(size.is_between(3, 12))
    found = [core.select("row", key=pl.col("core").hash())]
    for at in range(12):
        some = core.filter(size > at)
        short = pl.col("core").str.slice(0, at) + pl.col("core").str.slice(at + 1)
        found.append(some.select("row", key=short.hash()))
    return pl.concat(found).unique()


def _compared(
    label: str,
    steps: tuple[str, ...],
    left: pl.Series,
    right: pl.Series,
    measure: Measure,
    *,
    rare: bool = False,
) -> Comparison:
    one, two, values = numbered(left, right)
    return Comparison(label, steps, one, two, values, measure, rare_tells=rare)


def _brands(one: pl.Series, two: pl.Series) -> Levels:
    sizes = one.str.len_chars(), two.str.len_chars()
    short = np.minimum(*(each.to_numpy() for each in sizes))
    pair = pl.DataFrame({"one": one, "two": two})
    starts = pair.select(
        pl.col("one").str.starts_with(pl.col("two")) | pl.col("two").str.starts_with(pl.col("one"))
    ).to_series()
    heads = (one.str.head(2) == two.str.head(2)).to_numpy()
    near = edits(one, two) <= 1
    some = short >= 2
    return stepped([near & (short >= 3), starts.to_numpy() & some, heads & some, near & some])


def _trades(one: pl.Series, two: pl.Series) -> Levels:
    part = [
        np.array([a in b or b in a for a, b in zip(one, two, strict=True)], dtype=bool),
        np.array([bool(set(a) & set(b)) for a, b in zip(one, two, strict=True)], dtype=bool),
    ]
    return stepped(part)


def _one_missing(one: pl.Series, two: pl.Series) -> Levels:
    return stepped([((one == "") | (two == "")).to_numpy()])


def _places(one: pl.Series, two: pl.Series) -> Levels:
    return stepped(
        [np.array([a in b or b in a for a, b in zip(one, two, strict=True)], dtype=bool)]
    )


def _wholes(one: pl.Series, two: pl.Series) -> Levels:
    return np.ones(len(one), dtype=np.int8)


def _addresses(left: pl.DataFrame, right: pl.DataFrame) -> list[Comparison]:
    one, two, values = numbered(left["text"], right["text"])
    parts = pl.concat([left, right]).unique("text", maintain_order=True)
    doors = dict(zip(parts["text"], parts["door"], strict=True))
    return [
        Comparison("地址", DOOR, one, two, values, _Doors(values, doors)),
        _compared("房间", ROOM, left["room"], right["room"], _rooms),
    ]


class _Doors:
    """Addresses by road and number first, by their words else."""

    def __init__(self, values: pl.Series, doors: dict[str, str | None]) -> None:
        self.texts = Texts(values)
        self.doors = doors

    def __call__(self, one: pl.Series, two: pl.Series) -> Levels:
        like = self.texts.cosine(one, two)
        pairs = [(self.doors[a], self.doors[b]) for a, b in zip(one, two, strict=True)]
        door = np.array([a is not None and a == b for a, b in pairs], dtype=bool)
        road = np.array([bool(a and b) and _road(a) == _road(b) for a, b in pairs], dtype=bool)
        return stepped([door, like >= 0.7, road, like >= 0.3])


def _rooms(one: pl.Series, two: pl.Series) -> Levels:
    return stepped([(edits(one, two) <= 1) & (one.str.len_chars() >= 4).to_numpy()])


def _road(door: str | None) -> str:
    return (door or "").rstrip("0123456789-")
