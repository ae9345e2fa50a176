"""粘贴名单: compared with the month, told at row and column, and handed in whole or not at all."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from demo import codes, factories
from louyu.journey.collection.models import Duty, DutyState, TenantAnswer, Verdict
from louyu.journey.collection.tests.conftest import Round
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db
HEAD = "企业名称\t统一社会信用代码\t房号\t使用面积\t入驻日期"
CODE = codes.invented(770_431)
HERE = ("试验到期有限公司", "试验新到1有限公司", "试验新到2有限公司")


@pytest.fixture
def duty(a_round: Round, client: Client) -> Duty:
    client.force_login(a_round.liaison)
    return a_round.open()


def _address(duty: Duty) -> str:
    return f"/collection/{duty.pk}/roster/"


def _today() -> str:
    return f"{timezone.localdate():%Y-%m-%d}"


def _list(*names: str, new: str = "") -> str:
    return "\n".join([HEAD, *(f"{name}\t\t\t\t" for name in names), *filter(None, [new])])


def _new(room: str = "103", start: str | None = None) -> str:
    return f"新来有限公司\t{CODE}\t{room}\t\t{_today() if start is None else start}"


def _compared(client: Client, duty: Duty, text: str) -> Any:
    return client.post(_address(duty), {"text": text})


def _confirmed(client: Client, duty: Duty, text: str, **fields: Any) -> Any:
    """As the page that compares would send it, with all newcomers left ticked."""
    page = _compared(client, duty, text).content.decode()
    told = dict(re.findall(r'name="(key|base)" value="([^"]*)"', page))
    told["new"] = re.findall(r'name="new" value="(\d+)" checked', page)
    return client.post(_address(duty), {"text": text, "confirm": "1"} | told | fields)


def _verdict(stay: Occupancy, verdict: str, **more: str) -> dict[str, str]:
    told = {"verdict": verdict} | more
    return {f"t-{stay.pk}-{name}": value for name, value in told.items()}


def test_the_list_is_compared_and_nothing_is_written(duty: Duty, client: Client) -> None:
    before = Occupancy.objects.unscoped("test").count()
    page = _compared(client, duty, _list(*HERE[:2], new=_new())).content.decode()
    assert "2 家在名单上" in page
    assert "1 家名单上没有" in page
    assert re.search(r'name="new" value="4" checked', page)
    assert duty.submissions.count() == 0
    assert Occupancy.objects.unscoped("test").count() == before


def test_confirmed_it_is_the_month_with_its_arrival(
    a_round: Round, duty: Duty, client: Client
) -> None:
    answer = _confirmed(
        client, duty, _list(*HERE, new=_new()), **_verdict(a_round.overdue, "stays")
    )
    assert answer.status_code == 302
    duty.refresh_from_db()
    assert (duty.state, duty.version) == (DutyState.SUBMITTED, 1)
    stay = a_round.building.occupancies.get(enterprise__uscc=CODE)
    assert (stay.start, stay.unit_links.get().unit) == (timezone.localdate(), a_round.room)
    answers = TenantAnswer.objects.unscoped("test").filter(submission__duty=duty)
    told = sorted(answers.values_list("verdict", flat=True))
    assert told == [Verdict.ARRIVED, Verdict.STAYS, Verdict.STAYS, Verdict.STAYS]


def test_sent_twice_it_is_one(a_round: Round, duty: Duty, client: Client) -> None:
    text = _list(*HERE, new=_new())
    page = _compared(client, duty, text).content.decode()
    told = dict(re.findall(r'name="(key|base)" value="([^"]*)"', page)) | {"new": "5"}
    sent = {"text": text, "confirm": "1"} | told | _verdict(a_round.overdue, "stays")
    client.post(_address(duty), sent)
    client.post(_address(duty), sent)
    assert duty.submissions.count() == 1
    assert a_round.building.occupancies.filter(enterprise__uscc=CODE).count() == 1


def test_who_is_missing_is_asked_and_never_moved_out_by_silence(
    a_round: Round, duty: Duty, client: Client
) -> None:
    text = _list(*HERE[:2])
    away = a_round.lately[1]
    answer = _confirmed(client, duty, text, rest="on", **_verdict(a_round.overdue, "stays"))
    assert answer.status_code == 422
    assert "名单上没有的还有 1 家没有核对" in answer.content.decode()
    assert duty.submissions.count() == 0
    told = _verdict(a_round.overdue, "stays") | _verdict(away, "left", when="this")
    assert _confirmed(client, duty, text, **told).status_code == 302
    away.refresh_from_db()
    assert away.end == timezone.localdate()


def test_a_room_that_is_not_free_leaves_the_whole_month_unwritten(
    a_round: Round, duty: Duty, client: Client
) -> None:
    text = _list(*HERE, new=_new("101"))
    answer = _confirmed(client, duty, text, **_verdict(a_round.overdue, "stays"))
    assert answer.status_code == 422
    assert "101 室登记有别的企业在用" in answer.content.decode()
    assert duty.submissions.count() == 0
    assert not Enterprise.objects.unscoped("test").filter(uscc=CODE).exists()


def test_a_month_handed_in_meanwhile_is_not_overwritten(
    a_round: Round, duty: Duty, client: Client
) -> None:
    text = _list(*HERE, new=_new())
    page = _compared(client, duty, text).content.decode()
    told = dict(re.findall(r'name="(key|base)" value="([^"]*)"', page)) | {"new": "5"}
    a_round.hand_in(duty, a_round.stays())
    sent = {"text": text, "confirm": "1"} | told | _verdict(a_round.overdue, "stays")
    answer = client.post(_address(duty), sent)
    assert answer.status_code == 409
    assert 'name="base" value="1"' in answer.content.decode()
    assert not a_round.building.occupancies.filter(enterprise__uscc=CODE).exists()


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("甲有限公司\t91370602MA3CTEST00\t103\t\t2026-01-01", "统一社会信用代码", "校验不通过"),
        (f"甲有限公司\t{CODE}\t909\t\t2026-01-01", "房号", "没有登记房号 909"),
        (f"甲有限公司\t{CODE}\t\t\t2026-01-01", "房号", "请填房号"),
        (f"甲有限公司\t{CODE}\t103\t\t", "入驻日期", "请填入驻日期"),
        (f"甲有限公司\t{CODE}\t103\t\t昨天", "入驻日期", "认不出是哪一天"),
        (f"\t{CODE}\t103\t\t2026-01-01", "企业名称", "必填"),
    ],
)
def test_what_is_wrong_is_told_at_its_row_and_column(
    duty: Duty, client: Client, row: str, column: str, reason: str
) -> None:
    page = _compared(client, duty, _list(*HERE, new=row)).content.decode()
    fault = re.search(r"第 5 行</th>.*?</tr>", page)
    assert fault is not None
    assert column in fault.group()
    assert reason in fault.group()
    assert 'name="new"' not in page


def test_without_headers_the_columns_are_in_the_order_the_page_names(
    duty: Duty, client: Client
) -> None:
    page = _compared(client, duty, f"{HERE[0]}\n{_new('909')}").content.decode()
    assert "1 家在名单上" in page
    assert "第 2 行" in page


def test_a_file_is_read_like_pasted_rows(duty: Duty, client: Client) -> None:
    text = "\n".join(["统一社会信用代码,入驻企业", *(f",{name}" for name in HERE)])
    file = SimpleUploadedFile("名单.csv", text.encode("gb18030"))
    page = client.post(_address(duty), {"file": file}).content.decode()
    assert "3 家在名单上" in page


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_pasted_is_told(duty: Duty, client: Client, text: str) -> None:
    answer = _compared(client, duty, text)
    assert answer.status_code == 422
    assert "请粘贴名单" in answer.content.decode()


def test_a_name_registered_under_another_code_is_not_told_apart_by_guessing(
    duty: Duty, client: Client
) -> None:
    factories.enterprise(name="别处登记有限公司", uscc=CODE)
    page = _compared(client, duty, _list(*HERE, new=_new())).content.decode()
    assert "此代码已登记在另一名称下" in page
    assert "别处登记有限公司" not in page


def test_another_liaison_finds_no_page_and_hands_in_nothing(duty: Duty, client: Client) -> None:
    client.force_login(factories.user(Role.LIAISON, organization=factories.organization()))
    assert client.get(_address(duty)).status_code == 404
    assert client.post(_address(duty), {"text": _list(*HERE)}).status_code == 404


def test_a_month_that_is_settled_leads_back_to_its_page(duty: Duty, client: Client) -> None:
    Duty.objects.unscoped("test").filter(pk=duty.pk).update(state=DutyState.ACCEPTED)
    answer = client.get(_address(duty))
    assert (answer.status_code, answer["Location"]) == (302, duty.get_absolute_url())
