"""Of what the articles are made, and when. Knows no Django, so that what measures can read it."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate

NEWEST = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
APART = timedelta(minutes=37)

LITTLE = (
    "de het een en van je dat is in op niet met voor wat als ook maar dan wie aan om bij naar uit "
    "over door kun hebt bent soms vaak weer nog zo meer minder iemand niets iets"
).split()
FIRST = (
    "angst slaap werk rouw zorg stem moed kracht rust druk schaamte schuld boos droef hart adem "
    "lijf hoofd dag nacht week jaar kind ouder vriend buur collega relatie afscheid verlies hoop "
    "wens plan stap doel grens ruimte tijd geld huis school straat trein telefoon gesprek therapie"
).split()
LAST = (
    "gevoel moment patroon gedachte vraag oefening klacht hulp leven beeld manier kring lijst punt "
    "reactie signaal proces verhaal verschil behandeling training dagboek schema boek brief spel "
    "weg kant bron basis taal woord naam team groep kamer plek middel regel les"
).split()
VERBS = "merken denken voelen praten slapen zorgen leren wachten kiezen vragen delen helpen".split()
WORDS = LITTLE + FIRST + LAST + VERBS + [a + b for b in LAST for a in FIRST]
# As in any language: the second word is half as frequent as the first, the third a third.
WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
# What is searched for: in half of the articles, and in three of them however many there are.
COMMON, RARE, RARE_ONES = "piekeren", "zeepaardje", 3
