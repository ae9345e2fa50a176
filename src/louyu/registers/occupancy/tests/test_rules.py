"""入驻规则: tried to be broken in SQL."""

from datetime import date

import pytest

from demo import factories
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.models import OccupancyUnit

pytestmark = pytest.mark.django_db

OVERLAP = "one_enterprise_once_in_a_unit_at_a_time"
LINK = "INSERT INTO occupancy_occupancyunit (occupancy_id, unit_id) VALUES (%s, %s)"
SET_DAYS = 'UPDATE occupancy_occupancy SET start = %s, "end" = %s, end_reason = %s WHERE id = %s'


@pytest.fixture
def tower() -> Building:
    return factories.building(factories.place_tree().street)


@pytest.fixture
def room(tower: Building) -> Unit:
    return factories.unit(tower)


@pytest.fixture
def firm() -> Enterprise:
    return factories.enterprise()


def test_no_two_stays_of_one_enterprise_in_one_unit(room: Unit, firm: Enterprise) -> None:
    factories.occupancy(firm, room, start=date(2024, 1, 1))
    second = factories.occupancy(firm, building=room.building, start=date(2025, 1, 1))
    with refused_by(OVERLAP):
        sql(LINK, [second.pk, room.pk])


def test_a_stay_may_follow_another_on_the_next_day(room: Unit, firm: Enterprise) -> None:
    factories.occupancy(
        firm, room, start=date(2024, 1, 1), end=date(2024, 6, 30), end_reason="other"
    )
    again = factories.occupancy(firm, room, start=date(2024, 7, 1))
    assert again.unit_links.count() == 1


def test_moving_the_dates_of_a_stay_may_not_make_it_overlap(room: Unit, firm: Enterprise) -> None:
    first = factories.occupancy(
        firm, room, start=date(2024, 1, 1), end=date(2024, 6, 30), end_reason="other"
    )
    second = factories.occupancy(firm, room, start=date(2024, 7, 1))
    with refused_by(OVERLAP):
        sql(SET_DAYS, ["2024-01-01", "2024-07-01", "other", first.pk])
    with refused_by(OVERLAP):
        sql(SET_DAYS, ["2024-01-01", None, "", first.pk])
    with refused_by(OVERLAP):
        sql("UPDATE occupancy_occupancy SET start = '2024-06-30' WHERE id = %s", [second.pk])


def test_handing_a_stay_to_an_enterprise_already_there_is_refused(
    room: Unit, firm: Enterprise
) -> None:
    factories.occupancy(firm, room)
    other = factories.occupancy(factories.enterprise(), room)
    with refused_by(OVERLAP):
        sql("UPDATE occupancy_occupancy SET enterprise_id = %s WHERE id = %s", [firm.pk, other.pk])


def test_two_enterprises_may_share_a_unit(room: Unit, firm: Enterprise) -> None:
    factories.occupancy(firm, room)
    factories.occupancy(factories.enterprise(), room)
    assert room.occupancy_links.count() == 2


def test_the_copies_on_a_link_cannot_be_forged(room: Unit, firm: Enterprise) -> None:
    factories.occupancy(firm, room, start=date(2024, 1, 1))
    link = OccupancyUnit.objects.unscoped("test").get()
    sql(
        "UPDATE occupancy_occupancyunit SET enterprise_id = NULL, held = 'empty' WHERE id = %s",
        [link.pk],
    )
    link.refresh_from_db()
    assert (link.enterprise_id, link.held.lower) == (firm.pk, date(2024, 1, 1))


def test_a_stay_covers_units_of_its_own_building_only(
    tower: Building, room: Unit, firm: Enterprise
) -> None:
    elsewhere = factories.unit(factories.building(tower.place))
    stay = factories.occupancy(firm, room)
    with refused_by("occupancy_units_in_its_building"):
        sql(LINK, [stay.pk, elsewhere.pk])
    with refused_by("occupancy_units_in_its_building"):
        sql(
            "UPDATE occupancy_occupancy SET building_id = %s WHERE id = %s",
            [elsewhere.building_id, stay.pk],
        )


def test_a_let_unit_cannot_move_to_another_building(room: Unit, firm: Enterprise) -> None:
    factories.occupancy(firm, room)
    elsewhere = factories.unit(factories.building(room.building.place))
    with refused_by("unit_keeps_its_building"):
        sql(
            "UPDATE buildings_unit SET building_id = %s, floor_id = %s WHERE id = %s",
            [elsewhere.building_id, elsewhere.floor_id, room.pk],
        )


def test_an_end_has_a_reason_and_a_reason_an_end(room: Unit, firm: Enterprise) -> None:
    stay = factories.occupancy(firm, room, start=date(2024, 1, 1))
    with refused_by("occupancy_end_has_reason"):
        sql(SET_DAYS, ["2024-01-01", "2024-02-01", "", stay.pk])
    with refused_by("occupancy_end_has_reason"):
        sql(SET_DAYS, ["2024-01-01", None, "cost", stay.pk])


def test_a_stay_ends_after_it_starts(room: Unit, firm: Enterprise) -> None:
    stay = factories.occupancy(firm, room, start=date(2024, 1, 1))
    with refused_by("range lower bound must be less than or equal to range upper bound"):
        sql(SET_DAYS, ["2024-01-01", "2023-12-31", "cost", stay.pk])


def test_words_and_numbers_of_a_stay_are_checked(room: Unit, firm: Enterprise) -> None:
    stay = factories.occupancy(firm, room)
    for rule, column, value in (
        ("occupancy_kind_known", "kind", "rented"),
        ("occupancy_satisfaction_1_to_5", "satisfaction", 6),
        ("occupancy_rent_not_negative", "rent_yuan", -1),
        ("headcount", "headcount", -1),
    ):
        with refused_by(rule):
            sql(f"UPDATE occupancy_occupancy SET {column} = %s WHERE id = %s", [value, stay.pk])


def test_a_link_has_an_area_or_covers_the_whole_unit_once(room: Unit, firm: Enterprise) -> None:
    stay = factories.occupancy(firm, room)
    with refused_by("occupancy_unit_area_positive"):
        sql("UPDATE occupancy_occupancyunit SET area = 0 WHERE occupancy_id = %s", [stay.pk])
    with refused_by("unit_once_per_occupancy"):
        sql(LINK, [stay.pk, room.pk])


def test_a_unit_is_said_to_be_empty_once_at_a_time(room: Unit) -> None:
    factories.vacancy(room)
    with refused_by("one_vacancy_of_a_unit_at_a_time"):
        sql(
            "INSERT INTO occupancy_vacancy (unit_id, start, state, confirmed_on) "
            "VALUES (%s, '2024-01-01', 'vacant', '2024-01-01')",
            [room.pk],
        )


def test_an_enterprise_or_unit_with_stays_cannot_be_deleted(room: Unit, firm: Enterprise) -> None:
    factories.occupancy(firm, room)
    for table, pk in (("enterprises_enterprise", firm.pk), ("buildings_unit", room.pk)):
        with refused_by("violates foreign key constraint"):
            sql(f"DELETE FROM {table} WHERE id = %s", [pk])
