"""The pictures of the demo: two forms in conversation.

A consulting room is two chairs. Every picture is two simple forms and the space between
them: near, apart, one grown small, one gone. A form is half a disc, for half a disc has a
back and a face; the mark is two of them, facing.

A picture is a ground and a list of shapes on a sheet of twelve columns by eight rows (x to
the right, y down, angles in degrees, clockwise from the right). Shapes may run off the
sheet: the frame cuts them. `draw` lays the sheet over any size and crops it evenly, as
`object-fit: cover` does; what matters lies in rows 0.7 to 7.3, so that 16:9 keeps it.
"""

from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

from PIL import Image

from blog.shapes import Outline, Point, Shape, arc, box, disc, half, lens, paint, quarter, turned

COLUMNS, ROWS = 12, 8


def track(start: Point, *moves: tuple[float, float, float]) -> Outline:
    """A line that sets out to the right; a move is (how far straight, radius, degrees to turn)."""
    (x, y), way, line = start, 0.0, [start]
    for straight, radius, turn in moves:
        x, y = x + straight * cos(radians(way)), y + straight * sin(radians(way))
        side = way + (90 if turn > 0 else -90)
        middle = x + radius * cos(radians(side)), y + radius * sin(radians(side))
        line += arc(*middle, radius, side + 180, side + 180 + turn)
        (x, y), way = line[-1], way + turn
    return line


def plank(a: Point, b: Point, width: float, beyond: float = 0) -> Outline:
    """A straight line with a width from a to b, and a little `beyond` them."""
    (x, y), dx, dy = a, b[0] - a[0], b[1] - a[1]
    flat = box(x - beyond, y - width / 2, hypot(dx, dy) + 2 * beyond, width)
    return turned(flat, degrees(atan2(dy, dx)), around=a)


def strand(tone: str, width: float, ground: str, gap: float, line: Outline) -> list[Shape]:
    """A line that passes over itself: each piece clears a gap in whatever lies below it."""
    shapes: list[Shape] = []
    for a, b in pairwise(line):
        if a != b:
            clear, over = plank(a, b, width + 2 * gap, 0.01), plank(a, b, width, 0.03)
            shapes += [(ground, clear), (tone, over)]
    return shapes


TANGLE = track(
    (-2, 3.3),
    (5.2, 1.2, 270),
    (2, 0.6, -180),
    (0.4, 1.2, -180),
    (0, 1.2, 270),
    (0, 1, -180),
    (12, 0, 0),  # and runs straight on, under the calm form
)

# name: (ground, shapes from back to front)
COMPOSITIONS: dict[str, tuple[str, list[Shape]]] = {
    "klein-in-een-groot-kader": (
        "mist",
        [
            ("blue", box(1.5, -1, 7.5, 7.5)),
            ("night", box(1, -1, 0.5, 8)),
            ("night", box(1, 6.5, 8.5, 0.5)),
            ("night", box(9, -1, 0.5, 4)),
            ("straw", half(2.9, 6.5, 0.45, -90)),
        ],
    ),
    "knoop-en-vorm": (
        "straw",
        [
            *strand("night", 0.44, "straw", 0.13, TANGLE),
            ("blue", half(8.9, 5.88, 2.4, -90)),
        ],
    ),
    "overlap": (
        "blue",
        [
            ("sky", disc(3.4, 4.9, 4)),
            ("straw", disc(8.6, 3.1, 4)),
            ("paper", lens((3.4, 4.9), (8.6, 3.1), 4)),
        ],
    ),
    "stapel": (
        "dusk",
        [
            ("blue", box(0, 7, 12, 1)),
            ("straw", half(5, 7, 0.8, -90)),
            *[
                (tone, turned(block, 6, around=(5, 7)))
                for tone, block in (
                    ("sky", box(3, 5.2, 4.2, 1)),
                    ("mist", box(4.3, 4, 2.6, 1.2)),
                    ("blue", box(3.6, 3.2, 5, 0.8)),
                    ("sky", box(5, 1.8, 3.2, 1.4)),
                    ("night", box(4.2, -2, 5.2, 3.8)),
                )
            ],
        ],
    ),
    "lege-plek": (
        "clay",
        [
            ("straw", box(1, 6, 12, 0.5)),
            ("night", half(3.6, 6, 2.3, -90)),
            ("straw", half(8.6, 6, 2.3, -90)),
            ("clay", half(8.6, 6, 2.1, -90)),
        ],
    ),
    "twee-stoelen": (
        "sky",
        [
            ("blue", box(0, 7, 12, 1)),
            ("night", box(1, 1, 1, 3)),
            ("night", quarter(1, 4, 3, 0)),
            ("straw", box(10, 1, 1, 3)),
            ("straw", quarter(11, 4, 3, 90)),
        ],
    ),
    "golf": (
        "sky",
        [
            ("straw", disc(7.14, 5.61, 0.8)),
            ("blue", arc(4.6, 2.9, 3.7, 90, -26.2) + arc(9.8, 5.9, 5, 247.9, 450)),
            ("night", box(0, 6.56, 12, 2)),
        ],
    ),
    "maan": (
        "night",
        [
            ("mist", disc(7.8, 2, 3.2)),
            ("straw", half(3.1, 5.2, 1.5, 112)),
            ("blue", box(0, 6.4, 12, 2)),
        ],
    ),
    "tussenruimte": (
        "mist",
        [
            ("night", half(1.5, 3.9, 2.4, 180)),
            ("clay", half(10.5, 3.9, 2.4, 0)),
            ("night", box(0, 6.3, 12, 0.08)),
        ],
    ),
    "lijn": (
        "straw",
        [
            ("night", half(5.4, 4, 4.6, 180)),
            ("blue", box(7, 0, 0.24, 8)),
            ("blue", half(8.8, 5, 1.3, 0)),
        ],
    ),
    "spiegel": (
        "sky",
        [
            ("night", box(5, 0, 7, 8)),
            ("straw", half(3.6, 4.9, 1.2, 180)),
            ("mist", [(6.4, 4.9), (12, -0.2), (12, 6.9)]),
        ],
    ),
    "venster": (
        "blue",
        [
            ("night", box(1, 0.9, 4.7, 5.4)),
            ("straw", half(4.4, 4.5, 1.8, 180)),
            ("straw", box(6.3, 1.7, 4.7, 5.4)),
            ("night", half(7.6, 5.3, 1.8, 0)),
        ],
    ),
    "druk": (
        "clay",
        [
            ("night", half(-1, 3.2, 7.4, 0)),
            ("blue", box(0, 7, 12, 1)),
            ("straw", half(10.9, 7, 1.1, -90)),
        ],
    ),
    "open-deur": (
        "night",
        [
            ("straw", box(2.2, 1, 3.4, 5.8)),
            ("dusk", [(5.6, 1), (7.3, 0.3), (7.3, 7.5), (5.6, 6.8)]),
            ("straw", [(2.2, 6.8), (5.6, 6.8), (9, 8.2), (0.8, 8.2)]),
            ("night", half(3.5, 6.8, 0.8, -90)),
            ("sky", half(9.6, 4.9, 1.9, 0)),
        ],
    ),
    "ademhaling": (
        "night",
        [
            ("blue", half(0.9, 4, 0.5, 180)),
            ("dusk", half(2.15, 4, 1, 180)),
            ("sky", half(3.9, 4, 1.5, 180)),
            ("straw", disc(6, 4, 1.85)),
            ("sky", half(8.1, 4, 1.5, 0)),
            ("dusk", half(9.85, 4, 1, 0)),
            ("blue", half(11.1, 4, 0.5, 0)),
        ],
    ),
    "stappen": (
        "straw",
        [
            *[("blue", box(1.5 * step, 6.9 - 0.85 * step, 12, 9)) for step in range(8)],
            ("night", half(5.25, 4.35, 0.75, -90)),
        ],
    ),
    # People, square: what lies in columns 2 to 10 shows. Each has a back and a face.
    "portret-noor": (
        "sky",
        [
            ("night", half(6, 3.2, 2, 180)),
            ("straw", half(6, 3.2, 1.5, 0)),
            ("blue", half(6, 8.4, 3.1, -90)),
        ],
    ),
    "portret-sem": (
        "straw",
        [
            ("blue", half(6, 3.2, 1.75, 0)),
            ("clay", half(6, 3.2, 1.5, 180)),
            ("night", half(6, 8.4, 3.1, -90)),
        ],
    ),
    "deel": (
        "night",
        [
            ("sky", half(5.8, 3.3, 3.5, 180)),
            ("straw", half(6.2, 4.7, 3.5, 0)),
        ],
    ),
}

NAMES = tuple(COMPOSITIONS)


def draw(name: str, size: tuple[int, int] = (2400, 1600)) -> Image.Image:
    """The named picture in that size; an unknown name is a KeyError."""
    ground, shapes = COMPOSITIONS[name]
    width, height = size
    unit = max(width / COLUMNS, height / ROWS)
    at = (width - COLUMNS * unit) / 2, (height - ROWS * unit) / 2
    return paint(size, ground, shapes, unit, at)
