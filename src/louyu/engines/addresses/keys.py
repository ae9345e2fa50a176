"""比较键: names, doors and towers in the form in which two writings of one thing are equal."""

import re

from louyu.engines.addresses.signs import folded, numbered

Door = tuple[str, str]
_SIGNS = re.compile(r"[\s·.()\"'“”-]")
_BESIDE_DOOR = re.compile(r"(?<=\d)号?(?:附|之|-|、).*$")
_TOWER_UNIT = re.compile(r"(?:号楼|号|栋楼?|幢楼?|座|楼|#楼?)$")
# Shorter names that differ by a sign are rather two names than a slip of the pen.
SHORTEST_TYPO = 4


def name_key(text: str) -> str:
    return numbered(_SIGNS.sub("", folded(text)))


def door_key(road: str, number: str) -> Door | None:
    """None unless both are told; 18号附3 is at door 18."""
    if not road or not number:
        return None
    plain = _BESIDE_DOOR.sub("", numbered(folded(number))).removesuffix("号")
    return name_key(road), plain


def tower_key(text: str) -> str:
    return _TOWER_UNIT.sub("", numbered(_SIGNS.sub("", folded(text))))


def alike(one: str, other: str) -> bool:
    """Two keys that differ by one sign that is no letter or digit, or by what one leaves out."""
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_TYPO:
        return False
    if long.endswith(short) or long.startswith(short):
        return not any(sign.isdigit() for sign in long.replace(short, "", 1))
    if len(short) == len(long):
        differing = [pair for pair in zip(short, long, strict=True) if pair[0] != pair[1]]
        counted = any(sign.isascii() for pair in differing for sign in pair)
        return len(differing) == 1 and not counted
    return len(long) - len(short) == 1 and any(
        long[:cut] + long[cut + 1 :] == short for cut in range(len(long))
    )
