"""七列的数: one number of a row and a column, or the word that stands in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from louyu.engines.disclosure import HIDDEN
from louyu.journey.matching.summary.columns import AREA, COLUMNS, FIRMS, Column
from louyu.journey.matching.summary.facts import Facts, House
from louyu.journey.matching.summary.taxes import Taxes
from louyu.kernel import figures
from louyu.kernel.resource.cells import UNCOLLECTED
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.listing import NOT_COUNTED
from louyu.registers.occupancy.overview import EMPTY_ROWS
from louyu.registers.places.models import Place, PlaceLevel
from louyu.registers.taxation.years import building_key, place_key

UNMATCHED = "未比对"
PER_UNIT = Decimal(10_000)
Number = Decimal | int


@dataclass(frozen=True)
class Subject:
    """A building, or a place with all that lies below it."""

    place: Place
    building: Building | None = None

    @property
    def name(self) -> str:
        return self.building.name if self.building else self.place.name

    @property
    def key(self) -> str:
        return building_key(self.building.pk) if self.building else place_key(self.place.pk)

    @property
    def query(self) -> dict[str, str]:
        if self.building:
            return {"building": str(self.building.pk)}
        return {"place": self.place.code}

    @property
    def is_district(self) -> bool:
        return not self.building and self.place.level == PlaceLevel.DISTRICT


@dataclass(frozen=True)
class Entry:
    """`link` leads to the rows; `beside` are those still to be decided, with their own link."""

    column: Column
    number: Number | None
    word: str = ""
    link: str = ""
    beside: int = 0
    beside_link: str = ""

    @property
    def text(self) -> str:
        if self.number is None:
            return self.word
        if self.column.is_area:
            return figures.area(Decimal(self.number))
        return figures.count(int(self.number))

    @property
    def whole_text(self) -> str:
        """As a district's is printed: areas in 万㎡ with two decimals."""
        if self.number is None or not self.column.is_area:
            return self.text
        scaled = (Decimal(self.number) / PER_UNIT).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"{scaled:,}"

    @property
    def whole_unit(self) -> str:
        if self.number is None:
            return ""
        return f"万{AREA}" if self.column.is_area else FIRMS

    @property
    def unit(self) -> str:
        return "" if self.number is None else self.column.unit

    @property
    def is_hidden(self) -> bool:
        return self.word == HIDDEN


@dataclass(frozen=True)
class Line:
    """The seven numbers of one subject, from the houses that lie in it."""

    subject: Subject
    houses: Sequence[House]
    facts: Facts
    taxes: Taxes | None

    @cached_property
    def entries(self) -> list[Entry]:
        return [self.entry(column) for column in COLUMNS if self.taxes or not column.taxed]

    def entry(self, column: Column) -> Entry:
        if column.taxed:
            return self._tax(column)
        if column.is_area:
            return self._area(column)
        return self._firms(column)

    def _area(self, column: Column) -> Entry:
        known, area = _AREAS[column.key]
        told = [area(one) for one in self.houses if one.is_there and known(one)]
        if not told:
            return Entry(column, None, self._absence())
        return Entry(column, sum(told, Decimal(0)), link=self._space_link(column))

    def _space_link(self, column: Column) -> str:
        if self.subject.building is None:
            query = self.subject.query | {"level": "buildings", "sort": f"-{column.key}"}
            return f"{reverse('matching-summary')}?{urlencode(query)}"
        rows = EMPTY_ROWS if column.key == "vacant" else "state=uncollected"
        return f"{self.subject.building.get_absolute_url()}?view=table&{rows}"

    def _absence(self) -> str:
        return UNCOLLECTED if any(one.is_there for one in self.houses) else NOT_COUNTED

    def _firms(self, column: Column) -> Entry:
        if self.facts.list_month is None:
            return Entry(column, None, UNMATCHED)
        of_roster = column.key != "virtual"
        if of_roster and not any(one.is_collected for one in self.houses):
            return Entry(column, None, self._absence())
        beside = len(self.facts.within(column.asked, self.houses))
        return Entry(
            column,
            len(self.facts.within(column.key, self.houses)),
            link=self.rows_link(column.key),
            beside=beside,
            beside_link=self.rows_link(column.asked) if beside else "",
        )

    def rows_link(self, key: str) -> str:
        query = urlencode({"column": key} | self.subject.query)
        return f"{reverse('matching-summary-rows')}?{query}"

    def _tax(self, column: Column) -> Entry:
        if self.facts.list_month is None:
            return Entry(column, None, UNMATCHED)
        told = self.taxes.told(self.subject.key, self.subject.place.pk) if self.taxes else HIDDEN
        if isinstance(told, str):
            return Entry(column, None, told)
        number = told.part if column.key == "taxed" else told.whole - told.part
        named = self.taxes is not None and self.taxes.is_named and number
        return Entry(column, number, link=self.rows_link(column.key) if named else "")


_AREAS: dict[str, tuple[Callable[[House], bool], Callable[[House], Decimal]]] = {
    "vacant": (lambda one: one.has_space, lambda one: one.space.vacant),
    "uncollected": (lambda one: bool(one.space.business), lambda one: one.space.uncollected),
}
