"""楼层图规则: the plan says exactly what unit_states counts, and silence stays silence."""

from collections import Counter
from decimal import Decimal

import pytest
from django.utils import timezone

from demo import factories
from louyu.registers.buildings.models import Unit
from louyu.registers.occupancy.contiguity import spaces
from louyu.registers.occupancy.stacking import EMPTY, Plan, State, natural
from louyu.registers.occupancy.tests.conftest import Tower, plan, share
from louyu.registers.occupancy.unit_states import with_states

pytestmark = pytest.mark.django_db


def blocks(of: Plan, floor: int) -> list[tuple[str, str, Decimal]]:
    row = next(row for row in of.rows if row.number == floor)
    return [(block.numbers, block.state, block.area) for block in row.blocks]


def test_the_plan_adds_up_to_the_states_of_its_units(tower: Tower) -> None:
    share(tower.rooms["102"], Decimal(50))  # together more than there is: cut down in proportion
    drawn = plan(tower.building)
    today = timezone.localdate()
    units = list(with_states(Unit.objects.unscoped("test"), today))
    assert drawn.area(State.SELF_USED) == sum(unit.self_used for unit in units) == 80
    assert drawn.area(State.LET) == sum(unit.leased for unit in units) == 400
    assert drawn.area(*EMPTY) == sum(unit.vacant for unit in units) == 670
    assert drawn.area(State.UNCOLLECTED) == sum(unit.uncollected for unit in units) == 250
    held = Counter[str]()
    for block in drawn.blocks:
        held[block.state] += sum(holding.area for holding in block.holdings)  # type: ignore[assignment]
    assert held[State.LET] == 400
    assert held[State.SELF_USED] == 80


def test_the_top_floor_comes_first_and_rooms_in_natural_order(tower: Tower) -> None:
    assert [row.label for row in plan(tower.building).rows] == ["5F", "4F", "3F", "2F", "1F"]
    assert sorted(["1001", "902", "A10", "A2"], key=natural) == ["902", "1001", "A2", "A10"]


def test_neighbouring_rooms_of_one_tenant_are_one_block_but_empty_rooms_stay_apart(
    tower: Tower,
) -> None:
    drawn = plan(tower.building)
    assert blocks(drawn, 2) == [("201—202", "leased", Decimal(250))]
    assert blocks(drawn, 4) == [("401", "vacant", Decimal(180)), ("402", "vacant", Decimal(120))]


def test_another_tenants_room_between_keeps_two_blocks(tower: Tower) -> None:
    far = factories.unit(tower.building, floor=2, number="203", area=10)
    wall = factories.unit(tower.building, floor=2, number="2025", area=10)
    stay = factories.occupancy(tower.firm, far)
    assert stay.pk != tower.stay.pk
    factories.occupancy(factories.enterprise(), wall)
    numbers = [number for number, _, _ in blocks(plan(tower.building), 2)]
    assert numbers == ["201—202", "203", "2025"]


def test_what_a_tenant_does_not_take_of_a_room_is_uncollected(tower: Tower) -> None:
    first = blocks(plan(tower.building), 1)[1:3]
    assert first == [("102", "leased", Decimal(25)), ("102", "uncollected", Decimal(35))]


def test_tenants_without_an_area_of_their_own_share_the_room_equally(tower: Tower) -> None:
    block = plan(tower.building).block_of(str(tower.rooms["103"].pk))
    assert block is not None
    assert [holding.area for holding in block.holdings] == [45, 45]


def test_an_address_only_stay_takes_no_room(tower: Tower) -> None:
    factories.occupancy(factories.enterprise(), tower.rooms["301"], kind="address_only")
    assert blocks(plan(tower.building), 3) == [("301", "uncollected", Decimal(250))]


def test_an_address_only_stay_takes_nothing_from_those_who_are_there(tower: Tower) -> None:
    room = factories.unit(tower.building, floor=1, number="107", area=90)
    share(room, Decimal(30), None)
    factories.occupancy(factories.enterprise(), room, kind="address_only")
    block = plan(tower.building).block_of(str(room.pk))
    assert block is not None
    assert [holding.area for holding in block.holdings] == [30, 60]


def test_a_floor_nobody_reported_has_no_share_and_a_nearly_full_one_is_not_full(
    tower: Tower,
) -> None:
    crumb = factories.unit(tower.building, floor=2, number="209", area=Decimal("0.5"))
    factories.vacancy(crumb)
    shares = {row.label: row.occupied_share for row in plan(tower.building).rows}
    assert shares["3F"] is None
    assert shares["2F"] == 99
    assert shares["5F"] == 0


def test_whole_vacant_floors_that_follow_one_another_are_one_space(tower: Tower) -> None:
    [largest, *_] = spaces(plan(tower.building), at_least=Decimal(200))
    assert (largest.where, largest.area) == ("4F—5F 整层", 600)


def test_a_let_room_or_a_missing_floor_ends_a_space(tower: Tower) -> None:
    factories.vacancy(tower.rooms["301"])
    factories.unit(tower.building, floor=7, number="701", area=400)
    factories.vacancy(Unit.objects.unscoped("test").get(number="701"))
    factories.occupancy(tower.firm, factories.unit(tower.building, floor=4, number="403"))
    found = {space.where: space.area for space in spaces(plan(tower.building))}
    assert found == {"7F 整层": 400, "5F 整层": 300, "401—402": 300, "3F 整层": 250}


def test_rooms_reserved_or_under_fit_out_are_not_offered_as_contiguous(tower: Tower) -> None:
    first_floor = set(plan(tower.building).rows[-1].blocks)
    offered = {block for space in spaces(plan(tower.building)) for block in space.blocks}
    assert not first_floor & offered
