"""楼宇规则: tried to be broken in SQL, as the role the product runs as."""

from decimal import Decimal

import pytest
from django.utils import timezone

from demo import factories
from louyu.kernel.testing import DAYS_APART, refused_by, sql
from louyu.registers.buildings.models import PartyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


def test_a_building_has_a_managing_place(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    with refused_by("building_managed_by_subdistrict_or_park"):
        sql("UPDATE buildings_building SET place_id = NULL WHERE id = %s", [tower.pk])


@pytest.mark.parametrize("level", ["district", "community"])
def test_only_a_street_or_park_manages_a_building(tree: factories.PlaceTree, level: str) -> None:
    tower = factories.building(tree.street)
    with refused_by("building_managed_by_subdistrict_or_park"):
        sql(
            "UPDATE buildings_building SET place_id = %s WHERE id = %s",
            [getattr(tree, level).pk, tower.pk],
        )


@pytest.mark.parametrize("level", ["district", "community"])
def test_a_new_building_is_managed_by_a_street_or_park(
    tree: factories.PlaceTree, level: str
) -> None:
    with refused_by("building_managed_by_subdistrict_or_park"):
        factories.building(getattr(tree, level))


def test_a_park_may_manage_a_building(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    moved = sql(
        "UPDATE buildings_building SET place_id = %s WHERE id = %s", [tree.park.pk, tower.pk]
    )
    assert moved == 1


def test_a_managing_place_cannot_become_a_community(tree: factories.PlaceTree) -> None:
    factories.building(tree.street)
    with refused_by("place_keeps_its_level"):
        sql("UPDATE places_place SET level = 'community' WHERE id = %s", [tree.street.pk])


def test_business_area_stays_within_the_whole(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street, gross_floor_area=1000, business_area=1000)
    with refused_by("building_business_within_gross"):
        sql("UPDATE buildings_building SET business_area = 1000.01 WHERE id = %s", [tower.pk])
    with refused_by("building_business_within_gross"):
        sql("UPDATE buildings_building SET gross_floor_area = 999.99 WHERE id = %s", [tower.pk])


def test_areas_are_not_negative(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    with refused_by("building_areas_not_negative"):
        sql("UPDATE buildings_building SET business_area = -1 WHERE id = %s", [tower.pk])


def test_swapped_coordinates_are_refused(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    with refused_by("building_position_in_china"):
        sql(
            "UPDATE buildings_building SET longitude = 37.5, latitude = 54.9 WHERE id = %s",
            [tower.pk],
        )


@pytest.mark.parametrize("missing", ["longitude", "latitude"])
def test_half_a_position_is_refused(tree: factories.PlaceTree, missing: str) -> None:
    tower = factories.building(tree.street, longitude=Decimal("121.4"), latitude=Decimal("37.5"))
    with refused_by("building_position_in_china"):
        sql(f"UPDATE buildings_building SET {missing} = NULL WHERE id = %s", [tower.pk])


def test_a_code_names_one_building(tree: factories.PlaceTree) -> None:
    first, second = factories.building(tree.street), factories.building(tree.park)
    with refused_by("buildings_building_code_key"):
        sql("UPDATE buildings_building SET code = %s WHERE id = %s", [first.code, second.pk])


def test_one_place_has_no_two_buildings_of_one_name(tree: factories.PlaceTree) -> None:
    first, second = factories.building(tree.street), factories.building(tree.street)
    with refused_by("building_name_once_per_place"):
        sql("UPDATE buildings_building SET name = %s WHERE id = %s", [first.name, second.pk])


def test_life_stages_are_the_declared_words(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    with refused_by("building_words_known"):
        sql("UPDATE buildings_building SET life_stage = 'k' WHERE id = %s", [tower.pk])


@pytest.mark.parametrize("zone", DAYS_APART)
def test_a_stage_without_a_day_begins_on_the_day_it_is_in_china(
    tree: factories.PlaceTree, zone: str
) -> None:
    tower = factories.building(tree.street, stage_since=None, completed_on=None)
    tower.stages.all().delete()
    sql("SELECT set_config('TimeZone', %s, true)", [zone])
    sql("UPDATE buildings_building SET life_stage = 'idle' WHERE id = %s", [tower.pk])
    assert [row.since for row in tower.stages.all()] == [timezone.localdate()]


def test_a_stage_change_in_sql_is_kept_with_its_day(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street, stage_since="2020-05-01")
    sql(
        "UPDATE buildings_building SET life_stage = 'idle', stage_since = '2024-03-01' "
        "WHERE id = %s",
        [tower.pk],
    )
    kept = [(row.stage, f"{row.since}") for row in tower.stages.all()]
    assert kept == [("in_use", "2020-05-01"), ("idle", "2024-03-01")]


def test_a_unit_lies_on_a_floor_of_its_own_building(tree: factories.PlaceTree) -> None:
    here = factories.unit(factories.building(tree.street))
    there = factories.unit(factories.building(tree.street))
    with refused_by("unit_on_a_floor_of_its_building"):
        sql("UPDATE buildings_unit SET floor_id = %s WHERE id = %s", [there.floor_id, here.pk])
    with refused_by("unit_on_a_floor_of_its_building"):
        sql(
            "INSERT INTO buildings_unit (building_id, floor_id, number, area, use) "
            "VALUES (%s, %s, '9-1', 10, 'business')",
            [here.building_id, there.floor_id],
        )
    with refused_by("unit_keeps_its_building"):
        sql(
            "UPDATE buildings_unit SET building_id = %s WHERE id = %s", [there.building_id, here.pk]
        )


def test_a_floor_with_units_cannot_move_to_another_building(tree: factories.PlaceTree) -> None:
    room = factories.unit(factories.building(tree.street))
    other = factories.building(tree.street)
    with refused_by("floor_keeps_its_building"):
        sql("UPDATE buildings_floor SET building_id = %s WHERE id = %s", [other.pk, room.floor_id])


def test_a_unit_has_an_area(tree: factories.PlaceTree) -> None:
    room = factories.unit(factories.building(tree.street))
    with refused_by("unit_area_positive"):
        sql("UPDATE buildings_unit SET area = 0 WHERE id = %s", [room.pk])


def test_a_room_number_names_one_unit_of_a_building(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    first, second = factories.unit(tower), factories.unit(tower, floor=2)
    with refused_by("unit_once_per_building"):
        sql("UPDATE buildings_unit SET number = %s WHERE id = %s", [first.number, second.pk])


def test_there_is_no_floor_zero_and_no_floor_twice(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    first, second = factories.unit(tower), factories.unit(tower, floor=2)
    with refused_by("floor_zero_does_not_exist"):
        sql("UPDATE buildings_floor SET number = 0 WHERE id = %s", [first.floor_id])
    with refused_by("floor_once_per_building"):
        sql("UPDATE buildings_floor SET number = 1 WHERE id = %s", [second.floor_id])


@pytest.mark.parametrize("kind", [PartyKind.OPERATOR, PartyKind.PROPERTY_MANAGER])
def test_one_operator_and_one_property_manager_at_a_time(
    tree: factories.PlaceTree, kind: str
) -> None:
    tower = factories.building(tree.street)
    factories.party(tower, factories.organization(), kind)
    second = factories.organization()
    with refused_by("building_one_operator_at_a_time"):
        sql(
            "INSERT INTO buildings_buildingparty (building_id, organization_id, kind, start) "
            "VALUES (%s, %s, %s, '2021-01-01')",
            [tower.pk, second.pk, kind],
        )


def test_a_new_operator_may_follow_on_the_next_day(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    old = factories.party(tower, factories.organization(), PartyKind.OPERATOR)
    sql("UPDATE buildings_buildingparty SET \"end\" = '2020-12-31' WHERE id = %s", [old.pk])
    added = sql(
        "INSERT INTO buildings_buildingparty (building_id, organization_id, kind, start) "
        "VALUES (%s, %s, 'operator', '2021-01-01')",
        [tower.pk, factories.organization().pk],
    )
    assert added == 1
    with refused_by("building_one_operator_at_a_time"):
        sql("UPDATE buildings_buildingparty SET \"end\" = '2021-01-01' WHERE id = %s", [old.pk])


def test_owners_may_be_several(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    for _ in range(2):
        factories.party(tower, factories.organization(), PartyKind.OWNER)
    assert tower.parties.count() == 2


def test_a_party_ends_after_it_starts(tree: factories.PlaceTree) -> None:
    row = factories.party(factories.building(tree.street), factories.organization())
    with refused_by("range lower bound must be less than or equal to range upper bound"):
        sql("UPDATE buildings_buildingparty SET \"end\" = '2019-12-31' WHERE id = %s", [row.pk])


def test_one_key_listing_at_a_time(tree: factories.PlaceTree) -> None:
    tower = factories.building(tree.street)
    insert = "INSERT INTO buildings_keylisting (building_id, basis, start) VALUES (%s, 'x', %s)"
    sql(insert, [tower.pk, "2024-01-01"])
    with refused_by("key_listing_once_at_a_time"):
        sql(insert, [tower.pk, "2025-01-01"])
