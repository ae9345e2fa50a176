"""写法的共同部分: what every kind of column shares when it reads its cells.

A reader is given the cells of one column as a frame of `text` and `narrow` (the same in narrow
signs) and adds `value` and `reason`; it works in steps, because one deep expression would be
computed again for each use of its parts.
"""

import polars as pl

# Text that only looks wider: ！ to ～ are the ASCII signs, 　 the blank.
_WIDE = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)} | {"\u3000": " ", "−": "-"}
_NOTHING = r"^([-—－–−/／]+|[Nn]/[Aa])$"


def cells_of(frame: pl.DataFrame, header: str) -> pl.DataFrame:
    """A cell of dashes only, or N/A, is a blank."""
    cells = frame.select(
        pl.when(~pl.col(header).str.contains(_NOTHING)).then(pl.col(header)).alias("text")
    )
    narrow = pl.col("text").str.replace_many(list(_WIDE), list(_WIDE.values()))
    return cells.with_columns(narrow.str.strip_chars().alias("narrow"))


def narrow_word(word: str) -> str:
    return "".join(_WIDE.get(sign, sign) for sign in word).lower().replace(" ", "")


def first_reason(*checks: tuple[pl.Expr, str]) -> pl.Expr:
    """The reason of the first check that holds; a blank needs none."""
    found = pl.coalesce(
        pl.when(wrong.fill_null(False)).then(pl.lit(reason)) for wrong, reason in checks
    )
    return pl.when(pl.col("text").is_not_null()).then(found).alias("reason")
