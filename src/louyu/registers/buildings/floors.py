"""楼层写法: the storey an office means by `26`, `26F`, `B1` or `负二楼`, and which one has none."""

import re
import unicodedata

DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")}
LOWEST, HIGHEST = -10, 200
_WRITTEN = re.compile(
    r"^(?P<below>-|b|地下|负)?第?(?P<number>\d+|[一二三四五六七八九十]+)(f|层|楼)?$"
)


def floor_number(text: str) -> int | None:
    """Up from 1 and down from -1; None where no storey can be told."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    written = _WRITTEN.match(plain)
    number = _number(written["number"]) if written else 0
    number = -number if written and written["below"] else number
    return number if number and LOWEST <= number <= HIGHEST else None


def beyond(storey: int, above: int | None, below: int | None) -> str:
    """Why a building that states its floors has no such storey; empty where it may have it."""
    for side, stated, depth in (("地上", above, storey), ("地下", below, -storey)):
        if stated is not None and depth > stated:
            return f"这幢楼宇登记{side} {stated} 层，请核对；楼层没错的，请先改楼宇的{side}层数"
    return ""


def _number(text: str) -> int:
    """`26`, `二十六` or `十`; 0 for what is no number."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)
