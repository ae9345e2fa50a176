"""房源状态: every ㎡ of a unit is used, let, empty or unknown; silence is only the last."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from demo import factories
from louyu.registers.buildings.models import Unit, UnitUse
from louyu.registers.occupancy.models import OccupancyKind, OccupancyUnit, VacancyState
from louyu.registers.occupancy.unit_states import (
    AreaBasis,
    UnitState,
    space,
    spaces,
    with_states,
)
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 30)


@pytest.fixture
def room() -> Unit:
    return factories.unit(factories.building(factories.place_tree().street), area=100)


def _stay(room: Unit, area: int | None = None, **fields: Any) -> None:
    stay = factories.occupancy(factories.enterprise(), building=room.building, **fields)
    OccupancyUnit.objects.create(occupancy=stay, unit=room, area=area)


def _on(room: Unit, day: date = DAY) -> Any:
    return with_states(Unit.objects.unscoped("test"), day).get(pk=room.pk)


def _parts(room: Unit, day: date = DAY) -> tuple[Decimal, ...]:
    row = _on(room, day)
    assert row.self_used + row.leased + row.vacant + row.uncollected == row.area
    return (row.self_used, row.leased, row.vacant, row.uncollected)


def test_silence_is_neither_let_nor_vacant(room: Unit) -> None:
    assert _parts(room) == (0, 0, 0, 100)
    assert _on(room).state == UnitState.UNCOLLECTED


def test_a_lease_without_area_covers_the_whole_unit(room: Unit) -> None:
    _stay(room)
    assert _parts(room) == (0, 100, 0, 0)
    assert _on(room).state == UnitState.LEASED


def test_the_rest_of_a_partly_used_unit_is_unknown_until_confirmed_vacant(room: Unit) -> None:
    _stay(room, 30)
    assert _parts(room) == (0, 30, 0, 70)
    factories.vacancy(room)
    assert _parts(room) == (0, 30, 70, 0)
    assert (_on(room).state, _on(room).empty_state) == (UnitState.LEASED, "vacant")


def test_users_without_area_share_what_others_leave(room: Unit) -> None:
    _stay(room, 40, kind=OccupancyKind.COWORKING)
    _stay(room, kind=OccupancyKind.OWNER_OCCUPIED)
    _stay(room, kind=OccupancyKind.SUBLET)
    assert _parts(room) == (30, 70, 0, 0)


def test_thirds_still_add_up_to_the_cent(room: Unit) -> None:
    for kind in (OccupancyKind.OWNER_OCCUPIED, OccupancyKind.LEASED, OccupancyKind.LEASED):
        _stay(room, kind=kind)
    assert _parts(room) == (Decimal("33.33"), Decimal("66.67"), 0, 0)


def test_claims_above_the_area_are_cut_in_proportion_and_flagged(room: Unit) -> None:
    _stay(room, 90, kind=OccupancyKind.OWNER_OCCUPIED)
    _stay(room, 60)
    assert _parts(room) == (60, 40, 0, 0)
    assert _on(room).over_claimed


def test_an_address_alone_uses_no_space(room: Unit) -> None:
    _stay(room, kind=OccupancyKind.ADDRESS_ONLY)
    factories.vacancy(room, state=VacancyState.RESERVED)
    assert _parts(room) == (0, 0, 100, 0)
    assert _on(room).state == UnitState.RESERVED


def test_the_past_and_the_future_are_told_by_dates(room: Unit) -> None:
    _stay(room, start=date(2026, 3, 10), end=date(2026, 9, 29), end_reason="cost")
    factories.vacancy(room, start=date(2026, 9, 30), state=VacancyState.FIT_OUT)
    assert _on(room, date(2026, 3, 9)).state == UnitState.UNCOLLECTED
    assert _on(room, date(2026, 3, 10)).state == UnitState.LEASED
    assert _on(room, date(2026, 9, 29)).state == UnitState.LEASED
    assert _on(room).state == UnitState.FIT_OUT


def test_other_uses_have_no_part_in_business_area(room: Unit) -> None:
    garage = factories.unit(room.building, use=UnitUse.PARKING)
    _stay(garage)
    row = _on(garage)
    assert (row.state, row.leased, row.uncollected) == (UnitState.NOT_BUSINESS, 0, 0)


def test_only_the_units_asked_for_are_read(room: Unit) -> None:
    elsewhere = factories.actor(
        Role.STREET,
        place=factories.place("370602009", "黄务街道", "subdistrict", room.building.place.parent),
    )
    assert not with_states(Unit.objects.visible_to(elsewhere), DAY).exists()


@pytest.mark.parametrize(
    ("declared", "basis", "business", "rest", "flagged"),
    [
        (None, AreaBasis.UNITS, 100, 0, False),
        (100, AreaBasis.UNITS, 100, 0, False),
        (160, AreaBasis.TOPPED_UP, 160, 60, False),
        (80, AreaBasis.UNITS, 100, 0, True),
    ],
)
def test_business_area_is_the_larger_of_declared_and_registered(
    room: Unit, declared: int | None, basis: AreaBasis, business: int, rest: int, flagged: bool
) -> None:
    _stay(room, 30)
    of = space(None if declared is None else Decimal(declared), [_on(room)])
    assert (of.basis, of.business, of.rest, of.over_declared) == (basis, business, rest, flagged)
    assert of.self_used + of.leased + of.vacant + of.uncollected == of.business


def test_a_building_without_units_rests_on_its_declared_total() -> None:
    of = space(Decimal(500), [])
    assert (of.basis, of.uncollected, of.vacant) == (AreaBasis.DECLARED, 500, 0)
    assert space(None, []).basis == AreaBasis.NONE


def test_totals_of_all_buildings_are_those_an_actor_may_see(room: Unit) -> None:
    empty = factories.building(room.building.place, business_area=700)
    factories.building(
        factories.place("370602009", "黄务街道", "subdistrict", room.building.place.parent)
    )
    _stay(room, 30)
    clerk = factories.actor(Role.STREET, place=room.building.place)
    found = spaces(clerk, DAY)
    assert set(found) == {room.building_id, empty.pk}
    assert (found[room.building_id].leased, found[empty.pk].uncollected) == (30, 700)
    assert found[room.building_id] == space(room.building.business_area, [_on(room)])
