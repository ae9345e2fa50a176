"""提醒页面: the office sees what did not get through; a person switches messages off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from demo import factories
from louyu.journey.collection.models import Duty
from louyu.journey.collection.reminders.commands import try_message
from louyu.journey.collection.reminders.contacts import AddressRefused, set_address
from louyu.journey.collection.reminders.line import Line, NotSetUp
from louyu.journey.collection.reminders.line import line as told_line
from louyu.journey.collection.reminders.models import Contact, Via
from louyu.journey.collection.reminders.sending import remind
from louyu.journey.collection.reminders.tests.conftest import Listener
from louyu.kernel.commands import CommandRefused
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 10, 27)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(factories.user(Role.OFFICE))
    return client


def test_the_office_sees_who_was_not_reached_and_why(
    due: Callable[..., Duty], line: Line, listener: Listener, office: Client
) -> None:
    due("甲楼")
    listener.refuses = "企业微信里没有这个成员，请核对账号。"
    remind(day=TUESDAY, line=line)
    page = office.get("/reminders/").content.decode()
    assert "企业微信里没有这个成员，请核对账号。" in page
    assert "甲楼" in page
    assert "试联络" in page
    assert "甲楼" not in office.get("/reminders/?day=2026-10-26").content.decode()


def test_what_was_sent_is_left_out_when_only_failures_are_asked(
    due: Callable[..., Duty], line: Line, office: Client
) -> None:
    due("甲楼")
    remind(day=TUESDAY, line=line)
    assert "甲楼" in office.get("/reminders/?day=2026-10-27").content.decode()
    page = office.get("/reminders/?day=2026-10-27&only=failed").content.decode()
    assert "甲楼" not in page


def test_a_liaison_sees_no_list_but_the_own(
    due: Callable[..., Duty], line: Line, liaison: User, client: Client
) -> None:
    due("甲楼")
    remind(day=TUESDAY, line=line)
    client.force_login(liaison)
    assert client.get("/reminders/").status_code == 403
    assert "甲楼" in client.get("/reminders/mine/").content.decode()


@pytest.mark.usefixtures("set_up")
def test_a_person_switches_messages_off_and_keeps_the_address(
    liaison: User, client: Client
) -> None:
    client.force_login(liaison)
    answer = client.post("/reminders/mine/", {"address": "shilianluo"}, follow=True)
    assert "已关闭，不再发送消息。" in answer.content.decode()
    contact = Contact.objects.unscoped("test").get()
    assert (contact.address, contact.wanted) == ("shilianluo", False)


@pytest.mark.usefixtures("set_up")
def test_an_address_of_many_comes_back_as_it_was_typed(liaison: User, client: Client) -> None:
    client.force_login(liaison)
    answer = client.post("/reminders/mine/", {"address": "@all", "wanted": "on"})
    assert answer.status_code == 422
    assert 'value="@all"' in answer.content.decode()
    assert Contact.objects.unscoped("test").get().address == "shilianluo"


def test_without_a_channel_nothing_is_asked(liaison: User, client: Client) -> None:
    client.force_login(liaison)
    page = client.get("/reminders/mine/").content.decode()
    assert "没有设置消息渠道" in page
    assert 'name="address"' not in page


@pytest.mark.usefixtures("set_up")
def test_settings_that_do_not_hold_together_are_told(settings: object) -> None:
    settings.MESSAGES["base"] = "http://qyapi.weixin.qq.com"  # type: ignore[attr-defined]
    with pytest.raises(NotSetUp, match=r"instance\.json"):
        told_line()


@pytest.mark.usefixtures("set_up")
def test_the_channel_of_the_settings_is_the_one_used() -> None:
    told = told_line()
    assert told
    assert told.via == Via.WECOM
    assert told.link("reminders-mine") == "https://louyu.example/reminders/mine/"


def test_a_trial_without_a_channel_says_what_to_do() -> None:
    with pytest.raises(CommandRefused, match=r"instance\.json"):
        try_message(type("Options", (), {"address": "x"})())


@pytest.mark.parametrize("address", [f"{'a' * 120}@example.cn", "a\x00b@example.cn"])
def test_an_address_that_cannot_be_kept_is_refused(liaison: User, address: str) -> None:
    with pytest.raises(AddressRefused):
        set_address(liaison, Via.MAIL, address, actor=actor_of(liaison))
