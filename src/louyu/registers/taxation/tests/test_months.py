"""月份: what offices write above and beside their figures is understood, or refused."""

from datetime import date

import pytest

from louyu.registers.taxation.months import Span, span_of

SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 1))
SO_FAR = Span(date(2026, 1, 1), date(2026, 9, 1))


@pytest.mark.parametrize(
    "text",
    [
        "2026-09",
        "2026-9",
        "202609",
        "2026年9月",
        "2026年09月份",
        "2026.9",
        "2026/09",
        "9月",
        "９月份",
        "九月",
        "2026年九月",
        "2026-09-01 00:00:00",
        "2026-09-30",
        " 2026 年 9 月 ",
        "2026年度9月",
    ],
)
def test_one_month_written_in_many_ways_is_that_month(text: str) -> None:
    assert span_of(text, 2026) == SEPTEMBER


@pytest.mark.parametrize(
    "text",
    [
        "1-9月",
        "1—9月",
        "1月-9月",
        "一至九月",
        "2026年1-9月",
        "2026年1—9月累计",
        "2026.1-9",
        "2026-01 至 2026-09",
        "2026-01-01至2026-09-30",
        "2026年1月～2026年9月",
    ],
)
def test_months_so_far_are_a_span_from_january(text: str) -> None:
    assert span_of(text, 2026) == SO_FAR


@pytest.mark.parametrize("text", ["13月", "2026", "上月", "9月-1月", "第三季度", "2026-00", "待定"])
def test_what_means_no_month_is_not_guessed(text: str) -> None:
    assert span_of(text, 2026) is None
