"""Dutch words, as search and the choice of related articles compare them. Pure; no Django."""

import re
import unicodedata

import snowballstemmer

_stemmer = snowballstemmer.stemmer("dutch")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

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


def words(text: str) -> list[str]:
    """The words of a text, in order and in small letters."""
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


def stem(word: str) -> str:
    """What a word shares with its inflections, without accents: `behandelingen` -> `behandel`."""
    bare = unicodedata.normalize("NFKD", _stemmer.stemWord(word))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order; those that say nothing left out."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]
