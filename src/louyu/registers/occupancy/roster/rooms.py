"""房号写法: the rooms one cell means; what may be read in two ways is not read at all."""

import re
from collections.abc import Container

from louyu.kernel.intake import same_text

MOST = 60
_SEPARATORS = re.compile(r"[、,，;；/\n]+|和|及")
_MARKED = re.compile(r"^(\d+)(?:~|～|至|到)(\d+)$")
_DASHED = re.compile(r"^(\d+)[-—–](\d+)$")


class Unclear(Exception):
    """The message is a Chinese sentence for the cell."""


def room_key(number: str) -> str:
    """`2601室` and `2601` are one room."""
    plain = same_text(number)
    return re.sub(r"(室|号房|房间|房|号)$", "", plain) or plain


def rooms_in(text: str, known: Container[str]) -> list[str]:
    """The rooms as written. A number that stands in the register as a whole is that room."""
    if room_key(text) in known:
        return [text]
    found: list[str] = []
    for part in filter(None, _SEPARATORS.split(text)):
        found += [part] if room_key(part) in known else _expanded(part, known)
    if len({room_key(room) for room in found}) < len(found):
        raise Unclear("同一格里有重复的房号，请核对")
    return found


def _expanded(part: str, known: Container[str]) -> list[str]:
    plain = part.removesuffix("室")
    span = _MARKED.match(plain) or _DASHED.match(plain)
    if not span:
        return [part]
    first, last = span.groups()
    rising = len(first) == len(last) and int(first) < int(last)
    if rising and len(first) >= 3 and int(last) - int(first) < MOST:
        return [str(n).zfill(len(first)) for n in range(int(first), int(last) + 1)]
    if _MARKED.match(plain) or len(first) >= 3:
        raise Unclear(f"“{part}”可以有几种读法，请逐间写出，用“、”分开")
    return [part]  # 26-01: a room of a building that numbers its rooms so
