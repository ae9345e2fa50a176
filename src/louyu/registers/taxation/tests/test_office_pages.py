"""涉税事务: the package goes out and comes back as totals; the auditor reads who looked."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from demo import factories
from louyu.engines.tables import Refused
from louyu.kernel import commands
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Clearance, Role, User
from louyu.registers.taxation import gate
from louyu.registers.taxation.access import reading
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import BuildingTaxTotal, TaxView
from louyu.registers.taxation.tests.bureau import LONG, ONE, TWO, Bureau

pytestmark = pytest.mark.django_db


def test_the_package_comes_back_as_totals_of_the_buildings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tower = factories.building(factories.place_tree().street)
    factories.occupancy(factories.enterprise(uscc=ONE), factories.unit(tower))
    path = tmp_path / "名单.xlsx"
    assert commands.run(["tax-package", "--period", "2026-03", "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    assert ONE in {cell.value for row in book["入驻名单"] for cell in row}
    sheet = book["楼宇税收合计"]
    for column, value in enumerate((12_000, 4, 50, 70), start=3):
        sheet.cell(2, column, value)
    book.save(path)
    told = Bureau(tmp_path, capsys).passes_on(path, "2026-03", kind="building-tax")
    assert told.counts == (1, 0, 0, 0, 0)
    with opened("read"):
        total = BuildingTaxTotal.objects.unscoped("test").get()
    assert (total.building, total.yuan, total.payers) == (tower, 12_000, 4)


def test_the_auditor_reads_who_looked_and_nobody_else_knows_the_page(
    client: Client, analyst: Actor
) -> None:
    with reading(analyst, purpose="核对来源甲", what="企业税收明细"):
        pass
    auditor = factories.user(Role.AUDITOR)
    factories.sign_in(client, auditor)
    page = client.get(reverse("tax-views"))
    assert "核对来源甲" in page.content.decode()
    client.force_login(factories.user(Role.OFFICE))
    assert client.get(reverse("tax-views")).status_code == 404


def test_payers_nobody_knows_are_a_work_list_for_the_cleared(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.enterprise(uscc=ONE)
    rows = (
        (ONE, "已登记", "增值税", 1),
        (TWO, "未登记", "增值税", 2),
        (None, "无码店", "增值税", 3),
    )
    Bureau(tmp_path, capsys).sends("2026-03", LONG, *rows)
    person = factories.user(Role.DEPARTMENT)
    assert client.get(reverse("tax-unidentified")).status_code == 302
    factories.sign_in(client, person)
    assert client.get(reverse("tax-unidentified")).status_code == 404
    Clearance.objects.create(user=person, kind="tax", basis="试验", start=factories.LONG_AGO)
    page = client.get(reverse("tax-unidentified")).content.decode()
    assert "未登记" in page
    assert "无码店" in page
    assert "已登记" not in page
    assert TaxView.objects.unscoped("test").get().rows == 2


WORK = ("tax-unidentified", "tax-package")
LED_TO = {Role.OFFICE: {"tax-package"}, Role.LEADER: set(), Role.STREET: set()}


@pytest.mark.parametrize("role", LED_TO)
def test_the_tax_page_leads_to_the_work_a_person_may_do(client: Client, role: Role) -> None:
    tree = factories.place_tree()
    bounds = {"place": tree.street} if role == Role.STREET else {}
    assert _led_to(client, factories.user(role, **bounds)) == LED_TO[role]


def test_the_tax_page_leads_the_cleared_to_both(client: Client) -> None:
    factories.place_tree()
    person = factories.user(Role.DEPARTMENT)
    Clearance.objects.create(user=person, kind="tax", basis="试验", start=factories.LONG_AGO)
    assert _led_to(client, person) == set(WORK)


def _led_to(client: Client, person: User) -> set[str]:
    factories.sign_in(client, person)
    page = client.get(reverse("tax")).content.decode().split("<main", 1)[1]
    led = {name for name in WORK if f'href="{reverse(name)}"' in page}
    assert all(client.get(reverse(name)).status_code == 200 for name in led)
    return led


GATES = {
    "the lock": ("unlocked_tables", ["taxation_taxpayment"], "没有启用行级安全"),
    "the role": ("role_is_unsafe", True, "可以绕过行级安全"),
    "a cleared person": ("_somebody_is_cleared", False, "还没有取得税收查阅授权"),
}


@pytest.mark.parametrize(("name", "answer", "sentence"), GATES.values(), ids=GATES)
def test_real_tax_is_refused_until_each_condition_holds(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str, answer: object, sentence: str
) -> None:
    person = factories.user(Role.DEPARTMENT)
    Clearance.objects.create(user=person, kind="tax", basis="试验", start=factories.LONG_AGO)
    with pytest.raises(Refused, match="两步验证"):
        gate.refuse_unsafe(by_person=True)
    factories.sign_in(client, person)
    gate.refuse_unsafe(by_person=True)
    monkeypatch.setattr(gate, name, lambda: answer)
    with pytest.raises(Refused, match=sentence):
        gate.refuse_unsafe(by_person=True)


def test_invented_tax_of_a_demo_instance_is_taken_without_them(settings: Any) -> None:
    with pytest.raises(Refused):
        gate.refuse_unsafe(by_person=True)
    settings.DEMO = True
    gate.refuse_unsafe(by_person=True)
