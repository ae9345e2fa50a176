"""图: the document's chart as SVG geometry for the screen; templates do no arithmetic."""

from dataclasses import dataclass
from decimal import Decimal

from louyu.engines.documents import Chart

WIDTH, HEIGHT = 760, 230
LEFT, RIGHT, TOP, BOTTOM = 34, 6, 14, 30
GAP, WIDEST = 0.34, 30  # of a category's width; of one bar
FULL = Decimal(100)  # per cent


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    order: int
    title: str


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    left: int
    right: int
    description: str
    bars: list[Bar]
    names: list[Mark]
    levels: list[Mark]
    legend: list[tuple[int, str]]


def picture(chart: Chart) -> Picture:
    room = (WIDTH - LEFT - RIGHT) / max(len(chart.categories), 1)
    base = HEIGHT - BOTTOM
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        description=chart.description,
        bars=_bars(chart, room, base),
        names=[
            Mark(round(LEFT + room * (place + 0.5), 1), base + 18, name)
            for place, name in enumerate(chart.categories)
        ],
        levels=[Mark(LEFT - 6, _y(Decimal(level)), str(level)) for level in (0, 25, 50, 75, 100)],
        legend=[(order, series.name) for order, series in enumerate(chart.series)],
    )


def _y(value: Decimal) -> float:
    return round(float(TOP + (FULL - value) / FULL * (HEIGHT - TOP - BOTTOM)), 1)


def _bars(chart: Chart, room: float, base: int) -> list[Bar]:
    """A value nobody reported has no bar."""
    width = min(room * (1 - GAP) / len(chart.series), WIDEST)
    start = (room - width * len(chart.series)) / 2
    return [
        Bar(
            x=round(LEFT + room * place + start + width * order, 1),
            y=_y(value),
            width=round(width, 1),
            height=round(base - _y(value), 1),
            order=order,
            title=f"{chart.categories[place]}·{series.name}·{value}",
        )
        for order, series in enumerate(chart.series)
        for place, value in enumerate(series.values)
        if value is not None
    ]
