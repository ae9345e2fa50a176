"""涉税事务: the package goes out and comes back as totals; the auditor reads who looked."""

from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from demo import factories
from louyu.kernel import commands
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.access import reading
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import BuildingTaxTotal
from louyu.registers.taxation.tests.bureau import ONE, Bureau

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
