"""招商与盘活: what was on offer on the quarter's last day, and which firms moved in it."""

from datetime import date
from decimal import Decimal

import pytest

from demo import factories
from louyu.engines.measures import Quarter
from louyu.journey.publication.context import work_of
from louyu.journey.publication.snapshot import Work
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.occupancy.models import OccupancyKind, Offer
from louyu.registers.organizations.actors import console

pytestmark = pytest.mark.django_db

QUARTER, ACTOR = Quarter("2026Q3"), console("测试")


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def house(tree: factories.PlaceTree) -> Building:
    return factories.building(tree.street)


def _work(tree: factories.PlaceTree) -> Work:
    return work_of(ACTOR, tree.district, QUARTER)


def _offered(house: Building, listed: date, area: int = 100) -> Offer:
    room = factories.unit(house, area=area)
    factories.vacancy(room, start=date(2026, 1, 1))
    return factories.offer(room, listed=listed)


def _stay(room: Unit, start: date, end: date | None = None, **fields: object) -> None:
    reason = {"end": end, "end_reason": "cost"} if end else {}
    factories.occupancy(factories.enterprise(), room, start=start, **(reason | fields))  # type: ignore[arg-type]


def test_an_offer_counts_as_it_stood_on_the_quarters_last_day(
    tree: factories.PlaceTree, house: Building
) -> None:
    _offered(house, date(2026, 9, 30), area=300)
    _offered(house, date(2026, 10, 1))
    gone = _offered(house, date(2026, 8, 1))
    later = _offered(house, date(2026, 8, 1), area=200)
    for offer, day in ((gone, date(2026, 9, 30)), (later, date(2026, 10, 1))):
        offer.withdrawn_on, offer.withdrawal_reason = day, "let"
        offer.save()
    assert (_work(tree).offers, _work(tree).offer_area) == (2, Decimal(500))


def test_a_room_let_after_the_quarter_was_on_offer_in_it(
    tree: factories.PlaceTree, house: Building
) -> None:
    offer = _offered(house, date(2026, 8, 1))
    assert offer.unit
    _stay(offer.unit, date(2026, 10, 5))
    assert _work(tree).offers == 1
    assert work_of(ACTOR, tree.district, Quarter("2026Q4")).offers == 0


def test_firms_that_moved_are_counted_once_each(tree: factories.PlaceTree, house: Building) -> None:
    rooms = [factories.unit(house, area=100) for _ in range(7)]
    firm = factories.enterprise()
    for room in rooms[:2]:
        factories.occupancy(firm, room, start=date(2026, 7, 1))
    _stay(rooms[2], date(2026, 6, 30))
    _stay(rooms[3], date(2026, 8, 1), start_is_reported=True)
    _stay(rooms[4], date(2026, 8, 1), kind=OccupancyKind.ADDRESS_ONLY)
    _stay(rooms[5], date(2026, 1, 1), date(2026, 9, 30))
    _stay(rooms[6], date(2026, 1, 1), date(2026, 9, 30), end_reason="correction")
    within = factories.enterprise()
    for room, start, end in (
        (factories.unit(house), date(2026, 1, 1), date(2026, 7, 31)),
        (factories.unit(house), date(2026, 8, 1), None),
    ):
        reason = {"end": end, "end_reason": "expansion"} if end else {}
        factories.occupancy(within, room, start=start, **reason)
    assert (_work(tree).arrived, _work(tree).left) == (1, 1)
    assert work_of(ACTOR, tree.other_street, QUARTER).arrived == 0
