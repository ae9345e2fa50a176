"""编号所指: what a number stands for, told by its unit and by what stands before and after it."""

import re

from louyu.engines.addresses.cues import (
    BRANCH,
    BUILDING,
    DOOR,
    ENTRANCE,
    FLOOR,
    OTHER,
    PLACE,
    ROAD,
    ROOM,
    TOWER,
)  # fmt: skip
from louyu.engines.addresses.naming import RANK
from louyu.engines.addresses.numbering import Piece

Part = tuple[str, int, int]
_PART = re.compile(r"[^\s-]+(?:\s+[^\s-]+)*")
_WORKS = ("厂房", "车间", "仓库", "库房")
_RANGE = re.compile(r"[A-Z]{0,2}(\d{3,5})-[A-Z]{0,2}(\d{3,5})(?!.*-)")
_LONGEST_RANGE = 60
_LISTED = re.compile(r"[/、,~&+至和及]")
_NAMED = (PLACE, BUILDING)
_ALWAYS = {
    "sign": OTHER, "phone": OTHER, "size": OTHER, "distance": OTHER, "group": ROAD, "lane": DOOR,
    "zone": PLACE, "court": DOOR, "stretch": BRANCH,
}  # fmt: skip
# A number with this many digits is a room's, whatever its unit.
_ROOM_DIGITS = 3


def placed(text: str, piece: Piece, last: str, after: str) -> list[Part]:
    """The piece in parts; `last` is the label before it, `after` the kind of piece behind it."""
    if piece.kind == "lettered":  # B23楼 is tower B, floor 23
        return [(TOWER, piece.start, piece.start + 1), (FLOOR, piece.start + 1, piece.end)]
    label = _ALWAYS.get(piece.kind)
    if label is None:
        labels = _READ[piece.kind](text, piece, last, after)
        if len(labels) > 1:
            return _split(text, piece, labels)
        label = labels[0]
    return [(label, piece.start, piece.end)]


def _split(text: str, piece: Piece, labels: list[str]) -> list[Part]:
    """As many parts as labels, what joins them is OTHER; a unit goes with the last."""
    parts: list[Part] = []
    at = piece.start
    for label, found in zip(labels, _PART.finditer(text, piece.start, piece.end), strict=False):
        if found.start() > at:
            parts.append((OTHER, at, found.start()))
        at = found.end()
        parts.append((label, found.start(), at))
    label, start, _ = parts[-1]
    return [*parts[:-1], (label, start, piece.end)]


def _dashed(text: str, piece: Piece) -> list[int]:
    """Digits of each of the parts that dashes join, of a list its first; [] without dashes."""
    written = text[piece.start : piece.end]
    first, dash, _ = written.partition("-")
    if not dash or _LISTED.search(first):
        return []  # 101、103-105
    heads = [_LISTED.split(part)[0] for part in _PART.findall(written)]
    return [sum(sign.isdigit() for sign in head) for head in heads]


def _tower(text: str, piece: Piece, last: str, after: str) -> list[str]:
    """虚海路180号厂房 is a door with what stands there."""
    works = text[piece.start : piece.end].endswith(_WORKS)
    return [DOOR if works and last in (ROAD, BRANCH) else TOWER]


def _house(text: str, piece: Piece, last: str, after: str) -> list[str]:
    """N楼 before another number: 107楼6层 is a house, 大厦31楼1单元 a floor."""
    return [FLOOR if last in (BUILDING, TOWER) else TOWER]


def _entrance(text: str, piece: Piece, last: str, after: str) -> list[str]:
    if len(_dashed(text, piece)) == 2:
        return [TOWER, ENTRANCE]
    digits = sum(sign.isdigit() for sign in text[piece.start : piece.end])
    if last == FLOOR or digits >= _ROOM_DIGITS:
        return [ROOM]  # 1801单元, 18楼A单元
    return [ENTRANCE]


def _floor(text: str, piece: Piece, last: str, after: str) -> list[str]:
    parts = _dashed(text, piece)
    if last in _NAMED and len(parts) == 3:
        return [TOWER, ENTRANCE, FLOOR]
    if last in _NAMED and len(parts) == 2 and text[piece.start : piece.start + 1].isascii():
        return [TOWER, FLOOR] if text[piece.start].isalpha() else [FLOOR]
    return [FLOOR]


def _door(text: str, piece: Piece, last: str, after: str) -> list[str]:
    """X号: of a road the door, of a named place the tower, inside a building the room."""
    if last in _NAMED:
        parts = _dashed(text, piece)
        if len(parts) == 2:
            return [TOWER, ROOM]
        digits = sum(map(str.isdigit, text[piece.start : piece.end]))
        lettered = "A" <= text[piece.start] <= "Z"
        return [ROOM if digits >= _ROOM_DIGITS and (last == BUILDING or lettered) else TOWER]
    if last == DOOR:
        return [TOWER]
    if last == TOWER:
        return [ENTRANCE if after in ("room", "bare") else ROOM]
    if last in (ENTRANCE, FLOOR):
        return [ROOM]
    return [OTHER if last == ROOM else DOOR]


def _room(text: str, piece: Piece, last: str, after: str) -> list[str]:
    parts = _dashed(text, piece)
    written = text[piece.start : piece.end]
    if _is_range(written) or (len(parts) == 2 and not parts[1]):
        return [ROOM]  # 2503-2504, 25B-C
    if last in _NAMED or last == DOOR:
        if len(parts) == 2 and (last != DOOR or parts[1] >= _ROOM_DIGITS):
            return [TOWER, ROOM]
        if len(parts) in (3, 4):
            return [*(TOWER, ENTRANCE, FLOOR)[: len(parts) - 1], ROOM]
    if last == TOWER and len(parts) == 2 and parts[0] < _ROOM_DIGITS <= parts[1]:
        return [ENTRANCE, ROOM]
    return [OTHER if last == ROOM else ROOM]


def _is_range(written: str) -> bool:
    """From room 2503 to 2504; 120-1350 is a house and its room."""
    ends = _RANGE.match(written)
    if ends is None or len(ends[1]) != len(ends[2]):
        return False
    return 0 < int(ends[2]) - int(ends[1]) <= _LONGEST_RANGE


def _bare(text: str, piece: Piece, last: str, after: str) -> list[str]:
    """A number without unit."""
    parts = _dashed(text, piece)
    if last in (ROAD, BRANCH):
        return [DOOR, TOWER, ROOM][: len(parts)] if parts and len(parts) <= 3 else [DOOR]
    if last in _NAMED and len(parts) < 2:
        digits = sum(map(str.isdigit, text[piece.start : piece.end]))
        return [ROOM if digits >= _ROOM_DIGITS else TOWER]
    if RANK[last] < RANK[ROAD]:
        return [DOOR]
    return _room(text, piece, last, after)


def _letters(text: str, piece: Piece, last: str, after: str) -> list[str]:
    if last == FLOOR and piece.end - piece.start == 1:
        return [ROOM]  # 6楼F
    named = RANK[last] < RANK[TOWER] and piece.end - piece.start > 1
    return [PLACE if named else OTHER]


_READ = {
    "tower": _tower, "house": _house,
    "entrance": _entrance, "floor": _floor, "door": _door, "room": _room,
    "bare": _bare, "letters": _letters,
}  # fmt: skip
