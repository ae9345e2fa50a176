"""查阅留痕: what a file of the bureau said is not read past the log either, page or file."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo import factories
from louyu.kernel.files.services import store
from louyu.registers.deliveries import services
from louyu.registers.deliveries.models import Delivery, Import, ImportState
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Clearance, OrganizationKind, Role, User
from louyu.registers.taxation.models import TaxView
from louyu.registers.taxation.tests.bureau import ONE

pytestmark = pytest.mark.django_db

LINES = f"纳税人识别号,纳税人名称,税种,税额（元）\n{ONE},甲鎏公司,增值税,1\n,,增值税,2\n"
RECORD: dict[str, Any] = {"basis": "协议", "purpose": "楼宇税收统计", "data_class": 4, "unit": ""}


@pytest.fixture
def sender(client: Client) -> User:
    person = factories.user(Role.DEPARTMENT)
    Clearance.objects.create(user=person, kind="tax", basis="试验", start=factories.LONG_AGO)
    factories.sign_in(client, person)
    return person


def sent(sender: User, state: ImportState, **record: Any) -> Import:
    """A file with one line to take and one to refuse, looked at or taken already."""
    bureau = factories.organization(OrganizationKind.DEPARTMENT)
    about = RECORD | {"period": "2026-03", "provider": bureau.pk, "allowed_roles": ["tax"]} | record
    row = Import.objects.create(
        kind="tax",
        file=store(name="来文.csv", chunks=[LINES.encode()], owner_id=None),
        state=state,
        owner_id=sender.pk,
        about=about,
    )
    step = services.apply if state == ImportState.APPLYING else services.check
    step(row, console("试验"))
    return row


def seen() -> list[tuple[str, str, int, str]]:
    views = TaxView.objects.unscoped("test").order_by("pk")
    return [(view.purpose, view.what, view.rows, view.form) for view in views]


def test_a_preview_and_each_file_are_in_the_log(client: Client, sender: User) -> None:
    row = sent(sender, ImportState.CHECKING)
    page = client.get(reverse("import", args=[row.pk]) + "?show=created").content.decode()
    assert "甲鎏公司" in page
    assert seen() == [("楼宇税收统计", "来文：来文.csv", 1, "html")]
    assert row.error_file
    for file in (row.file, row.error_file):
        assert client.get(reverse("file", args=[file.pk])).status_code == 200
    assert [view[2:] for view in seen()[1:]] == [(2, "csv"), (2, "csv")]


def test_after_the_term_neither_lines_nor_files_are_there(client: Client, sender: User) -> None:
    today = timezone.localdate()
    row = sent(sender, ImportState.APPLYING, valid_until=today.isoformat())
    address, file = reverse("import", args=[row.pk]), reverse("file", args=[row.file_id])
    assert client.get(file).status_code == 200
    _let_the_term_end(row)
    assert client.get(file).status_code == 404
    page = client.get(address + "?show=created").content.decode()
    assert "甲鎏公司" not in page
    assert "期限已过" in page
    assert len(seen()) == 1


def _let_the_term_end(row: Import) -> None:
    """The record cannot be rewritten: another delivery stands for the same one a day later."""
    assert row.delivery
    over = timezone.localdate() - timedelta(days=1)
    known = {f.name: getattr(row.delivery, f.name) for f in Delivery._meta.fields if f.name != "id"}
    Delivery.objects.unscoped("test").filter(pk=row.delivery.pk).update(replaced_at=timezone.now())
    row.delivery = Delivery.objects.create(**known | {"valid_until": over, "sha256": "later"})
    row.save(update_fields=["delivery"])


def test_a_file_of_another_kind_leaves_no_line(client: Client) -> None:
    office = factories.user(Role.OFFICE)
    factories.sign_in(client, office)
    file = store(name="企业.csv", chunks=[b"x"], owner_id=office.pk)
    Import.objects.create(kind="enterprises", file=file, state=ImportState.PREVIEW)
    assert client.get(reverse("file", args=[file.pk])).status_code == 200
    assert seen() == []
