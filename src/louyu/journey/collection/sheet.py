"""核对单: what the page of one building asks, from what is due and what was typed so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from louyu.engines.measures import Period
from louyu.journey.collection.answering import empty_rooms, expected
from louyu.journey.collection.asking import LEASE
from louyu.journey.collection.explaining import Doubts, doubts_of
from louyu.journey.collection.extras.asking import ExtrasForm, asked_in
from louyu.journey.collection.forms import (
    CORRECTED,
    MOVED_ON,
    OTHER_DAY,
    STOPPED,
    UNKNOWN,
    RoomForm,
    TenantForm,
)
from louyu.journey.collection.models import Duty, Question, TenantAnswer, Verdict
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import UnitUse
from louyu.registers.occupancy.models import EndReason, Offer, Vacancy
from louyu.registers.occupancy.scope import TERMS_READERS
from louyu.registers.occupancy.tenancies import Tenancy, tenancies, with_rooms
from louyu.registers.occupancy.unit_states import with_states

LONGEST_NUMBER = 18  # digits of a row's number
VERDICT = re.compile(rf"t-([0-9]{{1,{LONGEST_NUMBER - 1}}})-verdict")
STILL_THERE = "请核对是否还在"
OF_THE_DUTY = "answers of a duty the caller has seen"


@dataclass(frozen=True)
class Asked:
    """One tenant that is answered for by itself, with why.

    `theirs`: what the latest handing-in says of it, beside what is typed here.
    """

    tenancy: Tenancy
    form: TenantForm
    why: tuple[str, ...]
    theirs: TenantAnswer | None


@dataclass(frozen=True)
class AskedRoom:
    form: RoomForm
    why: str


@dataclass(frozen=True)
class Sheet:
    """`tenants` and `rooms` one by one; `rest` and `empty` are confirmed in one tap."""

    duty: Duty
    tenants: list[Asked]
    rooms: list[AskedRoom]
    rest: list[Tenancy]
    empty: list[Vacancy]
    uncollected: int
    extras: ExtrasForm
    doubts: Doubts | None

    @property
    def forms(self) -> list[Any]:
        asked = (*(one.form for one in self.tenants), *(room.form for room in self.rooms))
        return [*asked, self.extras, *(self.doubts.forms if self.doubts else ())]

    def unplaced(self, typed: Mapping[str, str]) -> int:
        """Tenants that were answered for and are on the list no more: moved out meanwhile."""
        here = {one.tenancy.stay.pk for one in self.tenants}
        return len(_answered(typed) - here)

    @property
    def asked(self) -> int:
        return len(self.tenants) + len(self.rooms)


def sheet_of(
    duty: Duty,
    typed: MultiValueDict[str, str] | None = None,
    *,
    actor: Actor,
    about: Iterable[str] = (),
) -> Sheet:
    """Asked by itself are whom the month asks about, who was answered for by itself before,
    and whom the person picked (`about`) or answers for (`typed`)."""
    chosen = {int(text) for text in about if text.isdecimal() and len(text) < LONGEST_NUMBER}
    return _sheet(duty, typed, chosen | _answered(typed or {}), actor)


def _answered(typed: Mapping[str, str]) -> set[int]:
    """Numbers of the stays of which something was chosen."""
    found = ((VERDICT.fullmatch(name), value) for name, value in typed.items())
    return {int(name[1]) for name, value in found if name and value}


def _sheet(
    duty: Duty, typed: MultiValueDict[str, str] | None, about: set[int], actor: Actor
) -> Sheet:
    questions = list(duty.questions.exclude(occupancy=None).order_by("pk"))
    whys, told = _whys(questions, actor), _told(duty)
    before = {pk: _as_typed(answer) for pk, answer in told.items()} | _proposed(questions, duty)
    order = {pk: place for place, pk in enumerate([*whys, *before, *sorted(about)])}
    stays = list(with_rooms(expected(duty)).order_by("pk"))
    alone = sorted((s for s in stays if s.pk in order), key=lambda stay: order[stay.pk])
    month = Period.of(duty.cycle.month)
    rooms = [
        AskedRoom(RoomForm(typed, vacancy=vacancy, before=_said_of(vacancy, duty)), words)
        for vacancy, words in _asked_rooms(duty)
    ]
    return Sheet(
        duty=duty,
        tenants=[
            Asked(
                tenancy,
                TenantForm(
                    typed, stay=tenancy.stay, month=month, before=before.get(tenancy.stay.pk)
                ),
                tuple(whys.get(tenancy.stay.pk, ())),
                told.get(tenancy.stay.pk),
            )
            for tenancy in tenancies(alone)
        ],
        rooms=rooms,
        rest=tenancies([stay for stay in stays if stay.pk not in order]),
        empty=_not_asked_about(duty, rooms),
        uncollected=_uncollected(duty),
        extras=ExtrasForm(typed, asked=asked_in(duty.cycle), before=_extras_before(duty)),
        doubts=doubts_of(duty, actor, typed),
    )


def _extras_before(duty: Duty) -> list[dict[str, Any]]:
    """What the latest handing-in of the month answered to the office's own questions."""
    last = duty.submissions.order_by("-number").first()
    return last.extras if last else []


def _whys(questions: list[Question], actor: Actor) -> dict[int, list[str]]:
    """Stay → why it is asked about, in the order in which it was; the day of a lease is told to
    whoever reads leases (docs/decisions/0045), not to a community that reports in their stead."""
    found: dict[int, list[str]] = {}
    for question in questions:
        if question.occupancy_id:
            hidden = question.code == LEASE and not actor.holds(*TERMS_READERS)
            words = STILL_THERE if hidden else question.words
            found.setdefault(question.occupancy_id, []).append(words)
    return found


def _told(duty: Duty) -> dict[int, TenantAnswer]:
    """Stay → what the latest handing-in of the month said of it by itself."""
    answers = TenantAnswer.objects.unscoped(OF_THE_DUTY).filter(
        submission__duty=duty, submission__number=duty.submissions.count()
    )
    told = answers.filter(Q(was_asked=True) | Q(verdict=Verdict.LEFT)).order_by("pk")
    return {answer.occupancy_id: answer for answer in told}


def _proposed(questions: list[Question], duty: Duty) -> dict[int, dict[str, Any]]:
    """What the street saw since the last handing-in: chosen already, to be confirmed."""
    last = duty.submissions.order_by("-number").values_list("at", flat=True).first()
    return {
        one.occupancy_id: {
            "verdict": one.proposed,
            "when": OTHER_DAY,
            "day": _written(one.proposed_day),
        }
        for one in questions
        if one.occupancy_id and one.proposed and (last is None or one.asked_at > last)
    }


def _written(day: date | None) -> str:
    """As a date field of a page takes it: in the page's own language it would stay empty."""
    return f"{day:%Y-%m-%d}" if day else ""


def _as_typed(answer: TenantAnswer) -> dict[str, Any]:
    return {
        "verdict": answer.verdict,
        "when": OTHER_DAY,
        "day": _written(answer.day),
        "to": STOPPED if answer.end_reason == EndReason.CLOSED else answer.destination or UNKNOWN,
        "reason": answer.end_reason,
        "satisfaction": answer.satisfaction,
        "how": CORRECTED if answer.is_correction else MOVED_ON,
        "headcount": answer.headcount,
        "lease_expiry": _written(answer.lease_expiry),
        "words": answer.words,
    }


def _asked_rooms(duty: Duty) -> list[tuple[Vacancy, str]]:
    """A room that has been let since is no longer asked about."""
    asked = duty.questions.exclude(unit=None).order_by("pk").values_list("unit_id", "words")
    empty = {v.unit_id: v for v in empty_rooms(duty).select_related("unit")}
    return [(empty[unit], words) for unit, words in asked if unit in empty]


def _not_asked_about(duty: Duty, asked: list[AskedRoom]) -> list[Vacancy]:
    """Empty rooms nobody has to answer for by themselves, each with its open offer if any."""
    offers = Offer.objects.unscoped(OF_THE_DUTY).filter(withdrawn_on=None)
    rows = empty_rooms(duty).exclude(pk__in=[room.form.vacancy.pk for room in asked])
    told = rows.select_related("unit").prefetch_related(
        Prefetch("unit__offers", queryset=offers, to_attr="open_offers")
    )
    return list(told.order_by("unit__floor__number", "unit__number"))


def _said_of(vacancy: Vacancy, duty: Duty) -> dict[str, Any]:
    return {"state": vacancy.state} if duty.version else {}


def _uncollected(duty: Duty) -> int:
    """Rooms of which nobody has said anything."""
    rooms: Any = with_states(duty.building.units.filter(use=UnitUse.BUSINESS), timezone.localdate())
    return int(rooms.filter(uncollected__gt=0).count())
