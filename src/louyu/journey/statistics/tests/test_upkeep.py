"""维护指标: who was due, in time, in full and looked at; shares of a list that was made once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from demo import factories
from louyu.journey.collection.models import Cycle, Duty
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.models import DutyMonth
from louyu.journey.statistics.queries import Reading, reading_of
from louyu.journey.statistics.rows import rows_of, totals_of
from louyu.journey.statistics.services import freeze
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import MONTH, OFFICE, computed, play, sampled, settle
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import Building
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.organizations.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def cycle() -> Cycle:
    """Due on the 29th, the day before the month's last."""
    return Cycle.objects.create(month=MONTH.first, due_on=MONTH.last - timedelta(days=1))


@pytest.fixture
def looker() -> User:
    return factories.user()


def _house(tree: factories.PlaceTree, name: str = "甲楼") -> Building:
    return factories.building(tree.street, name=name, stage_since=factories.LONG_AGO)


def _reading(subject: Subject, code: str) -> Reading:
    return reading_of(OFFICE, subject, MONTH, BY_CODE[code])


def _text(subject: Subject, code: str) -> str:
    return _reading(subject, code).text


@pytest.mark.parametrize(
    ("month", "on_time", "handed_in"),
    [
        (("submitted", (29,), ""), "100.00", "100.00"),
        (("submitted", (30,), ""), "0.00", "100.00"),
        # A later handing-in replaces what was there in time.
        (("submitted", (28, 30), ""), "0.00", "100.00"),
        (("returned", (28,), "r"), "0.00", "0.00"),
        (("accepted", (28, 29), "ra"), "100.00", "100.00"),
        (("open", (), ""), "0.00", "0.00"),
    ],
)
def test_on_time_is_the_day_in_china_of_what_stands(
    tree: factories.PlaceTree,
    cycle: Cycle,
    looker: User,
    month: tuple[str, tuple[int, ...], str],
    on_time: str,
    handed_in: str,
) -> None:
    """Everything was handed in half an hour before midnight, when it was yesterday in London."""
    play(cycle, _house(tree), month, looker)
    computed()
    subject = Subject(tree.district)
    assert (_text(subject, "WK02"), _text(subject, "WK02B")) == (on_time, handed_in)


def test_who_is_exempt_is_counted_nowhere_and_who_was_not_asked_has_no_rate(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    told, spared, unasked = (_house(tree, name) for name in ("甲楼", "乙楼", "丙楼"))
    play(cycle, told, ("accepted", (20,), "a"), looker)
    # Spared after it had been sent back.
    play(cycle, spared, ("exempt", (20,), "r"), looker)
    computed()
    whole = _reading(Subject(tree.street), "WK02")
    assert (whole.text, whole.period_words) == ("100.00", "2026年9月")
    assert whole.coverage == "列入当月月度更新、没有免报的楼宇 1／2 幢"
    assert _text(Subject(tree.street), "WK02C") == "100.00"
    assert _text(Subject(tree.street, spared), "WK02") == "未采集"
    assert _text(Subject(tree.street, unasked), "WK02") == "—"


def test_a_building_that_changed_hands_stays_with_whom_it_was_due_from(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    house, _ = _house(tree), _house(tree, "乙楼")
    play(cycle, house, ("accepted", (20,), "a"), looker)
    Building.objects.unscoped("test").filter(pk=house.pk).update(place=tree.other_street)
    computed()
    rows = rows_of(OFFICE, BY_CODE["WK02"], Subject(tree.street), MONTH)
    assert totals_of(BY_CODE["WK02"], rows).numerator == 1
    figure = _reading(Subject(tree.street), "WK02").value
    assert figure
    assert (figure.numerator, figure.denominator) == (1, 1)


def test_what_should_be_filled_of_tenants_and_rooms(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    house = _house(tree)
    play(cycle, house, ("open", (), ""), looker)
    rooms = [factories.unit(house) for _ in range(3)]
    factories.vacancy(rooms[1])
    # Rents: code, industry, people and room of it, and not the end of its lease.
    settle(rooms[0], enterprise=factories.enterprise(industry_code="6512"), headcount=3)
    # Owns: no code yet, no industry, nobody counted, and no room; of a lease nothing is asked.
    factories.occupancy(
        factories.enterprise(uscc=None), building=house, kind=OccupancyKind.OWNER_OCCUPIED
    )
    factories.occupancy(factories.enterprise(), building=house, kind=OccupancyKind.ADDRESS_ONLY)
    computed()
    row = DutyMonth.objects.unscoped("test").get()
    # Of three rooms two have told, and of the tenants four fields of five and none of four.
    assert (row.filled_fields, row.required_fields) == (2 + 4, 3 + 5 + 4)
    assert _text(Subject(tree.district), "WK03") == "50.00"


def test_of_a_building_without_rooms_no_room_is_asked(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    house = _house(tree)
    play(cycle, house, ("open", (), ""), looker)
    factories.occupancy(factories.enterprise(), building=house)
    computed()
    row = DutyMonth.objects.unscoped("test").get()
    assert (row.filled_fields, row.required_fields) == (1, 4)


def test_passed_at_once_is_of_those_looked_at(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    for number, month in enumerate(
        [
            ("accepted", (20,), "a"),
            ("accepted", (20, 21), "ra"),
            ("returned", (20,), "r"),
            ("submitted", (20,), ""),
        ]
    ):
        play(cycle, _house(tree, f"楼{number}"), month, looker)
    computed()
    subject = Subject(tree.district)
    assert (_text(subject, "WK02C"), _text(subject, "WK02D")) == ("33.33", "50.00")
    returns = DutyMonth.objects.unscoped("test").filter(state="accepted", returns=1)
    assert returns.get().building.name == "楼1"


def test_a_frozen_month_keeps_what_became_of_it(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    play(cycle, _house(tree), ("open", (), ""), looker)
    Cycle.objects.unscoped("test").update(closed_at=timezone.now(), closed_by="试")
    computed()
    freeze(periods=[MONTH], reason="通报", actor=OFFICE)
    Cycle.objects.unscoped("test").update(closed_at=None)
    Duty.objects.unscoped("test").update(state="exempt", why="试验")
    assert _text(Subject(tree.district), "WK02") == "0.00"
    with refused_by("frozen_with_its_month"):
        sql("UPDATE statistics_dutymonth SET on_time = true, handed_in = true")


def test_no_numerator_passes_its_denominator(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    play(cycle, _house(tree), ("exempt", (), ""), looker)
    computed()
    with refused_by("duty_month_states_follow"):
        sql("UPDATE statistics_dutymonth SET handed_in = true")
    with refused_by("duty_month_filled_within_required"):
        sql("UPDATE statistics_dutymonth SET filled_fields = required_fields + 1")


def test_of_the_records_drawn_those_seen_on_the_spot(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    """Three drawn: one as told, one not, one nobody has been to see; the other house has none."""
    house = _house(tree)
    duty = play(cycle, house, ("submitted", (20,), ""), looker)
    play(cycle, _house(tree, "乙楼"), ("submitted", (20,), ""), looker)
    room = factories.unit(house)
    for is_right in (True, False, None):
        sampled(duty, settle(room, area=10), is_right)
    computed()
    reading = _reading(Subject(tree.district), "WK04")
    assert (reading.text, reading.coverage) == ("50.00", "抽查过的应报楼宇 1／2 幢")
    assert reading.value
    assert (reading.value.numerator, reading.value.denominator) == (1, 2)
    with refused_by("duty_month_right_within_sampled"):
        sql("UPDATE statistics_dutymonth SET found_right = sampled + 1")


def test_without_a_sample_nothing_was_found_right(
    tree: factories.PlaceTree, cycle: Cycle, looker: User
) -> None:
    play(cycle, _house(tree), ("submitted", (20,), ""), looker)
    computed()
    assert _text(Subject(tree.district), "WK04") == "未采集"
