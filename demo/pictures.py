"""演示图片: rooms and fronts drawn with straight lines and flat colours, none of anything real."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from louyu.engines.pictures import Remade, remade

# Drawn twice as large, so that slanting lines come out smooth.
WIDTH, HEIGHT, FINER = 1280, 860, 2
Point = tuple[float, float]
Scene = Callable[["Canvas", Random], None]

SKY, SEA, HAZE = "#cfe3f7", "#8fb8dd", "#e6eff8"
WALL, SIDE, CEILING, FLOOR = "#f3f5f7", "#e4e9ee", "#fafbfc", "#cdb596"
CARPET, DESK, LEG, SCREEN = "#8b9bad", "#e9d9c1", "#6b7a8a", "#15202e"
BLUE, DEEP, GLASS, PALE = "#1660b4", "#0d3d73", "#b9d4f0", "#dceaf8"
GREEN, LEAF, POT = "#2e9b66", "#176b42", "#be4f33"


class Canvas:
    """Measures run from 0 to 100 across and from 0 to 100 down."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), WALL)
        self._draw = ImageDraw.Draw(self.image)

    def face(self, colour: str, *corners: Point) -> None:
        self._draw.polygon([self._at(corner) for corner in corners], fill=colour)

    def box(self, colour: str, left: float, top: float, right: float, bottom: float) -> None:
        self.face(colour, (left, top), (right, top), (right, bottom), (left, bottom))

    def line(self, colour: str, start: Point, end: Point, wide: float = 0.3) -> None:
        thick = round(wide * WIDTH * FINER / 100)
        self._draw.line([self._at(start), self._at(end)], fill=colour, width=thick)

    def blot(self, colour: str, centre: Point, across: float) -> None:
        x, y = self._at(centre)
        half = across * WIDTH * FINER / 200
        self._draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def _at(self, point: Point) -> Point:
        return point[0] * WIDTH * FINER / 100, point[1] * HEIGHT * FINER / 100


def _room(canvas: Canvas, floor: str) -> None:
    """Looked into from the door: the far wall from 28 to 72 across and 26 to 62 down."""
    canvas.face(CEILING, (0, 0), (100, 0), (72, 26), (28, 26))
    canvas.face(floor, (0, 100), (100, 100), (72, 62), (28, 62))
    canvas.face(SIDE, (0, 0), (28, 26), (28, 62), (0, 100))
    canvas.face(WALL, (100, 0), (72, 26), (72, 62), (100, 100))
    for across in range(12, 100, 19):
        canvas.line("#e9edf1", (across * 1.0, 0), (28 + across * 0.44, 26), 0.2)
    for near in (0.25, 0.6):
        left, top = 28 * (1 - near), 26 * (1 - near)
        for start in (0.2, 0.62):
            span = 100 - 2 * left
            lamp = left + span * start
            canvas.face(
                "#ffffff",
                (lamp, top),
                (lamp + span * 0.18, top),
                (lamp + span * 0.18 - 1, top + 2.2),
                (lamp + 1, top + 2.2),
            )


def _view(canvas: Canvas, random: Random) -> None:
    """The far wall as a window with the town and the sea behind it."""
    canvas.box(SKY, 28, 26, 72, 62)
    canvas.box(SEA, 28, 49, 72, 62)
    left = 28.0
    while left < 68:
        wide, high = random.uniform(2.5, 4), random.uniform(5, 17)
        tone = random.choice((GLASS, "#9fb6cd", "#adc3d8", HAZE))
        canvas.box(tone, left, 55 - high, left + wide, 62)
        left += wide + random.uniform(0.2, 1.6)
    for across in range(28, 73, 11):
        canvas.line(LEG, (across, 26), (across, 62), 0.5)
    canvas.line(LEG, (28, 38), (72, 38), 0.25)
    canvas.line(LEG, (28, 62), (72, 62), 0.7)


def _desk(canvas: Canvas, left: float, top: float, size: float) -> None:
    right = left + 17 * size
    canvas.face(
        DESK,
        (left, top),
        (right, top),
        (right + 2 * size, top + 4 * size),
        (left - 2 * size, top + 4 * size),
    )
    canvas.box("#cbb896", left - 2 * size, top + 4 * size, right + 2 * size, top + 5 * size)
    for leg in (left - size, right + size):
        canvas.line(LEG, (leg, top + 5 * size), (leg, top + 14 * size), 0.4 * size)
    for screen in (left + 2 * size, left + 10 * size):
        canvas.box(SCREEN, screen, top - 6 * size, screen + 5.5 * size, top)
        canvas.box(
            BLUE, screen + 0.4 * size, top - 5.5 * size, screen + 5.1 * size, top - 0.9 * size
        )
        canvas.line(
            LEG, (screen + 2.7 * size, top), (screen + 2.7 * size, top + 1.5 * size), 0.5 * size
        )
        canvas.blot(DEEP, (screen + 2.7 * size, top + 9 * size), 4.2 * size)


def _plant(canvas: Canvas, x: float, y: float, size: float) -> None:
    for aside, up in ((-2, 9), (2, 10), (0, 13), (-3, 12), (3, 7)):
        canvas.blot(LEAF if aside % 2 else GREEN, (x + aside * size, y - up * size), 5 * size)
    canvas.face(
        POT,
        (x - 2.4 * size, y - 6 * size),
        (x + 2.4 * size, y - 6 * size),
        (x + 1.7 * size, y),
        (x - 1.7 * size, y),
    )


def open_space(canvas: Canvas, random: Random) -> None:
    """临窗的大开间: desks in two rows before the window."""
    _room(canvas, CARPET)
    _view(canvas, random)
    for left, top, size in ((32, 60, 0.55), (54, 60, 0.55), (24, 66, 0.8), (58, 66, 0.8)):
        _desk(canvas, left, top, size)
    _desk(canvas, 12, 76, 1.25)
    _desk(canvas, 62, 76, 1.25)
    _plant(canvas, 50, 72, 0.7)


def bare_room(canvas: Canvas, random: Random) -> None:
    """空的毛坯或简装房: a floor, columns and the window."""
    _room(canvas, "#b7bec6")
    _view(canvas, random)
    for x, foot, wide in ((22, 76, 4.5), (75, 76, 4.5), (38, 65, 2.4), (60, 65, 2.4)):
        canvas.box("#d5dbe1", x, 60 - foot, x + wide, foot)
        canvas.box("#c2cad2", x + wide * 0.7, 60 - foot, x + wide, foot)
    for at in (68, 76, 88):
        aside = 28 * (100 - at) / 38
        canvas.line("#a9b1ba", (aside, at), (100 - aside, at), 0.15)


def meeting_room(canvas: Canvas, random: Random) -> None:
    """会议室: a table, chairs and a screen on the wall."""
    _room(canvas, FLOOR)
    canvas.box(PALE, 28, 26, 72, 62)
    canvas.box(SCREEN, 39, 31, 61, 46)
    canvas.box(BLUE, 39.6, 32, 60.4, 45)
    canvas.box(GLASS, 42, 40, 45, 43)
    for bar, high in enumerate((4, 6, 5, 8)):
        canvas.box("#ffffff", 48 + 2.6 * bar, 43 - high, 49.8 + 2.6 * bar, 43)
    for row, near in enumerate((0.0, 0.34, 0.72)):
        y, aside = 58 + 24 * near, 15 + 16 * near
        for x in (50 - aside, 50 + aside):
            canvas.blot(DEEP, (x, y), 5 + 3 * row)
            canvas.box(DEEP, x - 2.2 - row, y, x + 2.2 + row, y + 8 + 4 * row)
    canvas.face(DESK, (39, 58), (61, 58), (76, 86), (24, 86))
    canvas.face("#cbb896", (24, 86), (76, 86), (76, 90), (24, 90))
    _plant(canvas, 88, 92, 1.3)


def reception(canvas: Canvas, random: Random) -> None:
    """前台: a counter before a wall in the house colour."""
    _room(canvas, "#d9dee4")
    canvas.box(DEEP, 28, 26, 72, 62)
    for x in range(30, 72, 4):
        canvas.line("#174b88", (x, 26), (x, 62), 0.25)
    for bar, high in enumerate((7, 11, 9)):
        canvas.box("#ffffff", 46 + 3 * bar, 46 - high, 48.2 + 3 * bar, 46)
    canvas.face(DESK, (33, 58), (67, 58), (69, 61), (31, 61))
    canvas.box("#ffffff", 31, 61, 69, 76)
    canvas.box(GLASS, 31, 73, 69, 76)
    _plant(canvas, 19, 84, 1.2)
    _plant(canvas, 82, 84, 1.2)


def front(canvas: Canvas, random: Random) -> None:
    """楼宇外立面: a grid of windows under a clear sky."""
    canvas.box(SKY, 0, 0, 100, 100)
    canvas.box(HAZE, 0, 55, 100, 100)
    for left, wide, high in ((2, 14, 34), (18, 9, 24), (74, 12, 40), (88, 11, 28)):
        canvas.box("#c4d4e4", left, 88 - high, left + wide, 88)
    left, right, storeys = 31.0, 69.0, random.choice((12, 15, 18))
    canvas.box(DEEP, left, 10, right, 88)
    canvas.box("#0a2e57", right - 6, 10, right, 88)
    each = 70 / storeys
    for storey in range(storeys):
        for x in range(8):
            tone = random.choice((GLASS, GLASS, PALE, "#8fb8dd", "#fcebcb"))
            at = left + 1.6 + x * 4.1
            canvas.box(tone, at, 12 + storey * each, at + 3, 12 + (storey + 0.66) * each)
    canvas.box("#e4e9ee", left - 4, 82, right + 4, 88)
    canvas.box(GLASS, 42, 83.4, 58, 88)
    canvas.box("#b4bec9", 0, 88, 100, 100)
    canvas.box("#8b98a6", 0, 93, 100, 100)
    for x in (8, 16, 24, 76, 84, 93):
        _plant(canvas, x, 90, 0.9)


def corridor(canvas: Canvas, random: Random) -> None:
    """走廊和电梯厅: doors that stand smaller the farther they are."""
    _room(canvas, "#c9d1d9")
    canvas.box(PALE, 28, 26, 72, 62)
    for x in (35, 52):
        canvas.box("#aab6c3", x, 34, x + 13, 62)
        canvas.line("#6b7a8a", (x + 6.5, 34), (x + 6.5, 62), 0.25)
        canvas.box(BLUE, x + 5, 30.5, x + 8, 32)
    for near in (0.1, 0.5):
        far = near + 0.22
        for mirrored in (False, True):
            corners = [
                (28 * near, 100 - 38 * near),
                (28 * far, 100 - 38 * far),
                (28 * far, 30 + 8 * far),
                (28 * near, 30 + 8 * near),
            ]
            canvas.face(FLOOR, *((100 - x if mirrored else x, y) for x, y in corners))
    _plant(canvas, 68, 66, 0.6)


# What is drawn, what it is called, in how many variants.
INSIDE: tuple[tuple[Scene, str, int], ...] = (
    (open_space, "临窗的大开间工位区", 3),
    (meeting_room, "会议室，能坐六人", 1),
    (reception, "前台和等候区", 1),
    (corridor, "同层电梯厅", 1),
)
EMPTY: tuple[tuple[Scene, str, int], ...] = (
    (bare_room, "空置的整间，落地窗朝海", 3),
    (corridor, "同层电梯厅", 1),
)
OUTSIDE: tuple[Scene, str, int] = (front, "楼宇外立面", 3)


@cache
def painted(scene: Scene, variant: int) -> Remade:
    """The same in every demo: what is drawn hangs on the scene and the number alone."""
    canvas = Canvas()
    scene(canvas, Random(f"{scene.__name__} {variant}"))
    out = BytesIO()
    canvas.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG")
    return remade(out.getvalue())
