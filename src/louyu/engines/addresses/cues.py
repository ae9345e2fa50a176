"""线索词: by which words an element of an address is known; they are listed in words.txt.

Provinces and prefectures are in `engines/placenames`.

An ending that nearly always means its label costs little, one that often occurs inside longer
names more. The costs are preferences of the grammar, weighed on labelled addresses
(docs/decisions/0122-addresses-by-grammar.md).
"""

from collections.abc import Iterator
from pathlib import Path

from louyu.engines import placenames

PROVINCE, CITY, DISTRICT, TOWN = "province", "city", "district", "town"
COUNTRY, DEVZONE, COMMUNITY = "country", "devzone", "community"
ROAD, BRANCH, DOOR = "road", "road_branch", "door_number"
PLACE, BUILDING, TOWER, ENTRANCE = "place_name", "building", "tower", "entrance"
FLOOR, ROOM, OTHER = "floor", "room", "other"
LABELS = (
    COUNTRY, PROVINCE, CITY, DISTRICT, TOWN, DEVZONE, COMMUNITY, ROAD, BRANCH, DOOR, PLACE,
    BUILDING, TOWER, ENTRANCE, FLOOR, ROOM, OTHER,
)  # fmt: skip

_LINES = [
    line.split()
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def _words(kind: str) -> Iterator[str]:
    return (word for line in _LINES if line[0] == kind for word in line[1:])


def _known() -> Iterator[tuple[str, str]]:
    yield from ((word, COUNTRY) for word in _words(COUNTRY))
    for name in placenames.PROVINCES:
        yield from ((name, PROVINCE), (f"{name}省", PROVINCE))
    for pair in placenames.REGIONS.items():
        yield from ((name, PROVINCE) for name in pair)
    for name in placenames.MUNICIPALITIES:
        yield from ((name, CITY), (f"{name}市", CITY))
    yield from ((f"{name}市", CITY) for name in CITIES)


# Prefectures as they are called without their ending, as addresses often do.
CITIES = frozenset(placenames.CITIES)
# Names known as such, wherever they stand.
KNOWN = dict(_known())
# Words that make a name before them a landmark, and all words that place without naming.
BESIDE = frozenset(_words("beside"))
ASIDE = BESIDE | frozenset(_words("aside"))
# Endings of a named place that is one house.
BUILDING_ENDINGS = tuple(_words("house"))
# They say what kind of house it is, not which.
GENERIC = frozenset(_words("generic"))


def _endings() -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for kind, *rest in _LINES:
        if kind == "ending":
            label, cost, *words = rest
            for word in words:
                found[word] = (*found.get(word, ()), (label, float(cost)))
    return found


# Ending → (label, cost), in units of one element's cost.
ENDINGS = _endings()
LONGEST_ENDING = max(map(len, ENDINGS))
