"""登记经过: who reported what of stays and vacancies, when and why, as the history keeps it.

The terms of a lease are told of the stays whose terms the reader sees (`shows_terms`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models

from louyu.kernel import figures
from louyu.kernel.history.entries import Change, Entry, entry_of
from louyu.registers.occupancy.models import Occupancy, Vacancy

OF_STAY = ("kind", "start", "end", "end_reason", "destination", "headcount")
OF_TERMS = ("lease_expiry", "rent_yuan")
OF_VACANCY = ("state", "start", "end", "confirmed_on")
UNITS = {"headcount": "（人）", "rent_yuan": "（元/㎡）"}
SHOWN = 20


@dataclass(frozen=True)
class Act:
    """One change of `what`, a stay or a vacancy."""

    what: str
    entry: Entry


def latest_acts(stays: Collection[Any], vacancies: Collection[Vacancy] = ()) -> list[Act]:
    """The latest first; a change of nothing that is told here is left out."""
    found = [
        *_acts(
            Occupancy,
            {stay.pk: (f"{stay.enterprise} · {stay.building}", _told_of(stay)) for stay in stays},
        ),
        *_acts(Vacancy, {row.pk: ("空置", OF_VACANCY) for row in vacancies}),
    ]
    return sorted(found, key=lambda act: act.entry.at, reverse=True)[:SHOWN]


def _told_of(stay: Any) -> tuple[str, ...]:
    return OF_STAY + OF_TERMS if stay.shows_terms else OF_STAY


def _acts(model: type[models.Model], told: dict[int, tuple[str, tuple[str, ...]]]) -> Iterator[Act]:
    events = model.pgh_event_model.objects.filter(pgh_obj_id__in=told)  # type: ignore[attr-defined]
    ordered = events.select_related("pgh_context").order_by("pgh_obj_id", "pgh_id")
    for earlier, event in pairwise([None, *ordered]):
        what, fields = told[event.pgh_obj_id]
        known = earlier if earlier and earlier.pgh_obj_id == event.pgh_obj_id else None
        if changes := list(_changes(model, fields, event, known)):
            yield Act(what, entry_of(event, changes))


def _changes(
    model: type[models.Model], fields: tuple[str, ...], event: Any, earlier: Any
) -> Iterator[Change]:
    for name in fields:
        field: Any = model._meta.get_field(name)
        before, after = (
            _text(field, getattr(one, name)) if one else "" for one in (earlier, event)
        )
        if before != after:
            yield Change(
                f"{field.verbose_name}{UNITS.get(name, '')}", before, after or figures.MISSING
            )


def _text(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return figures.day(value)
    return str(dict(field.flatchoices).get(value, value))
