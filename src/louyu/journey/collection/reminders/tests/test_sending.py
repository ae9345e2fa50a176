"""发提醒: whom, when, about what; and never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from demo import factories
from louyu.journey.collection.models import Cycle, Duty, DutyState, Reopening
from louyu.journey.collection.reminders.jobs import may_send
from louyu.journey.collection.reminders.line import Line
from louyu.journey.collection.reminders.models import Contact, Kind, Reminder, Via
from louyu.journey.collection.reminders.sending import Outcome, remind
from louyu.journey.collection.reminders.tests.conftest import Listener
from louyu.kernel.testing import refused_by
from louyu.registers.matters.models import Holiday
from louyu.registers.organizations.models import DutyRole, Role, User

pytestmark = pytest.mark.django_db
Due = Callable[..., Duty]
MONDAY, TUESDAY, FRIDAY = date(2026, 10, 26), date(2026, 10, 27), date(2026, 10, 30)
NEXT_MONDAY = date(2026, 11, 2)


def _told(listener: Listener) -> list[str]:
    return [f"{message.title}\n{message.text}" for _, message in listener.taken]


def test_three_working_days_before_and_not_earlier(
    due: Due, line: Line, listener: Listener
) -> None:
    due("甲楼")
    assert remind(day=MONDAY, line=line) == Outcome()
    assert remind(day=TUESDAY, line=line) == Outcome(sent=1)
    assert "甲楼" in _told(listener)[0]
    assert "10 月 30 日前" in _told(listener)[0]


def test_a_holiday_moves_the_day(due: Due, line: Line) -> None:
    Holiday.objects.create(day=date(2026, 10, 28), kind=Holiday.Kind.OFF)
    due("甲楼")
    assert remind(day=MONDAY, line=line) == Outcome(sent=1)


def test_one_message_names_all_buildings_and_leads_to_the_list(
    due: Due, line: Line, listener: Listener
) -> None:
    for name in ("甲楼", "乙楼", "丙楼"):
        due(name)
    due("丁楼", state=DutyState.RETURNED, why="请核对 1203 室")
    assert remind(day=TUESDAY, line=line) == Outcome(sent=1)
    ((address, message),) = listener.taken
    assert address == "shilianluo"
    assert all(name in message.text for name in ("甲楼", "乙楼", "丙楼", "丁楼"))
    assert "退回" in message.text
    assert "1203" not in message.text
    assert message.link == "https://louyu.example/collection/"
    assert Reminder.objects.unscoped("test").values("message").distinct().count() == 1


def test_one_building_leads_to_its_own_page(due: Due, line: Line, listener: Listener) -> None:
    duty = due("甲楼")
    remind(day=TUESDAY, line=line)
    assert listener.taken[0][1].link == f"https://louyu.example{duty.get_absolute_url()}"


def test_told_once_before_and_once_after(due: Due, line: Line, listener: Listener) -> None:
    due("甲楼")
    days = [TUESDAY + timedelta(days=n) for n in range(12)]
    for day in (*days, *days):
        remind(day=day, line=line)
    rows = Reminder.objects.unscoped("test").order_by("day")
    assert list(rows.values_list("kind", "day")) == [
        (Kind.NEAR, TUESDAY),
        (Kind.LATE, date(2026, 10, 31)),
    ]
    assert len(listener.taken) == 2


@pytest.mark.parametrize("state", [DutyState.SUBMITTED, DutyState.ACCEPTED, DutyState.EXEMPT])
def test_what_is_done_is_not_told(due: Due, line: Line, state: DutyState) -> None:
    due("甲楼", state=state, why="装修停用")
    assert remind(day=FRIDAY, line=line) == Outcome()


def test_of_a_closed_month_only_what_was_reopened_is_told(due: Due, line: Line) -> None:
    duty = due("甲楼", state=DutyState.RETURNED, why="请核对")
    Cycle.objects.unscoped("test").update(closed_at=timezone.now(), closed_by="试验")
    assert remind(day=FRIDAY, line=line) == Outcome()
    office = factories.user(Role.OFFICE)
    Reopening.objects.create(
        duty=duty, until=timezone.localdate(), why="补报", by=office, by_words="试验"
    )
    assert remind(day=FRIDAY, line=line) == Outcome(sent=1)


def test_sent_back_again_is_told_again(due: Due, line: Line, listener: Listener) -> None:
    duty = due("甲楼", state=DutyState.RETURNED, why="请核对")
    remind(day=MONDAY, line=line)
    remind(day=TUESDAY, line=line)
    assert len(listener.taken) == 1
    duty.version += 2
    duty.save()
    remind(day=date(2026, 10, 28), line=line)
    assert len(listener.taken) == 2


def test_what_was_refused_is_kept_and_tried_on_the_next_day(
    due: Due, line: Line, listener: Listener
) -> None:
    due("甲楼")
    listener.refuses = "企业微信里没有这个成员"
    assert remind(day=TUESDAY, line=line) == Outcome(refused=1)
    listener.refuses = ""
    assert remind(day=TUESDAY, line=line) == Outcome()
    assert remind(day=date(2026, 10, 28), line=line) == Outcome(sent=1)
    rows = Reminder.objects.unscoped("test").order_by("day")
    assert [(row.refused, row.receipt) for row in rows] == [
        ("企业微信里没有这个成员", ""),
        ("", "r-1"),
    ]


def test_a_sending_that_broke_off_is_not_repeated(
    due: Due, line: Line, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    due("甲楼")

    def dies(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(listener, "send", dies)
        with pytest.raises(KeyboardInterrupt):
            remind(day=TUESDAY, line=line)
    for day in (TUESDAY, FRIDAY):
        remind(day=day, line=line)
    assert listener.taken == []


def test_without_an_address_the_reason_is_kept(due: Due, line: Line, liaison: User) -> None:
    due("甲楼")
    Contact.objects.unscoped("test").update(address="")
    assert remind(day=TUESDAY, line=line) == Outcome(refused=1)
    assert "没有登记企业微信的地址" in Reminder.objects.unscoped("test").get().refused


def test_whoever_switched_messages_off_gets_none(due: Due, line: Line) -> None:
    due("甲楼")
    Contact.objects.unscoped("test").update(wanted=False)
    assert remind(day=TUESDAY, line=line) == Outcome()
    assert not Reminder.objects.unscoped("test").exists()


def test_whoever_holds_no_duty_any_more_gets_none(due: Due, line: Line, liaison: User) -> None:
    due("甲楼")
    DutyRole.objects.filter(user=liaison).update(end=MONDAY)
    assert remind(day=TUESDAY, line=line) == Outcome()


def test_each_gets_only_the_own_buildings(due: Due, line: Line, listener: Listener) -> None:
    other = factories.user(Role.LIAISON, organization=factories.organization(), name="另一位")
    Contact.objects.create(user=other, via=Via.WECOM, address="lingyiwei")
    due("甲楼")
    due("乙楼", who=other)
    remind(day=TUESDAY, line=line)
    told = {address: message.text for address, message in listener.taken}
    assert "甲楼" in told["shilianluo"]
    assert "乙楼" not in told["shilianluo"]
    assert "乙楼" in told["lingyiwei"]


def test_the_database_keeps_one_a_day(due: Due, line: Line) -> None:
    duty = due("甲楼")
    remind(day=TUESDAY, line=line)
    row = Reminder.objects.unscoped("test").get()
    row.pk = None
    with refused_by("reminder_once_a_day"):
        row.save()
    assert duty.pk == row.duty_id


@pytest.mark.parametrize(
    ("via", "address"),
    [
        (Via.WECOM, "@all"),
        (Via.WECOM, "zhangsan|lisi"),
        (Via.MAIL, "a@example.com, b@example.com"),
        (Via.MAIL, "no-address"),
        (Via.DINGTALK, "4001,4002"),
    ],
)
def test_the_database_keeps_addresses_of_one_person(liaison: User, via: Via, address: str) -> None:
    other = factories.user(Role.OFFICE)
    with refused_by("contact_address_of_one_person"):
        Contact.objects.create(user=other, via=via, address=address)


@pytest.mark.parametrize(
    ("when", "may"),
    [
        (datetime(2026, 10, 27, 8, 7), True),
        (datetime(2026, 10, 27, 17, 7), True),
        (datetime(2026, 10, 27, 7, 7), False),
        (datetime(2026, 10, 27, 18, 7), False),
        (datetime(2026, 10, 31, 9, 7), False),
    ],
)
def test_on_working_days_within_hours(when: datetime, may: bool) -> None:
    assert may_send(timezone.make_aware(when)) is may
