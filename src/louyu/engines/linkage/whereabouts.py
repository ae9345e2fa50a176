"""地址: what two spellings of one Chinese address have in common: road and number, and room.

Only for finding and comparing rows: who reads an address part by part hands the parts in as
columns of their own.
"""

from __future__ import annotations

import polars as pl

from louyu.engines.linkage.columns import plain

_AREAS = (
    r"^(?:中国)?(?:[\p{Han}]{2,8}?(?:省|自治区))?(?:[\p{Han}]{2,6}?市)?"
    r"(?:[\p{Han}]{1,6}?[市县区])?(?:[\p{Han}]{2,6}?(?:街道办事处|街道|镇|乡))?"
)
_ROAD = (
    r"([\p{Han}]{1,5}?(?:大道|大街|路|街|巷|弄|道))"
    r"(?:[东西南北中]?[一二三四五六七八九十\d]{1,2}段)?(\d+(?:-\d+)?)(?:号|#|$|\D)"
)
_ROOM = r"(\d{1,2}[a-z]?\d{2,3}|[a-z]\d{2,4})(?:室|房|号房|号铺|号商铺|号)?(?:\(.*\))?$"


def keys(addresses: pl.Series) -> pl.DataFrame:
    """Columns `text` (without province, city, county, town), `door` (road and number), `room`."""
    folded = plain(addresses).str.replace_all(r"[\s,，.。;；、·\"']", "")
    folded = folded.str.replace_all(r"\(.{0,30}\)$", "")
    text = folded.str.replace(_AREAS, "")
    text = pl.select(pl.when(text.str.len_chars() >= 4).then(text).otherwise(folded)).to_series()
    frame = pl.DataFrame({"text": text})
    found = pl.col("text").str.extract_groups(_ROAD)
    return frame.select(
        "text",
        door=found.struct.field("1") + found.struct.field("2"),
        room=pl.col("text").str.extract(_ROOM, 1),
    )
