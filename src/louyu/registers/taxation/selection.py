"""税收页的选择: which year and place a reader asks for, and on which 口径 who reads exactly.

Nothing else narrows the table. Whoever reads protected sums has the full 口径 alone: the difference
of two would be a further table over the same payers (decision 0124).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import Http404
from django.utils import timezone

from louyu.kernel.requests import Request
from louyu.registers.places.models import Place
from louyu.registers.taxation.bases import BASES, FULL, Basis
from louyu.registers.taxation.displays import Display, display
from louyu.registers.taxation.readers import Reader, places_read, reader_of
from louyu.registers.taxation.record import records_for
from louyu.registers.taxation.years import TaxYear, place_key, tax_year

T = TypeVar("T")


@dataclass(frozen=True)
class Selection:
    years: list[int]
    places: list[Place]
    place: Place
    bases: Sequence[Basis]
    display: Display

    @property
    def name(self) -> str:
        return f"{self.place.name}{self.display.tax.year}年"


def select(request: Request) -> Selection:
    """Whoever reads no tax, and whoever asks for what is not theirs, finds nothing here."""
    reader = reader_of(request.actor)
    if reader is None:
        raise Http404
    records = records_for(request.actor)
    years = records.years or [timezone.localdate().year]
    bases = BASES if reader.exact else (FULL,)
    basis = _asked({one.key: one for one in bases}, request.GET.get("basis"))
    year = _asked({str(year): year for year in years}, request.GET.get("year"))
    tax = tax_year(year, basis)
    places = _listed(tax, reader)
    place = _asked({place.code: place for place in places}, request.GET.get("place"))
    return Selection(years, places, place, bases, display(tax, reader, records, place.pk))


def _listed(tax: TaxYear, reader: Reader) -> list[Place]:
    """Districts, and the places below that have buildings."""
    return [
        place
        for place in places_read(reader)
        if place.parent_id is None or place_key(place.pk) in tax.children
    ]


def _asked(known: Mapping[str, T], word: str | None) -> T:
    """The first where nothing is asked for."""
    found = known.get(word) if word is not None else next(iter(known.values()), None)
    if found is None:
        raise Http404
    return found
