"""详情与变更记录: one row for whoever may see it, with every change it went through."""

import pytest
from django.test import Client

from demo import factories
from demo.factories import PlaceTree
from louyu.kernel.history import acting
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


def test_another_streets_row_does_not_exist(tree: PlaceTree, client: Client) -> None:
    room = factories.unit(factories.building(tree.other_street))
    client.force_login(factories.user(Role.STREET, place=tree.street))
    for page in ("", "history/", "edit/"):
        assert client.get(f"/units/{room.pk}/{page}").status_code == 404


def test_nobody_reads_without_signing_in(tree: PlaceTree, client: Client) -> None:
    room = factories.unit(factories.building(tree.street))
    for address in ("/units/", f"/units/{room.pk}/", "/units/export.csv", "/units/new/", "/jobs/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")


def test_who_may_not_write_is_not_offered_to(tree: PlaceTree, client: Client) -> None:
    firm = factories.enterprise()
    client.force_login(factories.user(Role.LEADER))
    body = client.get(f"/enterprises/{firm.pk}/").content.decode()
    assert firm.name in body
    assert f"/enterprises/{firm.pk}/edit/" not in body
    client.force_login(factories.user(Role.OFFICE))
    assert (
        f"/enterprises/{firm.pk}/edit/" in client.get(f"/enterprises/{firm.pk}/").content.decode()
    )


def test_the_record_tells_who_changed_what_from_what_to_what(
    tree: PlaceTree, client: Client
) -> None:
    tower = factories.building(tree.street, name="旧名", floors_above=9)
    with acting(factories.actor(Role.OFFICE, name="试验甲"), "buildings_imported"):
        tower.name, tower.place, tower.floors_above = "新名", tree.park, None
        tower.save()
    client.force_login(factories.user(Role.OFFICE))
    body = client.get(f"/buildings/{tower.pk}/history/").content.decode()
    for told in ("试验甲", "表格导入", "<del>旧名</del>", "<ins>新名</ins>", "<ins>只楚园</ins>"):
        assert told in body
    assert "<ins>未采集</ins>" in body
