"""问数: all that a page asks of the stored figures, read at once and looked up afterwards.

One statement for the figures, one inside the lock for those of tax, and one for typed figures
where something has to rest on them. Of tax a person gets what they may be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from louyu.engines.measures import Period, Value
from louyu.journey.statistics.dictionary import stated
from louyu.journey.statistics.models import Figure, HistoricalFigure, StoredFigure
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.taxes.queries import tax_figures
from louyu.kernel.scope import Actor
from louyu.registers.taxation.displays import UNREPORTED

Values = dict[str, Value]
Told = tuple[StoredFigure, Value]
# A place has no building; a building is one, whoever managed it in the month.
Whose = tuple[int | None, int | None]


def during(*months: Period) -> Q:
    return Q(period__in=[month.first for month in months])


@dataclass(frozen=True)
class Ask:
    """Whose figures, of which indicators, of which months."""

    of: Q
    codes: Collection[str]
    when: Q

    def stored(self, codes: Iterable[str]) -> Q:
        return self.of & self.when & Q(indicator__in=list(codes))

    @property
    def without_tax(self) -> list[str]:
        return [code for code in self.codes if code not in TAX_BY_CODE]

    @property
    def of_tax(self) -> list[str]:
        return [code for code in self.codes if code in TAX_BY_CODE]


class Figures:
    """What is stored of everything asked, within what the actor may see."""

    def __init__(self, actor: Actor, *asks: Ask) -> None:
        self.actor = actor
        self._asks = asks
        self.told: list[Told] = [*self._stored(), *self._of_tax()]
        self._values = {
            (_whose(figure), figure.period, figure.indicator): value for figure, value in self.told
        }

    def value(self, subject: Subject, period: Period, code: str) -> Value | None:
        """The computed figure, else the typed one; else, of tax, the word that stands there."""
        found = self._values.get((_key(subject), period.first, code))
        if found is not None and found.word != UNREPORTED:
            return found
        typed = self._typed.get((_key(subject), period, code))
        if typed is None:
            return found
        return stated(typed.amount, typed.indicator, typed.source, typed.get_absolute_url())

    def values(
        self, subject: Subject, periods: Iterable[Period], codes: Collection[str]
    ) -> dict[Period, Values]:
        """By month and code; a month or code without a figure is not in it."""
        return {
            period: {
                code: value
                for code in codes
                if (value := self.value(subject, period, code)) is not None
            }
            for period in periods
        }

    def of_month(self, period: Period) -> Iterator[tuple[Subject, StoredFigure, Value]]:
        """Streets before parks, buildings by name."""
        for figure, value in self.told:
            if figure.period == period.first:
                yield Subject(figure.place, figure.building), figure, value

    @cached_property
    def typed(self) -> list[HistoricalFigure]:
        """What earlier ledgers say, of whatever month; a year's figure stands at its end."""
        asked = [ask.of & Q(indicator__in=list(ask.codes)) for ask in self._asks]
        rows = HistoricalFigure.objects.visible_to(self.actor).filter(reduce(or_, asked))
        # A month's own figure outranks its year's: it comes last.
        return list(rows.order_by("-month"))

    @cached_property
    def _typed(self) -> dict[tuple[Whose, Period, str], HistoricalFigure]:
        return {(_whose(row), row.period, row.indicator): row for row in self.typed}

    def _stored(self) -> list[Told]:
        asked = [ask.stored(ask.without_tax) for ask in self._asks if ask.without_tax]
        if not asked:
            return []
        figures = (
            Figure.objects.visible_to(self.actor)
            .filter(reduce(or_, asked))
            .select_related("place", "building")
            .defer("place__outline")  # as large as the rest of the row a hundred times over
            .order_by(
                "-place__level", "place__path", "building__name_sort", "building_id", "indicator"
            )
        )
        return [(figure, figure.value) for figure in figures]

    def _of_tax(self) -> list[Told]:
        asked = [ask.stored(ask.of_tax) for ask in self._asks if ask.of_tax]
        return [*tax_figures(self.actor, reduce(or_, asked))] if asked else []


def _key(subject: Subject) -> Whose:
    return (None, subject.building.pk) if subject.building else (subject.place.pk, None)


def _whose(row: StoredFigure | HistoricalFigure) -> Whose:
    return (None, row.building_id) if row.building_id else (row.place_id, None)
