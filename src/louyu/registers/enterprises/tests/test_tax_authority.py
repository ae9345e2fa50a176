"""主管税务机关规则: officials and the firm itself read it; houses and programs no word."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from demo import codes, factories
from louyu.kernel.history import acting
from louyu.portal.api.tests.conftest import program  # noqa: F401
from louyu.registers.buildings.models import Building
from louyu.registers.deliveries.tests.workbooks import imported, workbook
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
BUREAU, OTHER = "国家税务总局烟台市芝罘区税务局", "国家税务总局烟台市莱山区税务局"


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def building(tree: factories.PlaceTree) -> Building:
    return factories.building(tree.street, name="甲楼")


@pytest.fixture
def firm(building: Building) -> Enterprise:
    """In the building, with a change of its authority in the history."""
    row = factories.enterprise(name="示例公司", uscc=codes.invented(1), tax_authority=OTHER)
    factories.occupancy(row, factories.unit(building, number="101"))
    with acting(console("试验"), "enterprises_changed"):
        row.tax_authority = BUREAU
        row.save()
    return row


def keeper(building: Building, role: Role) -> User:
    body = factories.organization("property_manager", name="管家")
    factories.party(building, body)
    return factories.user(role, organization=body)


def pages(person: User, firm: Enterprise) -> dict[str, str]:
    client = Client()
    factories.sign_in(client, person)
    own = f"/enterprises/{firm.pk}/"
    addresses = (own, f"{own}history/", "/enterprises/", "/enterprises/?sort=tax_authority")
    told = {one: client.get(one).content.decode() for one in addresses}
    file: Any = client.get("/enterprises/export.csv")
    return told | {"csv": b"".join(file.streaming_content).decode()}


def test_an_official_reads_it_on_the_page_in_the_history_and_in_the_file(
    tree: factories.PlaceTree, firm: Enterprise
) -> None:
    for person in (
        factories.user(Role.OFFICE, username="office"),
        factories.user(Role.DEPARTMENT, username="department"),
        factories.user(Role.STREET, username="street", place=tree.street),
    ):
        told = pages(person, firm)
        assert BUREAU in told[f"/enterprises/{firm.pk}/"]
        history = told[f"/enterprises/{firm.pk}/history/"]
        assert OTHER in history
        assert BUREAU in history
        assert "主管税务机关" in told["csv"]
        assert BUREAU in told["csv"]


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OPERATOR])
def test_who_looks_after_a_house_sees_the_firm_and_no_word_of_it(
    building: Building, firm: Enterprise, role: Role
) -> None:
    for where, text in pages(keeper(building, role), firm).items():
        assert firm.name in text
        assert "税" not in text, where


def test_a_firm_reads_its_own(firm: Enterprise) -> None:
    body = factories.organization("enterprise", name="本企业", uscc=firm.uscc)
    person = factories.user(Role.ENTERPRISE, organization=body)
    assert BUREAU in pages(person, firm)[f"/enterprises/{firm.pk}/"]


def test_a_program_is_told_nothing_of_it_and_changes_nothing_of_it(
    firm: Enterprise,
    program: Callable[..., Any],  # noqa: F811
) -> None:
    office, path = program(), f"enterprises/{firm.pk}"
    row = office.get(path).json()
    assert "tax_authority" not in row
    assert "税" not in json.dumps(office.get(f"{path}/history").json(), ensure_ascii=False)
    sent = {"tax_authority": OTHER, "version": row["version"]}
    assert office.send("PATCH", path, sent).status_code == 422
    renamed = office.send("PATCH", path, {"name": "改名公司", "version": row["version"]})
    assert renamed.status_code == 200, renamed.content.decode()
    firm.refresh_from_db()
    assert (firm.name, firm.tax_authority) == ("改名公司", BUREAU)


def test_a_ledger_brings_it_under_any_of_its_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], firm: Enterprise
) -> None:
    headers = ("企业名称", "统一社会信用代码", "主管税务所")
    path = workbook(tmp_path / "a.xlsx", headers, ("示例公司", firm.uscc, OTHER))
    assert imported(capsys, "enterprises", path).counts == (0, 1, 0, 0, 0)
    firm.refresh_from_db()
    assert firm.tax_authority == OTHER
