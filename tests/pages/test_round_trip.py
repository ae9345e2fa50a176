"""导出即模板: what the list exports comes back through the import and changes nothing."""

import json
from pathlib import Path

import pytest
from django.test import Client

from demo import factories
from louyu.kernel.commands import run
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    tree = factories.place_tree()
    tower = factories.building(tree.street, name="滨海大厦", community=tree.community)
    factories.building(tree.park, longitude="121.391382", latitude="37.539297", grade="a")
    firm = factories.enterprise(place=tree.park, capital_yuan="5000000.55", industry_code="L7299")
    factories.occupancy(firm, factories.unit(tower, floor=-2, number="B201"))
    factories.vacancy(factories.unit(tower, floor=26, number="2601", area="440.25"))
    client.force_login(factories.user(Role.OFFICE))
    return client


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize(("key", "rows"), [("buildings", 2), ("units", 2), ("enterprises", 1)])
def test_an_export_taken_in_again_changes_nothing(
    office: Client,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    key: str,
    rows: int,
    ending: str,
) -> None:
    file = tmp_path / f"{key}.{ending}"
    file.write_bytes(office.get(f"/{key}/export.{ending}").getvalue())
    run(["import", key, str(file), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["unchanged"], told["refused"]) == (rows, rows, [])
