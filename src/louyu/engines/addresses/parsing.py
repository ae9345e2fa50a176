"""解析: a free Chinese address as elements that cover it in order."""

from typing import NamedTuple

from louyu.engines.addresses.cues import (
    BUILDING,
    BUILDING_ENDINGS,
    CITY,
    DISTRICT,
    FLOOR,
    OTHER,
    PLACE,
    PROVINCE,
    ROAD,
    TOWN,
)  # fmt: skip
from louyu.engines.addresses.naming import RANK, cut
from louyu.engines.addresses.numbering import Piece, pieces
from louyu.engines.addresses.placing import placed
from louyu.engines.addresses.signs import folded

Part = tuple[str, int, int]  # label, start, end
_REGIONS = (PROVINCE, CITY, DISTRICT, TOWN)


class Element(NamedTuple):
    """text[start:end] of the address, and what it is (one of `cues.LABELS`)."""

    label: str
    start: int
    end: int


def parse(written: str) -> list[Element]:
    """Elements without gap or overlap; positions are those of `written`."""
    text = folded(written)
    read = pieces(text)
    found: list[Part] = []
    last = ""
    for piece, after in zip(read, _kinds_behind(read), strict=True):
        kind, start, end = piece
        if kind == "name":
            parts = _named(text, start, end, last, after)
        elif kind == "stretch" and found and found[-1][0] == ROAD:
            parts = [(ROAD, found.pop()[1], end)]  # 人民南路四段 is one road
        else:
            parts = placed(text, piece, last, after)
        found += parts
        for label, _, _ in reversed(parts):
            if label != OTHER:
                last = label
                break
    return [Element(*part) for part in _told_once(text, found)]


def _kinds_behind(read: list[Piece]) -> list[str]:
    """For each piece the kind of the next that is no sign, "" at the end."""
    kinds, after = [], ""
    for kind, _, _ in reversed(read):
        kinds.append(after)
        if kind != "sign":
            after = kind
    return kinds[::-1]


def _told_once(text: str, parts: list[Part]) -> list[Part]:
    """Of regions written twice (烟台市芝罘区烟台市…) the less complete run says nothing more."""
    runs: list[list[int]] = []
    rank = RANK[TOWN] + 1
    for number, (label, _, _) in enumerate(parts):
        if label not in _REGIONS:
            continue
        if RANK[label] <= rank:
            runs.append([])
        runs[-1].append(number)
        rank = RANK[label]
    if len(runs) < 2:
        return parts
    names = [{text[parts[n][1] : parts[n][2]] for n in run} for run in runs]
    again = {
        part
        for one, run in enumerate(runs)
        for other in range(len(runs))
        if one != other and names[one] <= names[other]
        if names[one] < names[other] or one < other
        for part in run
    }
    return [(OTHER, *part[1:]) if n in again else part for n, part in enumerate(parts)]


def _named(text: str, start: int, end: int, last: str, after: str) -> list[Part]:
    if RANK[last] >= RANK[FLOOR]:
        return [(OTHER, start, end)]  # who is in the room
    parts: list[Part] = []
    for begin, label, stop in cut(text[start:end], last, after):
        begin, stop = begin + start, stop + start
        if label == PLACE and text[begin:stop].endswith(BUILDING_ENDINGS):
            label = BUILDING
        if label == CITY and parts and parts[-1][0] == CITY:
            parts[-1] = (PROVINCE, *parts[-1][1:])  # 北京北京市: the first is the province
        parts.append((label, begin, stop))
    return parts
