"""税收指标明细: the buildings a figure of tax is the sum of; payers are not named here.

Who paid what is read on the page of an enterprise, by those cleared for it, with a purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from louyu.engines.measures import Indicator, Period, Value
from louyu.journey.statistics.asking import Figures
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.taxes.disclosing import COUNTS
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE

# Counts are told by the tax of what is counted; a share by what is shared.
SHOWN_BY = dict.fromkeys(COUNTS, "TX01") | {"TX04": "TX03"}


@dataclass(frozen=True)
class BuildingRow:
    """A building with what it adds to the figure, or the word that stands in its place."""

    subject: Subject
    value: Value


def shown_by(indicator: Indicator) -> Indicator:
    """The indicator that the rows are printed in."""
    base = SHOWN_BY.get(indicator.code)
    return TAX_BY_CODE[base] if base else indicator


def building_rows(
    figures: Figures, indicator: Indicator, subject: Subject, period: Period
) -> list[BuildingRow]:
    """From the greatest down; those without a number last, by name."""
    base = shown_by(indicator).code
    found: dict[int, dict[str, Value]] = {}
    subjects: dict[int, Subject] = {}
    for one, figure, value in figures.of_month(period):
        if one.building and subject.has_building(one):
            subjects[one.building.pk] = one
            found.setdefault(one.building.pk, {})[figure.indicator] = value
    rows = [
        BuildingRow(subjects[pk], values[base])
        for pk, values in found.items()
        if base in values and _counts(indicator, values)
    ]
    return sorted(rows, key=lambda row: (row.value.is_missing, -_height(row.value)))


def _counts(indicator: Indicator, values: dict[str, Value]) -> bool:
    """Of a count, the buildings that are counted and whose tax the reader may be told."""
    if indicator.code not in COUNTS:
        return True
    counted = values.get(indicator.code)
    return bool(counted and counted.numerator and not values[SHOWN_BY[indicator.code]].is_missing)


def _height(value: Value) -> Decimal:
    if value.is_missing:
        return Decimal(0)
    return value.numerator / value.denominator if value.denominator else value.numerator
