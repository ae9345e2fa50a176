"""统计页写法: numbers for drawing, and a row found by its number."""

from collections.abc import Mapping
from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def plain(number: Decimal | float) -> str:
    """For SVG attributes and shares: a point, no thousands separators, two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


@register.filter
def of(rows: Mapping[int, object], key: int) -> object:
    return rows.get(key)
