"""补充问题: asked by the month, never in the way, and told as they were put when answered."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.collection.extras.defining import MOST, TOO_MANY, end
from louyu.journey.collection.models import Cycle, Duty, DutyState, ExtraField, ExtraKind
from louyu.journey.collection.tests.conftest import Round
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
THIS = Period.of(timezone.localdate())
SETTINGS, TABLE = "/collection/months/extras/", "/collection/extras/"
LABELS = {
    ExtraKind.TEXT: "改造计划",
    ExtraKind.NUMBER: "充电桩数量（个）",
    ExtraKind.YES_NO: "有没有共享会议室",
    ExtraKind.CHOICE: "停车是否够用",
}
OPTIONS = "够用\n高峰不够\n常年不够"


def asked(kind: ExtraKind, **more: Any) -> ExtraField:
    told = {"label": LABELS[kind], "help": f"{LABELS[kind]}的口径", "since": THIS.first}
    told |= {"options": OPTIONS} if kind == ExtraKind.CHOICE else {}
    return ExtraField.objects.create(kind=kind, **told | more)


@pytest.fixture
def extras() -> dict[str, ExtraField]:
    return {kind: asked(kind) for kind in LABELS}


@pytest.fixture
def office() -> User:
    return factories.user(Role.OFFICE, name="试区办")


def signed(a_round: Round, duty: Duty, **extras: str) -> dict[str, str]:
    """What the page sends when nothing has changed."""
    duty.refresh_from_db()
    told = {
        "key": f"00000000-0000-4000-8000-{duty.version:012d}",
        "base": f"{duty.version}",
        "rest": "on",
    }
    return told | {f"t-{a_round.overdue.pk}-verdict": "stays"} | extras


def handed_in(a_round: Round, duty: Duty, **extras: str) -> Any:
    client = Client()
    client.force_login(a_round.liaison)
    address = duty.get_absolute_url()
    return client.post(address, signed(a_round, duty, **extras), follow=True)


def by(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_each_kind_is_answered_and_read_with_the_question_as_it_was_put(
    a_round: Round, extras: dict[str, ExtraField], office: User
) -> None:
    duty = a_round.open()
    page = handed_in(
        a_round,
        duty,
        **{
            f"x-{extras['text'].pk}": "明年换电梯",
            f"x-{extras['number'].pk}": "12.50",
            f"x-{extras['yes_no'].pk}": "no",
            f"x-{extras['choice'].pk}": "高峰不够",
        },
    )
    told = [(one.label, one.words) for one in duty.submissions.get().told]
    assert told == [
        ("改造计划", "明年换电梯"),
        ("充电桩数量（个）", "12.5"),
        ("有没有共享会议室", "否"),
        ("停车是否够用", "高峰不够"),
    ]
    street = factories.user(Role.STREET, place=a_round.tree.street)
    queue = by(street).get("/verification/").content.decode()
    looked_at = by(street).get(f"/verification/{duty.pk}/").content.decode()
    assert "补充 4 项" in queue
    for shown in (page.content.decode(), looked_at):
        assert "有没有共享会议室" in shown
        assert "明年换电梯" in shown


def test_nothing_of_it_has_to_be_answered(a_round: Round, extras: dict[str, ExtraField]) -> None:
    duty = a_round.open()
    client = by(a_round.liaison)
    page = client.get(duty.get_absolute_url()).content.decode()
    assert "停车是否够用的口径" in page
    handed_in(a_round, duty)
    assert duty.submissions.get().extras == []


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (ExtraKind.NUMBER, "十二", "充电桩数量（个）只填数字"),
        (ExtraKind.NUMBER, "1.255", "最多两位小数"),
        (ExtraKind.NUMBER, "9" * 15, "太大了"),
        (ExtraKind.NUMBER, "NaN", "充电桩数量（个）只填数字"),
        (ExtraKind.TEXT, "长" * 201, "最多写 200 字"),
        (ExtraKind.YES_NO, "maybe", "请选“是”或“否”"),
        (ExtraKind.CHOICE, "别的", "请从列出的选项里选一个"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_kept(
    a_round: Round, extras: dict[str, ExtraField], kind: ExtraKind, typed: str, said: str
) -> None:
    duty = a_round.open()
    page = handed_in(a_round, duty, **{f"x-{extras[kind].pk}": typed})
    assert (page.status_code, duty.submissions.count()) == (422, 0)
    shown = page.content.decode()
    assert said in shown
    assert kind in (ExtraKind.YES_NO, ExtraKind.CHOICE) or typed in shown


def test_it_is_asked_from_its_month_until_its_end_and_answers_stay(
    a_round: Round, office: User
) -> None:
    later = asked(ExtraKind.TEXT, since=THIS.shifted(1).first)
    now = asked(ExtraKind.NUMBER)
    duty = a_round.open()
    handed_in(a_round, duty, **{f"x-{later.pk}": "不该收", f"x-{now.pk}": "3"})
    assert [one["field"] for one in duty.submissions.get().extras] == [now.pk]
    client = by(office)
    ended = client.post(SETTINGS, {"end": f"{now.pk}"}, follow=True).content.decode()
    assert "以前填报的都还在" in ended
    handed_in(a_round, duty, **{f"x-{now.pk}": "4"})
    first, second = duty.submissions.order_by("number")
    assert ([one.words for one in first.told], second.told) == (["3"], [])
    end(later, timezone.localdate(), actor_of(office))
    later.refresh_from_db()
    assert later.ended == later.since


def test_a_question_is_never_reworded_or_deleted() -> None:
    one = asked(ExtraKind.TEXT)
    with refused_by("Cannot update"):
        sql("UPDATE collection_extrafield SET label = '别的' WHERE id = %s", [one.pk])
    with refused_by("Cannot delete"):
        sql("DELETE FROM collection_extrafield WHERE id = %s", [one.pk])


def test_the_office_puts_at_most_ten_and_hears_what_is_wrong(office: User) -> None:
    client = by(office)
    whole = {"label": "充电桩", "kind": "number", "help": "个", "since": f"{THIS}"}
    wrong = client.post(SETTINGS, {"kind": "choice", "options": "一个", "since": "2020-01"})
    assert wrong.status_code == 422
    for sentence in ("请写问题", "请写说明", "请写 2 至 12 个选项"):
        assert sentence in wrong.content.decode()
    for number in range(MOST):
        client.post(SETTINGS, whole | {"label": f"第{number}项"})
    assert "第1项”已经在问" in client.post(SETTINGS, whole | {"label": "第1项"}).content.decode()
    assert TOO_MANY in client.post(SETTINGS, whole).content.decode()
    assert ExtraField.objects.unscoped("test").count() == MOST
    street = factories.user(Role.STREET, place=factories.place_tree().street)
    assert by(street).post(SETTINGS, whole).status_code == 403


def test_the_table_and_its_workbook_hold_what_one_may_see(
    a_round: Round, extras: dict[str, ExtraField], office: User
) -> None:
    duty = a_round.open()
    handed_in(a_round, duty, **{f"x-{extras['number'].pk}": "12.5"})
    page = by(office).get(TABLE).content.decode()
    assert "试验塔楼" in page
    assert "12.5" in page
    book = by(office).get(f"{TABLE}excel/")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    header = next(row for row in rows if "楼宇" in row)
    assert dict(zip(header, rows[-1], strict=True))["充电桩数量（个）"] == 12.5
    assert "空白表示没有填" in "".join(str(row[0]) for row in rows)
    other = factories.user(Role.STREET, place=a_round.tree.other_street)
    assert "试验塔楼" not in by(other).get(TABLE).content.decode()
    theirs = b"".join(by(other).get(f"{TABLE}excel/").streaming_content)
    names = openpyxl.load_workbook(BytesIO(theirs)).active.iter_rows(values_only=True)
    assert not any("试验塔楼" in row for row in names)
    assert by(a_round.liaison).get(TABLE).status_code == 403


def test_what_was_asked_before_an_end_stays_a_column_of_its_month(
    a_round: Round, office: User
) -> None:
    one = asked(ExtraKind.TEXT)
    duty = a_round.open()
    handed_in(a_round, duty, **{f"x-{one.pk}": "明年"})
    end(one, timezone.localdate(), actor_of(office))
    page = by(office).get(TABLE).content.decode()
    assert LABELS[ExtraKind.TEXT] in page
    assert "明年" in page
    assert Cycle.objects.unscoped("test").count() == 1
    duty.refresh_from_db()
    assert duty.state == DutyState.SUBMITTED
