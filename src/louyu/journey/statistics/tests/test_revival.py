"""盘活与项目: what counts as revived, reserved, begun and finished, since January and once."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.statistics.indicators import BY_CODE
from louyu.journey.statistics.models import (
    HistoricalFigure,
    Plan,
    ProjectMonth,
    Target,
    UnitMonth,
)
from louyu.journey.statistics.progress import Progress, progress_of
from louyu.journey.statistics.queries import reading_of
from louyu.journey.statistics.rows import rows_of, totals_of
from louyu.journey.statistics.services import freeze
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import (
    MONTH,
    OFFICE,
    computed,
    day,
    numerator,
    settle,
)
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import Building, LifeStage, Unit
from louyu.registers.occupancy.models import OccupancyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def house(tree: factories.PlaceTree) -> Building:
    return _house(tree, "甲楼")


def _house(tree: factories.PlaceTree, name: str, **fields: Any) -> Building:
    fields = {"business_area": None, "stage_since": factories.LONG_AGO} | fields
    return factories.building(tree.street, name=name, code=name, **fields)


def _empty(room: Unit, *spells: tuple[str, str], **fields: Any) -> Unit:
    for first, last in spells:
        factories.vacancy(room, start=day(first), end=day(last), **fields)
    return room


def _revived(house: Building, month: Period = MONTH) -> Decimal:
    computed(month)
    return Decimal(numerator("SP10", house.place, month))


@pytest.mark.parametrize(
    ("spells", "area"),
    [
        ([("2025-09-03", "2026-03-01")], 300),  # 180 days
        ([("2025-09-04", "2026-03-01")], 0),  # 179
        ([("2025-06-01", "2025-12-31"), ("2026-01-01", "2026-03-01")], 300),
        ([("2025-06-01", "2025-12-30"), ("2026-01-01", "2026-03-01")], 0),  # a day nobody spoke of
        ([("2025-01-01", "2026-02-01")], 0),
        ([], 0),
    ],
    ids=["180 days", "179 days", "two spells", "a gap", "ended before", "never said empty"],
)
def test_space_is_revived_after_180_days_on_end(
    house: Building, spells: list[tuple[str, str]], area: int
) -> None:
    room = _empty(factories.unit(house, area=300), *spells)
    settle(room, start=day("2026-03-02"))
    assert _revived(house) == area


def test_fitting_out_and_reserved_are_part_of_standing_empty(house: Building) -> None:
    room = _empty(factories.unit(house, area=300), ("2025-06-01", "2025-12-31"))
    _empty(room, ("2026-01-01", "2026-03-01"), state="fit_out")
    settle(room, start=day("2026-03-02"))
    assert _revived(house) == 300


def test_it_counts_while_it_is_in_use_and_in_its_own_year(house: Building) -> None:
    room = _empty(factories.unit(house, area=300), ("2025-01-01", "2026-03-01"))
    settle(room, start=day("2026-03-02"), end=day("2026-08-20"), end_reason="lease_end")
    assert _revived(house, Period("2026-02")) == 0
    assert _revived(house, Period("2026-03")) == 300
    assert _revived(house, Period("2026-07")) == 300
    assert _revived(house, Period("2026-08")) == 0
    other = _empty(factories.unit(house, area=200), ("2024-01-01", "2025-03-01"))
    settle(other, start=day("2025-03-02"))
    assert _revived(house, Period("2025-12")) == 200
    assert _revived(house, Period("2026-01")) == 0


def test_only_the_part_that_was_taken_counts_and_never_more_than_the_room(house: Building) -> None:
    part = _empty(factories.unit(house, area=1000), ("2025-01-01", "2026-03-01"))
    settle(part, start=day("2026-03-02"), area=Decimal(400))
    full = _empty(factories.unit(house, area=100), ("2025-01-01", "2026-03-01"))
    for _ in range(2):
        settle(full, start=day("2026-03-02"))
    assert _revived(house) == 500


def test_only_what_is_used_more_than_before_counts(house: Building) -> None:
    """A room part let for years: its tenant takes the rest; another takes over from one."""
    grown, handed = (factories.unit(house, area=1000) for _ in range(2))
    for room in (grown, handed):
        _empty(room, ("2024-06-01", "2026-12-31"))
        settle(room, end=day("2026-04-30"), end_reason="cost", area=Decimal(600))
    settle(grown, start=day("2026-05-01"))
    settle(handed, start=day("2026-05-01"), area=Decimal(600))
    assert _revived(house) == 400


def test_a_registered_address_revives_nothing(house: Building) -> None:
    room = _empty(factories.unit(house, area=300), ("2025-01-01", "2026-03-01"))
    settle(room, start=day("2026-03-02"), kind=OccupancyKind.ADDRESS_ONLY)
    assert _revived(house) == 0


@pytest.mark.parametrize(
    ("stage", "area"), [(LifeStage.IDLE, 300), (LifeStage.RENOVATING, 300), (LifeStage.IN_USE, 0)]
)
def test_a_building_idle_at_the_years_start_is_revived_without_a_word_on_its_rooms(
    tree: factories.PlaceTree, stage: LifeStage, area: int
) -> None:
    house = _house(tree, "旧楼", life_stage=stage)
    Building.objects.unscoped("test").filter(pk=house.pk).update(
        life_stage=LifeStage.IN_USE, stage_since=day("2026-02-01")
    )
    settle(factories.unit(house, area=300), start=day("2026-03-02"))
    assert _revived(house) == area


def test_tenants_first_reported_in_an_idle_building_revive_nothing(
    tree: factories.PlaceTree,
) -> None:
    house = _house(tree, "旧楼", life_stage=LifeStage.RENOVATING)
    settle(factories.unit(house, area=300), start=day("2026-03-02"), start_is_reported=True)
    assert _revived(house) == 0


def test_every_row_behind_the_number_is_shown_and_adds_up(house: Building) -> None:
    for area in (300, 200):
        room = _empty(factories.unit(house, area=area), ("2025-01-01", "2026-03-01"))
        settle(room, start=day("2026-03-02"))
    settle(factories.unit(house, area=50))
    computed()
    rows = rows_of(OFFICE, BY_CODE["SP10"], Subject(house.place), MONTH)
    assert (rows.count(), totals_of(BY_CODE["SP10"], rows).numerator) == (2, 500)


def test_the_database_keeps_revived_space_within_what_is_in_use(house: Building) -> None:
    settle(factories.unit(house, area=100))
    computed()
    with refused_by("unit_month_revived_is_in_use"):
        UnitMonth.objects.unscoped("test").update(revived=Decimal("100.01"))


def _steps(tree: factories.PlaceTree, month: Period = MONTH) -> list[Any]:
    computed(month)
    codes = ("SP12", "SP12B", "SP12C")
    return [numerator(code, tree.district, month) for code in codes]


def _becomes(house: Building, stage: LifeStage, since: str) -> None:
    Building.objects.unscoped("test").filter(pk=house.pk).update(
        life_stage=stage, stage_since=day(since)
    )


def test_a_project_is_reserved_begun_and_finished_each_in_its_year(
    tree: factories.PlaceTree, house: Building
) -> None:
    tower = _house(
        tree, "新楼", life_stage=LifeStage.PLANNED, stage_since=day("2025-02-01"),
        gross_floor_area=20_000,
    )  # fmt: skip
    _becomes(tower, LifeStage.UNDER_CONSTRUCTION, "2025-11-01")
    _becomes(tower, LifeStage.COMPLETED, "2026-05-01")
    assert _steps(tree, Period("2025-10")) == [1, 0, 0]
    assert _steps(tree, Period("2025-12")) == [1, 1, 0]
    assert _steps(tree, Period("2026-04")) == [0, 0, 0]
    assert _steps(tree, Period("2026-09")) == [0, 0, 20_000]


def test_a_site_is_finished_when_it_has_its_day_and_is_a_site_no_more(
    tree: factories.PlaceTree, house: Building
) -> None:
    tower = _house(
        tree, "新楼", life_stage=LifeStage.UNDER_CONSTRUCTION, gross_floor_area=10_000,
        stage_since=day("2024-02-01"),
    )  # fmt: skip
    _becomes(tower, LifeStage.IN_USE, "2026-02-01")
    Building.objects.unscoped("test").filter(pk=tower.pk).update(completed_on=day("2025-12-20"))
    assert _steps(tree, Period("2025-12"))[2] == 0
    assert _steps(tree, Period("2026-06"))[2] == 10_000


def test_finished_is_what_stands_and_counts_in_the_year_of_its_completion(
    tree: factories.PlaceTree, house: Building
) -> None:
    told = {"gross_floor_area": 10_000}
    _house(
        tree, "先竣工后投用", completed_on=day("2025-11-20"), stage_since=day("2026-02-01"), **told
    )
    building = LifeStage.UNDER_CONSTRUCTION
    since = day("2024-02-01")
    _house(tree, "预计竣工", life_stage=building, completed_on=day("2026-06-30"), stage_since=since,
           **told)  # fmt: skip
    assert _steps(tree, Period("2025-12"))[2] == 10_000
    assert _steps(tree, Period("2026-10"))[2] == 0


def test_coverage_speaks_of_sites_as_well(tree: factories.PlaceTree, house: Building) -> None:
    this = Period.of(timezone.localdate())
    _house(tree, "在建无日期", life_stage=LifeStage.UNDER_CONSTRUCTION, stage_since=None)
    _house(tree, "规划无日期", life_stage=LifeStage.PLANNED, stage_since=None)
    computed(this)
    value = reading_of(OFFICE, Subject(tree.district), this, BY_CODE["SP12B"]).value
    assert value
    assert (value.known, value.total) == (2, 3)


def test_what_was_first_registered_without_a_day_was_not_begun_today(
    tree: factories.PlaceTree, house: Building
) -> None:
    """A planned building is reserved by being registered; a site is not begun by it."""
    this = Period.of(timezone.localdate())
    stages = (LifeStage.PLANNED, LifeStage.UNDER_CONSTRUCTION, LifeStage.COMPLETED)
    for number, stage in enumerate(stages):
        _house(tree, f"楼{number}", life_stage=stage, stage_since=None, gross_floor_area=10)
    assert _steps(tree, this) == [1, 0, 0]


def test_the_rows_of_projects_name_their_days(tree: factories.PlaceTree, house: Building) -> None:
    _house(tree, "新楼", life_stage=LifeStage.PLANNED, stage_since=day("2026-02-01"))
    computed()
    row = rows_of(OFFICE, BY_CODE["SP12"], Subject(tree.district), MONTH).get()
    assert (row.building.name, row.reserved_on) == ("新楼", day("2026-02-01"))  # type: ignore[attr-defined]
    reading = reading_of(OFFICE, Subject(tree.district), MONTH, BY_CODE["SP12"])
    assert (reading.text, reading.unit, reading.period_words) == ("1", "幢", "2026年1–9月")


def test_projects_of_a_frozen_month_stay(tree: factories.PlaceTree, house: Building) -> None:
    _house(tree, "新楼", life_stage=LifeStage.PLANNED, stage_since=day("2026-02-01"))
    computed()
    freeze(periods=[MONTH], reason="通报", actor=OFFICE)
    with refused_by("frozen_with_its_month"):
        sql("DELETE FROM statistics_projectmonth")
    assert ProjectMonth.objects.unscoped("test").filter(period=MONTH.first).count() == 1


def _in_two_years(house: Building) -> None:
    """300 ㎡ revived in 2025, 200 in 2026."""
    for year, area in ((2025, 300), (2026, 200)):
        room = _empty(factories.unit(house, area=area), ("2024-01-01", f"{year}-03-01"))
        settle(room, start=day(f"{year}-03-02"))


def _stands(
    tree: factories.PlaceTree, *months: str, kind: str = "total", value: int = 1000
) -> Progress:
    """A target of SP10 in a plan since 2025, after these months were computed."""
    for month in months:
        computed(Period(month))
    plan = Plan.objects.create(name="试验计划", start=day("2025-01-01"), end=day("2027-12-31"))
    told = {"name": "盘活", "indicator": "SP10", "kind": kind, "unit": "sqm"}
    Target.objects.create(plan=plan, place=tree.district, value=Decimal(value), **told)
    return progress_of(plan, OFFICE, day("2026-10-15"))[0]


def test_a_target_adds_the_years_up_and_not_their_months(
    tree: factories.PlaceTree, house: Building
) -> None:
    """Of a year the latest month holds the earlier ones."""
    _in_two_years(house)
    line = _stands(tree, "2025-11", "2025-12", "2026-08", "2026-09")
    assert line.now
    assert (line.now.amount, line.rate) == (500, Decimal("0.5"))


@pytest.mark.parametrize("months", [["2025-11"], ["2025-11", "2025-12"]])
def test_a_year_told_by_its_ledger_is_not_replaced_by_registers_being_filled(
    tree: factories.PlaceTree, house: Building, months: list[str]
) -> None:
    _in_two_years(house)
    told = {"indicator": "SP10", "year": 2025, "unit": "sqm", "source": "2025年楼宇台账"}
    HistoricalFigure.objects.create(place=tree.district, value=Decimal(900), **told)
    line = _stands(tree, *months, "2026-09")
    assert line.now
    assert (line.now.amount, line.now.words) == (1100, "2025年至2026年9月")


def test_a_forecast_goes_on_from_the_sum_and_adds_no_sums_up(
    tree: factories.PlaceTree, house: Building
) -> None:
    """300 ㎡ in nine months are 400 in twelve."""
    room = _empty(factories.unit(house, area=300), ("2025-01-01", "2026-03-01"))
    settle(room, start=day("2026-03-02"))
    line = _stands(tree, "2026-05", "2026-07", "2026-09", kind="yearly_total")
    assert line.forecast
    assert (line.forecast.amount, line.verdict) == (400, "预计差 600.00 ㎡")
