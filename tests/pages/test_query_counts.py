"""查询预算: how many questions a list page may ask the database, sign-in and frame included."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo import factories
from louyu.kernel.jobs.models import Job
from louyu.kernel.resource import all_resources
from louyu.registers.organizations.models import Role

BUDGETS: dict[str, int] = json.loads(
    (Path(__file__).parents[1] / "query_counts.json").read_text(encoding="utf-8")
)
ROWS = 30

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    tree = factories.place_tree()
    for number in range(1, ROWS + 1):
        managed_by = (tree.street, tree.other_street, tree.park)[number % 3]
        room = factories.unit(factories.building(managed_by), floor=number)
        factories.occupancy(factories.enterprise(place=managed_by), room)
    person = factories.user(Role.OFFICE)
    for number in range(ROWS):
        Job.objects.create(kind="test", title=f"试验作业{number}", owner_id=person.pk)
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", BUDGETS)
def test_a_list_page_keeps_its_budget(office: Client, name: str) -> None:
    address = f"{reverse(name)}?size=200"
    office.get(address)  # templates and declarations are read once per process
    with CaptureQueriesContext(connection) as asked:
        assert office.get(address).status_code == 200
    assert len(asked) <= BUDGETS[name], [query["sql"][:120] for query in asked.captured_queries]


def test_every_list_has_a_budget() -> None:
    assert {declared.key for declared in all_resources()} <= set(BUDGETS)
