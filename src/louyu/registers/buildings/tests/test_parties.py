"""相关单位: a company is entered by naming it; its people see the building from then on."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from demo import factories as make
from demo.factories import PlaceTree
from louyu.registers.buildings.models import Building, PartyKind
from louyu.registers.deliveries.tests.workbooks import imported, workbook
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Organization, OrganizationKind, Role

pytestmark = pytest.mark.django_db
MANAGER = "试验物业有限公司"
HEADERS = ("楼宇名称", "身份", "单位名称", "开始日期", "结束日期")


@pytest.fixture
def places() -> PlaceTree:
    return make.place_tree()


@pytest.fixture
def tower(places: PlaceTree) -> Building:
    return make.building(places.street, name="甲大厦")


def companies() -> list[str]:
    rows = Organization.objects.unscoped("test").order_by("name")
    return list(rows.values_list("name", flat=True))


def test_a_list_of_companies_is_taken_once(
    tower: Building, places: PlaceTree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.building(places.street, name="乙大厦")
    told = workbook(
        tmp_path / "a.xlsx",
        HEADERS,
        ("甲大厦", "物业", MANAGER, "2024-01-01", None),
        ("乙大厦", "物业公司", MANAGER, None, None),
        ("甲大厦", "运营单位", "甲运营", None, None),
        ("丙大厦", "物业", "没有人的物业", None, None),
    )
    assert imported(capsys, "building-parties", told).counts == (3, 0, 0, 1, 0)
    assert imported(capsys, "building-parties", told).counts == (0, 0, 3, 1, 0)
    assert companies() == ["甲运营", MANAGER]


def test_the_second_manager_of_a_time_is_refused_at_its_row(
    tower: Building, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = workbook(
        tmp_path / "a.xlsx",
        HEADERS,
        ("甲大厦", "物业", MANAGER, "2024-01-01", None),
        ("甲大厦", "物业", "又一家物业", "2025-01-01", None),
    )
    assert imported(capsys, "building-parties", told).counts == (1, 0, 0, 1, 0)


def test_a_street_names_the_company_and_its_liaison_sees_the_building(
    tower: Building, places: PlaceTree, client: Client
) -> None:
    make.sign_in(client, make.user(Role.STREET, place=places.street))
    sent = {
        "key": uuid4(),
        "building": tower.pk,
        "kind": PartyKind.PROPERTY_MANAGER,
        "organization": MANAGER,
        "start": "2024-01-01",
    }
    assert client.post("/building-parties/new/", sent).status_code == 302
    company = Organization.objects.unscoped("test").get(name=MANAGER)
    assert company.kind == OrganizationKind.PROPERTY_MANAGER
    liaison = actor_of(make.user(Role.LIAISON, organization=company))
    assert list(Building.objects.visible_to(liaison)) == [tower]


def test_a_refused_form_enters_no_company(
    tower: Building, places: PlaceTree, client: Client
) -> None:
    make.sign_in(client, make.user(Role.STREET, place=places.other_street))
    sent = {
        "key": uuid4(),
        "building": tower.pk,
        "kind": PartyKind.PROPERTY_MANAGER,
        "organization": MANAGER,
        "start": "2024-01-01",
    }
    assert client.post("/building-parties/new/", sent).status_code == 422
    assert companies() == []


@pytest.mark.parametrize(("start", "column"), [("2024-01-01", "结束日期"), (None, "开始日期")])
def test_a_party_that_ends_before_it_starts_is_refused_at_its_column(
    start: str | None,
    column: str,
    tower: Building,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = workbook(tmp_path / "a.xlsx", HEADERS, ("甲大厦", "物业", MANAGER, start, "2023-01-01"))
    assert [cell[:2] for cell in imported(capsys, "building-parties", told).refused] == [
        (2, column)
    ]
