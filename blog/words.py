"""Dutch words, as search and the choice of related articles compare them. Pure; no Django.

What `stem` and `terms` make of a text is stored with each article (blog.layers). When these rules
or the stemmer change, blog.derived makes all of it anew after the next migrate; hence also the
narrow bounds of snowballstemmer in pyproject.toml.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_stemmer = snowballstemmer.stemmer("dutch")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
INSIDE = re.compile("['’-]")
NOT_PLAIN = re.compile(r"[^a-z0-9]")
LONGEST = 40  # letters of a word that count
VOWELS = "aeiouy"

# So common that they say nothing of what a text is about.
STOP_WORDS = frozenset(
    """
    aan af al alle alleen als altijd ander andere anders ben bent bij bijna daar daarna dan dat
    de deze die dit doen doet door dus een eens en er erg even ga gaan gaat geen geven geweest
    had haar hadden heb hebben hebt heeft heel hem hen het hier hij hoe hun iemand iets ik in is
    ja je jij jou jouw juist kan kom komen komt kon kun kunnen laat maak maakt maar mag me mee
    meer meest men met mij mijn moet moeten na naar niet niets nog nooit nu of om omdat ons onze
    ook op over soms te tegen toch toen tot u uit uw van vaak veel vind voor waar waarom want
    waren was wat we wel welke werd weer wie wij wil willen word worden wordt zal ze zelf zich
    zien zij zijn zo zoals zonder zou zouden
    """.split()
)

# Forms that no rule leads back to their word, and that people search for.
IRREGULAR = {
    form: word
    for word, forms in {
        "kind": "kinderen kinders",
        "slaap": "sliep sliepen",
        "help": "hielp hielpen geholpen",
        "verlies": "verliest verloor verloren",
        "huil": "huilde",
        "vind": "vond vonden gevonden",
        "drink": "dronk dronken gedronken",
        "eet": "at aten gegeten",
        "schrik": "schrok schrokken geschrokken",
        "sterf": "stierf stierven gestorven",
        "scheid": "gescheiden",
        "beeld": "beelden",
        "geld": "gelden",
        "stad": "steden",
        "lid": "leden",
    }.items()
    for form in forms.split()
}
# Their ge- is no prefix of a participle: geweld is not wel, and gezin not zin.
WITH_GE = tuple(
    """
    gebeurtenis gebrek gebruik gedacht gedrag geduld geheim geheugen geloof gelov geluk gemeente
    gemiddeld gemis genezing genoeg gerust gesprek getuig gevolg geweld geweten gewicht
    gewone gewoon gezag gezicht gezin gezond
    """.split()
)
# What stands before a word and makes no compound of it: a prefix, and the begin of a syllable.
NO_WORD = re.compile(r"(?:^|[^aeiou])(?:be|ge|ver|her|er|ont?|mis|wan)[b-df-hj-np-tv-z]?$|^.{0,2}$")
# Other words for the same, which a reader may not think of.
SAME = [
    {"zelfdoding", "zelfmoord", "suicide"},
    {"beeldbellen", "videobellen"},
    {"burnout", "overspannen"},
    {"slapeloosheid", "slaapproblemen"},
    {"relatieproblemen", "relatie"},
]
# What the stemmer leaves of a verb or participle: piekert, behandelt, rouwt, ademt; behandeld.
VERB_T = re.compile(r"(?<=[lrwmgd])t$|(?<=[^e]e[lr])d$")
PLURAL_S = re.compile(r"(?<=\w[^aeiou][aou])s$|(?<=\w[aeo]ut)s$")  # trauma's, burn-outs
PLURAL_EN = re.compile(r"(?<=ie|ee)en$")  # therapieën, ideeën
# eenzame, boze, lieve: the closed form of an adjective is eenzaam, boos, lief.
OPEN_E = re.compile(r"([aeou]{1,2}|ie|ij|ei|ui)([bdfgklmnprstvz])e$")


def words(text: str) -> list[str]:
    """The words of a text, in order and in small letters."""
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What a word shares with its inflections, without accents: `behandelingen` -> `behandel`.

    The stemmer is asked again until nothing changes, for it takes the z of `grenzen` to an s
    that it would take off `grens`.
    """
    word = bare(word)[:LONGEST]  # of a longer one the rules would take ages
    word = PLURAL_EN.sub("", IRREGULAR.get(word, word))
    if word.startswith(WITH_GE):  # nothing takes a q- away
        return "g" + _shortest("q" + word[1:])[1:]
    return _shortest(word)


def _shortest(word: str) -> str:
    while len(word) > 3:
        shorter = _closed(PLURAL_S.sub("", _stemmer.stemWord(word)))
        if len(shorter) > 4:
            shorter = VERB_T.sub("", shorter)
        if len(shorter) < 3 or shorter == word:
            break
        word = shorter
    return word


def same_as(word: str) -> set[str]:
    """The stems of other words for the same."""
    own = stem(word)
    groups = [{stem(other) for other in group} for group in SAME]
    return set().union(*(group - {own} for group in groups if own in group))


def is_compound(whole: str, end: str) -> bool:
    """True for `faalangst` and `angst`; not for `vertrouwen` and `rouw`, nor for `bedacht`."""
    return whole.endswith(end) and not NO_WORD.search(whole[: -len(end)])


def terms(text: str) -> list[str]:
    """The words of a text as an index holds them: in the signs a-z and 0-9, two letters or more.

    `burn-out` is found as `burn`, as `out` and as `burnout`; `auto's` as `auto`. Letters that have
    no Latin base stand for themselves as a number, so that every engine sees the same words.
    """
    return [term for word in words(text) for term in terms_of(word)]


@lru_cache(maxsize=50_000)
def terms_of(word: str) -> tuple[str, ...]:
    parts = [part for part in map(plain, INSIDE.split(word)) if len(part) > 1 or part.isdigit()]
    return (*parts, "".join(parts)[:LONGEST]) if len(parts) > 1 else tuple(parts)


def plain(word: str) -> str:
    """`Café` -> `cafe`, in the signs of an index."""
    return NOT_PLAIN.sub(lambda sign: f"{ord(sign[0]):x}", bare(word.casefold()))[:LONGEST]


def bare(text: str) -> str:
    """The same letters without accents: `coördineren` -> `coordineren`."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _closed(word: str) -> str:
    found = OPEN_E.search(word)
    if not found or len(word) < 4:
        return word
    vowel, consonant = found.groups()
    before = word[: found.start()]
    if len(vowel) == 1 and before[-1:] not in VOWELS:
        vowel *= 2
    return before + vowel + {"v": "f", "z": "s"}.get(consonant, consonant)
