"""模板: drop-downs within the actor's scope; what was exported is taken back unchanged."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from demo import factories
from louyu.registers.deliveries.templates import template_for
from louyu.registers.deliveries.tests.workbooks import taken
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


def test_a_template_offers_only_buildings_one_may_write_to() -> None:
    tree = factories.place_tree()
    factories.building(tree.street, name="甲大厦")
    factories.building(tree.other_street, name="乙大厦")
    clerk = factories.actor(Role.STREET, place=tree.street)
    for kind in ("roster", "units"):
        out = BytesIO()
        template_for(kind, clerk, out)
        rules = openpyxl.load_workbook(out).worksheets[0].data_validations.dataValidation
        offered = "".join(str(rule.formula1) for rule in rules)
        assert "甲大厦" in offered
        assert "乙大厦" not in offered


def test_an_untouched_template_imports_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    template_for("roster", factories.actor(), path)
    assert taken(factories.actor(), "roster", path).report["rows"] == 0


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("key", ["buildings", "units", "enterprises"])
def test_a_list_exported_from_its_page_is_taken_back_unchanged(
    key: str, ending: str, client: Client, tmp_path: Path
) -> None:
    tree = factories.place_tree()
    tower = factories.building(tree.street, community=tree.community, address="甲路1号")
    rooms = [
        factories.unit(tower, floor=floor, number=n) for floor, n in ((-1, "01"), (12, "12-05"))
    ]
    factories.occupancy(factories.enterprise(capital_yuan=100.5), *rooms)
    factories.enterprise(uscc=None)
    person = factories.user(Role.OFFICE)
    client.force_login(person)
    answer = client.get(f"/{key}/export.{ending}")
    path = tmp_path / f"a.{ending}"
    path.write_bytes(b"".join(answer.streaming_content))
    told = taken(actor_of(person), key, path)
    rows = {"buildings": 1, "units": 2, "enterprises": 2}[key]
    assert told.counts == (0, 0, rows, 0, 0), told.report
