"""聚楼: rows that share a building, found without a register: how a new district finds its own.

A building is told by its name, its door number or both; rows that carry both teach which doors
belong to which name. A name with many doors is a park or an estate, where the door tells the
building. A door with several names is ambiguous: a row that says the door alone stays apart.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from louyu.engines.addresses.cues import GENERIC
from louyu.engines.addresses.keys import Door, alike, door_key, name_key, tower_key
from louyu.engines.addresses.reading import Address, read_all

# A name belongs to one house if this share of its rows with a door name the same one.
_ONE_DOOR = 0.6
# A door means one name if this share of its rows with a name say it.
_ONE_NAME = 0.8
_REGION_END = re.compile(r"[市区县旗]$")


@dataclass(frozen=True, slots=True)
class Membership:
    """One row's building; `building` is "" for a row that names none.

    `evidence` is a Chinese phrase, `confidence` 0–1.
    """

    building: str
    name: str
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Row:
    region: str
    door: Door | None
    name: str
    tower: str
    shown_door: str
    shown_name: str
    shown_tower: str


@dataclass(frozen=True, slots=True)
class _Key:
    """What a row's building is known by: a name or a door, inside a region, and its tower."""

    region: str
    by: str | Door
    tower: str


def cluster(addresses: Sequence[str | None]) -> list[Membership]:
    """One membership a row, in order; buildings are numbered as they first appear."""
    rows = _in_known_regions([_row(one) for one in read_all(addresses)])
    rows = _spelled_alike(rows)
    known = _Known(rows)
    told = [known.key(row) for row in rows]
    told = _with_only_tower(told)
    return _named(rows, told)


def _row(address: Address) -> _Row:
    road, door = address.road, address.door_number
    name = "" if address.building in GENERIC else address.building
    place = f"{_REGION_END.sub('', address.city)}/{_REGION_END.sub('', address.district)}"
    return _Row(
        region=place,
        door=door_key(road, door),
        name=name_key(name),
        tower=tower_key(address.tower),
        shown_door=f"{road}{door}",
        shown_name=name,
        shown_tower=address.tower,
    )


def _in_known_regions(rows: list[_Row]) -> list[_Row]:
    """A row without its district is where its door or name alone is known to be."""
    where: defaultdict[object, set[str]] = defaultdict(set)
    for row in rows:
        if not row.region.endswith("/"):
            for key in (row.door, row.name):
                if key:
                    where[key].add(row.region)
    cities = {region.partition("/")[2]: region for row in rows if (region := row.region)[0] != "/"}

    def region_of(row: _Row) -> str:
        if row.region.endswith("/"):
            for key in (row.door, row.name):
                fits = {one for one in where.get(key, ()) if one.startswith(row.region.lstrip("/"))}
                if key and len(fits) == 1:
                    return fits.pop()
            return row.region
        if row.region.startswith("/"):
            return cities.get(row.region[1:], row.region)
        return row.region

    return [replace(row, region=region_of(row)) for row in rows]


def _spelled_alike(rows: list[_Row]) -> list[_Row]:
    """Names at one door that differ by one sign, or by what one leaves out, are one name."""
    at_door: defaultdict[tuple[str, Door], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.door and row.name:
            at_door[row.region, row.door][row.name] += 1
    same: dict[tuple[str, str], str] = {}
    for (region, _), names in at_door.items():
        ranked = [name for name, _ in names.most_common()]
        for index, name in enumerate(ranked):
            better = next((one for one in ranked[:index] if alike(one, name)), None)
            if better:
                same[region, name] = same.get((region, better), better)
    return [replace(row, name=same.get((row.region, row.name), row.name)) for row in rows]


class _Known:
    """Which doors a name has and which names a door, over all rows."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        self.doors: defaultdict[tuple[str, str], Counter[Door]] = defaultdict(Counter)
        self.names: defaultdict[tuple[str, Door], Counter[str]] = defaultdict(Counter)
        self.shown: dict[str, str] = {}
        for row in rows:
            self.shown.setdefault(row.name, row.shown_name)
            if row.door and row.name:
                self.doors[row.region, row.name][row.door] += 1
                self.names[row.region, row.door][row.name] += 1

    def is_house(self, region: str, name: str) -> bool:
        doors = self.doors.get((region, name))
        return not doors or doors.most_common(1)[0][1] >= _ONE_DOOR * doors.total()

    def key(self, row: _Row) -> tuple[_Key | None, str, float]:
        """(what its building is known by, evidence, confidence)."""
        if row.name and (self.is_house(row.region, row.name) or not row.door):
            whole = _Key(row.region, row.name, row.tower)
            if not row.door:
                return whole, f"楼名“{row.shown_name}”", 0.9
            return whole, f"楼名“{row.shown_name}”，门牌{row.shown_door}", 0.97
        if not row.door:
            return None, "", 0.0
        by_door = _Key(row.region, row.door, row.tower)
        if row.name:
            return by_door, f"门牌{row.shown_door}（在{row.shown_name}内）", 0.9
        names = self.names.get((row.region, row.door), Counter())
        houses = Counter({n: c for n, c in names.items() if self.is_house(row.region, n)})
        if not houses:
            return by_door, f"门牌{row.shown_door}", 0.85
        name, count = houses.most_common(1)[0]
        if count >= _ONE_NAME * houses.total():
            evidence = f"门牌{row.shown_door}，同一门牌的 {count} 行写明“{self.shown[name]}”"
            return _Key(row.region, name, row.tower), evidence, 0.85
        return by_door, f"门牌{row.shown_door}有不止一个楼名，未判定是哪一座", 0.5


Told = tuple[_Key | None, str, float]


def _with_only_tower(told: list[Told]) -> list[Told]:
    """Where all towers ever named are one, a row without tower means that one."""
    towers: defaultdict[tuple[str, object], set[str]] = defaultdict(set)
    for key, _, _ in told:
        if key and key.tower:
            towers[key.region, key.by].add(key.tower)

    def completed(one: Told) -> Told:
        key, evidence, confidence = one
        if key is None or key.tower:
            return one
        named = towers.get((key.region, key.by), set())
        if len(named) == 1:
            return replace(key, tower=min(named)), evidence, round(confidence * 0.85, 2)
        return one

    return [completed(one) for one in told]


def _named(rows: list[_Row], told: list[Told]) -> list[Membership]:
    shown: defaultdict[_Key, Counter[str]] = defaultdict(Counter)
    for row, (key, _, _) in zip(rows, told, strict=True):
        if key:
            plain = row.shown_name if isinstance(key.by, str) else row.shown_door
            shown[key][f"{plain or key.by}{row.shown_tower}"] += 1
    numbers: dict[_Key, str] = {}
    found = []
    for key, evidence, confidence in told:
        if key is None:
            found.append(Membership("", "", "没有写明楼宇或门牌", 0.0))
            continue
        number = numbers.setdefault(key, f"B{len(numbers) + 1:05d}")
        name = max(shown[key].items(), key=lambda one: (one[1], len(one[0])))[0]
        found.append(Membership(number, name, evidence, confidence))
    return found
