"""该提醒谁: months that are due in three working days, late by at most three, or sent back.

Data duties alone; to whoever is named today to look after the building and wants messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from louyu.journey.collection.models import Cycle, Duty, DutyState
from louyu.journey.collection.queries import open_again
from louyu.journey.collection.reminders.models import Contact, Kind, Reminder, Via
from louyu.registers.assignments.queries import named_liaisons
from louyu.registers.matters.calendar import working_days_after
from louyu.registers.organizations.models import DutyRole, User

FOR_EVERYBODY = "what is due is told to whom it is due from"
DAYS_BEFORE = 3
# What did not get through is tried on the next working days, then left.
DAYS_AFTER = 3
LOOK_BACK = timedelta(days=31)


@dataclass(frozen=True)
class Waiting:
    duty: Duty
    kind: Kind


@dataclass(frozen=True)
class Told:
    """One person and all that is to be told at once; without an address nothing gets through."""

    user: User
    address: str
    waiting: tuple[Waiting, ...]


def to_tell(day: date, via: Via) -> list[Told]:
    found = list(_waiting(day))
    people = _liaisons(day, [one.duty.building_id for one in found])
    contacts = {
        contact.user_id: contact
        for contact in Contact.objects.unscoped(FOR_EVERYBODY).filter(
            via=via, user__in=people.values()
        )
    }
    told = []
    for user in sorted(set(people.values()), key=lambda person: person.pk):
        contact = contacts.get(user.pk)
        if contact is None or contact.wanted:
            own = tuple(one for one in found if people.get(one.duty.building_id) == user)
            told.append(Told(user, contact.address if contact else "", own))
    return told


def _waiting(day: date) -> Iterator[Waiting]:
    duties = list(
        Duty.objects.unscoped(FOR_EVERYBODY)
        .filter(Q(cycle__closed_at=None) | open_again())
        .filter(Q(state=DutyState.OPEN, cycle__in=_close(day)) | Q(state=DutyState.RETURNED))
        .select_related("cycle", "building")
        .order_by("building__name_sort", "pk")
    )
    known = _known(duties, day)
    for duty in duties:
        kind, version = _kind(duty, day), duty.version
        # Near or late is told once; sent back, once for every time it was.
        if not known & {(duty.pk, kind, None), (duty.pk, kind, version)}:
            yield Waiting(duty, kind)


def _close(day: date) -> list[Cycle]:
    """Months whose due day is three working days off, on either side."""
    cycles = Cycle.objects.unscoped(FOR_EVERYBODY).filter(
        due_on__range=(day - LOOK_BACK, day + LOOK_BACK)
    )
    return [
        cycle
        for cycle in cycles
        if day <= cycle.due_on <= working_days_after(day, DAYS_BEFORE)
        or cycle.due_on < day <= working_days_after(cycle.due_on, DAYS_AFTER)
    ]


def _kind(duty: Duty, day: date) -> Kind:
    if duty.state == DutyState.RETURNED:
        return Kind.RETURNED
    return Kind.LATE if duty.cycle.due_on < day else Kind.NEAR


def _known(duties: list[Duty], day: date) -> set[tuple[int, str, int | None]]:
    """What was told, or tried today; None for the version where it does not matter."""
    rows = Reminder.objects.unscoped(FOR_EVERYBODY).filter(
        Q(refused="") | Q(day=day), duty__in=duties
    )
    known: set[tuple[int, str, int | None]] = set()
    for duty, kind, version, when in rows.values_list("duty_id", "kind", "version", "day"):
        matters = kind == Kind.RETURNED and when != day
        known.add((duty, kind, version if matters else None))
    return known


def _liaisons(day: date, buildings: list[int]) -> dict[int, User]:
    """Building → the person named today, while that person holds a duty and may sign in."""
    on_duty = DutyRole.objects.filter(during__contains=day).values("user_id")
    named = named_liaisons().filter(building__in=buildings, user__is_active=True, user__in=on_duty)
    told = named.select_related("user")
    return {one.building_id: one.user for one in told if one.building_id and one.user}
