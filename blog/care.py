"""Which help belongs beside a text. Pure text in, values out; knows no Django.

A text about suicide names where help is (the media guidance of 113 Zelfmoordpreventie asks for
it). Nobody has to think of that: the words themselves call for the card, and so no way of saving an
article can leave it out. Words are a poor instrument; here they only add help, so what is mostly
meant that way counts. What they found is stored with the article; when PHRASES change,
blog.derived looks at every article again.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from .html import TAG

SELF = "(?:zich|zichzelf|hunzelf|jezelf|mezelf|je zelf|me zelf)"
OWN = "(?:je|jouw|mijn|m'n|zijn|z'n|haar|hun|ons|het)(?: eigen)?"
WANT = "(?:wil|wilt|willen|wilde|wilden|wou|te willen)"
END = "een einde?"
# In any inflection or compound; after ?! stands what only sounds like it.
PHRASES = [
    r"zelf[ -]?dod(?:ing|en)",
    r"(?<!politieke )zelf[ -]?moord"
    r"(?!aansl|aanval|actie|bom|brigade|commando|drone|missie|piloot|terror|vest)",
    r"su[iï]cid",
    rf"{END}(?: \w+){{0,2}} aan {OWN} leven\b",
    rf"\b{WANT}(?: \w+)? er(?: \w+)? {END} aan maken\b",
    rf"\ber(?: \w+)? {END} aan {WANT} maken\b",
    rf"\ber zelf {END} aan\b",
    rf"\b(?:denk|dacht|overw[eo]+g|eraan|erover)\w*[^.?!]{{0,20}} er {END} aan te maken\b",
    rf"\b{SELF} van (?:kant|het leven)\b",
    rf"\bhand aan {SELF}",
    rf"\b{SELF}(?: \w+)? iets (?:\w+ )?(?:aandoe|aan te doe|aangedaan)",
    rf"\buit het leven (?:te |is |was |{WANT} )?(?:ge)?stap",
    r"\bstap\w* uit het leven\b",
    rf"\bniet (?:meer|langer) (?:te )?(?:{WANT}|hoef\w*|hoeven) (?:te )?leven\b",
    rf"\b(?:{WANT}|hoef\w*|hoeven)(?: \w+)? niet (?:meer|langer) (?:te )?leven\b",
    rf"\bniet (?:meer|langer) leven {WANT}\b",
    rf"\b{WANT}(?: \w+)? er(?: \w+)? niet (?:meer|langer) zijn\b",
    rf"\ber(?: \w+)? niet (?:meer|langer) {WANT} zijn\b",
    r"\bleven niet meer (?:\w+ )?zitten\b",
    rf"\b{WANT}(?: liever| echt| gewoon| het liefst)? dood\b(?! hout)",
    rf"\b(?:liever dood\b|dood {WANT}\b|doods?(?:wens|gedachte|verlangen))",
    r"\bverlang\w* naar de dood\b",
    rf"\b(?:hoop|hoopt|hopen|hoopte|{WANT}|liefst)\b[^.?!]{{0,25}} niet meer wakker\b",
    r"levensmoe",
]
SUICIDE = re.compile("|".join(PHRASES), re.IGNORECASE)
# Who names the line for it speaks of it, but an article is not about it for that.
LINE = re.compile(
    r"\b0800[ -]?0113\b|\b113\.nl\b|"
    r"\b(?:bel|chat)\w*(?: dan| nu| meteen| direct| gratis| gerust| met| naar| op)* 113\b",
    re.IGNORECASE,
)
# What somebody types who looks for help against violence, or wonders whether it is that.
VIOLENCE = re.compile(
    r"\b(?:huiselijk|seksueel|partner|eer)?[ -]?geweld|mishandel|\bmisbruik(?!t? van recht)"
    r"|\b(?:slaat|sloeg|slaan|schopt|wurgt|wurgde|bedreigt|bedreigde) (?:me|mij|ons|haar|hem)\b"
    r"|\b(?:me|mij|ons|haar|hem) (?:slaat|sloeg|slaan|schopt|wurgt|bedreigt)\b"
    r"|\b(?:word|wordt|werd|ben|is) (?:ge?slagen|mishandeld|bedreigd|gestalkt|verkracht|aangerand)"
    r"|\b(?:ge)?stalk|verkracht|\baanrand|\baangerand|\bgewelddadig|loverboy|uithuwelijk"
    r"|\bbang (?:voor|van) (?:mijn|m'n|hem|haar)\b"
    r"|\bniet veilig thuis|\bthuis niet veilig|\bonveilig thuis|\bthuis onveilig",
    re.IGNORECASE,
)
OFTEN = 3  # from this many times on in its text, an article is about it
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060]")  # they may stand inside a word


class Suicide(StrEnum):
    """How a text stands to suicide."""

    NONE = ""
    MENTIONED = "mentioned"
    ABOUT = "about"


@lru_cache(maxsize=64)  # the field that keeps it and the checklist ask for the same text
def suicide_in(title: str, summary: str, text: str) -> Suicide:
    """ABOUT when title or summary say so, or the text does OFTEN; MENTIONED when it does once."""
    title, summary, text = map(_even, (title, summary, text))
    count = len(SUICIDE.findall(text))
    if SUICIDE.search(title) or SUICIDE.search(summary) or count >= OFTEN:
        return Suicide.ABOUT
    if count or any(map(LINE.search, (title, summary, text))):
        return Suicide.MENTIONED
    return Suicide.NONE


def speaks_of_violence(text: str) -> bool:
    """Whether a search may be for help against violence. Never stored, and never said."""
    return bool(VIOLENCE.search(_even(text)))


def _even(text: str) -> str:
    """The same words, whichever way they were typed."""
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text)).replace("’", "'")
    return " ".join(text.split())


# --- What a card says ----------------------------------------------------------------------------

LINK = re.compile(r'<a href="([^"]*)">')
TEL_LINK = re.compile(r'<a href="tel:[^"]*">.*?</a>', re.DOTALL)
NUMBER = re.compile(r"(?<![\d-])0\d{1,3}[ -]?\d{4,8}(?!\d)")
# Where someone who thinks of suicide finds help: what the link leads to, and how to name it.
LIFELINES = {
    "tel:112": "112",
    "tel:113": "113",
    "tel:08000113": "0800-0113",
    "113.nl": "113.nl",
}


def lifelines_missing(html: str) -> list[str]:
    """Which of LIFELINES a (clean) card about suicide has no link to."""
    found = {_target(href) for href in LINK.findall(html)}
    return [name for target, name in LIFELINES.items() if target not in found]


def numbers_without_link(html: str) -> list[str]:
    """The phone numbers in (clean) HTML that cannot be pressed."""
    return NUMBER.findall(TAG.sub(" ", TEL_LINK.sub(" ", html)))


def _target(href: str) -> str:
    scheme, _, rest = href.partition(":")
    if scheme == "tel":
        return f"tel:{re.sub(r'[^+0-9]', '', rest)}"
    host = rest.removeprefix("//").partition("/")[0]
    return host.removeprefix("www.") if scheme == "https" else ""
