"""图: a document's chart as SVG geometry for the screen; templates do no arithmetic."""

from dataclasses import dataclass
from decimal import Decimal

from louyu.engines.documents import Chart, Series

WIDTH, HEIGHT = 760, 230
LEFT, RIGHT, TOP, BOTTOM = 34, 6, 14, 30
GAP, WIDEST = 0.34, 30  # of a category's width; of one bar


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
class Line:
    """Runs between gaps as point lists, and a dot for every number."""

    order: int
    runs: list[str]
    dots: list["Dot"]


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    left: int
    right: int
    description: str
    bars: list[Bar]
    lines: list[Line]
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
        bars=_bars(chart, room, base) if chart.kind == "columns" else [],
        lines=_lines(chart, room) if chart.kind == "line" else [],
        names=[
            Mark(round(LEFT + room * (place + 0.5), 1), base + 18, name)
            for place, name in enumerate(chart.categories)
        ],
        levels=[
            Mark(LEFT - 6, _y(chart, Decimal(str(level))), f"{level:g}") for level in chart.levels
        ],
        legend=[(order, series.name) for order, series in enumerate(chart.series)],
    )


def _y(chart: Chart, value: Decimal) -> float:
    top, low = Decimal(chart.maximum or 0), Decimal(chart.minimum)
    return round(float(TOP + (top - value) / (top - low) * (HEIGHT - TOP - BOTTOM)), 1)


def _bars(chart: Chart, room: float, base: int) -> list[Bar]:
    """A value nobody reported has no bar."""
    width = min(room * (1 - GAP) / len(chart.series), WIDEST)
    start = (room - width * len(chart.series)) / 2
    return [
        Bar(
            x=round(LEFT + room * place + start + width * order, 1),
            y=_y(chart, value),
            width=round(width, 1),
            height=round(base - _y(chart, value), 1),
            order=order,
            title=_title(chart, series, place),
        )
        for order, series in enumerate(chart.series)
        for place, value in enumerate(series.values)
        if value is not None
    ]


def _lines(chart: Chart, room: float) -> list[Line]:
    return [_line(chart, series, order, room) for order, series in enumerate(chart.series)]


def _line(chart: Chart, series: Series, order: int, room: float) -> Line:
    dots: list[Dot] = []
    runs: list[list[str]] = [[]]
    for place, value in enumerate(series.values):
        if value is None:
            runs.append([])
            continue
        x, y = round(LEFT + room * (place + 0.5), 1), _y(chart, value)
        dots.append(Dot(x, y, _title(chart, series, place)))
        runs[-1].append(f"{x},{y}")
    return Line(order, [" ".join(run) for run in runs if len(run) > 1], dots)


def _title(chart: Chart, series: Series, place: int) -> str:
    return f"{chart.categories[place]}·{series.name}·{series.values[place]}"
