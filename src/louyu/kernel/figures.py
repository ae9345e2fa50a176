"""数字写法: areas, money, counts and dates as offices print them; a missing value is a dash."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MISSING = "—"


def _grouped(value: Decimal, places: int) -> str:
    exact = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{exact:,}"


def area(value: Decimal | None) -> str:
    """㎡ with thousands separators; decimals only where there are any."""
    if value is None:
        return MISSING
    text = _grouped(Decimal(value), 2)
    return text.rstrip("0").rstrip(".")


def yuan(value: Decimal | None) -> str:
    return MISSING if value is None else _grouped(Decimal(value), 2).removesuffix(".00")


def count(value: int | None) -> str:
    return MISSING if value is None else f"{value:,}"


def percent(share: Decimal | None) -> str:
    """A share of one, in percent with two decimals."""
    return MISSING if share is None else f"{_grouped(Decimal(share) * 100, 2)}%"


def day(value: date | None) -> str:
    return MISSING if value is None else f"{value:%Y-%m-%d}"


def or_missing(value: object) -> object:
    return MISSING if value in (None, "") else value
