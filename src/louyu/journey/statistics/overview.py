"""指标总览: what the figures page shows and its export writes, put together once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from louyu.engines.measures import Indicator, Scale
from louyu.journey.statistics.asking import Figures
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.models import BuildingMonth, PeriodState
from louyu.journey.statistics.queries import (
    Part,
    Reading,
    area_bases,
    asked_of_month,
    asked_of_parts,
    parts_in,
    readings_in,
)
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor

HEADLINES = ("SP07", "SP06", "EN01", "SP02")
COMPOSITION = ("SP04", "SP05", "SP06", "SP13")
COLUMNS = ("SP02", "SP04", "SP05", "SP06", "SP13", "SP07", "SP08", "SP09", "EN01")
TAXES = ("TX01", "TX06", "TX13", "TX09")
TAX_COLUMNS = ("TX01", "TX02", "TX03", "TX06", "TX13")
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Slice:
    """A part of the business area, with start and width in percent of it."""

    reading: Reading
    start: Decimal
    width: Decimal


@dataclass(frozen=True)
class Overview:
    state: PeriodState
    subject: Subject
    readings: Mapping[str, Reading]
    parts: list[Part]
    bases: Mapping[int, BuildingMonth]
    sort: str

    @property
    def headlines(self) -> list[Reading]:
        return [self.readings[code] for code in HEADLINES]

    @property
    def taxes(self) -> list[Reading]:
        """For readers of tax: of all others there is nothing to choose from."""
        return [self.readings[code] for code in TAXES if code in self.readings]

    @property
    def tax_lines(self) -> list[tuple[Subject, list[Reading]]]:
        return [
            (part.subject, [part.readings[code] for code in TAX_COLUMNS])
            for part in self.parts
            if "TX01" in part.readings
        ]

    @property
    def tax_total(self) -> list[Reading]:
        return [self.readings[code] for code in TAX_COLUMNS if code in self.readings]

    @property
    def columns(self) -> list[Indicator]:
        return [BY_CODE[code] for code in COLUMNS]

    @property
    def of_buildings(self) -> bool:
        return bool(self.parts) and self.parts[0].subject.scale is Scale.BUILDING

    @property
    def lines(self) -> list[tuple[Subject, list[Reading]]]:
        return [(part.subject, [part.readings[c] for c in COLUMNS]) for part in self.parts]

    @property
    def total(self) -> list[Reading]:
        """The whole, in the units of its parts."""
        scale = self.parts[0].subject.scale if self.parts else self.subject.scale
        return [self.readings[code].scaled(scale) for code in COLUMNS]

    @property
    def occupied_as_stated(self) -> Decimal:
        """Percent of the business area that declared totals call in use, by nobody named."""
        slices = self.composition
        rest = WHOLE - sum((one.width for one in slices), Decimal(0))
        return rest if slices and rest >= Decimal("0.01") else Decimal(0)

    @property
    def composition(self) -> list[Slice]:
        whole = self.readings["SP02"].value
        if whole is None or not whole.numerator:
            return []
        start, slices = Decimal(0), []
        for code in COMPOSITION:
            value = self.readings[code].value
            width = value.numerator * WHOLE / whole.numerator if value else Decimal(0)
            slices.append(Slice(self.readings[code], start, width))
            start += width
        return slices

    @property
    def over_declared(self) -> list[BuildingMonth]:
        return [month for month in self.bases.values() if month.over_declared]


def overview(actor: Actor, subject: Subject, state: PeriodState, sort: str = "") -> Overview:
    period = state.month
    asked = [asked_of_month(actor, subject, period)]
    if subject.has_parts:
        asked.append(asked_of_parts(actor, subject, period))
    figures = Figures(actor, *asked)
    parts = parts_in(figures, subject, period) if subject.has_parts else []
    return Overview(
        state,
        subject,
        readings_in(figures, subject, period),
        _sorted(parts, sort),
        area_bases(actor, subject, period),
        sort,
    )


def _sorted(parts: list[Part], sort: str) -> list[Part]:
    """By an indicator's code, descending with a minus; who has no number comes last."""
    code = sort.removeprefix("-")
    if code not in COLUMNS:
        return parts
    known = [part for part in parts if part.readings[code].number is not None]
    known.sort(key=lambda part: part.readings[code].number or 0, reverse=sort.startswith("-"))
    return known + [part for part in parts if part.readings[code].number is None]
