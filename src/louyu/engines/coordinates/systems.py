"""坐标系: the published shift from WGS84 to GCJ-02 and to BD-09, and its inverse by iteration."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from math import atan2, cos, hypot, pi, radians, sin, sqrt

Point = tuple[float, float]

# The ellipsoid of the shift (Krasovsky 1940): half axis in metres, first eccentricity squared.
_AXIS, _FLATTENING = 6_378_245.0, 0.006_693_421_622_965_943
_ORIGIN = (105.0, 35.0)
_CHINA = ((72.004, 137.8347), (0.8293, 55.8271))
_BAIDU = pi * 3000 / 180
_METRES_PER_DEGREE = 111_320.0
_STEPS = 6  # each step divides the error by about a thousand


class System(Enum):
    """The words an import names a coordinate system by."""

    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def to_cgcs2000(point: Point, system: System) -> Point:
    """Within a centimetre of the point whose shifted position is given."""
    if system is System.CGCS2000:
        return point
    return _undone(lambda guess: shifted(guess, system), point)


def shifted(point: Point, system: System) -> Point:
    """Where a map in `system` shows a point of CGCS2000."""
    if system is System.CGCS2000:
        return point
    return _gcj02(point) if system is System.GCJ02 else _bd09(point)


def metres_between(one: Point, other: Point) -> float:
    """On the level, good for distances within a city."""
    east = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(east, one[1] - other[1]) * _METRES_PER_DEGREE


def _undone(shift: Callable[[Point], Point], target: Point) -> Point:
    guess = target
    for _ in range(_STEPS):
        there = shift(guess)
        guess = (guess[0] + target[0] - there[0], guess[1] + target[1] - there[1])
    return guess


def _gcj02(point: Point) -> Point:
    """Outside China nothing is shifted."""
    if not all(low <= value <= high for value, (low, high) in zip(point, _CHINA, strict=True)):
        return point
    east, north = _offset_metres(point[0] - _ORIGIN[0], point[1] - _ORIGIN[1])
    latitude = radians(point[1])
    bend = 1 - _FLATTENING * sin(latitude) ** 2
    meridian = _AXIS * (1 - _FLATTENING) / (bend * sqrt(bend))
    parallel = _AXIS / sqrt(bend) * cos(latitude)
    return (point[0] + east / parallel * 180 / pi, point[1] + north / meridian * 180 / pi)


def _offset_metres(x: float, y: float) -> Point:
    """The two polynomials with their waves, as published."""
    waves = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20 * sin(pi * x) + 40 * sin(pi * x / 3)) * 2 / 3
    east += (150 * sin(pi * x / 12) + 300 * sin(pi * x / 30)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20 * sin(pi * y) + 40 * sin(pi * y / 3)) * 2 / 3
    north += (160 * sin(pi * y / 12) + 320 * sin(pi * y / 30)) * 2 / 3
    return east, north


def _bd09(point: Point) -> Point:
    x, y = _gcj02(point)
    distance = hypot(x, y) + 0.000_02 * sin(y * _BAIDU)
    angle = atan2(y, x) + 0.000_003 * cos(x * _BAIDU)
    return (distance * cos(angle) + 0.0065, distance * sin(angle) + 0.006)
