"""The forms that every drawing of ours is made of: half a disc has a back and a face.

Outlines are lists of points in units of the caller's own (x to the right, y down, angles in
degrees, clockwise from the right). Pure numbers in, points out; knows no Django.
"""

from math import acos, atan2, cos, degrees, hypot, radians, sin

from PIL import Image, ImageDraw

Point = tuple[float, float]
Outline = list[Point]
Shape = tuple[str, Outline]  # a tone, and the polygon it fills

OVERSAMPLING = 3

TONES = {
    "night": "#14205a",
    "blue": "#2b3fb0",
    "dusk": "#5f78d6",
    "sky": "#9db2f2",
    "mist": "#e4eafb",
    "paper": "#ffffff",
    "straw": "#f0d6a8",
    "clay": "#d9a58c",
}


def arc(x: float, y: float, r: float, start: float, end: float) -> Outline:
    """Points along a circle, close enough to round well; filled, what the chord cuts off."""
    sweep = radians(end - start)
    steps = max(1, round(abs(sweep) * r / 0.005))
    turns = (radians(start) + sweep * step / steps for step in range(steps + 1))
    return [(x + r * cos(turn), y + r * sin(turn)) for turn in turns]


def disc(x: float, y: float, r: float) -> Outline:
    return arc(x, y, r, 0, 360)


def half(x: float, y: float, r: float, back: float) -> Outline:
    """Half a disc: (x, y) is the middle of its flat face, `back` where its round side points."""
    return arc(x, y, r, back - 90, back + 90)


def quarter(x: float, y: float, r: float, start: float) -> Outline:
    """A quarter of a disc: (x, y) is its corner, `start` the first of its two straight sides."""
    return [(x, y), *arc(x, y, r, start, start + 90)]


def lens(a: Point, b: Point, r: float) -> Outline:
    """What two discs of radius r around a and b share."""
    (x1, y1), (x2, y2) = a, b
    way = degrees(atan2(y2 - y1, x2 - x1))
    wide = degrees(acos(hypot(x2 - x1, y2 - y1) / 2 / r))
    return arc(*a, r, way - wide, way + wide) + arc(*b, r, way + 180 - wide, way + 180 + wide)


def box(x: float, y: float, width: float, height: float) -> Outline:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def turned(outline: Outline, turn: float, around: Point) -> Outline:
    (x, y), c, s = around, cos(radians(turn)), sin(radians(turn))
    return [(x + (a - x) * c - (b - y) * s, y + (a - x) * s + (b - y) * c) for a, b in outline]


def paint(
    size: tuple[int, int], ground: str, shapes: list[Shape], unit: float, at: Point
) -> Image.Image:
    """The shapes on their ground, drawn large and scaled down; `at` is where their origin lies."""
    width, height = (side * OVERSAMPLING for side in size)
    sheet = Image.new("RGB", (width, height), TONES[ground])
    pen = ImageDraw.Draw(sheet)
    for tone, outline in shapes:
        points = [
            (round((at[0] + x * unit) * OVERSAMPLING), round((at[1] + y * unit) * OVERSAMPLING))
            for x, y in outline
        ]
        pen.polygon(points, fill=TONES[tone])
    return sheet.resize(size, Image.Resampling.LANCZOS)
