"""计划与历史数据: progress counts from the baseline; earlier ledgers are a base, never a row."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from demo import factories
from louyu.journey.statistics.models import HistoricalFigure, Plan, Target
from louyu.journey.statistics.progress import Progress, progress_of
from louyu.journey.statistics.queries import readings_of
from louyu.journey.statistics.subjects import Subject
from louyu.journey.statistics.tests.worlds import MONTH, OFFICE, computed
from louyu.registers.deliveries.tests.workbooks import imported, workbook

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
EARLIER = ("指标", "区划", "年份", "月份", "数值", "单位", "来源文件")


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def plan() -> Plan:
    return Plan.objects.create(name="三年计划", start=date(2025, 1, 1), end=date(2027, 12, 31))


def earlier(place: Any, value: object, unit: str = "wan_sqm", **fields: Any) -> HistoricalFigure:
    told = {"indicator": "SP01", "year": 2024, "source": "2024年台账"} | fields
    return HistoricalFigure.objects.create(place=place, value=value, unit=unit, **told)


def target(plan: Plan, place: Any, **fields: Any) -> Target:
    told = {"name": "规模", "indicator": "SP01", "value": 300, "unit": "wan_sqm"} | fields
    return Target.objects.create(plan=plan, place=place, **told)


def only(plan: Plan) -> Progress:
    (line,) = progress_of(plan, OFFICE, date(2026, 10, 15))
    return line


def stands_at(tree: factories.PlaceTree, area: int) -> None:
    factories.building(tree.street, gross_floor_area=area, business_area=None)
    computed()


def test_a_level_counts_from_its_baseline(tree: factories.PlaceTree, plan: Plan) -> None:
    stands_at(tree, 2_684_000)
    stated = {"baseline": 221, "baseline_year": 2024, "baseline_source": "年报"}
    target(plan, tree.district, **stated)
    line = only(plan)
    assert line.rate == Fraction(2684 - 2210, 3000 - 2210)
    assert (str(line.percent), line.now_text, line.base_text) == ("60", "268.40", "221.00")


def test_the_share_of_time_stands_beside_it(tree: factories.PlaceTree, plan: Plan) -> None:
    stands_at(tree, 2_300_000)
    target(plan, tree.district, baseline=220, baseline_year=2024, baseline_source="年报")
    line = only(plan)
    assert line.elapsed == Fraction(653, 1095)
    assert (line.state, str(line.elapsed_percent)) == ("滞后", "60")


def test_without_a_baseline_there_is_no_rate(tree: factories.PlaceTree, plan: Plan) -> None:
    stands_at(tree, 2_684_000)
    target(plan, tree.district)
    assert (only(plan).rate, only(plan).missing) == (None, "未填基期")


def test_a_figure_of_the_year_before_is_the_baseline(tree: factories.PlaceTree, plan: Plan) -> None:
    stands_at(tree, 2_684_000)
    row = earlier(tree.district, 221)
    target(plan, tree.district)
    line = only(plan)
    assert line.base is not None
    assert (line.base.earlier, line.base_text) == (row, "221.00")


def test_nothing_known_is_said_and_not_zero(tree: factories.PlaceTree, plan: Plan) -> None:
    target(plan, tree.district, baseline=221, baseline_year=2024, baseline_source="年报")
    assert (only(plan).rate, only(plan).missing) == (None, "未采集")


def test_a_yearly_rise_counts_from_the_end_of_last_year(
    tree: factories.PlaceTree, plan: Plan
) -> None:
    rates = {"indicator": "SP07", "unit": "percent"}
    earlier(tree.district, 70, year=2025, **rates)
    earlier(tree.district, 71, year=2026, month=9, **rates)
    target(plan, tree.district, kind="yearly_increase", value=2, indicator="SP07", unit="point")
    line = only(plan)
    assert (line.rate, line.state) == (Fraction(1, 2), "滞后")


def test_what_came_about_over_the_plan_is_added_up(tree: factories.PlaceTree, plan: Plan) -> None:
    for year, area in ((2024, 9), (2025, 8), (2026, 4)):
        earlier(tree.district, area, indicator="SP10", year=year, month=6)
    target(plan, tree.district, kind="total", value=30, indicator="SP10")
    assert only(plan).rate == Fraction(12, 30)


def test_an_earlier_figure_is_the_base_of_the_year_on_year_change(
    tree: factories.PlaceTree,
) -> None:
    stands_at(tree, 1_100_000)
    earlier(tree.district, 100, year=2025, month=9)
    reading = readings_of(OFFICE, Subject(tree.district), MONTH)["SP01"]
    assert reading.on_year_words == "+10.00%（基数为历史填报）"
    assert reading.year_base_stated is not None


def test_a_computed_month_outranks_what_was_typed(tree: factories.PlaceTree) -> None:
    stands_at(tree, 1_100_000)
    earlier(tree.district, 100, year=2026, month=9)
    reading = readings_of(OFFICE, Subject(tree.district), MONTH)["SP01"]
    assert (reading.text, reading.stated) == ("110.00", None)


def test_the_same_file_of_earlier_figures_twice_changes_nothing(
    tree: factories.PlaceTree, tmp_path: Path, capsys: Capture
) -> None:
    rows = (
        ("楼宇总建筑面积", "芝罘区", 2016, None, 221.5, "万平方米", "年报"),
        ("入驻市场主体数", "向阳街道", 2016, 12, 812, "户", "年报"),
    )
    path = workbook(tmp_path / "a.xlsx", EARLIER, *rows)
    assert imported(capsys, "historical-figures", path).counts == (2, 0, 0, 0, 0)
    assert imported(capsys, "historical-figures", path).counts == (0, 0, 2, 0, 0)
    areas = HistoricalFigure.objects.unscoped("test").filter(indicator="SP01")
    assert [row.amount for row in areas] == [2_215_000]


def test_a_unit_that_does_not_fit_is_refused_at_its_row(
    tree: factories.PlaceTree, tmp_path: Path, capsys: Capture
) -> None:
    rows = (
        ("楼宇总建筑面积", "芝罘区", 2016, None, 221.5, "亿元", "年报"),
        ("楼宇总建筑面积", "芝罘区", 2017, None, 230, "万㎡", "年报"),
        ("楼宇总建筑面积", "芝罘区", 2017, None, 231, "万㎡", "另一份"),
    )
    path = workbook(tmp_path / "a.xlsx", EARLIER, *rows)
    told = imported(capsys, "historical-figures", path)
    assert told.counts == (1, 0, 0, 2, 0)
    assert [row for row, *_ in told.refused] == [2, 4]
    assert "单位与指标不符" in told.reasons


@pytest.mark.parametrize("wrong", [{"unit": "yuan"}, {"month": 13}, {"source": ""}, {"year": 1899}])
def test_the_database_itself_refuses_a_figure_without_sense(
    tree: factories.PlaceTree, wrong: dict[str, Any]
) -> None:
    row = earlier(tree.district, 221)
    rows = HistoricalFigure.objects.unscoped("test").filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**wrong)


@pytest.mark.parametrize("wrong", [{"unit": "yuan"}, {"kind": "wish"}, {"baseline": 5}])
def test_the_database_itself_refuses_a_target_without_sense(
    tree: factories.PlaceTree, plan: Plan, wrong: dict[str, Any]
) -> None:
    row = target(plan, tree.district)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.unscoped("test").filter(pk=row.pk).update(**wrong)


def test_a_plan_does_not_end_before_it_starts(plan: Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.unscoped("test").filter(pk=plan.pk).update(end=date(2024, 1, 1))
