"""更正: what was told before can be told otherwise; a plan is no departure, silence no answer."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.journey.collection.answering import (
    Answers,
    NotComplete,
    Overtaken,
    RoomSaid,
    TenantSaid,
    hand_in,
)
from louyu.journey.collection.models import Cycle, DutyState, Verdict
from louyu.journey.collection.proposing import Proposal, propose
from louyu.journey.collection.steps import send_back
from louyu.journey.collection.telling import told_in, with_changes
from louyu.journey.collection.tests.conftest import Round, long_before
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity
from louyu.registers.buildings.models import LifeStage
from louyu.registers.occupancy.models import EndReason, VacancyState
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(a_round: Round) -> Actor:
    return factories.actor(Role.STREET, place=a_round.tree.street)


def _left(a_round: Round, day: date, **more: Any) -> TenantSaid:
    told = {"end_reason": EndReason.UNKNOWN} | more
    return TenantSaid(a_round.overdue, Verdict.LEFT, day=day, **told)


def test_a_departure_sent_back_is_amended_in_one_step(a_round: Round, street: Actor) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, _left(a_round, long_before(2)))
    send_back(duty=duty, reason="日期不对", actor=street)
    a_round.hand_in(duty, _left(a_round, long_before(5), destination="搬出本区"))
    stay = a_round.overdue
    stay.refresh_from_db()
    assert (stay.end, stay.destination) == (long_before(5), "搬出本区")
    [vacancy] = stay.unit_links.get().unit.vacancies.all()
    assert vacancy.start == long_before(4)


def test_what_was_told_of_a_departure_stands_there_when_it_comes_back(
    a_round: Round, street: Actor, client: Client
) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, _left(a_round, long_before(2)))
    send_back(duty=duty, reason="日期不对", actor=street)
    client.force_login(a_round.liaison)
    page = client.get(duty.get_absolute_url()).content.decode()
    assert f'-day" value="{long_before(2):%Y-%m-%d}"' in page


def test_an_end_that_lies_ahead_is_a_plan(a_round: Round) -> None:
    stay = a_round.overdue
    stay.end, stay.end_reason = timezone.localdate() + timedelta(days=40), EndReason.LEASE_END
    stay.save()
    duty = a_round.open()
    made = a_round.hand_in(duty, a_round.stays())
    answer = made.tenant_answers.get(occupancy=stay)
    assert (answer.verdict, answer.is_correction) == (Verdict.STAYS, False)
    stay.refresh_from_db()
    assert stay.end is not None, "staying today does not undo the plan"
    a_round.hand_in(duty, _left(a_round, long_before(1)))
    stay.refresh_from_db()
    assert (stay.end, stay.end_reason) == (long_before(1), EndReason.UNKNOWN)


def test_a_room_shared_with_another_tenant_is_not_empty(a_round: Round) -> None:
    room = a_round.overdue.unit_links.get().unit
    factories.occupancy(factories.enterprise(), room, start=long_before(9))
    every = [TenantSaid(stay, Verdict.STAYS) for stay in a_round.lately]
    a_round.hand_in(a_round.open(), _left(a_round, long_before(1)), *every)
    assert not room.vacancies.exists()


def test_a_whole_building_is_not_answered_by_silence(a_round: Round) -> None:
    empty = factories.building(a_round.tree.street, name="试验空楼", life_stage=LifeStage.IDLE)
    Assignment.objects.create(
        capacity=Capacity.LIAISON, user=a_round.liaison, building=empty, start=factories.LONG_AGO
    )
    duty = a_round.open().cycle.buildings_due.get(building=empty)
    with pytest.raises(NotComplete, match="还没有任何回答"):
        a_round.hand_in(duty, rest_unchanged=False)
    a_round.hand_in(duty)


def test_a_lease_waved_through_with_the_rest_is_asked_about_again(a_round: Round) -> None:
    duty = a_round.open()
    duty.questions.all().delete()
    a_round.hand_in(duty)
    Cycle.objects.unscoped("test").filter(pk=duty.cycle_id).update(month=date(2020, 1, 1))
    assert [question.code for question in a_round.open().questions.all()] == ["lease"]


def test_on_behalf_is_judged_by_this_building(a_round: Round) -> None:
    """A street's clerk who is liaison elsewhere hands in on behalf here."""
    clerk = factories.user(Role.STREET, place=a_round.tree.street)
    factories.duty(clerk, Role.LIAISON, organization=factories.organization())
    made = a_round.hand_in(a_round.open(), a_round.stays(), actor=actor_of(clerk))
    assert made.on_behalf


def test_what_changed_is_counted_and_what_did_not_is_not_listed(a_round: Round) -> None:
    duty = a_round.open()
    since = a_round.room.vacancies.get().start
    same = RoomSaid(a_round.room.pk, VacancyState.VACANT, since)
    plain = a_round.hand_in(duty, a_round.stays(), rooms=(same,))
    fit_out = RoomSaid(a_round.room.pk, VacancyState.FIT_OUT, timezone.localdate())
    corrected = TenantSaid(a_round.overdue, Verdict.CHANGED, headcount=9, is_correction=True)
    telling = a_round.hand_in(duty, corrected, rooms=(fit_out,), words="大堂在装修")
    counted = {one.pk: one.changes for one in with_changes(duty.submissions.all())}
    assert counted[telling.pk] - counted[plain.pk] == 3
    told = told_in(plain)
    assert (list(told["rooms"]), told["same_rooms"]) == ([], 1)
    [room] = told_in(telling)["rooms"]
    assert (room.state, room.since) == (VacancyState.FIT_OUT, timezone.localdate())


def test_what_the_street_proposes_is_written_when_the_liaison_confirms(
    a_round: Round, street: Actor, client: Client
) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    stay, day = a_round.lately[0], timezone.localdate()
    send_back(duty=duty, reason="请核对", actor=street)
    propose(duty=duty, proposals=[Proposal(stay, Verdict.LEFT, day)])
    stay.refresh_from_db()
    assert stay.end is None, "a proposal alone writes nothing"
    client.force_login(a_round.liaison)
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "街道核对认为：已搬走" in page
    chosen = f'id="id_t-{stay.pk}-verdict-left" value="left" checked'
    assert chosen in page
    assert f'name="t-{stay.pk}-day" value="{day:%Y-%m-%d}"' in page
    propose(duty=duty, proposals=[Proposal(stay, Verdict.STAYS)])
    assert duty.questions.filter(code="proposal").count() == 1, "the latest alone"


def test_somebody_elses_answer_stands_beside_what_was_typed(a_round: Round, client: Client) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, TenantSaid(a_round.overdue, Verdict.CHANGED, headcount=77))
    client.force_login(a_round.liaison)
    name = f"t-{a_round.overdue.pk}"
    typed = {f"{name}-verdict": "changed", f"{name}-headcount": "11", "rest": "on"}
    key = "5a7ee3c2-4a3f-4f8c-9d1c-000000000001"
    answer = client.post(duty.get_absolute_url(), typed | {"key": key, "base": 0})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "另一次提交里填的是：有变化，从业人数 77 人" in page
    assert 'value="11"' in page


def test_a_draft_finds_its_tenants_again(a_round: Round, client: Client) -> None:
    """The page is asked for those that had been taken out of the rest."""
    duty, other = a_round.open(), a_round.lately[1]
    client.force_login(a_round.liaison)
    page = client.get(f"{duty.get_absolute_url()}?about={other.pk}&about=9{'9' * 30}")
    assert f'name="t-{other.pk}-verdict"' in page.content.decode()


def test_an_earlier_month_that_waits_stays_in_the_list(a_round: Round, client: Client) -> None:
    duty = a_round.open()
    Cycle.objects.unscoped("test").filter(pk=duty.cycle_id).update(month=date(2020, 1, 1))
    a_round.open()
    client.force_login(a_round.liaison)
    page = client.get("/collection/").content.decode()
    assert "2020年1月，" in page
    assert f'href="{duty.get_absolute_url()}"' in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("many", ["100001", "99999999999999999999"])
def test_more_people_than_can_be_is_asked_about(a_round: Round, client: Client, many: str) -> None:
    duty = a_round.open()
    client.force_login(a_round.liaison)
    name = f"t-{a_round.overdue.pk}"
    typed = {f"{name}-verdict": "changed", f"{name}-headcount": many, "rest": "on", "base": 0}
    answer = client.post(duty.get_absolute_url(), typed | {"key": "x"})
    assert answer.status_code == 422
    assert "不能超过 100000 人" in answer.content.decode()
    duty.refresh_from_db()
    assert duty.state == DutyState.OPEN


def test_a_number_sent_again_with_other_words_is_not_taken_for_the_first(a_round: Round) -> None:
    """The receipt was lost, and something was changed before it was sent again."""
    duty, key = a_round.open(), uuid4()
    first = a_round.hand_in(duty, a_round.stays(), key=key, base=0)
    assert a_round.hand_in(duty, a_round.stays(), key=key, base=0) == first
    with pytest.raises(Overtaken):
        a_round.hand_in(duty, _left(a_round, long_before(2)), key=key, base=0)
    assert duty.submissions.count() == 1


def test_a_number_used_for_another_building_is_refused(a_round: Round) -> None:
    other = factories.building(a_round.tree.street, life_stage=LifeStage.IN_USE)
    duty, key = a_round.open(), uuid4()
    a_round.hand_in(duty, a_round.stays(), key=key, base=0)
    beside = duty.cycle.buildings_due.get(building=other)
    answers = Answers(rest_unchanged=True)
    with pytest.raises(Overtaken):
        hand_in(duty=beside, key=key, base=0, answers=answers, actor=factories.actor(Role.OFFICE))
