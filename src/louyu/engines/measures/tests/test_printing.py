"""印数与比较: rounded once and half up; what is missing is neither zero nor a dash."""

from decimal import Decimal
from fractions import Fraction

import pytest

from louyu.engines.measures import Measure, Scale, Value, change, half_up, text_of


def _value(
    numerator: object, denominator: object = None, *, known: int = 1, total: int = 1
) -> Value:
    below = None if denominator is None else Decimal(str(denominator))
    return Value(Decimal(str(numerator)), below, known, total, 1)


def test_half_goes_up_and_exactly() -> None:
    assert str(half_up(Fraction(5, 1000), 2)) == "0.01"
    assert str(half_up(Fraction(-5, 1000), 2)) == "-0.01"
    assert str(half_up(Fraction(1, 3), 2)) == "0.33"
    assert str(half_up(Fraction("2.675"), 2)) == "2.68"


def test_a_published_rate_comes_out_as_published() -> None:
    # 桐乡: 52.74 of 57.85 万㎡ are 91.17 %, rounded from the fraction and not from a rounded rate
    assert text_of(_value(527_400, 578_500), Measure.RATE, Scale.PLACE) == "91.17"


def test_a_place_prints_ten_thousands_and_a_building_square_metres() -> None:
    area = _value("123456.785")
    assert text_of(area, Measure.AREA, Scale.PLACE) == "12.35"
    assert text_of(area, Measure.AREA, Scale.BUILDING) == "123,456.79"
    assert text_of(_value(12_345), Measure.COUNT, Scale.PLACE) == "12,345"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (_value(0, 0), "未采集"),
        (_value(0, known=0, total=3), "未采集"),
        (_value(0, known=0, total=0), "—"),
        (None, "—"),
        (_value(0, 500), "0.00"),
    ],
)
def test_unknown_not_applicable_and_zero_are_three_things(value: Value | None, text: str) -> None:
    assert text_of(value, Measure.RATE, Scale.PLACE) == text


@pytest.mark.parametrize(
    ("now", "before", "measure", "text"),
    [
        (_value(90, 100), _value(80, 100), Measure.RATE, "+10.00 个百分点"),
        (_value(80, 100), _value(90, 100), Measure.RATE, "-10.00 个百分点"),
        (_value(110), _value(100), Measure.AREA, "+10.00%"),
        (_value(100), _value(100), Measure.COUNT, "持平"),
        (_value(5), _value(0), Measure.COUNT, "—"),
        (_value(5), None, Measure.COUNT, "—"),
        (_value(5), _value(5, known=0), Measure.COUNT, "—"),
        (_value(670), _value(50), Measure.COUNT, "增长 12.4 倍"),
    ],
)
def test_rates_change_by_points_and_growth_needs_a_base(
    now: Value, before: Value | None, measure: Measure, text: str
) -> None:
    assert change(now, before, measure).text == text
