"""How a text speaks of suicide, held beside the media guidance of 113 Zelfmoordpreventie.

No method or place, no single cause, no romance, and no word of crime or success. Words are a poor
instrument: what is found here is advice, never a verdict. Pure; knows no Django.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from blog.care import SUICIDE

ACT = r"(?:zelf[ -]?(?:moord|doding)|su[iï]cide)"
TRY = r"(?:zelf[ -]?(?:moord|dodings?)|su[iï]cide)[ -]?poging(?:en)?"
COMMIT = r"(?:ge)?ple(?:eg(?:t|de|den|d)?|gen)"
DONE = r"(?:gelukt|geslaagd|mislukt|voltooid)e?"
WHO = r"(?:hem|haar|hen|ze|mij|me|(?:mijn|zijn|haar) \w+)"
WHOSE = r"(?:een|de|het|zijn|haar|hun)"
HIGH = r"(?:brug|flat|dak|toren|klif|viaduct|balkon|parkeergarage|gebouw)"
RAIL = r"(?:spoor|rails|station|perron|spoorwegovergang|spoorbrug)"
PILLS = r"(?:pillen|slaappillen|medicijnen|tabletten)"
SINCE = r"(?:omdat|doordat|vanwege|wegens)"
TROUBLE = r"(?:scheiding|ontslag|pest\w+|schuld\w*|ruzie|breuk|verlies|examen|faillissement|werk)"
FINE = r"(?:moedige?|dappere?|begrijpelijke?|waardige?|mooie?)"

NOTHING = re.compile(r"(?!)")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


class Rule(NamedTuple):
    """`alone` says enough in any text about suicide; `beside` only near a sentence that is."""

    code: str
    alone: re.Pattern[str]
    beside: re.Pattern[str] = NOTHING
    unless: re.Pattern[str] = NOTHING  # of the same sentence


RULES = (
    Rule(
        "care-commit",
        alone=_any(rf"\b{ACT}(?: \w+){{0,3}} {COMMIT}\b", rf"\b{COMMIT}(?: \w+){{0,3}} {ACT}\b"),
    ),
    Rule(
        "care-success",
        alone=_any(rf"\b{DONE} {TRY}", rf"\b{TRY}(?: \w+){{0,3}} {DONE}\b", rf"\b{DONE} {ACT}\b"),
        beside=_any(
            rf"\b{DONE} poging(?:en)?\b(?! (?:om|tot) )", rf"\bpoging(?: \w+){{0,2}} {DONE}\b"
        ),
    ),
    Rule(
        "care-method",
        alone=_any(
            r"\bverh(?:ing|angen|angt)\b",
            r"\b(?:hing|hangt|hingen) zich(?:zelf)? op\b",
            r"\bzich(?:zelf)? (?:op te hangen|opgehangen|ophing|ophangt)\b",
            r"\bvoor (?:de|een) trein\b",
            r"\boverdos(?:is|es|ering)\b",
            r"\bsn(?:eed|ijdt|eden) (?:\w+ ){0,2}polsen\b|\bpolsen (?:door|open)\w*",
            rf"\bsprong (?:\w+ ){{0,2}}(?:van|vanaf) {WHOSE}(?: \w+)? {HIGH}\b",
            rf"\b(?:van|vanaf) {WHOSE}(?: \w+)? {HIGH} (?:te )?(?:sprong|springen|gesprongen)\b",
            r"\bschoot zich(?:zelf)?\b",
        ),
        beside=_any(
            r"\bopgehangen\b",
            rf"\b(?:slikte|nam|slikken) (?:\w+ ){{0,3}}{PILLS}\b",
            rf"\b{PILLS} (?:\w+ ){{0,3}}(?:slikte|slikken|geslikt|innam|ingenomen)\b",
            r"\b(?:touw|strop|vuurwapen|pistool|uitlaatgas)\b",
            rf"\b(?:op|bij|van|vanaf|onder) {WHOSE}(?: \w+)? (?:{HIGH}|{RAIL})\b",
        ),
    ),
    Rule(
        "care-cause",
        alone=_any(
            rf"\b(?:dreef|dreven|bracht|brachten) {WHO} (?:tot {ACT}|de dood in)\b",
            rf"\btot {ACT} (?:gedreven|gebracht)\b|\bde dood in gedreven\b",
            rf"\b{ACT} (?:kwam|komt) (?:vaak |altijd |alleen |vooral )?door\b",
            rf"\b{ACT} (?:was|is) het gevolg van\b",
            rf"\b(?:pleegde|pleegden) {ACT},? (?:{SINCE}|door|na)\b",
            rf"\b(?:enige|eigenlijke|ware|echte) (?:oorzaak|reden) van (?:\w+ )?{ACT}\b",
        ),
        beside=_any(
            rf"\bmaakten? (?:\w+ ){{0,3}}einde aan {WHOSE}(?: eigen)? leven,? {SINCE}\b",
            rf"\buit het leven(?: gestapt| stapte)?,? {SINCE}\b",
            rf"\b(?:vanwege|wegens|door) {WHOSE}(?: \w+)? {TROUBLE}\b"
            r"(?= (?:\w+ ){0,3}(?:overleden|overleed|uit het leven|een einde))",
            r"\bdat werd (?:hem|haar|hen) fataal\b",
        ),
        unless=_any(r"\b(?:geen|niet|nooit|zelden)\b"),
    ),
    Rule(
        "care-romance",
        alone=NOTHING,
        beside=_any(
            r"\beindelijk (?:\w+ )?(?:rust|vrede|vrij)\b|\b(?:rust|vrede) gevonden\b",
            r"\bverlost (?:van|uit)\b|\buit (?:zijn|haar|hun) lijden\b",
            rf"\b{FINE} (?:keuze|daad|besluit|stap|einde|afscheid)\b",
            r"\been betere plek\b|\b(?:weer|voor altijd) (?:samen|verenigd) met\b",
            r"\bde enige (?:uitweg|oplossing)\b",
        ),
        unless=_any(r"\b(?:geen|niet|nooit)\b|\b(?:voel|leek|lijk|denk|dacht)\w*"),
    ),
)
SENTENCE = re.compile(r"[^.?!\n]+")


class Found(NamedTuple):
    code: str
    quote: str


def remarks(text: str) -> Iterator[Found]:
    """On one text of an article that speaks of suicide: in the order of RULES."""
    sentences = SENTENCE.findall(text)
    for rule in RULES:
        for at, sentence in enumerate(sentences):
            found = rule.alone.search(sentence)
            if not found and (maybe := rule.beside.search(sentence)):
                near = sentences[max(0, at - 1) : at + 2]
                found = maybe if any(map(SUICIDE.search, near)) else None
            if found and not rule.unless.search(sentence):
                yield Found(rule.code, found[0].strip())
