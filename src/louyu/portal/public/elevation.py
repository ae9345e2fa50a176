"""立面示意: where in its building a space lies; windows and looks are nobody's."""

from dataclasses import dataclass
from typing import Any

WIDTH, BASE, TALLEST = 120, 104, 30
NARROWEST, WIDEST = 40, 84


@dataclass(frozen=True)
class Elevation:
    """`lines` is a path between the storeys; `bands` the storeys to be seen, top and height."""

    left: float
    top: float
    wide: float
    high: float
    lines: str
    bands: list[tuple[float, float]]


def elevation(building: Any, levels: set[int]) -> Elevation:
    """Below ground, or above what the building is said to have, lies the nearest storey drawn."""
    storeys = max(building.floors_above or 0, *levels, 1)
    high = 22 + 74 * min(storeys, TALLEST) / TALLEST
    wide = WIDEST - (WIDEST - NARROWEST) * min(storeys, TALLEST) / TALLEST
    left, top, each = (WIDTH - wide) / 2, BASE - high, high / storeys
    lines = "".join(f"M{left:.1f} {top + n * each:.1f}h{wide:.1f}" for n in range(1, storeys))
    bands = [(_short(BASE - max(level, 1) * each), _short(each)) for level in sorted(levels)]
    return Elevation(_short(left), _short(top), _short(wide), _short(high), lines, bands)


def _short(length: float) -> float:
    return round(length, 1)
