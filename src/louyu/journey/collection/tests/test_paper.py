"""纸质表: what is known is printed and no more; its number leads on whoever may see the page."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from demo import factories
from louyu.journey.collection.models import Duty
from louyu.journey.collection.paper.codes import CodeRefused, code_of, number_of
from louyu.journey.collection.tests.conftest import Round
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(a_round: Round, client: Client) -> Duty:
    client.force_login(a_round.liaison)
    return a_round.open()


def _words(client: Client, name: str, duty: Duty) -> str:
    answer = client.get(reverse(name, args=[duty.pk]))
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.getvalue())).pages
    return "".join(page.extract_text() for page in pages).replace(" ", "").replace("\n", "")


def test_tenants_empty_rooms_and_the_number_are_printed(
    a_round: Round, duty: Duty, client: Client
) -> None:
    words = _words(client, "collection-sheet-pdf", duty)
    assert "※试验到期有限公司" in words
    assert "试验新到1有限公司" in words
    assert "在驻企业（3家）" in words
    assert f"{a_round.room.number}" in words
    assert "未采集" in words
    assert code_of(duty) in words
    assert "不是统计部门制发的统计调查表" in words


def test_no_rent_and_no_lease_is_printed(a_round: Round, duty: Duty, client: Client) -> None:
    a_round.overdue.rent_yuan = "98.76"
    a_round.overdue.save()
    factories.sign_in(client, factories.user(Role.OFFICE))
    for name in ("collection-sheet-pdf", "collection-visit-pdf"):
        words = _words(client, name, duty)
        assert "98.76" not in words
        assert f"{a_round.overdue.lease_expiry:%Y-%m-%d}" not in words


def test_a_visit_is_printed_for_the_street_and_does_not_say_what_was_handed_in(
    a_round: Round, duty: Duty, client: Client
) -> None:
    assert client.get(reverse("collection-visit-pdf", args=[duty.pk])).status_code == 403
    a_round.hand_in(duty, a_round.stays(), words="一切照旧")
    client.force_login(factories.user(Role.STREET, place=a_round.tree.street))
    words = _words(client, "collection-visit-pdf", duty)
    assert "楼宇走访核实表" in words
    assert "试验到期有限公司" in words
    assert "※" not in words
    assert "一切照旧" not in words


def test_another_street_prints_nothing_and_its_number_leads_nowhere(
    a_round: Round, duty: Duty, client: Client
) -> None:
    client.force_login(factories.user(Role.STREET, place=a_round.tree.other_street))
    for name in ("collection-sheet-pdf", "collection-visit-pdf"):
        assert client.get(reverse(name, args=[duty.pk])).status_code == 404
    answer = client.get(reverse("collection-code"), {"code": code_of(duty)})
    assert answer.status_code == 422
    assert "不在您的范围内" in answer.content.decode()
    assert duty.building.name not in answer.content.decode()


@pytest.mark.parametrize("write", [str, lambda code: code.replace("-", ""), "full-width"])
def test_the_number_leads_to_the_page_however_it_is_typed(
    duty: Duty, client: Client, write: object
) -> None:
    code = code_of(duty)
    wide = code.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789-"})
    typed = write(code) if callable(write) else wide
    answer = client.get(reverse("collection-code"), {"code": f" {typed} "})
    assert answer.status_code == 302
    assert answer["Location"] == duty.get_absolute_url()


def test_one_wrong_digit_never_opens_another_building(duty: Duty) -> None:
    code = code_of(duty).replace("-", "")
    for at, digit in enumerate(code):
        for other in set("0123456789") - {digit}:
            with pytest.raises(CodeRefused, match="有一位不对"):
                number_of(code[:at] + other + code[at + 1 :])


@pytest.mark.parametrize("typed", ["12", "不是编号", "2611-000-7"])
def test_what_is_no_number_says_how_one_looks(duty: Duty, client: Client, typed: str) -> None:
    answer = client.get(reverse("collection-code"), {"code": typed})
    assert answer.status_code == 422
    assert "2611-00042-7" in answer.content.decode()
