"""趋势图: geometry of a line over months; the page draws it as SVG beside an equal table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 240
LEFT, RIGHT, TOP, BOTTOM = 64, 40, 26, 28
TICKS = 4


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """`lines` are point lists for polylines: months without a number leave a gap.

    `marks` stand in the months of events, before the dot that tells the month's end.
    """

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    along: tuple[Tick, ...]
    months: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM
    marks: tuple[Tick, ...] = ()


def trend(
    months: list[str],
    numbers: list[Decimal | None],
    texts: list[str],
    marks: Sequence[str] = (),
) -> Chart | None:
    """None when there is no number at all; `marks` has a label for each month with an event."""
    known = [float(number) for number in numbers if number is not None]
    if not known:
        return None
    step = _step(min(known), max(known))
    low, high = floor(min(known) / step) * step, ceil(max(known) / step) * step
    high = high if high > low else low + step

    def x(index: float) -> float:
        return round(LEFT + index * (WIDTH - LEFT - RIGHT) / max(len(months) - 1, 1), 1)

    def y(number: float) -> float:
        return round(TOP + (high - number) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    dots = [
        None if number is None else Dot(x(i), y(float(number)), f"{months[i]} {texts[i]}")
        for i, number in enumerate(numbers)
    ]
    count = round((high - low) / step)
    levels = [low + step * level for level in range(count + 1)]
    return Chart(
        lines=_lines(dots),
        dots=tuple(dot for dot in dots if dot),
        across=tuple(Tick(y(level), _label(level, step)) for level in levels),
        along=tuple(Tick(x(i), month) for i, month in enumerate(months) if i % 3 == 2),
        months=len(months),
        marks=tuple(Tick(x(max(i - 0.5, 0)), label) for i, label in enumerate(marks) if label),
    )


def _lines(dots: list[Dot | None]) -> tuple[str, ...]:
    runs: list[list[str]] = [[]]
    for dot in dots:
        if dot:
            runs[-1].append(f"{dot.x},{dot.y}")
        elif runs[-1]:
            runs.append([])
    return tuple(" ".join(run) for run in runs if len(run) > 1)


def _step(low: float, high: float) -> float:
    """1, 2 or 5 times a power of ten, so that about four lines lie across."""
    span = (high - low) or abs(high) / 10 or 1.0
    size = 10 ** floor(log10(span / TICKS))
    return float(next(f * size for f in (1, 2, 5, 10) if f * size * TICKS >= span))


def _label(level: float, step: float) -> str:
    return f"{level:,.{max(0, -floor(log10(step)))}f}"
