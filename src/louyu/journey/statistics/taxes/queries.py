"""税收指标读数: what of the stored figures of tax a person may be told, each with its word.

Whoever is no reader of tax gets nothing, not even an empty line. A reader of protected sums is
told 不予显示 where a sum would tell of a payer; nobody is told what a data-use record withholds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from louyu.engines.disclosure import HIDDEN, few
from louyu.engines.measures import Indicator, Period, Value
from louyu.journey.statistics.models import TaxFigure
from louyu.journey.statistics.taxes.disclosing import COUNTS
from louyu.journey.statistics.taxes.indicators import TAX_INDICATORS
from louyu.kernel.scope import Actor
from louyu.registers.taxation.displays import UNREPORTED
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.readers import Reader, reader_of
from louyu.registers.taxation.record import Records, records_for
from louyu.registers.taxation.years import RULES

UNCONFIGURED = "未提供"


def tax_indicators_for(actor: Actor) -> tuple[Indicator, ...]:
    return TAX_INDICATORS if reader_of(actor) else ()


def tax_figures(actor: Actor, of: Q) -> list[tuple[TaxFigure, Value]]:
    """Those that `of` names, with place and building."""
    reader = reader_of(actor)
    if reader is None:
        return []
    telling = _Telling(reader, records_for(actor))
    with opened("read"):
        figures = list(
            _readable(reader)
            .filter(of)
            .select_related("place", "building")
            .defer("place__outline")
            .order_by("place__path", "building__name_sort", "building_id", "indicator")
        )
    return [(figure, telling.value(figure)) for figure in figures]


def _readable(reader: Reader) -> QuerySet[TaxFigure]:
    rows = TaxFigure.objects.unscoped("a reader of tax; what may be told of each is decided below")
    return rows if reader.areas is None else rows.filter(place__in=reader.areas)


@dataclass(frozen=True)
class _Telling:
    reader: Reader
    records: Records

    def value(self, figure: TaxFigure) -> Value:
        value = figure.value
        word = self._withheld(figure) or self._word(figure, value)
        return Value(value.numerator * 0, None, 0, value.total, 0, word) if word else value

    def _withheld(self, figure: TaxFigure) -> str:
        return next((self._words[m.first] for m in _months(figure) if m.first in self._words), "")

    def _word(self, figure: TaxFigure, value: Value) -> str:
        if not self.reader.exact and not figure.shown:
            return HIDDEN
        if figure.indicator in ("TX03", "TX04") and value.is_missing:
            return UNCONFIGURED
        if value.is_missing:
            return UNREPORTED
        if not self.reader.exact and figure.indicator in COUNTS:
            told = few(int(value.numerator), RULES)
            return told if told.startswith("<") else ""
        return ""

    @cached_property
    def _words(self) -> dict[object, str]:
        return {one.month: one.word for one in self.records.withheld}


def _months(figure: TaxFigure) -> list[Period]:
    """What the figure rests on: months of this year, twelve, or this year and all of the last."""
    period = Period.of(figure.period)
    count = {"TX13": 12, "TX10": 12 + period.month}.get(figure.indicator, period.month)
    return [period.shifted(-back) for back in range(count)]
