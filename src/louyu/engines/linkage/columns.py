"""列: what a shared column holds, read from its values, and its values written alike.

Nothing here knows company names or addresses: those have pages of their own.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl


class Kind(StrEnum):
    CODE = "code"
    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    TEXT = "text"
    CREDIT_CODE = "credit_code"
    COMPANY = "company"
    ADDRESS = "address"


# Words for "nothing was written here", as registers and exports print them.
NOTHING = ["", "nan", "null", "none", "n/a", "na", "nil", "unknown", "无", "不详", "未知", "暂无"]
_DATE = (
    r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ t]0{1,2}:.*)?$"
    r"|^(?:1[89]|20)\d\d(?:0\d|1[0-2])[0-3]\d$"
)
_AMOUNT = r"^[$¥€£￥]?\s*-?\d[\d,]*(?:\.\d+)?\s*(?:元|usd|eur)?$"
_MOST = 0.9
_SAMPLE = 20_000


def plain(values: pl.Series) -> pl.Series:
    """Full-width and accented letters made plain, lower case, one space; nothing becomes null."""
    folded = values.cast(pl.String).str.normalize("NFKD").str.replace_all(r"\p{Mn}", "")
    folded = folded.str.normalize("NFC").str.to_lowercase().str.replace_all(r"\s+", " ")
    folded = folded.str.strip_chars(" \t-—_./·")
    return folded.set(folded.is_in(NOTHING), None)


def kind_of(values: pl.Series) -> Kind:
    """The kind of a column by its plain values; both files together decide."""
    known = values.drop_nulls().head(_SAMPLE)
    if known.is_empty():
        return Kind.NAME
    if _share(known, _DATE) >= _MOST:
        return Kind.DATE
    if _share(known, _AMOUNT) >= _MOST and _share(known, r"\.\d|[$¥€£￥]") >= 0.05:
        return Kind.NUMBER
    if _share(_tight(known), r"^[a-z0-9]*\d[a-z0-9]*$") >= _MOST and _length(known) <= 24:
        return Kind.CODE
    words = known.str.count_matches(r"[\p{L}\p{N}]+").mean()
    chinese = _share(known, r"\p{Han}") > 0.5
    if chinese:
        return Kind.TEXT if _length(known) > 6 else Kind.NAME
    return Kind.TEXT if float(words or 0) > 3 else Kind.NAME  # type: ignore[arg-type]


def written_alike(values: pl.Series, kind: Kind) -> pl.Series:
    """What two files write differently without meaning it: punctuation, order of a date."""
    if kind is Kind.CODE:
        return _tight(values)
    if kind is Kind.DATE:
        return _day(values)
    if kind is Kind.NUMBER:
        return values.str.replace_all(r"[^\d.\-]", "")
    # The hyphen of a model number stays: its words are read with and without it.
    other = (
        r"[^\p{L}\p{N}\-/.]+|[\-/.]+(?:\s|$)|(?:^|\s)[\-/.]+"
        if kind is Kind.TEXT
        else r"[^\p{L}\p{N}]+"
    )
    spaced = values.str.replace_all(r"['’]", "").str.replace_all(other, " ")
    spaced = spaced.str.strip_chars(" ")
    return spaced.set(spaced == "", None)


def _day(values: pl.Series) -> pl.Series:
    parts = values.str.extract_groups(r"^(\d{4})\D?(\d{1,2})\D?(\d{1,2})")
    year, month, day = (parts.struct.field(str(place)) for place in (1, 2, 3))
    return year + month.str.pad_start(2, "0") + day.str.pad_start(2, "0")


def _tight(values: pl.Series) -> pl.Series:
    return values.str.replace_all(r"[^\p{L}\p{N}]", "")


def _share(values: pl.Series, pattern: str) -> float:
    return float(values.str.contains(pattern).mean() or 0)  # type: ignore[arg-type]


def _length(values: pl.Series) -> float:
    return float(values.str.len_chars().mean() or 0)  # type: ignore[arg-type]
