"""核对: what a liaison hands in becomes what the registers say, all of it or nothing.

It holds from the moment it is handed in; that the street has looked at it is told by the
state of the duty (docs/decisions/0108).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from louyu.journey.collection.arrivals import Arrival, arrived
from louyu.journey.collection.explaining import explain
from louyu.journey.collection.looking_again import check_again
from louyu.journey.collection.models import (
    Duty,
    Submission,
    TenantAnswer,
    UnitAnswer,
    Verdict,
)
from louyu.journey.collection.steps import in_an_open_month
from louyu.journey.collection.workflow import FLOW
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Occupancy, OccupancyKind, Vacancy
from louyu.registers.occupancy.scope import looks_after
from louyu.registers.occupancy.services import confirm_vacant, end_stay, resume_stay


class NotComplete(Exception):
    """Something is still to be answered; the message is a Chinese sentence."""


class Overtaken(Exception):
    """Somebody else handed this month in, or sent it back, since the page was opened."""


@dataclass(frozen=True)
class TenantSaid:
    """What is said of one stay; dates are days, `satisfaction` from 1 to 5."""

    stay: Occupancy
    verdict: Verdict
    day: date | None = None
    end_reason: str = ""
    destination: str = ""
    satisfaction: int | None = None
    headcount: int | None = None
    lease_expiry: date | None = None
    is_correction: bool = False
    words: str = ""


@dataclass(frozen=True)
class RoomSaid:
    """What is said of one room without a tenant; `since` when it has been in this state."""

    unit: int
    state: str
    since: date


@dataclass(frozen=True)
class Answers:
    """One handing-in; with `rest_unchanged` signed, silence about the others is an answer.

    `extras`: answers to the office's own questions, as Submission keeps them.
    `explained`: texts by the number of the doubt.
    """

    tenants: Sequence[TenantSaid] = ()
    rooms: Sequence[RoomSaid] = ()
    rest_unchanged: bool = False
    words: str = ""
    extras: Sequence[dict[str, Any]] = ()
    explained: Mapping[int, str] = field(default_factory=dict)
    arrivals: Sequence[Arrival] = ()


KEYS = "whether the number of a handing-in was used, here or for another building"


def is_gone(stay: Occupancy) -> bool:
    """An end that lies ahead is a plan: until then the tenant is there."""
    return stay.end is not None and stay.end <= timezone.localdate()


def expected(duty: Duty) -> QuerySet[Occupancy]:
    """Whoever is in the building today, and whom this month's answers have sent away."""
    today = timezone.localdate()
    here = duty.building.occupancies.filter(during__contains=today)
    gone = duty.building.occupancies.filter(
        answers__submission__duty=duty, answers__verdict=Verdict.LEFT, end__lte=today
    )
    return (here | gone).exclude(kind=OccupancyKind.ADDRESS_ONLY).distinct()


def empty_rooms(duty: Duty) -> QuerySet[Vacancy]:
    """Rooms of the building that somebody said stand empty, and still do today."""
    return Vacancy.objects.unscoped("rooms of a building the caller has seen").filter(
        unit__building=duty.building, during__contains=timezone.localdate()
    )


def hand_in(*, duty: Duty, key: UUID, base: int, answers: Answers, actor: Actor) -> Submission:
    """The same key twice is one submission; with other answers it is overtaken by the first.

    Raises NotComplete, Overtaken, ReportRefused, and TransitionRefused in a closed month.
    """
    with in_an_open_month(), acting(actor, "collection_handed_in"):
        seen = Duty.objects.visible_to(actor).order_by()
        locked = seen.select_for_update(of=("self",)).get(pk=duty.pk)
        earlier = Submission.objects.unscoped(KEYS).filter(key=key).first()
        if earlier is not None and earlier.duty_id == locked.pk and _says(earlier, answers):
            return earlier
        if earlier is not None or locked.version != base:
            raise Overtaken
        FLOW.take(locked, "submit", actor=actor)
        Duty.objects.visible_to(actor).filter(pk=locked.pk).update(version=F("version") + 1)
        submission = _written(locked, key, answers, actor)
        explain(locked, answers.explained, actor)
        check_again(locked)
        return submission


def _says(earlier: Submission, answers: Answers) -> bool:
    """Whether it is these answers, sent again since the receipt was lost; a change made
    meanwhile is not to vanish under the key of the first."""
    told = {_key_of(_one_by_one(earlier, said)) for said in answers.tenants}
    kept = {_key_of(one) for one in earlier.tenant_answers.filter(was_asked=True)}
    rooms = {(room.unit, room.state) for room in answers.rooms}
    same_note = (earlier.rest_unchanged, earlier.words) == (answers.rest_unchanged, answers.words)
    return (
        same_note
        and earlier.extras == [*answers.extras]
        and told == kept
        and rooms == set(earlier.unit_answers.values_list("unit_id", "state"))
        and _came(answers) <= _came_with(earlier)
    )


def _came(answers: Answers) -> set[int]:
    return {unit for one in answers.arrivals for unit in one.units}


def _came_with(earlier: Submission) -> set[int]:
    units = earlier.tenant_answers.values_list("occupancy__unit_links__unit_id", flat=True)
    return set(units)


def _key_of(answer: TenantAnswer) -> tuple[object, ...]:
    """Of who stays whether it was put right is worked out from what stood before: not compared."""
    return (
        answer.occupancy_id,
        answer.verdict,
        answer.verdict != Verdict.STAYS and answer.is_correction,
        answer.day,
        answer.end_reason,
        answer.destination,
        answer.satisfaction,
        answer.headcount,
        answer.lease_expiry,
        answer.words,
    )


def _written(duty: Duty, key: UUID, answers: Answers, actor: Actor) -> Submission:
    stays = {stay.pk: stay for stay in expected(duty)}
    rest = _rest(duty, stays, answers)
    submission = Submission.objects.create(
        duty=duty,
        number=duty.submissions.count() + 1,
        key=key,
        by_id=actor.user_id,
        by_words=actor.name,
        on_behalf=not _looks_after(duty, actor),
        rest_unchanged=answers.rest_unchanged,
        words=answers.words,
        extras=[*answers.extras],
    )
    known = dict(empty_rooms(duty).values_list("unit_id", "state"))
    for said in answers.tenants:
        _apply(_as_it_stands(said, stays), actor)
    for room in answers.rooms:
        unit = duty.building.units.get(pk=room.unit)
        confirm_vacant(unit=unit, state=room.state, since=room.since, actor=actor)
    came = [arrived(duty, one, actor) for one in answers.arrivals]
    if answers.rest_unchanged:
        _confirm_empty_rooms(duty)
    TenantAnswer.objects.bulk_create(
        [
            *(_one_by_one(submission, said) for said in answers.tenants),
            *(_with_the_rest(submission, stay) for stay in [*rest, *came]),
        ]
    )
    UnitAnswer.objects.bulk_create(
        UnitAnswer(
            submission=submission,
            unit_id=room.unit,
            state=room.state,
            since=room.since,
            is_change=room.state != known.get(room.unit),
        )
        for room in answers.rooms
    )
    return submission


def _looks_after(duty: Duty, actor: Actor) -> bool:
    mine = Duty.objects.visible_to(actor).filter(looks_after(actor))
    return mine.filter(pk=duty.pk).exists()


def _rest(duty: Duty, stays: dict[int, Occupancy], answers: Answers) -> list[Occupancy]:
    """Who was not answered for one by one; refuses while somebody still has to be."""
    told = {said.stay.pk for said in answers.tenants}
    asked = duty.questions.exclude(occupancy=None).values_list("occupancy_id", flat=True)
    if missing := set(asked) & stays.keys() - told:
        raise NotComplete(f"还有 {len(missing)} 家没有核对，请在“请核对”里逐家选择。")
    rooms = empty_rooms(duty).filter(unit__in=duty.questions.values("unit_id"))
    if missing := set(rooms.values_list("unit_id", flat=True)) - {r.unit for r in answers.rooms}:
        raise NotComplete(f"还有 {len(missing)} 间空置房源没有核对，请逐间选择。")
    rest = [stay for pk, stay in stays.items() if pk not in told]
    if not answers.rest_unchanged:
        _must_be_signed(rest, answers)
    return rest


def _must_be_signed(rest: list[Occupancy], answers: Answers) -> None:
    """Silence is no answer: neither about somebody, nor about a whole building."""
    if unasked := [stay for stay in rest if not is_gone(stay)]:
        raise NotComplete(
            f"其余 {len(unasked)} 家还没有确认：没有变化的请勾选“其余没有变化”，有变化的逐家选择。"
        )
    if not answers.tenants and not answers.rooms and not answers.arrivals:
        raise NotComplete("这幢楼还没有任何回答：没有变化的请勾选“没有变化”，再提交。")


def _as_it_stands(said: TenantSaid, stays: dict[int, Occupancy]) -> TenantSaid:
    """With the stay as it is now, which may have changed since the page was opened."""
    stay = stays.get(said.stay.pk)
    if stay is None:
        raise NotComplete(f"{said.stay.enterprise}已不在本楼的名单里，请刷新页面后再提交。")
    return replace(said, stay=stay)


def _apply(said: TenantSaid, actor: Actor) -> None:
    if is_gone(said.stay) and not _is_as_told(said):
        # Told otherwise than before: what was written of the departure is taken back first.
        resume_stay(stay=said.stay, actor=actor, why="联络员更正")
    if said.verdict == Verdict.LEFT:
        assert said.day is not None
        end_stay(
            stay=said.stay,
            day=said.day,
            reason=said.end_reason,
            destination=said.destination,
            satisfaction=said.satisfaction,
            leaves_vacant=True,
            actor=actor,
        )
    elif said.verdict == Verdict.CHANGED:
        _change(said)


def _is_as_told(said: TenantSaid) -> bool:
    stay = said.stay
    return said.verdict == Verdict.LEFT and (
        (said.day, said.end_reason, said.destination, said.satisfaction)
        == (stay.end, stay.end_reason, stay.destination, stay.satisfaction)
    )


def _change(said: TenantSaid) -> None:
    stay = said.stay
    stay.refresh_from_db()
    if said.headcount is not None:
        stay.headcount = said.headcount
    if said.lease_expiry is not None:
        stay.lease_expiry = said.lease_expiry
    stay.save()


def _confirm_empty_rooms(duty: Duty) -> None:
    empty_rooms(duty).update(confirmed_on=timezone.localdate())


def _one_by_one(submission: Submission, said: TenantSaid) -> TenantAnswer:
    return TenantAnswer(
        submission=submission,
        occupancy=said.stay,
        verdict=said.verdict,
        was_asked=True,
        is_correction=said.is_correction,
        day=said.day,
        end_reason=said.end_reason,
        destination=said.destination,
        satisfaction=said.satisfaction,
        headcount=said.headcount,
        lease_expiry=said.lease_expiry,
        words=said.words,
    )


def _with_the_rest(submission: Submission, stay: Occupancy) -> TenantAnswer:
    """As the register has it: left by an earlier answer, newly arrived, or still there."""
    answer = TenantAnswer(submission=submission, occupancy=stay, verdict=Verdict.STAYS)
    if is_gone(stay):
        answer.verdict, answer.day, answer.end_reason = Verdict.LEFT, stay.end, stay.end_reason
    elif not stay.start_is_reported and stay.start >= submission.duty.cycle.month:
        answer.verdict, answer.day = Verdict.ARRIVED, stay.start
    return answer
