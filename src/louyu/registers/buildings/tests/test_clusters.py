"""片区页: its buildings as far as the reader sees them, and what a cluster is edited by."""

from typing import Any

import pytest
from django.test import Client

from demo import factories
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Cluster

pytestmark = pytest.mark.django_db


def _page(cluster: Cluster, role: str, **duty: Any) -> str:
    client = Client()
    factories.sign_in(client, factories.user(role, **duty))
    return str(client.get(cluster.get_absolute_url()).content.decode())


def test_each_reader_counts_and_reads_the_buildings_they_see() -> None:
    tree = factories.place_tree()
    cluster = Cluster.objects.create(name="试验核心区")
    told = {"cluster": cluster, "gross_floor_area": 15_000}
    factories.building(tree.street, name="甲塔楼", **told)
    factories.building(
        tree.other_street, name="乙塔楼", cluster=cluster, gross_floor_area=None, business_area=None
    )
    office = _page(cluster, Role.OFFICE)
    assert "甲塔楼" in office
    assert "乙塔楼" in office
    assert "（1／2 幢已登记）" in office
    street = _page(cluster, Role.STREET, place=tree.street)
    assert "（1／1 幢已登记）" in street
    assert "乙塔楼" not in street


def test_the_office_renames_a_cluster_and_nobody_else_does() -> None:
    tree = factories.place_tree()
    cluster = Cluster.objects.create(name="旧名")
    address = f"/clusters/{cluster.pk}/edit/"
    for role, duty, status in (
        (Role.STREET, {"place": tree.street}, 403),
        (Role.OFFICE, {}, 200),
    ):
        client = Client()
        factories.sign_in(client, factories.user(role, **duty))
        assert client.get(address).status_code == status
