"""开月规则: every standing building once, with whom it has that day; what is asked about it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.collection.asking import MOST_ASKED
from louyu.journey.collection.models import Cycle, Duty, Question
from louyu.journey.collection.opening import open_month
from louyu.journey.collection.tests.conftest import Round, long_before
from louyu.kernel.testing import refused_by, sql
from louyu.registers.assignments.models import Assignment
from louyu.registers.buildings.models import LifeStage
from louyu.registers.matters.models import Holiday
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.organizations.actors import console

pytestmark = pytest.mark.django_db
SEPTEMBER = Period("2026-09")


def _questions(duty: Duty) -> list[str]:
    return [question.words for question in duty.questions.all()]


def test_each_standing_building_is_due_once_with_its_street_and_liaison(a_round: Round) -> None:
    planned = factories.building(a_round.tree.street, life_stage=LifeStage.PLANNED)
    nobody = factories.building(a_round.tree.park, life_stage=LifeStage.IDLE)
    duty = a_round.open()
    told = {d.building_id: (d.place, d.liaison) for d in duty.cycle.buildings_due.all()}
    assert told == {
        a_round.building.pk: (a_round.tree.street, a_round.liaison),
        nobody.pk: (a_round.tree.park, None),
    }
    assert planned.pk not in told


def test_opening_again_adds_what_stands_since_and_changes_nothing_else(a_round: Round) -> None:
    duty = a_round.open()
    before = Duty.objects.unscoped("test").values().get(pk=duty.pk)
    asked = list(Question.objects.unscoped("test").values())
    Assignment.objects.unscoped("test").update(end=timezone.localdate() - timedelta(days=1))
    later = factories.building(a_round.tree.street, life_stage=LifeStage.COMPLETED)
    again = open_month(
        month=Period.of(timezone.localdate()), day=timezone.localdate(), actor=console("试验")
    )
    assert (again.added, again.due) == (1, 2)
    assert later.collection_duties.count() == 1
    assert Duty.objects.unscoped("test").values().get(pk=duty.pk) == before
    assert list(Question.objects.unscoped("test").values()) == asked


def test_a_building_is_due_once_a_month(a_round: Round) -> None:
    duty = a_round.open()
    with refused_by("collection_duty_once_per_month"):
        Duty.objects.create(cycle=duty.cycle, building=duty.building, place=duty.place)


def test_the_month_ends_on_its_last_working_day(a_round: Round) -> None:
    for number, told in (("2026-10", date(2026, 10, 30)), ("2026-11", date(2026, 11, 30))):
        assert _due(number) == told
    Holiday.objects.create(day=date(2026, 9, 30), kind=Holiday.Kind.OFF)
    assert _due("2026-09") == date(2026, 9, 29)
    Holiday.objects.create(day=date(2026, 5, 31), kind=Holiday.Kind.WORKED)
    assert _due("2026-05") == date(2026, 5, 31)


def _due(month: str) -> date:
    period = Period(month)
    return open_month(month=period, day=period.last, actor=console("试验")).cycle.due_on


def test_a_lease_that_has_run_out_is_asked_about_until_somebody_answers(a_round: Round) -> None:
    duty = a_round.open()
    expiry = a_round.overdue.lease_expiry
    assert _questions(duty) == [f"租约已于 {expiry:%Y-%m-%d} 到期，未见续租"]
    a_round.hand_in(duty, a_round.stays())
    Cycle.objects.unscoped("test").filter(pk=duty.cycle_id).update(month=date(2020, 1, 1))
    assert _questions(a_round.open()) == []


def test_silence_asks_after_sixty_days_and_only_then(a_round: Round) -> None:
    for days in (60, 61):
        stay = factories.occupancy(
            factories.enterprise(), building=a_round.building, start=long_before(days)
        )
    duty = a_round.open()
    asked = duty.questions.filter(code="silent")
    assert [question.occupancy_id for question in asked] == [stay.pk]
    assert asked[0].words == "登记入驻后没有核对过，请核对是否还在"


def test_an_empty_room_nobody_confirmed_is_asked_about(a_round: Round) -> None:
    room = factories.unit(a_round.building, number="999")
    factories.vacancy(room, start=long_before(75))
    [question] = a_round.open().questions.exclude(unit=None)
    assert (question.unit, question.words) == (room, "登记空置，75 天没有核对过")


def test_at_most_twelve_are_asked_and_the_longest_silent_first(a_round: Round) -> None:
    for days in range(100, 100 + MOST_ASKED + 5):
        factories.occupancy(
            factories.enterprise(), building=a_round.building, start=long_before(days)
        )
    questions = list(a_round.open().questions.all())
    assert len(questions) == MOST_ASKED
    assert questions[0].code == "lease"
    starts = [question.occupancy.start for question in questions[1:] if question.occupancy]
    assert starts[0] == long_before(100 + MOST_ASKED + 4)
    assert starts == sorted(starts)


def test_a_virtual_registration_is_nobody_to_ask_about(a_round: Round) -> None:
    factories.occupancy(
        factories.enterprise(),
        building=a_round.building,
        start=long_before(400),
        kind=OccupancyKind.ADDRESS_ONLY,
    )
    assert [question.code for question in a_round.open().questions.all()] == ["lease"]


def test_a_month_is_kept_by_its_first_day(a_round: Round) -> None:
    a_round.open()
    with refused_by("collection_month_is_its_first_day"):
        sql("UPDATE collection_cycle SET month = month + 1")
