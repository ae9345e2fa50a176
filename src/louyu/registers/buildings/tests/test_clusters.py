"""片区页: its buildings as far as the reader sees them, and what a cluster is edited by."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from demo import factories
from louyu.kernel.history.entries import version
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


def test_the_office_renames_a_cluster_and_a_street_does_not() -> None:
    tree = factories.place_tree()
    cluster = Cluster.objects.create(name="旧名")
    for role, duty, status, name in (
        (Role.STREET, {"place": tree.street}, 403, "旧名"),
        (Role.OFFICE, {}, 302, "新名"),
    ):
        client = Client()
        factories.sign_in(client, factories.user(role, **duty))
        told = {"name": "新名", "version": version(cluster), "key": str(uuid4())}
        answer = client.post(f"/clusters/{cluster.pk}/edit/", told)
        cluster.refresh_from_db()
        assert (answer.status_code, cluster.name) == (status, name)
