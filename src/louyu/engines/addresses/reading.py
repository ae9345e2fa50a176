"""读取: what registers ask of an address: road, door, building, tower, entrance, floor, room."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from louyu.engines.addresses import cues
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
from louyu.engines.addresses.parsing import Element, parse
from louyu.engines.addresses.signs import folded, numbered

_BELOW = re.compile(r"^(?:地下|负|B|-)(?=[\d零一二三四五六七八九十])")
_UNITS = re.compile(
    r"(?:号?(?:商铺|门面房?|店面|铺面?|摊位?|工位|卡位|席位|档口?|房间?|室|户)|号|单元)$"
)

_NAMED = (PLACE, BUILDING)
_NO_FLOORS = {"底": "1", "首": "1", "顶": "顶", "夹": "夹"}
# How sure an element is by how it was known; measured on labelled addresses.
_BY_ENDING, _WEAK_ENDING, _NO_ENDING, _BY_UNIT, _BARE = 0.97, 0.85, 0.6, 0.95, 0.75
_WEAK = 0.8


@dataclass(frozen=True)
class Address:
    """One address, read; the fields are "" where it says nothing.

    `road` to `entrance` as written; `floor` and `room` without their unit, numerals as digits,
    floors below ground negative (负一层 → -1), several joined by commas.
    """

    written: str
    elements: tuple[Element, ...]

    def text(self, element: Element) -> str:
        return self.written[element.start : element.end]

    def all(self, *labels: str) -> list[str]:
        return [self.text(one) for one in self.elements if one.label in labels]

    def first(self, *labels: str) -> str:
        return next(iter(self.all(*labels)), "")

    @property
    def city(self) -> str:
        return self.first(cues.CITY)

    @property
    def district(self) -> str:
        return self.first(cues.DISTRICT, cues.DEVZONE)

    @property
    def road(self) -> str:
        """The road its door number belongs to, else the first."""
        roads = [n for n, one in enumerate(self.elements) if one.label in (ROAD, BRANCH)]
        if not roads:
            return ""
        doors = [n for n, one in enumerate(self.elements) if one.label == DOOR]
        chosen = max((n for n in roads if doors and n < doors[0]), default=roads[0])
        return self.text(self.elements[chosen])

    @property
    def door_number(self) -> str:
        return self.first(DOOR)

    @cached_property
    def building(self) -> str:
        """The house by its name, else the named place nearest to the room with its zone (二期).

        What stands behind the door number comes first; a landmark (…对面) is none.
        """
        door = next((n for n, one in enumerate(self.elements) if one.label == DOOR), -1)
        here = self._names(door + 1) or self._names(0)
        house = next((one for one in here if one.label == BUILDING), None)
        if house or not here:
            return self.text(house) if house else ""
        zones = 0
        while zones < len(here) - 1 and _is_zone_of(here[-1 - zones], here[-2 - zones]):
            zones += 1
        return self.written[here[-1 - zones].start : here[-1].end]

    def _names(self, first: int) -> list[Element]:
        found: list[Element] = []
        for one in self.elements[first:]:
            if found and found[-1].end == one.start and self.text(one) in cues.BESIDE:
                found.pop()
            elif one.label in _NAMED:
                found.append(one)
        return found

    @property
    def tower(self) -> str:
        return self.first(TOWER)

    @property
    def entrance(self) -> str:
        return self.first(ENTRANCE)

    @property
    def floor(self) -> str:
        return ",".join(_floor(one) for one in self.all(FLOOR))

    @property
    def room(self) -> str:
        return ",".join(_room(one) for one in self.all(ROOM))

    @property
    def confidence(self) -> float:
        """0–1: the share of its signs that were read, each by how surely."""
        text = folded(self.written)
        read, total = 0.0, 0
        for label, start, end in self.elements:
            sure = _surety(label, text[start:end])
            if sure is not None:
                read += (end - start) * sure
                total += end - start
        return round(read / total, 3) if total else 0.0


_LONGEST_ZONE = 3


def _is_zone_of(zone: Element, place: Element) -> bool:
    return zone.start == place.end and zone.end - zone.start <= _LONGEST_ZONE


def read(written: str) -> Address:
    return Address(written, tuple(parse(written)))


def read_all(column: Sequence[str | None]) -> list[Address]:
    return [read(one or "") for one in column]


def _floor(written: str) -> str:
    text = folded(written).strip()
    sign = "-" if _BELOW.match(text) else ""
    text = _BELOW.sub("", text)
    for word, value in _NO_FLOORS.items():
        if text.startswith(word):
            return value
    if text.startswith(("地下室", "半地下")):
        return "-1"
    text = re.sub(r"^第|^地[上面]|(?:层|楼|/?F)半?$", "", text)
    return sign + _digits(text)


def _room(written: str) -> str:
    return _digits(_UNITS.sub("", folded(written).strip()))


def _digits(text: str) -> str:
    return numbered(text)


def _surety(label: str, text: str) -> float | None:
    """None for what says nothing: signs and spaces."""
    if label == OTHER:
        return None if not any(sign.isalnum() for sign in text) else 0.0
    if label == DOOR or RANK[label] >= RANK[TOWER]:
        return _BARE if text[-1:].isascii() else _BY_UNIT
    return _surety_of_name(label, text)


@lru_cache(maxsize=1 << 16)
def _surety_of_name(label: str, text: str) -> float:
    if text in cues.KNOWN or text in cues.CITIES:
        return _BY_ENDING
    label = PLACE if label == BUILDING else label
    costs = [
        cost
        for length in range(1, min(len(text), cues.LONGEST_ENDING + 1))
        for known, cost in cues.ENDINGS.get(text[-length:], ())
        if known == label
    ]
    if not costs:
        return _NO_ENDING
    return _BY_ENDING if min(costs) < _WEAK else _WEAK_ENDING
