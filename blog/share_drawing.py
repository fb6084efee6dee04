"""The picture that a chat window shows beside a link: the title, and two forms in conversation.

Pure words and a number in, a picture out; knows no Django. The same input draws the same picture.
"""

import unicodedata
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .shapes import TONES, Point, Shape, disc, half, lens, paint, turned

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 72
MEASURE = 640  # the widest line of a title
TALLEST = 390  # the highest block of lines
SIZES = (104, 92, 82, 74, 66, 60, 54, 48, 43)  # of the title; the largest in which it fits
LEADING = 1.08
MOST_LINES = int(TALLEST / (SIZES[-1] * LEADING))
NAME_SIZE = 34
MARK = 46
FOOT = HEIGHT - MARGIN - 16  # the middle of mark and name
FONT = Path(__file__).resolve().parent.parent / "static/fonts/newsreader.woff2"

UNIT = 105  # six rows of forms, from the right of the title on
ART: Point = (752, 0)

# Ground, ink, the soft half of the mark, the two forms. Ink stands at 7:1 or more on its ground.
PALETTES = (
    ("night", "paper", "sky", "sky", "straw"),
    ("mist", "night", "dusk", "night", "clay"),
    ("straw", "night", "blue", "blue", "night"),
    ("blue", "paper", "sky", "straw", "sky"),
    ("sky", "night", "blue", "night", "straw"),
)


def draw(title: str, name: str, number: int) -> Image.Image:
    """The title large, the practice's name small; `number` chooses forms and colours."""
    ground, ink, soft, one, other = PALETTES[number % len(PALETTES)]
    forms = ARRANGEMENTS[number % len(ARRANGEMENTS)](one, other)
    image = paint(SIZE, ground, forms + _mark(ink, soft), UNIT, ART)
    pen = ImageDraw.Draw(image)
    font, lines = fitted(title)
    top = MARGIN - round(font.size * 0.3)  # so that the capitals stand on the margin
    for row, line in enumerate(lines):
        pen.text((MARGIN, top + row * font.size * LEADING), line, TONES[ink], font)
    pen.text((MARGIN + MARK + 6, FOOT), drawable(name), TONES[ink], face(NAME_SIZE), anchor="lm")
    return image


def fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size in which the title fits, and its lines; the smallest is cut to fit.

    A size or two smaller when that saves the last line from being one short word.
    """
    words = [part for word in drawable(title).split() for part in _parts(word)]
    fits = [found for size in SIZES if (found := _lines_at(size, words))]
    if not fits:
        return face(SIZES[-1]), _greedy(words, face(SIZES[-1]), MEASURE)[:MOST_LINES]
    return next((fit for fit in fits[:3] if not _is_widowed(*fit)), fits[0])


def wrapped(words: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    """As few lines as the measure allows, and those as even as they can be."""
    lines = _greedy(words, font, MEASURE)
    narrow, wide = MEASURE // 3, MEASURE
    while wide - narrow > 4:  # the narrowest measure that takes no line more
        middle = (narrow + wide) // 2
        tried = _greedy(words, font, middle)
        if len(tried) == len(lines) and _widest(tried, font) <= middle:
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def drawable(text: str) -> str:
    """The text in the letters that the font has: an unknown accent goes, an unknown sign too."""
    known = []
    for sign in unicodedata.normalize("NFC", text):
        plain = "".join(c for c in unicodedata.normalize("NFKD", sign) if c.isprintable())
        choices = (sign, *([plain[:1]] if plain else []))
        known.append(next((c for c in choices if c.isspace() or _is_in_font(c)), ""))
    return "".join(known)


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([500])
    return font


@cache
def _is_in_font(sign: str) -> bool:
    missing = face(48).getmask("\uffff")
    mask = face(48).getmask(sign)
    return (mask.size, bytes(mask)) != (missing.size, bytes(missing))


def _greedy(words, font, measure):
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= measure:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _lines_at(size, words):
    """The font and the lines, or None where they are too many or too wide."""
    font = face(size)
    lines = wrapped(words, font)
    is_fit = len(lines) * size * LEADING <= TALLEST and _widest(lines, font) <= MEASURE
    return (font, lines) if is_fit else None


def _widest(lines, font):
    return max(map(font.getlength, lines), default=0)


def _is_widowed(font, lines):
    return len(lines) > 2 and font.getlength(lines[-1]) < _widest(lines, font) / 3


def _parts(word):
    """A word that is too long for a line even in a small size goes over two, with a hyphen."""
    if face(SIZES[-3]).getlength(word) <= MEASURE or len(word) < 2:
        return [word]
    middle = len(word) // 2
    return [*_parts(f"{word[:middle]}-"), *_parts(word[middle:])]


def _mark(ink: str, soft: str) -> list[Shape]:
    """The wordmark's two halves at the foot, as in templates/_partials/mark.html."""
    unit = MARK / 24 / UNIT
    x, y = (MARGIN - ART[0]) / UNIT - unit, (FOOT - MARK / 2 - ART[1]) / UNIT
    return [
        (ink, half(x + 11 * unit, y + 10 * unit, 10 * unit, 180)),
        (soft, half(x + 13 * unit, y + 14 * unit, 10 * unit, 0)),
    ]


# --- Two forms and the space between them, four columns wide and six rows high -----------------


def _facing(one, other):
    return [(one, half(2.05, 2.45, 2.1, 180)), (other, half(2.45, 3.65, 2.1, 0))]


def _apart(one, other):
    return [(one, half(1.75, 1.5, 1.55, 180)), (other, half(2.95, 4.55, 1.55, 0))]


def _leaning(one, other):
    return [
        (one, turned(half(1.9, 3, 1.9, 180), 24, around=(1.9, 3))),
        (other, turned(half(2.75, 3.2, 1.9, 0), 24, around=(2.75, 3.2))),
    ]


def _small_beside_large(one, other):
    return [
        (one, half(4.4, 2.6, 3.1, 180)),
        (other, half(0.95, 6, 0.75, -90)),
    ]


def _overlap(one, other):
    a, b = (1.8, 2.3), (3.0, 3.9)
    return [(one, disc(*a, 1.75)), (other, disc(*b, 1.75)), ("paper", lens(a, b, 1.75))]


def _resting(one, other):
    return [(one, half(2.0, 2.9, 1.9, -90)), (other, half(2.75, 3.15, 1.9, 90))]


def _together(one, other):
    return [(one, half(2.0, 3.6, 1.95, 180)), (other, half(4.15, 3.0, 1.95, 180))]


ARRANGEMENTS = (
    _facing,
    _resting,
    _apart,
    _overlap,
    _leaning,
    _small_beside_large,
    _together,
)
