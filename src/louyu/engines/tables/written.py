"""写法的共同部分: what every kind of column shares when it reads a text."""

from dataclasses import dataclass

import polars as pl

# Text that only looks wider: ！ to ～ are the ASCII signs, 　 the blank.
_WIDE = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)} | {"\u3000": " ", "−": "-"}
_DASHES = r"^[-—－–−/／]+$"


@dataclass(frozen=True)
class Written:
    """`reason` is null where `value` is right."""

    value: pl.Expr
    reason: pl.Expr


def blank_dashes(text: pl.Expr) -> pl.Expr:
    return pl.when(~text.str.contains(_DASHES)).then(text)


def narrow(text: pl.Expr) -> pl.Expr:
    return text.str.replace_many(list(_WIDE), list(_WIDE.values())).str.strip_chars()


def narrow_word(word: str) -> str:
    return "".join(_WIDE.get(sign, sign) for sign in word).lower().replace(" ", "")


def first_reason(*checks: tuple[pl.Expr, str]) -> pl.Expr:
    """The reason of the first check that holds."""
    return pl.coalesce(
        pl.when(wrong.fill_null(False)).then(pl.lit(reason)) for wrong, reason in checks
    )
