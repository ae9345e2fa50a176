"""解析: a free Chinese address as elements that cover it in order."""

from dataclasses import dataclass

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
from louyu.engines.addresses.numbering import pieces
from louyu.engines.addresses.placing import placed
from louyu.engines.addresses.signs import folded

Part = tuple[str, int, int]  # label, start, end
_REGIONS = (PROVINCE, CITY, DISTRICT, TOWN)


@dataclass(frozen=True, slots=True)
class Element:
    """text[start:end] of the address, and what it is (one of `cues.LABELS`)."""

    label: str
    start: int
    end: int


def parse(written: str) -> list[Element]:
    """Elements without gap or overlap; positions are those of `written`."""
    text = folded(written)
    found: list[Part] = []
    last = ""
    read = list(pieces(text))
    for index, piece in enumerate(read):
        after = next((one.kind for one in read[index + 1 :] if one.kind != "sign"), "")
        if piece.kind == "name":
            parts = _named(text, piece.start, piece.end, last, after)
        elif piece.kind == "stretch" and found and found[-1][0] == ROAD:
            parts = [(ROAD, found.pop()[1], piece.end)]  # 人民南路四段 is one road
        else:
            parts = placed(text, piece, last, after)
        found.extend(parts)
        last = next((label for label, _, _ in reversed(parts) if label != OTHER), last)
    return [Element(label, start, end) for label, start, end in _told_once(text, found)]


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
