"""清单里的楼: which building a line means, by its name, another name, its door or its sheet.

A text that could mean two buildings means none; nothing is guessed (decision 0054).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from louyu.kernel.intake import same_text
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import BuildingAlias, DoorNumber
from louyu.registers.occupancy.roster.ledger import Ledger, Record
from louyu.registers.occupancy.roster.refusing import Stopped
from louyu.registers.places.models import Place

Cells = dict[str, Any]
SHORTEST = 3  # a shorter name is part of too many others
_SEVERAL = "有几幢楼宇叫这个名字，请改填楼宇编码"
# What may stand before a building's name: a province or city, a date, a number, signs.
_BEFORE = re.compile(r"\w{2,6}?(省|市)|\d{1,4}(年|月|日|季度)?|第|[^\w]|_")
_TOWER = re.compile(r"^[-（(]?(?:[a-z]|\d{1,2}|[一二三四五六七八九十东南西北])(座|栋|幢|号楼|期)")
_REST = re.compile(
    r"^[-—－,，、:：(（]*"
    r"(?:(?P<floor>(?:负|地下|b|-)?\d{1,3})(?:层|楼|f))?[-—－,，、]*"
    r"(?P<rooms>[a-z]?\d[\da-z、,，/;；~～至—－-]*(?:室|号房|房|单元)?)?[)）]?$",
    re.IGNORECASE,
)


class Whereabouts:
    def __init__(self, buildings: Ledger, actor: Actor) -> None:
        self._records = buildings.records
        self._ranked = _known_names(buildings, actor)
        self._all: dict[str, set[int]] = {}
        for names in reversed(self._ranked):
            self._all |= names
        places = Place.objects.values_list("name", flat=True)
        self._places = sorted(map(same_text, places), key=len, reverse=True)
        self._found = cache(self._within)

    def building(self, cells: Cells, sheet: str, titles: Sequence[str]) -> Record:
        """Completes storey and room of the line where they stand in the same cell."""
        for name in ("building", "address"):
            if cells[name]:
                return self._of_cell(cells, name)
        return self._of_sheet(sheet, titles)

    def _of_cell(self, cells: Cells, name: str) -> Record:
        text = cells[name]
        known = self._exact(text)
        if known:
            return self._only(known, name)
        ids, rest = self._found(text)
        if not ids:
            raise Stopped(name, self._unknown(text))
        found = self._only(ids, name)
        _complete(cells, name, rest)
        return found

    def _of_sheet(self, sheet: str, titles: Sequence[str]) -> Record:
        for text in filter(None, (sheet, *titles)):
            ids = self._exact(text) or self._found(text)[0]
            if not ids:
                continue
            rest = self._found(text)[1]
            if _TOWER.match(rest.lower()):
                raise Stopped("building", f"标题“{text}”说的这一座没有登记，请核对或补填楼宇")
            return self._only(ids, "building")
        reason = "没有填楼宇，从工作表的名称和标题也认不出是哪一幢，请补填楼宇"
        raise Stopped("building", reason)

    def _exact(self, text: str) -> set[int]:
        key = same_text(text)
        return next((names[key] for names in self._ranked if key in names), set())

    def _only(self, ids: set[int], name: str) -> Record:
        if len(ids) > 1:
            raise Stopped(name, _SEVERAL)
        return self._records[min(ids)]

    def _within(self, text: str) -> tuple[set[int], str]:
        """The buildings a longer text names, and what follows the last name in it.

        Names and doors in one text must agree; what stands before them must be no other name.
        """
        written = "".join(unicodedata.normalize("NFKC", text).split())
        key = written.lower()
        spans = _longest([span for name in self._all for span in _spans(key, name)])
        if not spans or not self._is_no_name(key[: spans[0][0]]):
            return set(), ""
        ids = set.intersection(*(self._all[key[start:end]] for start, end in spans))
        return ids, written[spans[-1][1] :]

    def _is_no_name(self, before: str) -> bool:
        for place in self._places:
            before = before.replace(place, "")
        return not _BEFORE.sub("", before)

    def _unknown(self, text: str) -> str:
        near = get_close_matches(same_text(text), [*self._ranked[1], *self._ranked[2]], n=1)
        hint = ""
        if near:
            pk = min(self._ranked[1].get(near[0]) or self._ranked[2][near[0]])
            hint = f"，是不是「{self._records[pk]['name']}」"
        return f"您的范围内没有这幢楼宇{hint}？请核对名称，或先登记楼宇"


def _known_names(buildings: Ledger, actor: Actor) -> list[dict[str, set[int]]]:
    """Code, name, other names, door numbers: the first that knows a text decides."""
    ranked: list[dict[str, set[int]]] = [defaultdict(set) for _ in range(4)]
    for building in buildings:
        ranked[0][same_text(building["code"])].add(building["id"])
        ranked[1][same_text(building["name"])].add(building["id"])
    aliases = BuildingAlias.objects.visible_to(actor).values_list("building_id", "name")
    doors = DoorNumber.objects.visible_to(actor).values_list("building_id", "road", "number")
    for pk, name in aliases:
        ranked[2][same_text(name)].add(pk)
    for pk, road, number in doors:
        ranked[3][same_text(road + number)].add(pk)
    return ranked


def _spans(key: str, name: str) -> list[tuple[int, int]]:
    """Where a name stands in a text; `8号` does not stand in `18号`."""
    start = key.find(name) if len(name) >= SHORTEST else -1
    end = start + len(name)
    cut = start > 0 and name[0].isdigit() and key[start - 1].isdigit()
    cut |= name[-1].isdigit() and key[end : end + 1].isdigit()
    return [] if start < 0 or cut else [(start, end)]


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those that lie inside another."""
    return sorted(
        span
        for span in set(spans)
        if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)
    )


def _complete(cells: Cells, name: str, rest: str) -> None:
    found = _REST.match(rest)
    if _TOWER.match(rest.lower()) or not found:
        raise Stopped(name, f"“{rest}”读不出楼层和房号，请分列填写；是另一座的请先登记")
    for field in ("floor", "rooms"):
        told = found.group(field)
        if not told:
            continue
        if cells[field] and same_text(cells[field]) != same_text(told):
            raise Stopped(name, f"与同一行另一列的“{cells[field]}”不一致，请核对")
        cells[field] = told
