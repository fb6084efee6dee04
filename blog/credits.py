"""Who made a picture, and by what licence it stands here: said under it, where that was filled in.

HTML in, HTML out; what a person wrote is escaped on the way.
"""

import re

from django.utils.html import format_html

from . import html

SAYS_WHAT = re.compile(r"(?:foto|beeld|illustratie|tekening|bron) ?:|©", re.IGNORECASE)
PIECE = re.compile(rf"{html.IMG.pattern}|</?figure>|</figcaption>")


def credit_html(picture):
    """A line for under a picture; nothing for none, or for one whose maker nobody filled in."""
    credit = picture.credit.strip() if picture else ""
    if not credit:
        return ""
    prefix = "" if SAYS_WHAT.match(credit) else "Beeld: "
    return format_html('<small class="credit">{}{}</small>', prefix, credit)


def with_pictures(body, shown):
    """A cleaned text with each <img> as `shown(tag)` gives it: its HTML, and its credit or "".

    A credit stands in the caption of its figure, which gets one for it; outside a figure it comes
    straight after the picture.
    """
    open_figures = []  # of each: the credits that wait for its caption; None once that is past

    def placed(found):
        piece = found[0]
        if piece == "<figure>":
            open_figures.append([])
        elif piece == "</figcaption>" and open_figures:
            waiting, open_figures[-1] = open_figures[-1], None
            return f" {' '.join(waiting)}{piece}" if waiting else piece
        elif piece == "</figure>" and open_figures and (waiting := open_figures.pop()):
            return f"<figcaption>{' '.join(waiting)}</figcaption>{piece}"
        elif piece.startswith("<img"):
            image, credit = shown(piece)
            if not credit:
                return image
            if not open_figures or open_figures[-1] is None:
                return f"{image} {credit}"
            open_figures[-1].append(credit)
            return image
        return piece

    return PIECE.sub(placed, body)
