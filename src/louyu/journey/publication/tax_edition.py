"""涉税版: the tax of a bulletin's quarter, read anew at every opening and kept nowhere.

Whoever is told figures of tax of the place reads it, each person as on the figures page. How it
is laid out belongs to tax_tables.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import transaction

from louyu.engines.measures import Period, change
from louyu.journey.publication.models import Bulletin, BulletinKind
from louyu.journey.publication.spans import months_of
from louyu.journey.statistics.asking import Ask, Figures, during
from louyu.journey.statistics.queries import Reading, building_readings, parts_in, readings_in
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.taxes.indicators import TAX_BY_CODE
from louyu.journey.statistics.taxes.retained import retained_basis
from louyu.kernel.scope import Actor
from louyu.registers.taxation.access import NotCleared, log_view
from louyu.registers.taxation.readers import reader_of
from louyu.registers.taxation.record import Withheld, records_for

CODES = ("TX01", "TX02", "TX03", "TX06", "TX08", "TX09", "TX10", "TX13")
SUM, RETAINED, PER_AREA, HUNDRED_MILLION = "TX01", "TX03", "TX06", "TX08"
MOST = 10
WHAT = "通报涉税版"
PURPOSE = "阅看通报涉税版"


@dataclass(frozen=True)
class Line:
    """A street or building; its sum compared with last year's, the others with nothing."""

    subject: Subject
    readings: Mapping[str, Reading]

    @property
    def is_told(self) -> bool:
        return self.readings[SUM].is_number


@dataclass(frozen=True)
class TaxEdition:
    """What one person is told: `buildings` are counted in 亿元楼宇, `leading` pay most."""

    exact: bool
    subject: Subject
    period: Period
    whole: Mapping[str, Reading]
    parts: list[Line]
    buildings: list[Line]
    leading: list[Line]
    withheld: list[Withheld]
    retained: str  # what its yuan rest on, in words

    @property
    def rows(self) -> int:
        return sum(map(len, (self.whole, self.parts, self.buildings, self.leading)))


def may_open(actor: Actor, bulletin: Bulletin) -> bool:
    """As statistics decides whom figures of tax are for, and of which places.

    A monthly bulletin has nothing of tax.
    """
    if bulletin.kind != BulletinKind.QUARTERLY:
        return False
    reader = reader_of(actor)
    return reader is not None and reader.reads(bulletin.place_id)


@contextmanager
def opened_by(actor: Actor, bulletin: Bulletin, *, form: str) -> Iterator[TaxEdition]:
    """Raises NotCleared (a 404); the log line is written with what was told, or neither is."""
    if not may_open(actor, bulletin):
        raise NotCleared
    with transaction.atomic():
        edition = _read(actor, bulletin)
        yield edition
        log_view(actor, purpose=PURPOSE, what=f"{WHAT}·{bulletin}", rows=edition.rows, form=form)


def _read(actor: Actor, bulletin: Bulletin) -> TaxEdition:
    reader = reader_of(actor)
    assert reader is not None
    subject, period = Subject(bulletin.place), months_of(bulletin.span)[0]
    everyone = subject.of_figures | subject.of_parts | subject.of_buildings
    figures = Figures(actor, Ask(everyone, CODES, during(period, period.year_before)))
    readings = readings_in(figures, subject, period)
    leading = [one for one in _buildings(figures, subject, period, SUM) if one.is_told]
    return TaxEdition(
        exact=reader.exact,
        subject=subject,
        period=period,
        whole={code: readings[code] for code in CODES},
        parts=_parts(figures, subject, period),
        buildings=_buildings(figures, subject, period, HUNDRED_MILLION),
        leading=leading[:MOST],
        withheld=_withheld(actor, period),
        retained=retained_basis(period) if readings[RETAINED].is_number else "",
    )


def _parts(figures: Figures, subject: Subject, period: Period) -> list[Line]:
    """Streets before parks, or the buildings of one."""
    found = [
        Line(part.subject, {**part.readings, SUM: _on_year(figures, part.readings[SUM])})
        for part in parts_in(figures, subject, period)
    ]
    return sorted(found, key=lambda line: line.subject.place.level, reverse=True)


def _buildings(figures: Figures, subject: Subject, period: Period, code: str) -> list[Line]:
    """What the indicator is made of, the greatest first."""
    sums = building_readings(figures, subject, period, TAX_BY_CODE[code])
    return [
        Line(one.subject, {SUM: _on_year(figures, one), PER_AREA: _per_area(figures, one)})
        for one in sums
    ]


def _on_year(figures: Figures, of: Reading) -> Reading:
    base = figures.value(of.subject, of.period.year_before, of.indicator.code)
    return replace(of, on_year=change(of.value, base, of.indicator.measure), year_base=base)


def _per_area(figures: Figures, of: Reading) -> Reading:
    value = figures.value(of.subject, of.period, PER_AREA)
    return Reading(TAX_BY_CODE[PER_AREA], of.subject, of.period, value)


def _withheld(actor: Actor, period: Period) -> list[Withheld]:
    """Of the months that some figure rests on: this year's and all of the last."""
    first = period.first.replace(year=period.year - 1, month=1)
    found = records_for(actor).withheld
    return [one for one in found if first <= one.month <= period.first]
