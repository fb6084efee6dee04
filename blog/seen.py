"""How a page shows in the results of a search engine. Pure: words in, words out.

Search engines cut by width and not by number of signs; these figures are about where they do.
"""

import textwrap

TITLE = 60  # about 580 pixels in their type
DESCRIPTION = 155
LONGEST_TITLE = 65  # of the page itself: a little more than they show
LONGEST_DESCRIPTION = 160
DESCRIPTION_FITS = range(50, LONGEST_DESCRIPTION + 1)  # shorter says too little


def shorten(text: str, width: int) -> str:
    """On one line, cut at a word."""
    return textwrap.shorten(text, width, placeholder="…", break_on_hyphens=False)


def title(own: str, of_article: str, *, site: str) -> str:
    """The name of the page: the editor's own words for it, else the title; the name of the site
    after it where there is room for both."""
    words = own.strip() or of_article
    whole = f"{words} · {site}"
    return whole if len(whole) <= TITLE else shorten(words, LONGEST_TITLE)


def description(own: str, summary: str) -> str:
    return shorten(own.strip() or summary, LONGEST_DESCRIPTION)


def fit(words: str, room: int) -> str:
    """In words, whether so much is shown."""
    if not words:
        return ""
    signs = f"{len(words)} {'teken' if len(words) == 1 else 'tekens'}"
    return f"{signs}: past." if len(words) <= room else f"{signs}: wordt afgekapt."
