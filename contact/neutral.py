"""Words that tell of somebody's health: none may stand where others look along.

Whoever shares a phone, a mailbox or a calendar sees who wrote and about what. A short list of
what practices are called, not a dictionary.
"""

import re

# Parts of words, for names and domains run words together; with what they may not stand in.
WORDS = re.compile(
    r"""
    psych | therap | ggz | geestelijk | menta(?:al|le) | mental | health | gezond
    | medisch | medic | huisarts | \barts(?:en)?\b | \bdokter | klinie[kt] | clinic
    | depressi | \bangst | paniek | trauma | burn-?out | stress | verslav | eetstoornis | stoornis
    | \bptss?\b | \badhd\b | autis | \bemdr\b | su[iï]cid | zelfdod | \brouw | hulpverlen
    | behandel | counsel | seksuo | (?<!ver)(?<!be)zorg(?!vuldig|eloos)
    """,
    re.VERBOSE | re.IGNORECASE,
)
NEUTRAL_NAME = "Afspraken"


def health_words(text: str) -> list[str]:
    """What in a text tells of health, in order and each once."""
    return list(dict.fromkeys(word.lower() for word in WORDS.findall(text)))


def sender_name(name: str) -> str:
    """The name that stands in a mailbox: the practice's own, unless it tells of health."""
    one_line = " ".join(name.split())
    return NEUTRAL_NAME if health_words(one_line) else one_line
