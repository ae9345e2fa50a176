"""印数: numbers as offices print them; rounded once, half up, when they are printed."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import floor

from louyu.engines.measures.indicator import Measure
from louyu.engines.measures.value import Value, quantity

UNCOLLECTED = "未采集"
NOT_APPLICABLE = "—"


class Scale(Enum):
    """A place prints areas in 万㎡, a single building in ㎡."""

    PLACE = "place"
    BUILDING = "building"


_UNITS = {
    (Measure.AREA, Scale.PLACE): ("万㎡", Fraction(1, 10_000), 2),
    (Measure.AREA, Scale.BUILDING): ("㎡", Fraction(1), 2),
    (Measure.RATE, Scale.PLACE): ("%", Fraction(100), 2),
    (Measure.RATE, Scale.BUILDING): ("%", Fraction(100), 2),
    (Measure.COUNT, Scale.PLACE): ("家", Fraction(1), 0),
    (Measure.COUNT, Scale.BUILDING): ("家", Fraction(1), 0),
    (Measure.BUILDINGS, Scale.PLACE): ("幢", Fraction(1), 0),
    (Measure.BUILDINGS, Scale.BUILDING): ("幢", Fraction(1), 0),
    (Measure.MONEY, Scale.PLACE): ("万元", Fraction(1, 10_000), 2),
    (Measure.MONEY, Scale.BUILDING): ("万元", Fraction(1, 10_000), 2),
    (Measure.PER_AREA, Scale.PLACE): ("元/㎡", Fraction(1), 0),
    (Measure.PER_AREA, Scale.BUILDING): ("元/㎡", Fraction(1), 0),
}


def half_up(number: Fraction, places: int) -> Decimal:
    """Away from zero on a tie, exactly: no binary fraction comes in between."""
    scaled = abs(number) * 10**places
    rounded = floor(scaled + Fraction(1, 2))
    return Decimal(rounded if number >= 0 else -rounded).scaleb(-places)


def unit_of(measure: Measure, scale: Scale) -> str:
    return _UNITS[measure, scale][0]


def printed(value: Value | None, measure: Measure, scale: Scale) -> Decimal | None:
    """The number in its printing unit, or None when there is none to print."""
    exact = quantity(value)
    if exact is None:
        return None
    _, factor, places = _UNITS[measure, scale]
    return half_up(exact * factor, places)


def text_of(value: Value | None, measure: Measure, scale: Scale) -> str:
    """The number without its unit; 未采集 and — are not zeros."""
    if value and value.word:
        return value.word
    if value is None or not value.is_applicable:
        return NOT_APPLICABLE
    number = printed(value, measure, scale)
    return UNCOLLECTED if number is None else f"{number:,}"
