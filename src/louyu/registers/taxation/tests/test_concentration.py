"""税收集中度: exact for the cleared and logged; to everybody else there is no such number."""

import csv
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demo import factories
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.kinds import TaxType
from louyu.registers.taxation.models import TaxView
from louyu.registers.taxation.tests.people import analyst, cleared, client_of
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld

pytestmark = pytest.mark.django_db
FILES = ("csv", "xlsx")


@pytest.fixture
def world() -> TaxWorld:
    world = TaxWorld()
    world.building("七户大厦", world.tree.street, [400, 200, 100, 100, 100, 50, 50])
    world.building("独户大厦", world.tree.street, [500])
    world.building("退税大厦", world.tree.street, [-300, 100])
    world.building("邻街大厦", world.tree.other_street, [250, 250])
    world.declare(
        world.building("合计大厦", world.tree.street, []), 900, payers=9, shares=(20, 35), month=1
    )
    return world


Told = dict[str, tuple[Any, ...]]


@pytest.fixture
def client() -> Client:
    return client_of(analyst())


def found(client: Client, place: str, **asked: str) -> Told:
    page = client.get(reverse("tax-concentration"), {"place": place} | asked)
    every = [*page.context["page"].object_list, page.context["whole"]]
    return {x.row.name: (x.payers, x.yuan, x.largest, x.five_largest, x.carrying) for x in every}


def test_shares_of_the_greatest_and_how_many_carry_four_fifths(
    world: TaxWorld, client: Client
) -> None:
    told = found(client, world.tree.street.code)
    assert told["七户大厦"] == (7, 2_000, Decimal("0.4"), Decimal("0.9"), 4)
    assert told["独户大厦"] == (1, 1_000, 1, 1, 1)
    assert told["退税大厦"] == (2, -400, None, None, None)
    assert told["合计大厦"] == (0, 0, None, None, None)


def test_of_the_district_payers_of_all_buildings_together(world: TaxWorld, client: Client) -> None:
    told = found(client, world.tree.district.code)
    payers, yuan, largest, five, carrying = told[world.tree.district.name]
    assert (payers, yuan) == (12, 3_600)
    assert (largest, five) == (Decimal(1_000) / 3_600, Decimal(3_200) / 3_600)
    assert carrying == 5


def test_it_follows_the_basis(world: TaxWorld, client: Client) -> None:
    world.pay(world.firms[1], 10_000, 1, TaxType.DEED)
    street = world.tree.street.code
    assert found(client, street)["七户大厦"][1] == 12_000
    assert found(client, street, basis="recurrent")["七户大厦"][1] == 2_000


def test_the_page_and_both_files_are_in_the_log(world: TaxWorld, client: Client) -> None:
    page = client.get(reverse("tax-concentration"))
    assert page["Cache-Control"] == "no-store"
    body = b"".join(client.get(reverse("tax-concentration-export", args=["csv"])).streaming_content)  # type: ignore[attr-defined]
    rows = {row["范围"]: row for row in csv.DictReader(StringIO(body.decode("utf-8-sig")))}
    told = rows[world.tree.district.name]
    assert (told["最大1户占比（%）"], told["占到80%的户数"]) == ("27.78", "5")
    assert client.get(reverse("tax-concentration-export", args=["xlsx"])).status_code == 200
    views = TaxView.objects.unscoped("a test").order_by("pk")
    assert [view.form for view in views] == ["html", "csv", "xlsx"]
    assert {view.what for view in views} == {f"税收集中度·{world.tree.district.name}{YEAR}年"}


def test_a_cleared_street_reads_its_own_buildings_and_no_others(world: TaxWorld) -> None:
    street = world.tree.street
    client = client_of(cleared(factories.user(Role.STREET, place=street)))
    page = client.get(reverse("tax-concentration"))
    assert page.context["whole"].row.name == street.name
    other = {"place": world.tree.other_street.code}
    assert client.get(reverse("tax-concentration"), other).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.STREET])
def test_to_who_is_not_cleared_there_is_no_such_page_file_or_word(
    world: TaxWorld, role: Role
) -> None:
    """Not in a band either: a band of a share beside a sum is a band of what a payer paid."""
    bounds = {"place": world.tree.street} if role == Role.STREET else {}
    client = client_of(factories.user(role, **bounds))
    addresses = [reverse("tax-concentration-export", args=[ending]) for ending in FILES]
    for address in (reverse("tax-concentration"), *addresses):
        assert client.get(address).status_code == 404
    assert "集中度" not in client.get(reverse("tax")).content.decode()
    assert not TaxView.objects.unscoped("a test").exists()


def test_it_is_withheld_with_any_month_of_the_sum(world: TaxWorld, client: Client) -> None:
    world.records[3] = {"allowed_roles": ["office"]}
    world.pay(world.firms[0], 5, 3)
    page = client.get(reverse("tax-concentration"))
    assert page.context["whole"] is None
    assert "没有授权您的岗位使用" in page.content.decode()
