"""In which order help stands on an answer page. Pure text in, values out; knows no Django.

Words are a poor instrument: they miss about half of who is in need, and "bang dat ik doodga" is
panic. So everybody sees the same help, all of it, and words only move a part of it up. What they
found is worked out for the page and kept nowhere: nobody is refused, marked or told what they are,
and colleagues do not see it, for a missing sign would read as "safe".
"""

import re
import unicodedata
from enum import StrEnum

from blog import care


class Help(StrEnum):
    """What there is, in the order that everybody sees unless words call for another."""

    DOCTOR = "doctor"
    SUICIDE = "suicide"
    DANGER = "danger"
    PANIC = "panic"


SENTENCE = re.compile(r"[.?!;\n]+")
# Who lost somebody this way, and names how it went.
LOSS = re.compile(
    r"\b(?:overleden|overleed|gestorven|stierf|verloren|verloor|kwijtgeraakt|nabestaanden?|rouw\w*"
    r"|begraf\w*|gepleegd|pleegde|beroofd|stapte|gestapt|mis (?:hem|haar|hen|ze)|verlies"
    r"|maakte (?:er )?een einde)\b",
    re.IGNORECASE,
)
HOW = re.compile(
    r"\w*zelf[ -]?(?:dod|moord)\w*|\w*su[iï]c\w*|\bzich(?:zelf)? van (?:kant|het leven)\b"
    r"|\buit het leven (?:ge)?stap\w*|\bstap\w* (?:\w+ ){0,3}uit het leven\b"
    r"|\b(?:zijn|haar|z'n|hun)(?: eigen)? leven\b",
    re.IGNORECASE,
)
# What an article does not say of somebody, and somebody says of oneself.
ALSO_SUICIDE = re.compile(
    r"\bbeter af zonder m(?:ij|e)\b|\bhoeft (?:van|voor) m(?:ij|e)\b[^.?!]{0,20} niet meer\b"
    r"|\bgeen zin meer (?:om te leven|in het leven)|\bniet meer verder leven\b"
    r"|\bafscheidsbrie|\bpillen (?:\w+ )?(?:in|op)ge\w+|\b(?:voor|onder) (?:de|een) trein\b"
    r"|\bvan (?:het|een|de) (?:dak|flat|brug|balkon) (?:af )?(?:te )?spring"
    r"|\bmaak er (?:\w+ )?een einde aan\b|\bwil(?: \w+){1,3} niet (?:meer|langer) leven\b"
    r"|\bnooit meer wakker\b|\bleven heeft geen zin\b",
    re.IGNORECASE,
)
ALSO_DANGER = re.compile(
    r"\b(?:vermoordt?|vermoorden|doodslaa\w*|doodmaak\w*|doodmaken|wurg\w*|opsluit\w*)\b"
    r"|\b(?:mes|wapen|pistool)\b|\bdreigt? (?:me|mij|ons|om|met|de)\b|\bbij (?:mijn|m'n|de) keel\b"
    r"|\bdurf niet (?:meer )?naar huis\b|\bdwingt? (?:me|mij)\b|\bslaat (?:mijn|m'n|onze|de)\b"
    r"|\bwordt? (?:\w+ ){0,4}geslagen\b",
    re.IGNORECASE,
)
NOT_DANGER = re.compile(
    r"\bbang (?:voor|van) (?:mijn|m'n|de|het) (?:baas|examens?|toets\w*|werk|baan|rijexamen|"
    r"toekomst|gezondheid|gevoel\w*|gedachten?|oordeel)\b",
    re.IGNORECASE,
)
PANIC = re.compile(
    r"paniek|panisch|hyperventil|hartklopping|\bhartaanval"
    r"|\bbang (?:om|dat ik|te) (?:\w+ )?(?:dood|flauw|stik|gek|om val|omval|sterf|sterven)"
    r"|\b(?:geen|amper|nauwelijks) (?:lucht|adem)\b|\balsof ik stik"
    r"|\bhart (?:bonst|bonkt|slaat over|gaat tekeer|klopt in mijn keel)"
    r"|\b(?:druk|pijn) op (?:de|mijn|m'n) borst\b",
    re.IGNORECASE,
)


def order(text: str) -> list[Help]:
    """All help there is, what the words call for first: suicide, then danger, then panic."""
    first = called_for(text)
    return [*first, *(kind for kind in Help if kind not in first)]


def called_for(text: str) -> list[Help]:
    """The help that the words of a text call for."""
    text = _even(text)
    found = {
        Help.SUICIDE: any(map(_says_suicide, SENTENCE.split(text))),
        Help.DANGER: _is_danger(text),
        Help.PANIC: bool(PANIC.search(text)),
    }
    return [kind for kind, is_found in found.items() if is_found]


def _says_suicide(sentence: str) -> bool:
    """Of who was lost, how they died is no sign; what stands beside it may be."""
    if LOSS.search(sentence):
        sentence = HOW.sub(" ", sentence)
    return bool(
        ALSO_SUICIDE.search(sentence) or care.suicide_in(sentence, "", "") != care.Suicide.NONE
    )


def _is_danger(text: str) -> bool:
    text = NOT_DANGER.sub(" ", text)
    return bool(care.speaks_of_violence(text) or ALSO_DANGER.search(text))


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("’", "'")
