"""地名录: which registered building an address means, by its names and door numbers.

One door may hold two towers: then all of them are told and none is chosen. What addresses say
together teaches: a name that always stands at the door of one building is proposed as its alias,
a door that always stands with its name as its door. A proposal is for a person to accept.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from louyu.engines.addresses.cues import GENERIC
from louyu.engines.addresses.keys import Door, door_key, name_key, tower_key
from louyu.engines.addresses.reading import Address, read
from louyu.engines.addresses.spellings import Spellings

# A building learns a name or door only from so many addresses that agree.
LEAST_TO_LEARN = 3


@dataclass(frozen=True, slots=True)
class House:
    """A building of the register: its names, the present one first, and its (road, number)s."""

    key: Hashable
    names: tuple[str, ...]
    doors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """The houses an address may mean: one is an answer, several are a question.

    `evidence` is a Chinese phrase, `confidence` 0–1.
    """

    houses: tuple[Hashable, ...]
    evidence: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a house may be called or where it may have a door, and how many addresses say so."""

    house: Hashable
    name: str
    door: tuple[str, str] | None
    count: int
    example: str


@dataclass
class _Index:
    names: defaultdict[str, set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    doors: defaultdict[Door, set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    # Of a house whose name tells one (望澜大厦A座).
    towers: dict[Hashable, str] = field(default_factory=dict)
    spellings: Spellings = field(default_factory=Spellings)

    def know(self, name: str, house: Hashable) -> None:
        self.names[name].add(house)
        self.spellings.add(name)


class Gazetteer:
    def __init__(self, houses: Iterable[House]) -> None:
        self._known = _Index()
        for house in houses:
            for name in house.names:
                self._take_name(house, name)
            for road, number in house.doors:
                if door := door_key(road, number):
                    self._known.doors[door].add(house.key)

    def _take_name(self, house: House, name: str) -> None:
        told = read(name)
        tower = tower_key(told.tower)
        self._known.know(name_key(name), house.key)
        if tower and told.building:
            self._known.know(name_key(told.building), house.key)
            self._known.towers.setdefault(house.key, tower)

    def place(self, address: Address) -> Placement:
        named, how = self._by_name(address)
        door = door_key(address.road, address.door_number)
        at_door = self._known.doors.get(door, set()) if door else set()
        if named and at_door and named & at_door:
            named, how = named & at_door, f"{how}，门牌{address.road}{address.door_number}相同"
            confidence = 0.98
        elif named:
            confidence = 0.8 if at_door else 0.92  # its door is known as another's
        elif at_door and not self._is_called_otherwise(address):
            named, how = at_door, f"门牌{address.road}{address.door_number}相同"
            confidence = 0.9
        elif at_door:
            told = f"门牌{address.road}{address.door_number}相同，写的楼名是“{address.building}”"
            named, how, confidence = at_door, told, 0.5
        else:
            return Placement((), "没有名称或门牌相同的楼宇", 0.0)
        return self._by_tower(address, named, how, confidence)

    def _by_name(self, address: Address) -> tuple[set[Hashable], str]:
        name = name_key(address.building)
        if not name or address.building in GENERIC:
            return set(), ""
        if name in self._known.names:
            return set(self._known.names[name]), f"楼名“{address.building}”相同"
        near = self._known.spellings.like(name)
        found = {key for known in near for key in self._known.names[known]}
        return found, f"楼名“{address.building}”相近"

    def _is_called_otherwise(self, address: Address) -> bool:
        return bool(address.building) and address.building not in GENERIC

    def _by_tower(
        self, address: Address, houses: set[Hashable], how: str, confidence: float
    ) -> Placement:
        tower = tower_key(address.tower)
        told = {key for key in houses if self._known.towers.get(key) == tower} if tower else set()
        if told:
            houses, how = told, f"{how}，{address.tower}相同"
        ranked = tuple(sorted(houses, key=str))
        if len(ranked) > 1:
            return Placement(ranked, f"{how}，有 {len(ranked)} 座楼宇符合，不能认定", 0.5)
        if tower and not told and self._known.towers.get(ranked[0]):
            return Placement(ranked, f"{how}，但写的是{address.tower}", 0.4)
        return Placement(ranked, how, confidence)

    def learn(self, addresses: Sequence[Address]) -> list[Proposal]:
        """Names and doors not yet known that enough addresses give to one house and to no other."""
        said: defaultdict[str | Door, Counter[Hashable]] = defaultdict(Counter)
        shown: dict[str | Door, Address] = {}
        for address in addresses:
            for what, houses in self._unknown_of(address):
                said[what].update(houses)
                shown.setdefault(what, address)
        found = []
        for what, counts in said.items():
            (house, count), *others = counts.most_common()
            if count < LEAST_TO_LEARN or others:
                continue
            address = shown[what]
            door = None if isinstance(what, str) else (address.road, address.door_number)
            name = address.building if isinstance(what, str) else ""
            found.append(Proposal(house, name, door, count, address.written))
        return sorted(found, key=lambda one: (-one.count, one.example))

    def _unknown_of(self, address: Address) -> Iterable[tuple[str | Door, set[Hashable]]]:
        name, door = name_key(address.building), door_key(address.road, address.door_number)
        if not name or not door or address.building in GENERIC:
            return
        houses_of_name = self._known.names.get(name, set())
        houses_of_door = self._known.doors.get(door, set())
        if houses_of_door and not houses_of_name:
            yield name, houses_of_door
        if houses_of_name and not houses_of_door:
            yield door, houses_of_name
