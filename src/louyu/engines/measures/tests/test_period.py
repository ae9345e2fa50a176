"""统计期: months and quarters, never free text."""

from datetime import date

import pytest

from louyu.engines.measures import Period, PeriodError, Quarter, month_of, months_of


def test_a_month_knows_its_days_and_its_neighbours() -> None:
    month = Period("2024-02")
    assert (month.first, month.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (month.previous, month.year_before) == (Period("2024-01"), Period("2023-02"))
    assert Period("2024-01").previous == Period("2023-12")
    assert Period.of(date(2026, 9, 30)) == Period("2026-09")


@pytest.mark.parametrize("text", ["2026.9", "2026-13", "2026-9", "２０２６-09", "", "2026-09-01"])
def test_what_is_no_month_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(PeriodError, match="请写作 2026-09"):
        Period(text)


def test_a_quarter_is_three_months_and_a_stock_is_of_the_last() -> None:
    quarter = Quarter("2026Q3")
    assert [str(month) for month in quarter.months] == ["2026-07", "2026-08", "2026-09"]
    assert month_of("2026Q3") == Period("2026-09")
    assert (str(quarter.previous), str(quarter.year_before)) == ("2026Q2", "2025Q3")
    assert str(Quarter("2026Q1").previous) == "2025Q4"
    assert Period("2026-10").quarter == Quarter("2026Q4")
    assert quarter.words == "2026年第三季度"


def test_a_range_runs_over_the_end_of_a_year() -> None:
    assert [str(m) for m in months_of("2025-11..2026-02")] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    with pytest.raises(PeriodError, match="首尾颠倒"):
        months_of("2026-02..2025-11")
