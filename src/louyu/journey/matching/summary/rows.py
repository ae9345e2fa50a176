"""七列明细: the firms behind one number of the table, with where they sit and are registered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from louyu.journey.matching.models import Pairing, Registration, TaxStanding
from louyu.journey.matching.summary.columns import ASKED, BY_KEY, Column
from louyu.journey.matching.summary.entries import Subject
from louyu.journey.matching.summary.facts import Facts, facts, houses_of
from louyu.journey.matching.summary.registered import counted
from louyu.journey.matching.summary.table import asked_place, choices_of, refuse_others
from louyu.journey.matching.summary.taxes import taxes
from louyu.kernel.merging import among
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.places.models import Place
from louyu.registers.taxation.access import Reading

OF_ROSTER = ("registered", "unregistered", "asked")
# Enterprises, or registrations: one or the other by the column.
Found = QuerySet[Any]
FIRMS = {key: one for key, one in (BY_KEY | ASKED).items() if not one.is_area}


@dataclass(frozen=True)
class Firm:
    """As the roster and the registry know it; either side may be missing."""

    name: str
    code: str
    enterprise: Enterprise | None
    seats: Sequence[str]
    registration: Registration | None
    evidence: str = ""

    @property
    def seat_words(self) -> str:
        return "、".join(self.seats)

    @property
    def registered_name(self) -> str:
        return self.registration.name if self.registration else ""

    @property
    def address(self) -> str:
        return self.registration.address if self.registration else ""

    @property
    def sited_in(self) -> str:
        """The building its registered address means."""
        own = self.registration
        return own.building.name if own and own.building else ""

    @property
    def status_words(self) -> str:
        own = self.registration
        if own is None:
            return ""
        return str(own.get_status_display()) + ("" if own.is_local else "，不在本区登记")


@dataclass(frozen=True)
class Rows:
    """One column of one subject. `found` are enterprises or registrations, by name."""

    actor: Actor
    column: Column
    subject: Subject
    facts: Facts
    found: Found

    def firms(self, chosen: Iterable[Enterprise | Registration]) -> list[Firm]:
        """Of one page, or of all for a file."""
        rows = list(chosen)
        enterprises = [one for one in rows if isinstance(one, Enterprise)]
        registrations = [one for one in rows if isinstance(one, Registration)]
        return [*self._of_enterprises(enterprises), *self._of_registrations(registrations)]

    def _of_enterprises(self, rows: list[Enterprise]) -> list[Firm]:
        seats = self._seats(one.pk for one in rows)
        pairs = self._pairs().filter(enterprise__in=among(one.pk for one in rows))
        paired = {pair.enterprise_id: pair for pair in pairs}
        return [
            Firm(
                one.name,
                one.uscc or "",
                one,
                seats[one.pk],
                paired[one.pk].registration if one.pk in paired else None,
                paired[one.pk].evidence if one.pk in paired else "",
            )
            for one in rows
        ]

    def _of_registrations(self, rows: list[Registration]) -> list[Firm]:
        subjects = among(one.subject for one in rows)
        pairs = list(self._pairs().filter(registration__subject__in=subjects))
        of_subject = {pair.registration.subject: pair for pair in pairs}
        seats = self._seats(pair.enterprise_id for pair in pairs)
        told = []
        for one in rows:
            pair = of_subject.get(one.subject)
            enterprise = pair.enterprise if pair else None
            seated = seats[enterprise.pk] if enterprise else []
            told.append(Firm(one.name, one.code, enterprise, seated, one, one.evidence))
        return told

    def _pairs(self) -> QuerySet[Pairing]:
        pairs = Pairing.objects.visible_to(self.actor).order_by("enterprise_id")
        return pairs.select_related("enterprise", "registration__building")

    def _seats(self, enterprises: Iterable[int]) -> dict[int, list[str]]:
        """Names of the buildings each has a stay in today, as far as the reader sees."""
        stays = Occupancy.objects.visible_to(self.actor).filter(
            during__contains=self.facts.day, enterprise__in=among(enterprises)
        )
        found: dict[int, list[str]] = defaultdict(list)
        names = stays.order_by("building__name_sort").values_list(
            "enterprise_id", "building__name", "kind"
        )
        for enterprise, name, kind in names:
            found[enterprise].append(f"{name}（虚拟注册）" if kind == "address_only" else name)
        return found


def rows(actor: Actor, given: QueryDict) -> Rows:
    """404 for what is no column of firms, not the reader's, or told without its rows."""
    refuse_others(actor)
    column = FIRMS.get(given.get("column", "registered"))
    if column is None:
        raise Http404
    subject, buildings = _asked(actor, given)
    told = facts(actor, timezone.localdate(), buildings)
    if told.list_month is None or (column.taxed and not _reads_names(actor, told)):
        raise Http404
    return Rows(actor, column, subject, told, _found(actor, column, told))


def _reads_names(actor: Actor, told: Facts) -> bool:
    shown = taxes(actor, told.basis, Place.objects.order_by("path"))
    return shown is not None and shown.is_named


def _found(actor: Actor, column: Column, told: Facts) -> Found:
    """Of a column of tax all that are in force: the door tells which of them it is."""
    members = told.within(column.key)
    if column.key in OF_ROSTER:
        firms = Enterprise.objects.visible_to(actor).filter(pk__in=among(members))
        return firms.order_by("name_sort", "pk")
    lists = told.basis.lists if told.basis else []
    held = counted(Registration.objects.visible_to(actor), lists).select_related("building")
    if not column.taxed:
        held = held.filter(subject__in=among(members))
    return held.order_by("name", "pk")


def _asked(actor: Actor, given: QueryDict) -> tuple[Subject, QuerySet[Building]]:
    houses = houses_of(actor)
    number = given.get("building", "")
    if number:
        one = houses.filter(pk=number if number.isdecimal() and len(number) < 10 else 0)
        found = one.select_related("place").first()
        if found is None:
            raise Http404
        return Subject(found.place, found), one
    managed = set(houses.order_by().values_list("place_id", flat=True))
    choices = choices_of(actor, Place.objects.order_by("path"), managed)
    place = asked_place(choices, given.get("place", ""))
    return Subject(place), houses.filter(place__path__startswith=place.path)


def standing(view: Reading, asked: Rows) -> Found:
    """Those of the rows that have paid, or have not; inside the door, whose log counts them."""
    houses = [one.building.pk for one in asked.facts.houses]
    told = TaxStanding.objects.visible_to(view.actor).filter(
        building__in=houses, is_taxed=asked.column.key == "taxed"
    )
    subjects = list(told.values_list("subject", flat=True))
    return asked.found.filter(subject__in=among(subjects))
