"""核对规则: an answer is what the registers say from then on; nothing vanishes, nothing doubles."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from demo import factories
from louyu.journey.collection.answering import NotComplete, Overtaken, RoomSaid, TenantSaid
from louyu.journey.collection.models import Duty, DutyState, Verdict
from louyu.journey.collection.steps import exempt, send_back
from louyu.journey.collection.tests.conftest import Round, long_before
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.kernel.testing import refused_by, sql
from louyu.registers.occupancy.models import EndReason, VacancyState
from louyu.registers.occupancy.services import ReportRefused
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(a_round: Round) -> Actor:
    return factories.actor(Role.STREET, place=a_round.tree.street)


def _left(a_round: Round, **more: object) -> TenantSaid:
    told = {"day": timezone.localdate(), "end_reason": EndReason.UNKNOWN} | more
    return TenantSaid(a_round.overdue, Verdict.LEFT, **told)  # type: ignore[arg-type]


def test_everything_unchanged_is_one_signed_answer_for_each(a_round: Round) -> None:
    duty = a_round.open()
    made = a_round.hand_in(duty, a_round.stays())
    duty.refresh_from_db()
    assert (duty.state, duty.version) == (DutyState.SUBMITTED, 1)
    told = {(a.occupancy_id, a.verdict, a.was_asked) for a in made.tenant_answers.all()}
    arrived = {stay.start >= duty.cycle.month for stay in a_round.lately}
    assert {(pk, alone) for pk, _, alone in told} == {
        (a_round.overdue.pk, True),
        *((stay.pk, False) for stay in a_round.lately),
    }
    assert {verdict for _, verdict, alone in told if alone} == {Verdict.STAYS}
    words = {Verdict.ARRIVED if one else Verdict.STAYS for one in arrived}
    assert {verdict for _, verdict, alone in told if not alone} == words


def test_empty_rooms_are_confirmed_with_the_rest(a_round: Round) -> None:
    vacancy = a_round.room.vacancies.get()
    assert vacancy.confirmed_on < timezone.localdate()
    a_round.hand_in(a_round.open(), a_round.stays())
    vacancy.refresh_from_db()
    assert vacancy.confirmed_on == timezone.localdate()


def test_who_is_asked_about_must_be_answered_for_and_nothing_is_kept(a_round: Round) -> None:
    duty = a_round.open()
    with pytest.raises(NotComplete, match="还有 1 家没有核对"):
        a_round.hand_in(duty)
    duty.refresh_from_db()
    assert (duty.state, duty.submissions.count()) == (DutyState.OPEN, 0)


def test_silence_about_the_rest_is_no_answer_unless_signed(a_round: Round) -> None:
    duty = a_round.open()
    with pytest.raises(NotComplete, match="其余 2 家还没有确认"):
        a_round.hand_in(duty, a_round.stays(), rest_unchanged=False)
    every = [TenantSaid(stay, Verdict.STAYS) for stay in a_round.lately]
    a_round.hand_in(duty, a_round.stays(), *every, rest_unchanged=False)


def test_who_left_leaves_an_empty_room(a_round: Round) -> None:
    day = long_before(2)
    said = _left(a_round, day=day, destination="搬出本区", satisfaction=4)
    a_round.hand_in(a_round.open(), said)
    stay = a_round.overdue
    stay.refresh_from_db()
    told = (stay.end, stay.end_reason, stay.destination, stay.satisfaction)
    assert told == (day, EndReason.UNKNOWN, "搬出本区", 4)
    vacancy = stay.unit_links.get().unit.vacancies.get()
    assert (vacancy.start, vacancy.state) == (day + timedelta(days=1), VacancyState.VACANT)


def test_what_changed_is_written_and_the_rest_of_the_stay_stands(a_round: Round) -> None:
    until = timezone.localdate() + timedelta(days=300)
    said = TenantSaid(a_round.overdue, Verdict.CHANGED, headcount=31, lease_expiry=until)
    a_round.hand_in(a_round.open(), said)
    a_round.overdue.refresh_from_db()
    assert (a_round.overdue.headcount, a_round.overdue.lease_expiry) == (31, until)
    assert a_round.overdue.end is None


def test_a_room_being_fitted_out_is_said_so(a_round: Round) -> None:
    since = a_round.room.vacancies.get().start
    room = RoomSaid(a_round.room.pk, VacancyState.FIT_OUT, since)
    a_round.hand_in(a_round.open(), a_round.stays(), rooms=(room,))
    now = a_round.room.vacancies.get(during__contains=timezone.localdate())
    assert (now.state, now.start) == (VacancyState.FIT_OUT, timezone.localdate())


def test_the_same_key_is_one_submission(a_round: Round) -> None:
    duty, key = a_round.open(), uuid4()
    first = a_round.hand_in(duty, a_round.stays(), key=key, base=0)
    assert a_round.hand_in(duty, a_round.stays(), key=key, base=0) == first
    assert duty.submissions.count() == 1


def test_a_page_from_before_somebody_elses_answer_is_not_taken(a_round: Round) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    with pytest.raises(Overtaken):
        a_round.hand_in(duty, _left(a_round), base=0)
    a_round.overdue.refresh_from_db()
    assert a_round.overdue.end is None


def test_a_mistaken_departure_is_taken_back_with_its_empty_room(
    a_round: Round, street: Actor
) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, _left(a_round, day=long_before(2)))
    send_back(duty=duty, reason="这家企业还在", actor=street)
    a_round.overdue.refresh_from_db()
    again = a_round.hand_in(duty, TenantSaid(a_round.overdue, Verdict.STAYS, is_correction=True))
    a_round.overdue.refresh_from_db()
    assert (a_round.overdue.end, a_round.overdue.end_reason) == (None, "")
    assert not a_round.overdue.unit_links.get().unit.vacancies.exists()
    assert [one.number for one in duty.submissions.all()] == [1, 2]
    assert again.tenant_answers.get(occupancy=a_round.overdue).is_correction


def test_who_left_earlier_in_the_month_stays_answered(a_round: Round) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, _left(a_round, day=long_before(2)))
    a_round.overdue.refresh_from_db()
    second = a_round.hand_in(duty, _left(a_round, day=long_before(2)))
    answer = second.tenant_answers.get(occupancy=a_round.overdue)
    assert (answer.verdict, answer.day) == (Verdict.LEFT, long_before(2))


def test_one_impossible_answer_keeps_all_of_them_out(a_round: Round) -> None:
    duty = a_round.open()
    changed = TenantSaid(a_round.lately[0], Verdict.CHANGED, headcount=5)
    with pytest.raises(ReportRefused, match="入驻日期"):
        a_round.hand_in(duty, changed, _left(a_round, day=long_before(400)))
    a_round.lately[0].refresh_from_db()
    assert a_round.lately[0].headcount is None
    assert duty.submissions.count() == 0


def test_a_street_that_enters_it_is_told_apart(a_round: Round, street: Actor) -> None:
    duty = a_round.open()
    assert not a_round.hand_in(duty, a_round.stays()).on_behalf
    assert a_round.hand_in(duty, a_round.stays(), actor=street).on_behalf


def test_an_exempt_building_is_not_handed_in(a_round: Round, street: Actor) -> None:
    duty = a_round.open()
    with pytest.raises(TransitionRefused, match="理由"):
        exempt(duty=duty, reason=" ", actor=street)
    exempt(duty=duty, reason="整楼改造，无人在驻", actor=street)
    with pytest.raises(TransitionRefused):
        a_round.hand_in(duty, a_round.stays())


def test_a_liaison_decides_nothing_about_the_duty(a_round: Round) -> None:
    duty = a_round.open()
    with pytest.raises(TransitionRefused, match="岗位"):
        exempt(duty=duty, reason="不想报", actor=a_round.actor)


def test_what_was_handed_in_is_never_changed(a_round: Round) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    for table in ("submission", "tenantanswer"):
        for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            with refused_by(""):
                sql(statement.format(f"collection_{table}"))


def test_a_duty_sent_back_says_why(a_round: Round) -> None:
    a_round.open()
    with refused_by("collection_sent_back_with_reason"):
        Duty.objects.unscoped("test").update(state=DutyState.RETURNED)
