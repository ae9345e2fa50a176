"""月度更新页面: what is asked stands there; a form that is wrong comes back as it was typed."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.journey.collection.models import Duty, DutyState, Verdict
from louyu.journey.collection.tests.conftest import Round, long_before
from louyu.registers.occupancy.models import EndReason
from louyu.registers.occupancy.services import end_stay
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(a_round: Round, client: Client) -> Duty:
    client.force_login(a_round.liaison)
    return a_round.open()


def _sent(client: Client, duty: Duty, **fields: Any) -> Any:
    told = {"key": str(uuid4()), "base": 0, "rest": "on"} | fields
    return client.post(duty.get_absolute_url(), told)


def _of(a_round: Round, **fields: str) -> dict[str, str]:
    return {f"t-{a_round.overdue.pk}-{name}": value for name, value in fields.items()}


def test_the_page_asks_with_its_reason_and_tells_who_is_left(
    a_round: Round, duty: Duty, client: Client
) -> None:
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "到期，未见续租" in page
    assert "其余 2 家" in page
    assert "/ 1 项待核对" in page


def test_each_empty_room_tells_whether_it_is_offered_and_for_what(
    a_round: Round, duty: Duty, client: Client
) -> None:
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "1 间空置房源" in page
    assert f"?building={duty.building_id}&amp;unit={a_round.room.number}" in page
    offer = factories.offer(a_round.room, rent_yuan="61.50")
    page = client.get(duty.get_absolute_url()).content.decode()
    assert '招商中，<span class="num">61.50</span> 元/㎡·月' in page
    assert f'href="{offer.get_absolute_url()}"' in page


def test_the_unchanged_month_is_handed_in(a_round: Round, duty: Duty, client: Client) -> None:
    answer = _sent(client, duty, **_of(a_round, verdict="stays"))
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "待核实" in page
    duty.refresh_from_db()
    assert duty.state == DutyState.SUBMITTED


def test_who_left_this_month_left_today_at_the_latest(
    a_round: Round, duty: Duty, client: Client
) -> None:
    _sent(client, duty, **_of(a_round, verdict="left", when="this", to="停业注销"))
    a_round.overdue.refresh_from_db()
    assert a_round.overdue.end == timezone.localdate()
    assert a_round.overdue.end_reason == EndReason.CLOSED


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"verdict": "left", "when": "day"}, "请选最后在驻的日期"),
        ({"verdict": "left", "when": "day", "day": "2001-01-01"}, "才入驻，请核对"),
        ({"verdict": "left", "when": "day", "day": "2999-01-01"}, "还没有到这一天"),
        ({"verdict": "left", "when": "day", "day": "昨天"}, "日期请写成"),
        ({"verdict": "changed"}, "请写明哪里变了"),
        ({"verdict": "changed", "headcount": "-3"}, "不能是负数"),
        ({}, "还有 1 家没有核对"),
    ],
)
def test_a_wrong_answer_comes_back_as_it_was_typed_and_nothing_is_saved(
    a_round: Round, duty: Duty, client: Client, told: dict[str, str], sentence: str
) -> None:
    answer = _sent(client, duty, **_of(a_round, **told), words="记在这里")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "记在这里" in page
    duty.refresh_from_db()
    a_round.overdue.refresh_from_db()
    assert (duty.state, a_round.overdue.end) == (DutyState.OPEN, None)


def test_one_of_the_rest_is_taken_out_to_be_answered_for(
    a_round: Round, duty: Duty, client: Client
) -> None:
    other = a_round.lately[0]
    answer = _sent(client, duty, pick=other.pk, **_of(a_round, verdict="stays"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="t-{other.pk}-verdict"' in page
    assert f'name="about" value="{other.pk}"' in page
    assert duty.submissions.count() == 0
    told = {f"t-{other.pk}-verdict": "changed", f"t-{other.pk}-headcount": "12"}
    answer = _sent(client, duty, **_of(a_round, verdict="stays"), **told, about=other.pk)
    assert answer.status_code == 302
    other.refresh_from_db()
    assert other.headcount == 12


def test_somebody_elses_answer_in_between_is_shown_and_not_overwritten(
    a_round: Round, duty: Duty, client: Client
) -> None:
    a_round.hand_in(duty, a_round.stays())
    answer = _sent(client, duty, **_of(a_round, verdict="left", when="this"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "有人提交过或退回过" in page
    assert 'name="base" value="1"' in page
    a_round.overdue.refresh_from_db()
    assert a_round.overdue.end is None


@pytest.mark.parametrize("mended", [{"verdict": "changed"}, {"pick": "other"}])
def test_a_page_that_comes_back_is_still_the_page_it_was_made_from(
    a_round: Round, duty: Duty, client: Client, mended: dict[str, str]
) -> None:
    """Somebody handed in while it was filled in; the first sending was not whole."""
    a_round.hand_in(duty, a_round.stays())
    more = {"pick": a_round.lately[0].pk} if "pick" in mended else _of(a_round, **mended)
    page = _sent(client, duty, **more).content.decode()
    assert 'name="base" value="0"' in page
    answer = _sent(client, duty, **_of(a_round, verdict="left", when="this"))
    assert answer.status_code == 409


def test_an_answer_about_who_moved_out_meanwhile_does_not_vanish_silently(
    a_round: Round, duty: Duty, client: Client
) -> None:
    """The street registered the departure on the plan; the liaison's page still asks."""
    street = factories.actor(Role.STREET, place=a_round.tree.street)
    end_stay(
        stay=a_round.overdue,
        day=long_before(1),
        reason=EndReason.COST,
        leaves_vacant=True,
        actor=street,
    )
    told = _of(a_round, verdict="stays")
    answer = _sent(client, duty, **told)
    assert answer.status_code == 422
    assert "有 1 家在您打开这一页之后已登记迁出" in answer.content.decode()
    assert duty.submissions.count() == 0
    assert _sent(client, duty).status_code == 302


def test_what_was_said_before_is_there_when_it_comes_back(
    a_round: Round, duty: Duty, client: Client
) -> None:
    _sent(client, duty, **_of(a_round, verdict="changed", headcount="23"))
    page = client.get(f"{duty.get_absolute_url()}?again=1").content.decode()
    assert 'value="23"' in page
    assert Verdict.CHANGED in page


def test_the_list_tells_what_waits(a_round: Round, duty: Duty, client: Client) -> None:
    page = client.get("/collection/").content.decode()
    assert "待核对" in page
    assert "1 项待核对" in page
    _sent(client, duty, **_of(a_round, verdict="stays"))
    assert "本月由您核对的都提交了" in client.get("/collection/").content.decode()


def test_the_inbox_names_the_building_until_it_is_handed_in(
    a_round: Round, duty: Duty, client: Client
) -> None:
    line = f'href="{duty.get_absolute_url()}"'
    assert line in client.get("/inbox/").content.decode()
    _sent(client, duty, **_of(a_round, verdict="stays"))
    assert line not in client.get("/inbox/").content.decode()


def test_another_liaison_finds_nothing(duty: Duty, client: Client) -> None:
    client.force_login(factories.user(Role.LIAISON, organization=factories.organization()))
    assert client.get(duty.get_absolute_url()).status_code == 404
