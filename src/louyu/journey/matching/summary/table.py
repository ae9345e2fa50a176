"""七列汇总表: the rows of one level below one place, sorted, with the total and what it covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.http import Http404, QueryDict

from louyu.journey.matching.models import Sited
from louyu.journey.matching.scope import DISTRICT, READERS
from louyu.journey.matching.summary.columns import BY_KEY, COLUMNS, Column
from louyu.journey.matching.summary.entries import Entry, Line, Subject
from louyu.journey.matching.summary.facts import Facts, House, facts, houses_of
from louyu.journey.matching.summary.taxes import Taxes, taxes
from louyu.kernel.scope import Actor
from louyu.registers.places.models import MANAGING_LEVELS, Place, PlaceLevel

WHOLE, PLACES, BUILDINGS = "whole", "places", "buildings"
LEVELS = (WHOLE, PLACES, BUILDINGS)


@dataclass(frozen=True)
class Asked:
    """Read from the address; what does not fit is as if it were not asked."""

    level: str
    sort: str

    @classmethod
    def read(cls, given: QueryDict) -> Asked:
        level, sort = given.get("level", ""), given.get("sort", "")
        return cls(
            level=level if level in LEVELS else WHOLE,
            sort=sort if sort.removeprefix("-") in BY_KEY else "",
        )


@dataclass(frozen=True)
class Summary:
    """All of one reader; `place` is the one asked for, `choices` those that may be."""

    asked: Asked
    place: Place
    choices: Sequence[Place]
    facts: Facts
    taxes: Taxes | None

    @property
    def columns(self) -> list[Column]:
        return [column for column in COLUMNS if self.taxes or not column.taxed]

    @cached_property
    def total(self) -> Line:
        return self._line(Subject(self.place), self._houses)

    @cached_property
    def _houses(self) -> list[House]:
        return [one for one in self.facts.houses if self._is_within(one.building.place)]

    def _is_within(self, place: Place) -> bool:
        return place.path.startswith(self.place.path)

    def _line(self, subject: Subject, houses: Sequence[House]) -> Line:
        return Line(subject, houses, self.facts, self.taxes)

    @cached_property
    def lines(self) -> list[Line]:
        """By name of place or building, or as asked for; what is no number comes last."""
        found = self._of_buildings if self.asked.level == BUILDINGS else self._of_places
        key = self.asked.sort.removeprefix("-")
        if not key:
            return found
        return sorted(found, key=lambda line: _height(line, key, self.asked.sort.startswith("-")))

    @property
    def _of_buildings(self) -> list[Line]:
        return [
            self._line(Subject(one.building.place, one.building), [one]) for one in self._houses
        ]

    @property
    def _of_places(self) -> list[Line]:
        """A street's reader has all of its own, whichever it asked for."""
        houses = self._houses if self.has_total else self.facts.houses
        below: dict[Place, list[House]] = defaultdict(list)
        for one in houses:
            below[one.building.place].append(one)
        return [self._line(Subject(place), found) for place, found in below.items()]

    @property
    def has_total(self) -> bool:
        return self.asked.level == BUILDINGS or self.place.level == PlaceLevel.DISTRICT

    @property
    def hides(self) -> bool:
        lines = [] if self.asked.level == WHOLE else self.lines
        return any(entry.is_hidden for line in [*lines, self.total] for entry in line.entries)

    @property
    def tax_words(self) -> str:
        """Of which months tax is told."""
        basis = self.facts.basis
        if basis is None or not basis.months:
            return "未报送"
        until = f"1–{basis.months}月" if basis.months > 1 else "1月"
        return f"{basis.year}年{until}累计"

    @property
    def list_words(self) -> str:
        month = self.facts.list_month
        return f"{month.year}年{month.month}月登记名单" if month else "还没有登记名单"

    def period_of(self, column: Column) -> str:
        today = f"{self.facts.day:%Y-%m-%d}"
        if column.is_area:
            return today
        if column.taxed:
            return f"{self.list_words}，{self.tax_words}"
        return f"{self.list_words}，{today} 名册"

    def coverage_of(self, column: Column) -> str:
        there = [one for one in self._houses if one.is_there]
        if column.is_area:
            known = sum(one.has_space for one in there)
            return f"已采集楼宇 {known:,}／{len(there):,} 幢"
        if column.key in ("registered", "unregistered"):
            listed = sum(one.listed for one in there)
            return f"有名册的楼宇 {listed:,}／{len(there):,} 幢"
        held = len(self.facts.within("held", self._houses))
        told = [f"在册 {held:,} 户"] if self.facts.list_month else []
        if Subject(self.place).is_district and self.facts.unsited:
            told.append(self._unsited)
        if column.taxed and self.facts.basis and self.facts.basis.codeless:
            told.append(f"全区没有代码、不能与税款比对 {self.facts.basis.codeless:,} 户")
        return "；".join(told)

    @property
    def _unsited(self) -> str:
        counts = self.facts.unsited
        words = f"住所未落到楼宇、不计入 {sum(counts.values()):,} 户"
        unclear = counts.get(Sited.AMBIGUOUS, 0)
        return f"{words}（几座楼宇都可能 {unclear:,} 户）" if unclear else words

    @property
    def described(self) -> list[tuple[Entry, str, str]]:
        """Number, period and coverage of each column."""
        return [
            (one, self.period_of(one.column), self.coverage_of(one.column))
            for one in self.total.entries
        ]


def _height(line: Line, key: str, falls: bool) -> tuple[bool, Decimal]:
    found = next((one for one in line.entries if one.column.key == key), None)
    if found is None or found.number is None:
        return True, Decimal(0)
    return False, -Decimal(found.number) if falls else Decimal(found.number)


def refuse_others(actor: Actor) -> None:
    """As if there were nothing here, for whoever reads no comparison."""
    if not actor.holds(*READERS):
        raise Http404


def summary(actor: Actor, given: QueryDict, day: date) -> Summary | None:
    """404 for a place that is not the reader's; None while there is no place at all."""
    refuse_others(actor)
    places = list(Place.objects.order_by("path"))
    told = facts(actor, day, houses_of(actor))
    choices = choices_of(actor, places, {one.building.place_id for one in told.houses})
    if not choices:
        return None
    return Summary(
        asked=Asked.read(given),
        place=asked_place(choices, given.get("place", "")),
        choices=choices,
        facts=told,
        taxes=taxes(actor, told.basis, places),
    )


def one_building(actor: Actor, number: int, day: date) -> Summary:
    """404 for whoever does not read the comparison of this building."""
    refuse_others(actor)
    told = facts(actor, day, houses_of(actor).filter(pk=number))
    if not told.houses:
        raise Http404
    place = told.houses[0].building.place
    shown = taxes(actor, told.basis, list(Place.objects.order_by("path")))
    return Summary(Asked(BUILDINGS, ""), place, [place], told, shown)


def choices_of(actor: Actor, places: Iterable[Place], managing: set[int]) -> list[Place]:
    """Districts for whoever works for all of it; streets and parks with buildings, or one's own."""
    managing = managing | actor.areas(*READERS)
    whole = actor.holds(*DISTRICT)
    return [
        place
        for place in places
        if (whole and place.level == PlaceLevel.DISTRICT)
        or (place.level in MANAGING_LEVELS and place.pk in managing)
    ]


def asked_place(choices: Sequence[Place], code: str) -> Place:
    """The first where none is asked for."""
    found = [place for place in choices if place.code == code] if code else choices
    if not found:
        raise Http404
    return found[0]
