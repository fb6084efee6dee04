"""Which help belongs beside a text. Pure text in, values out; knows no Django.

A text about suicide names where help is (the media guidance of 113 Zelfmoordpreventie asks for
it). Nobody has to think of that: the words themselves call for the card, and so no way of saving an
article can leave it out.
"""

import re
from enum import StrEnum

# Dutch words for it, in any inflection or compound. `zelfmoordaanslag` is something else.
SUICIDE = re.compile(
    r"zelfdoding|zelfmoord(?!aanslag|terroris)|su[iï]cid|"
    r"(?:een|het) eind(?:e)? (?:aan|van) (?:je|mijn|zijn|haar|hun|het) leven|"
    r"uit het leven (?:te )?stap|niet meer (?:willen |wil )leven",
    re.IGNORECASE,
)
OFTEN = 3  # from this many times on in its text, an article is about it


class Suicide(StrEnum):
    """How a text stands to suicide."""

    NONE = ""
    MENTIONED = "mentioned"
    ABOUT = "about"


def suicide_in(title: str, summary: str, text: str) -> Suicide:
    """ABOUT when title or summary say so, or the text does OFTEN; MENTIONED when it does once."""
    if SUICIDE.search(f"{title}\n{summary}"):
        return Suicide.ABOUT
    count = len(SUICIDE.findall(text))
    if count >= OFTEN:
        return Suicide.ABOUT
    return Suicide.MENTIONED if count else Suicide.NONE
