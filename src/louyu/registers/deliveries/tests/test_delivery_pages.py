"""来源页: for the office and the providing department; what asks for a clearance stays out."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from demo import factories
from louyu.kernel.jobs.services import run_job
from louyu.registers.deliveries.models import Delivery, Import
from louyu.registers.deliveries.services import confirm
from louyu.registers.deliveries.tests.workbooks import workbook
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import OrganizationKind, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> User:
    factories.place_tree()
    person = factories.user(Role.OFFICE)
    client.force_login(person)
    return person


def sent(client: Client, path: Path, **changed: object) -> str:
    """Fills the form as a person does and tells where it led."""
    bureau = factories.organization(OrganizationKind.DEPARTMENT, name="试验区财政局")
    with path.open("rb") as file:
        filled = {
            "kind": "fiscal-revenue",
            "period": "2026-03",
            "file": file,
            "provider": bureau.pk,
            "basis": "预算法",
            "purpose": "指标分析",
            "data_class": 2,
            "allowed_roles": ["office"],
            "key": "one-sending",
        }
        response = client.post(reverse("delivery-new"), filled | changed)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_from_the_form_to_the_delivery_and_its_page(
    client: Client, office: User, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "收入.xlsx", ("月份", "本月数（元）"), ("3月", 900), ("5月", 1))
    sent(client, path)
    row = Import.objects.unscoped("test").get()
    assert row.job
    run_job(row.job.pk)
    row.refresh_from_db()
    confirm(actor=actor_of(office), row=row)
    row.refresh_from_db()
    assert row.job
    run_job(row.job.pk)
    delivery = Delivery.objects.unscoped("test").get()
    page = client.get(delivery.get_absolute_url()).content.decode()
    for word in ("试验区财政局", "预算法", "读入 2，写入 1，拒绝 1", "应为 2026-03"):
        assert word in page
    assert "2026-03" in client.get(reverse("deliveries")).content.decode()


def test_a_department_sees_its_own_deliveries_alone(
    client: Client, office: User, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "收入.xlsx", ("月份", "本月数（元）"), ("3月", 900))
    sent(client, path)
    own, other = (factories.organization(OrganizationKind.DEPARTMENT) for _ in range(2))
    kept = {"kind": "places", "basis": "b", "purpose": "p", "data_class": 2}
    rows = [
        Delivery.objects.create(
            provider=body,
            period="2026-03-01",
            allowed_roles=["office"],
            sha256=body.name,
            file=Import.objects.unscoped("test").get().file,
            **kept,
        )
        for body in (own, other)
    ]
    person = factories.user(Role.DEPARTMENT, organization=own)
    assert list(Delivery.objects.visible_to(actor_of(person))) == [rows[0]]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.DEPARTMENT, Role.LEADER])
def test_without_the_clearance_there_is_no_tax_to_deliver(client: Client, role: Role) -> None:
    client.force_login(factories.user(role))
    for address in (reverse("delivery-new"), reverse("imports"), reverse("deliveries")):
        page = client.get(address).content.decode()
        assert "税收明细" not in page, address
        assert "楼宇税收" not in page, address
