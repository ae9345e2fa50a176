"""已知数: every number known of an indicator at a place, by month; computed before typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from louyu.engines.measures import Period
from louyu.engines.measures.value import quantity
from louyu.journey.statistics.dictionary import measure_of
from louyu.journey.statistics.models import Figure, HistoricalFigure, Target, TargetPart
from louyu.kernel.scope import Actor

# What a number is aimed at: the whole or a part of it.
Aim = Target | TargetPart
Key = tuple[str, int]


@dataclass(frozen=True)
class Known:
    """A number for an indicator at a place; `figure` opens to its rows, a typed one to its row."""

    amount: Fraction
    period: Period
    words: str
    figure: Figure | None = None
    earlier: HistoricalFigure | None = None

    @property
    def weight(self) -> Decimal | None:
        """What a rate is of: its denominator, where it was computed."""
        return self.figure.denominator if self.figure else None


Numbers = Mapping[Period, Known]


def known_numbers(aims: Iterable[Aim], actor: Actor, until: date) -> Mapping[Key, Numbers]:
    """By indicator and place, up to the day; a computed number outranks a typed one."""
    keys = {(aim.indicator, aim.place_id) for aim in aims}
    of = Q(indicator__in={code for code, _ in keys}, place__in={place for _, place in keys})
    found: dict[Key, dict[Period, Known]] = {}
    for row in HistoricalFigure.objects.visible_to(actor).filter(of, building=None):
        if row.period.last <= until:
            known = Known(Fraction(row.amount), row.period, row.words, earlier=row)
            found.setdefault((row.indicator, row.place_id), {})[row.period] = known
    figures = Figure.objects.visible_to(actor).filter(of, building=None, period__lte=until)
    for figure in figures.select_related("place"):
        period = Period.of(figure.period)
        amount = quantity(figure.value, measure_of(figure.indicator))
        if amount is not None and period.last <= until:
            known = Known(amount, period, f"{period.words}末", figure=figure)
            found.setdefault((figure.indicator, figure.place_id), {})[period] = known
    return found


def latest(numbers: Numbers, start: date, until: date) -> Known | None:
    within = [period for period in numbers if start <= period.last <= until]
    return numbers[max(within)] if within else None


def came_about(numbers: Numbers, first: int, last: int) -> Known | None:
    """The sum of what is stated of the years from first to last."""
    stated = [one for period, one in numbers.items() if first <= period.year <= last]
    if not stated:
        return None
    newest = max(stated, key=lambda one: one.period)
    amount = sum((one.amount for one in stated), Fraction(0))
    return Known(amount, newest.period, f"至{newest.words}", earlier=newest.earlier)
