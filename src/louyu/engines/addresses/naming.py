"""切分名称: the cheapest way to cut a run of names into elements, by their endings and order.

Every element that may stand somewhere costs something: an ending that is rarely wrong little, an
unusual length, a step back in the order of an address or a sure ending swallowed inside a longer
name more. What costs least in all is taken (shortest path over positions and labels).
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from louyu.engines.addresses import cues
from louyu.engines.addresses.cues import (
    BRANCH,
    BUILDING,
    CITY,
    COMMUNITY,
    COUNTRY,
    DEVZONE,
    DISTRICT,
    DOOR,
    ENTRANCE,
    FLOOR,
    OTHER,
    PLACE,
    PROVINCE,
    ROAD,
    ROOM,
    TOWER,
    TOWN,
)  # fmt: skip

RANK = {
    "": 0, OTHER: 0, COUNTRY: 0, PROVINCE: 1, CITY: 2, DISTRICT: 3, DEVZONE: 4, TOWN: 4,
    COMMUNITY: 5, ROAD: 6, BRANCH: 7, DOOR: 8, PLACE: 9, BUILDING: 9, TOWER: 10, ENTRANCE: 11,
    FLOOR: 12, ROOM: 13,
}  # fmt: skip
# From how many signs to how many an element of this label has at no further cost.
_LENGTHS = {
    CITY: (2, 3), DISTRICT: (3, 3), TOWN: (3, 5), DEVZONE: (3, 8), COMMUNITY: (2, 5), ROAD: (2, 5),
    BRANCH: (2, 5), PLACE: (2, 7),
}  # fmt: skip
_USUAL_LENGTH = (1, 6)
_EXCESS = 0.55
_SEGMENT = 0.3
_BACK, _FURTHER_BACK, _AGAIN, _BESIDE = 0.5, 0.1, 0.35, 0.15
_WITHOUT_ENDING = {PLACE: 1.1, COMMUNITY: 1.5, ROAD: 2.0, TOWN: 1.9, OTHER: 1.5}
# What usually follows what.
_USUAL = {
    (PROVINCE, CITY): -1.1, (CITY, DISTRICT): -1.1, (PROVINCE, DISTRICT): -0.7,
    (DISTRICT, TOWN): -0.7, (TOWN, COMMUNITY): -0.2, ("", CITY): -0.5, ("", ROAD): 0.3,
    ("", DISTRICT): -0.2,
    (COUNTRY, PROVINCE): -0.3, (CITY, CITY): 0.15, (PLACE, ROAD): 0.5,
}  # fmt: skip
# A door number follows a road, a tower or room a named place.
_BEFORE = {
    "door": {ROAD: -0.6, BRANCH: -0.4, PLACE: 0.1, TOWN: 1.0},
    "inside": {ROAD: 0.1, BRANCH: 0.5, COMMUNITY: 1.0, DISTRICT: 0.65, TOWN: 0.8, CITY: 0.5},
}
_KINDS = {"door": "door", "lane": "door"} | dict.fromkeys(
    ("tower", "entrance", "floor", "room", "zone"), "inside"
)
_KNOWN, _CITY, _ASIDE_WORD, _UNKNOWN = -0.1, 0.05, -0.3, 4.0
# A sure ending inside an element; an ending that a longer one continues (街 of 街道); a name that
# begins as an ending; a short ending where a longer one fits; a word beside inside an element.
_SURE, _GOES_ON, _ODD, _SHORTER, _ASIDE = 1.3, 0.6, 0.9, 0.7, 0.8
# Endings so usual after a complete name that the name may itself end as a name does (兴海苑小区).
_ADDED = frozenset(("小区", "社区", "新村", "大厦", "大楼", "家园", "市场"))
_BRANCHES = frozenset("弄巷里条同")
_BEGINS_BADLY = frozenset("省市区道路街村镇县乡巷弄院门内")
_ENDS_REGION = frozenset("省市区县路街道大东西南北中州")
LONGEST = 18
_OF_REGION, _REGION_ENDS, _TWICE = (CITY, DISTRICT, TOWN), frozenset("市区县镇乡"), 1.0

Cut = tuple[int, str, int]  # start, label, end
_Edge = tuple[int, str, float]  # end, label, cost
_State = tuple[float, int, str]  # cost so far, start of the element, label before it
_Ending = tuple[int, str, float, int]  # length, label, cost, how many signs belong to it


def _step(last: str, label: str) -> float:
    usual = _USUAL.get((last, label))
    if usual is not None:
        return usual
    if last in ("", OTHER) or label == OTHER:
        return 0.0
    back = RANK[last] - RANK[label]
    if back < 0:
        return 0.0
    if back == 0:
        return _BESIDE if label == PLACE else _AGAIN
    return _BACK + _FURTHER_BACK * back


def _unusual(label: str, length: int) -> float:
    low, high = _LENGTHS.get(label, _USUAL_LENGTH)
    return _EXCESS * (max(0, length - high) + 1.5 * max(0, low - length))


def _lengths(words: Iterable[str], at: int) -> dict[str, tuple[int, ...]]:
    """How long the words are that have a sign at `at` (0 or -1), the longest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        found[word[at]].add(len(word))
    return {sign: tuple(sorted(sizes, reverse=True)) for sign, sizes in found.items()}


# Worked out once: step[label before][label], the cost of a length, where a look is worth it.
_STEPS = {last: {label: _step(last, label) for label in RANK} for last in RANK}
_UNUSUAL = {label: [_unusual(label, size) for size in range(LONGEST + 1)] for label in RANK}
_ENDING_LENGTHS = _lengths({*cues.ENDINGS, *cues.ASIDE}, -1)
# An ending goes on in a longer one that has one or two of its signs, and one to three after it.
_BEGUN = {2: (1,), 3: (1, 2), 4: (1, 2), 5: (2,)}
_WORD_LENGTHS = _lengths({*cues.KNOWN, *cues.CITIES, *cues.ASIDE}, 0)


@lru_cache(maxsize=1 << 16)  # registers name the same roads and houses over and over
def cut(text: str, before: str, after: str) -> tuple[Cut, ...]:
    """Elements that cover `text`; `before` is the label to its left, `after` the number's kind."""
    run = _Run(text, _KINDS.get(after, ""))
    # best[position][label]
    best: list[dict[str, _State]] = [{} for _ in range(len(text) + 1)]
    best[0][before] = (0.0, -1, "")
    for at, states in enumerate(best[:-1]):
        if not states:
            continue
        reached = [(last, so_far, _STEPS[last]) for last, (so_far, _, _) in states.items()]
        for stop, label, cost in run.edges(at):
            there = best[stop]
            for last, so_far, step in reached:
                shown = label
                if label == ROAD and last == ROAD and text[stop - 1] in _BRANCHES:
                    shown = BRANCH
                total = so_far + cost + step[shown]
                if shown not in there or total < there[shown][0]:
                    there[shown] = (total, at, last)
    return tuple(_traced(best))


def _traced(best: list[dict[str, _State]]) -> list[Cut]:
    found: list[Cut] = []
    at = len(best) - 1
    label = min(best[at], key=lambda one: best[at][one][0])
    while at > 0:
        _, begin, last = best[at][label]
        found.append((begin, label, at))
        at, label = begin, last
    return found[::-1]


class _Stop(NamedTuple):
    """Where an element may end: by an ending (the longest first), or before what is no name."""

    at: int
    endings: list[_Ending]
    is_open: bool


class _Run:
    """What may end or begin where, worked out once for a run of names."""

    def __init__(self, text: str, after: str) -> None:
        self.text = text
        self.before = _BEFORE.get(after, {})
        self.sure = [0.0]  # running sum
        self.open_ends = {len(text)}
        endings = [self._ending(stop) for stop in range(1, len(text) + 1)]
        longer = {
            stop - length + begun
            for stop, found in enumerate(endings, start=1)
            for length, *_ in found
            for begun in _BEGUN.get(length, ())
        }
        self.stops = []
        for stop, found in enumerate(endings, start=1):
            is_open = stop in self.open_ends
            if stop in longer:
                found = [(size, label, cost + _GOES_ON, own) for size, label, cost, own in found]
            if found or is_open:
                self.stops.append(_Stop(stop, found, is_open))

    def _ending(self, stop: int) -> list[_Ending]:
        """Endings at `stop`, and in `sure` how surely an element ends there."""
        text, found, surest = self.text, [], 0.0
        for length in _ENDING_LENGTHS.get(text[stop - 1], ()):
            if length > stop:
                continue
            word = text[stop - length : stop]
            for label, cost in cues.ENDINGS.get(word, ()):
                own = length + (length == 1 or word in _ADDED)
                # 江干区市 of 江干区市民街
                again = label in _OF_REGION and text[stop - length - 1] in _REGION_ENDS
                found.append((length, label, cost + (_TWICE if again else 0.0), own))
                surest = max(surest, _SURE - cost)
            if length > 1 and word in cues.ASIDE:
                surest = max(surest, _ASIDE)
                self.open_ends.add(stop - length)
            elif word == "与":
                self.open_ends.add(stop - 1)
        self.sure.append(self.sure[-1] + surest)
        return found

    def edges(self, at: int) -> list[_Edge]:
        """Every element that may begin at `at`."""
        text, end = self.text, len(self.text)
        odd = _ODD if text[at] in _BEGINS_BADLY and at > 0 else 0.0
        # Whatever nothing is known of is passed over: there is always a way to the end.
        found: list[_Edge] = [(end, OTHER, _UNKNOWN + 0.1 * (end - at))]
        found += self._words(at)
        for stop in self.stops:
            if not 0 < stop.at - at <= LONGEST:
                continue
            following = self.before if stop.at == end else {}
            for label, cost in self._ended(at, stop, odd):
                cost += _SEGMENT + _UNUSUAL[label][stop.at - at]
                found.append((stop.at, label, cost + following.get(label, 0.0)))
        return found

    def _ended(self, at: int, stop: _Stop, odd: float) -> list[tuple[str, float]]:
        """What text[at:stop] may be by its ending, or by what is no name behind it."""
        found: list[tuple[str, float]] = []
        span, longest = stop.at - at, 0
        sure, begun = self.sure, self.sure[at + 1]
        for length, label, cost, own in stop.endings:
            if length >= span or (label == DISTRICT and self.text[at : stop.at] in cues.KNOWN):
                continue
            longest = longest or length
            if length < longest:
                cost += _SHORTER
            if own < span - 1:
                cost += sure[stop.at - own] - begun
            found.append((label, cost + odd))
        if stop.is_open:
            inside = odd + (sure[stop.at - 1] - begun if span > 1 else 0.0)
            found += [(label, cost + inside) for label, cost in _WITHOUT_ENDING.items()]
        return found

    def _words(self, at: int) -> list[_Edge]:
        found: list[_Edge] = []
        for length in _WORD_LENGTHS.get(self.text[at], ()):
            stop = at + length
            if stop > len(self.text):
                continue
            word = self.text[at:stop]
            if word in cues.ASIDE:
                found.append((stop, OTHER, _SEGMENT + _ASIDE_WORD - 0.05 * length))
            if word in cues.KNOWN or word in cues.CITIES:
                # 北京 of 北京路 or 北京市 is no place of its own.
                more = stop < len(self.text) and self.text[stop] in _ENDS_REGION
                part = _GOES_ON + 0.2 if more else 0.0
                if word in cues.KNOWN:
                    found.append((stop, cues.KNOWN[word], _SEGMENT + _KNOWN + part))
                if word in cues.CITIES and stop < len(self.text):
                    found.append((stop, CITY, _SEGMENT + _CITY + part))
        return found
