"""区划规则: tried to be broken in SQL."""

import json
from typing import Any

import pytest

from demo import factories
from louyu.kernel.testing import refused_by, sql
from louyu.registers.places.models import Cluster, Place
from louyu.registers.places.queries import within

pytestmark = pytest.mark.django_db


def test_a_street_needs_a_parent() -> None:
    tree = factories.place_tree()
    with refused_by("place_only_districts_are_roots"):
        sql("UPDATE places_place SET parent_id = NULL WHERE id = %s", [tree.street.pk])


def test_a_district_has_no_parent() -> None:
    tree = factories.place_tree()
    with refused_by("place_only_districts_are_roots"):
        sql(
            "UPDATE places_place SET parent_id = %s WHERE id = %s", [tree.park.pk, tree.district.pk]
        )


def test_a_code_names_one_place() -> None:
    tree = factories.place_tree()
    with refused_by("places_place_code_key"):
        sql("UPDATE places_place SET code = %s WHERE id = %s", [tree.street.code, tree.park.pk])


def test_siblings_do_not_share_a_name() -> None:
    tree = factories.place_tree()
    with refused_by("place_name_once_per_parent"):
        sql("UPDATE places_place SET name = %s WHERE id = %s", [tree.street.name, tree.park.pk])


def test_levels_are_the_declared_words() -> None:
    tree = factories.place_tree()
    with refused_by("place_level_known"):
        factories.place("370602099", "试验街道", "town", tree.district)  # type: ignore[arg-type]


def test_a_place_ends_after_it_starts() -> None:
    tree = factories.place_tree()
    with refused_by("place_ends_after_start"):
        sql(
            "UPDATE places_place SET start = '2024-02-01', \"end\" = '2024-01-31' WHERE id = %s",
            [tree.street.pk],
        )


def test_a_place_with_buildings_cannot_be_deleted() -> None:
    tree = factories.place_tree()
    factories.building(tree.park)
    with refused_by("violates foreign key constraint"):
        sql("DELETE FROM places_place WHERE id = %s", [tree.park.pk])


def test_what_lies_below_a_place_moves_along_with_it() -> None:
    tree = factories.place_tree()
    community = Place.objects.get(pk=tree.community.pk)
    renumbered = Place.objects.get(pk=tree.district.pk)
    renumbered.code = "370699"
    renumbered.save()
    community.refresh_from_db()
    assert community.path == f"370699/{tree.street.code}/{community.code}/"
    assert community.pk in within([tree.street.pk]) & within([tree.district.pk])


RING = [[121.3, 37.5], [121.4, 37.5], [121.4, 37.6], [121.3, 37.5]]
FACE = {"type": "Polygon", "coordinates": [RING]}


@pytest.mark.parametrize(
    "outline", [None, FACE, FACE | {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}]
)
def test_a_cluster_has_one_or_several_faces_or_none(outline: Any) -> None:
    cluster = Cluster.objects.create(name="核心区", outline=outline)
    cluster.refresh_from_db()
    assert cluster.outline == outline


@pytest.mark.parametrize(
    "outline",
    [
        {},
        [],
        "Polygon",
        {"type": "Polygon"},
        {"type": "Point", "coordinates": [121.3, 37.5]},
        FACE | {"type": "MultiPolygon"},
        FACE | {"coordinates": []},
        FACE | {"coordinates": [[]]},
        FACE | {"coordinates": RING},
        FACE | {"coordinates": [RING[:3]]},
        FACE | {"coordinates": [[*RING[:3], [121.5, 37.5]]]},
        FACE | {"coordinates": [[[y, x] for x, y in RING]]},
        FACE | {"coordinates": [[[str(x), y] for x, y in RING]]},
        FACE | {"coordinates": [RING, "hole"]},
    ],
)
def test_what_is_no_face_within_china_outlines_no_cluster(outline: Any) -> None:
    cluster = Cluster.objects.create(name="核心区")
    with refused_by("cluster_outline_is_a_face"):
        sql(
            "UPDATE places_cluster SET outline = %s::jsonb WHERE id = %s",
            [json.dumps(outline), cluster.pk],
        )
