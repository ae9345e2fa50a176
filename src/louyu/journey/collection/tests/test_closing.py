"""结束与补报: nothing moves in a closed month but what was reopened, until its day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.collection.answering import Answers, TenantSaid, hand_in
from louyu.journey.collection.models import Cycle, CycleKind, Duty, DutyState, Submission, Verdict
from louyu.journey.collection.opening import MonthRefused, close_month, open_census, open_month
from louyu.journey.collection.steps import exempt, reopen
from louyu.journey.collection.tests.conftest import Round
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import LifeStage
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def clerk() -> User:
    return factories.user(Role.OFFICE, name="试区办")


@pytest.fixture
def office(clerk: User) -> Actor:
    return actor_of(clerk)


def _closed(a_round: Round, office: Actor) -> Duty:
    duty = a_round.open()
    close_month(cycle=duty.cycle, day=duty.cycle.due_on + DAY, actor=office)
    duty.refresh_from_db()
    return duty


def _reopened(duty: Duty, office: Actor, days: int = 3) -> None:
    reopen(duty=duty, until=timezone.localdate() + days * DAY, reason="漏报一家", actor=office)


def test_a_month_is_closed_after_its_due_day_by_the_office_alone(
    a_round: Round, office: Actor
) -> None:
    cycle = a_round.open().cycle
    with pytest.raises(MonthRefused, match="过后才能结束"):
        close_month(cycle=cycle, day=cycle.due_on, actor=office)
    street = factories.actor(Role.STREET, place=a_round.tree.street)
    with pytest.raises(MonthRefused, match="只有区楼宇办"):
        close_month(cycle=cycle, day=cycle.due_on + DAY, actor=street)
    close_month(cycle=cycle, day=cycle.due_on + DAY, actor=office)
    cycle.refresh_from_db()
    assert (cycle.closed_at is not None, cycle.closed_by) == (True, "试区办")


def test_nothing_is_handed_in_or_decided_in_a_closed_month(a_round: Round, office: Actor) -> None:
    duty = _closed(a_round, office)
    with pytest.raises(TransitionRefused, match="已经结束"):
        a_round.hand_in(
            duty, TenantSaid(a_round.overdue, Verdict.LEFT, timezone.localdate(), "cost")
        )
    a_round.overdue.refresh_from_db()
    assert a_round.overdue.end is None, "what was refused is not half-written"
    with pytest.raises(TransitionRefused, match="已经结束"):
        exempt(duty=duty, reason="改造", actor=office)
    with pytest.raises(MonthRefused, match="已经结束"):
        open_month(month=Period.of(duty.cycle.month), day=timezone.localdate(), actor=office)


def test_the_database_keeps_a_closed_month_past_every_service(
    a_round: Round, office: Actor
) -> None:
    duty = _closed(a_round, office)
    with refused_by("collection_month_is_open"):
        sql("UPDATE collection_duty SET state = 'accepted' WHERE id = %s", [duty.pk])
    with refused_by("collection_month_is_open"):
        Submission.objects.create(duty=duty, number=1, key=uuid4(), by_words="直接写入")
    other = factories.building(a_round.tree.street, life_stage=LifeStage.IN_USE)
    with refused_by("collection_month_is_open"):
        Duty.objects.create(cycle=duty.cycle, building=other, place=a_round.tree.street)


def test_a_reopened_building_moves_until_its_day_and_no_other_does(
    a_round: Round, office: Actor
) -> None:
    other = factories.building(a_round.tree.street, name="试验旁楼", life_stage=LifeStage.IN_USE)
    duty = _closed(a_round, office)
    _reopened(duty, office)
    a_round.hand_in(duty, a_round.stays())
    duty.refresh_from_db()
    assert duty.state == DutyState.SUBMITTED
    beside = other.collection_duties.get()
    with pytest.raises(TransitionRefused):
        exempt(duty=beside, reason="改造", actor=office)


def test_a_reopening_closes_by_itself(a_round: Round, office: Actor) -> None:
    duty = _closed(a_round, office)
    yesterday = timezone.localdate() - DAY
    duty.reopenings.create(until=yesterday, why="漏报", by_id=office.user_id, by_words="试区办")
    with pytest.raises(TransitionRefused, match="已经结束"):
        a_round.hand_in(duty, a_round.stays())


def test_what_was_accepted_is_taken_up_again_with_the_reason(a_round: Round, office: Actor) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    Duty.objects.unscoped("test").filter(pk=duty.pk).update(state=DutyState.ACCEPTED)
    close_month(cycle=duty.cycle, day=duty.cycle.due_on + DAY, actor=office)
    duty.refresh_from_db()
    _reopened(duty, office)
    duty.refresh_from_db()
    assert (duty.state, duty.why) == (DutyState.RETURNED, "漏报一家")


@pytest.mark.parametrize(
    ("days", "reason", "sentence"),
    [
        (3, " ", "理由"),
        (-1, "漏报", "31 天之内"),
        (32, "漏报", "31 天之内"),
        (3, "长" * 201, "最多 200 字"),
    ],
)
def test_a_reopening_says_why_and_for_how_long(
    a_round: Round, office: Actor, days: int, reason: str, sentence: str
) -> None:
    duty = _closed(a_round, office)
    with pytest.raises(TransitionRefused, match=sentence):
        reopen(duty=duty, until=timezone.localdate() + days * DAY, reason=reason, actor=office)


def test_a_street_reopens_nothing(a_round: Round, office: Actor) -> None:
    duty = _closed(a_round, office)
    with pytest.raises(TransitionRefused, match="区楼宇办"):
        _reopened(duty, factories.actor(Role.STREET, place=a_round.tree.street))


def test_the_census_stands_beside_the_month_and_is_opened_once(
    a_round: Round, office: Actor
) -> None:
    today = timezone.localdate()
    a_round.open()
    first = open_census(due_on=today + 20 * DAY, day=today, actor=office)
    later = factories.building(a_round.tree.street, life_stage=LifeStage.IDLE)
    again = open_census(due_on=today + 40 * DAY, day=today, actor=office)
    assert (first.cycle, again.added) == (again.cycle, 1)
    assert again.cycle.due_on == today + 20 * DAY
    assert {duty.cycle.kind for duty in later.collection_duties.all()} == {CycleKind.CENSUS}
    with pytest.raises(MonthRefused, match="不能早于今天"):
        open_census(due_on=today - DAY, day=today, actor=office)


def test_the_office_opens_follows_and_closes_on_its_page(
    a_round: Round, clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    page = client.post("/collection/months/open/", {"kind": "month"}, follow=True)
    assert "应报 1 幢" in page.content.decode()
    due_on = timezone.localdate() + 9 * DAY
    page = client.post(
        "/collection/months/open/", {"kind": "census", "due_on": f"{due_on}"}, follow=True
    )
    assert "建库已开启" in page.content.decode()
    page = client.post("/collection/months/open/", {"kind": "census", "due_on": "x"}, follow=True)
    assert "日期请写成" in page.content.decode()
    cycle = Cycle.objects.unscoped("test").get(kind=CycleKind.MONTH)
    Cycle.objects.unscoped("test").filter(pk=cycle.pk).update(
        due_on=cycle.month, opened_at=timezone.now()
    )
    page = client.post(f"/collection/months/{cycle.pk}/close/", follow=True).content.decode()
    assert ("已结束" in page) == (timezone.localdate() > cycle.month)


def test_the_census_page_tells_what_is_still_unknown_of_each_building(
    a_round: Round, clerk: User, client: Client, office: Actor
) -> None:
    today = timezone.localdate()
    cycle = open_census(due_on=today + 9 * DAY, day=today, actor=office).cycle
    client.force_login(clerk)
    page = client.get(f"/collection/census/{cycle.pk}/").content.decode()
    # Five rooms: three let, one empty, one of which nobody has said anything.
    assert '<td data-label="商务用房（间）" class="r num">5</td>' in page
    assert f'href="{a_round.building.get_absolute_url()}">1</a>' in page
    assert '<td data-label="已核对（家）" class="r num">0</td>' in page


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_no_writer_slips_into_a_month_being_closed() -> None:
    _race(100)


@pytest.mark.django_db(transaction=True)
def test_a_writer_and_a_closing_wait_for_each_other() -> None:
    _race(3)


def _race(times: int) -> None:
    """20 handings-in while a month is closed: each is in it whole before, or not at all."""
    tree = factories.place_tree()
    office = factories.actor(Role.OFFICE, name="试区办")
    for _ in range(20):
        factories.building(tree.street, life_stage=LifeStage.IN_USE)
    today = timezone.localdate()
    for back in range(times):
        month = Period.of(today).shifted(-back)
        cycle = open_month(month=month, day=today, actor=console("试验")).cycle
        duties = list(cycle.buildings_due.all())
        assert len(duties) == 20
        with ThreadPoolExecutor(21) as threads:
            half = [threads.submit(_handed_in, duty, office) for duty in duties[:10]]
            closing = threads.submit(_close, cycle, office)
            rest = [threads.submit(_handed_in, duty, office) for duty in duties[10:]]
            taken = [future.result() for future in (*half, *rest)]
            closing.result()
        cycle.refresh_from_db()
        rows = Submission.objects.unscoped("test").filter(duty__cycle=cycle)
        assert rows.count() == sum(taken)
        assert not rows.filter(at__gt=cycle.closed_at).exists(), "written after it was closed"
        assert set(rows.values_list("duty__state", flat=True)) <= {DutyState.SUBMITTED}


def _handed_in(duty: Duty, office: Actor) -> bool:
    signed = Answers(rest_unchanged=True)
    try:
        hand_in(duty=duty, key=uuid4(), base=0, answers=signed, actor=office)
    except TransitionRefused:
        return False
    finally:
        connection.close()
    return True


def _close(cycle: Cycle, office: Actor) -> None:
    try:
        close_month(cycle=cycle, day=cycle.due_on + DAY, actor=office)
    finally:
        connection.close()


def test_the_page_of_a_closed_census_tells_of_the_day_it_was_closed(
    a_round: Round, office: Actor, clerk: User, client: Client
) -> None:
    """Of the three tenants the last came a day after."""
    today = timezone.localdate()
    cycle = open_census(due_on=today, day=today, actor=office).cycle
    client.force_login(clerk)
    address = f"/collection/census/{cycle.pk}/"
    running = client.get(address)
    assert running.context["rows"][0].tenants == 3
    assert f"今天（{today}）的情况" in running.content.decode()
    closed_at = timezone.now() - 2 * DAY
    Cycle.objects.unscoped("test").update(closed_at=closed_at, closed_by="试区办")
    closed = client.get(address)
    assert closed.context["rows"][0].tenants == 2
    assert f"结束之日（{today - 2 * DAY}）的情况" in closed.content.decode()
