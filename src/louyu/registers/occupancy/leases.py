"""租约到期: how much let area runs out when, as seen on one day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from louyu.registers.occupancy.stacking import Plan, State

UNKNOWN = "未填"


@dataclass(frozen=True)
class Span:
    """One bar; `share` is per cent of the longest."""

    label: str
    area: Decimal
    share: int


def expiries(plan: Plan) -> list[Span]:
    """Areas of the let blocks by the expiry of their leases; nothing where nothing is let."""
    bounds = _bounds(plan.day)
    areas = dict.fromkeys([*bounds, UNKNOWN], Decimal(0))
    for block in plan.blocks:
        if block.state == State.LET:
            for holding in block.holdings:
                areas[_span(bounds, holding.stay.lease_expiry)] += holding.area
    longest = max(areas.values())
    if not longest:
        return []
    return [Span(label, area, round(area / longest * 100)) for label, area in areas.items()]


def _bounds(day: date) -> dict[str, date]:
    """The last day of each span."""
    return {
        "已到期": day - timedelta(days=1),
        "3 月内": _months_after(day, 3),
        "3—6 月": _months_after(day, 6),
        "6—12 月": _months_after(day, 12),
        "1 年以上": date.max,
    }


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _span(bounds: dict[str, date], expiry: date | None) -> str:
    if expiry is None:
        return UNKNOWN
    return next(label for label, last in bounds.items() if expiry <= last)
