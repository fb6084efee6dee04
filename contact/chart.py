"""A chart of two numbers a week, as shapes: pure, numbers in, places out. The template draws it."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 780, 240  # of what is drawn; its words stand around it
GAP = 0.35  # of the room of a week stays empty
LINES = 4


@dataclass(frozen=True)
class Bar:
    """One week: where it stands, and how high its lower and its upper part reach (from `top`)."""

    label: str
    x: float
    width: float
    lower_y: float
    lower_height: float
    upper_y: float
    upper_height: float


@dataclass(frozen=True)
class Line:
    value: int
    y: float


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    lines: list[Line]
    width: int = WIDTH
    height: int = HEIGHT


def chart(weeks: Sequence[tuple[str, int, int]]) -> Chart:
    """Bars for (label, lower, upper), one upon the other, under lines at round numbers."""
    top = nice_top(max((lower + upper for _, lower, upper in weeks), default=0))
    scale = HEIGHT / top
    room = WIDTH / max(len(weeks), 1)
    bars = []
    for place, (label, lower, upper) in enumerate(weeks):
        low, high = lower * scale, upper * scale
        bars.append(
            Bar(
                label=label,
                x=round(room * (place + GAP / 2), 1),
                width=round(room * (1 - GAP), 1),
                lower_y=round(HEIGHT - low, 1),
                lower_height=round(low, 1),
                upper_y=round(HEIGHT - low - high, 1),
                upper_height=round(high, 1),
            )
        )
    step = top // LINES
    values = range(0, top + 1, step)
    return Chart(bars, [Line(value, round(HEIGHT - value * scale, 1)) for value in values])


def nice_top(most: int) -> int:
    """LINES times 1, 2, 3, 5, 10, 15, 20, 30, 50, 100 …: the least that is not below `most`."""
    ten = 1
    while True:
        for tenths in (10, 15, 20, 30, 50):
            top = LINES * (tenths * ten // 10)
            if top >= most:
                return top
        ten *= 10
