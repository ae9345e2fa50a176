"""切分名称: the cheapest way to cut a run of names into elements, by their endings and order.

Every element that may stand somewhere costs something: an ending that is rarely wrong little, an
unusual length, a step back in the order of an address or a sure ending swallowed inside a longer
name more. What costs least in all is taken (shortest path over positions and labels).
"""

from dataclasses import dataclass, field
from functools import lru_cache

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
_LONGEST_WORD = 8
_OF_REGION, _REGION_ENDS, _TWICE = (CITY, DISTRICT, TOWN), frozenset("市区县镇乡"), 1.0

Cut = tuple[int, str, int]  # start, label, end
_Edge = tuple[int, str, float]  # end, label, cost


@lru_cache(maxsize=1 << 16)  # registers name the same roads and houses over and over
def cut(text: str, before: str, after: str) -> tuple[Cut, ...]:
    """Elements that cover `text`; `before` is the label to its left, `after` the number's kind."""
    run = _Run(text, _KINDS.get(after, ""))
    # best[position][label] = (cost, start, label before)
    best: list[dict[str, tuple[float, int, str]]] = [{} for _ in range(len(text) + 1)]
    best[0][before] = (0.0, -1, "")
    for at in range(len(text)):
        states = best[at]
        if not states:
            continue
        for stop, label, cost in run.edges(at):
            there = best[stop]
            for last, (so_far, _, _) in states.items():
                shown = label
                if label == ROAD and last == ROAD and text[stop - 1] in _BRANCHES:
                    shown = BRANCH
                total = so_far + cost + _step(last, shown)
                known = there.get(shown)
                if known is None or total < known[0]:
                    there[shown] = (total, at, last)
    return tuple(_traced(best))


def _traced(best: list[dict[str, tuple[float, int, str]]]) -> list[Cut]:
    found: list[Cut] = []
    at = len(best) - 1
    label = min(best[at], key=lambda one: best[at][one][0])
    while at > 0:
        _, begin, last = best[at][label]
        found.append((begin, label, at))
        at, label = begin, last
    return found[::-1]


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


@dataclass
class _Run:
    """What may end or begin where, worked out once for a run of names."""

    text: str
    after: str
    endings: list[list[tuple[int, str, float]]] = field(default_factory=lambda: [[]])
    sure: list[float] = field(default_factory=lambda: [0.0])  # running sum
    goes_on: list[float] = field(default_factory=lambda: [0.0])
    open_ends: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for stop in range(1, len(self.text) + 1):
            found, surest = self._ending(stop)
            self.endings.append(found)
            self.sure.append(self.sure[-1] + surest)
            self.goes_on.append(self._going_on(stop) if found else 0.0)
        self.open_ends.add(len(self.text))

    def _ending(self, stop: int) -> tuple[list[tuple[int, str, float]], float]:
        """Endings at `stop`, the longest first, and how surely an element ends there."""
        found, surest = [], 0.0
        for length in range(min(cues.LONGEST_ENDING, stop), 0, -1):
            word = self.text[stop - length : stop]
            for label, cost in cues.ENDINGS.get(word, ()):
                found.append((length, label, cost))
                surest = max(surest, _SURE - cost)
            if length > 1 and word in cues.ASIDE:
                surest = max(surest, _ASIDE)
                self.open_ends.add(stop - length)
            elif word == "与":
                self.open_ends.add(stop - 1)
        return found, surest

    def edges(self, at: int) -> list[_Edge]:
        """Every element that may begin at `at`."""
        text, end = self.text, len(self.text)
        odd = _ODD if text[at] in _BEGINS_BADLY and at > 0 else 0.0
        # Whatever nothing is known of is passed over: there is always a way to the end.
        found: list[_Edge] = [(end, OTHER, _UNKNOWN + 0.1 * (end - at))]
        for stop in range(at + 1, min(end, at + LONGEST) + 1):
            if stop - at <= _LONGEST_WORD:
                found.extend(self._words(at, stop))
            longest = 0
            for length, label, cost in self.endings[stop]:
                if length >= stop - at or (label == DISTRICT and text[at:stop] in cues.KNOWN):
                    continue
                longest = longest or length
                shorter = _SHORTER if length < longest else 0.0
                if label in _OF_REGION and text[stop - length - 1] in _REGION_ENDS:
                    shorter += _TWICE  # 江干区市 of 江干区市民街
                own = length + (length == 1 or text[stop - length : stop] in _ADDED)
                extra = odd + shorter + self._inside(at, stop - own) + self.goes_on[stop]
                found.append((stop, label, self._cost(label, at, stop, cost + extra)))
            if stop in self.open_ends:
                inside = odd + self._inside(at, stop - 1)
                for label, cost in _WITHOUT_ENDING.items():
                    found.append((stop, label, self._cost(label, at, stop, cost + inside)))
        return found

    def _words(self, at: int, stop: int) -> list[_Edge]:
        word = self.text[at:stop]
        found: list[_Edge] = []
        if word in cues.ASIDE:
            found.append((stop, OTHER, _SEGMENT + _ASIDE_WORD - 0.05 * (stop - at)))
        if word in cues.KNOWN or word in cues.CITIES:
            # 北京 of 北京路 or 北京市 is no place of its own.
            more = stop < len(self.text) and self.text[stop] in _ENDS_REGION
            part = _GOES_ON + 0.2 if more else 0.0
            if word in cues.KNOWN:
                found.append((stop, cues.KNOWN[word], _SEGMENT + _KNOWN + part))
            if word in cues.CITIES and stop < len(self.text):
                found.append((stop, CITY, _SEGMENT + _CITY + part))
        return found

    def _inside(self, at: int, stop: int) -> float:
        return max(0.0, self.sure[max(at + 1, stop)] - self.sure[at + 1])

    def _going_on(self, stop: int) -> float:
        text = self.text
        longer = any(
            text[stop - left : stop + right] in cues.ENDINGS
            for left in (1, 2)
            for right in (1, 2, 3)
            if left <= stop and stop + right <= len(text)
        )
        return _GOES_ON if longer else 0.0

    def _cost(self, label: str, at: int, stop: int, ending: float) -> float:
        low, high = _LENGTHS.get(label, _USUAL_LENGTH)
        length = stop - at
        unusual = max(0, length - high) + 1.5 * max(0, low - length)
        cost = _SEGMENT + ending + _EXCESS * unusual
        if self.after and stop == len(self.text):
            cost += _BEFORE[self.after].get(label, 0.0)
        return cost
