"""The passive in a Dutch sentence: a form of worden or zijn with a past participle. Pure.

There is no grammar here, only the order of words, so this leans to silence: what it says has to be
right, and what it misses nobody is sent to. Three things look like a passive and are none: the
perfect of a verb that takes zijn (is gegaan), a participle that became an adjective (is gewend),
and a word that only has the shape of a participle (gezond).
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .sentences import Word

WORDEN = frozenset("word wordt worden werd werden".split())
ZIJN = frozenset("ben bent is zijn was waren".split())
FORMS = WORDEN | ZIJN
HEBBEN = frozenset("heb hebt heeft hebben had hadden".split())
MODAL = frozenset(
    """
    moet moeten moest moesten kan kunt kun kunnen kon konden mag mogen mocht mochten zal zult zullen
    zou zouden wil wilt willen wilde wilden hoeft hoeven hoefde hoefden te
    """.split()
)
# Here another clause begins, or another verb.
STOPS = (
    frozenset(
        """
        dat die omdat doordat zodat terwijl wanneer als indien hoewel voordat nadat totdat toen want
        wie hoe waarom maar sinds mits tenzij alsof waarin waarop waardoor waarmee waarbij waarvan
        """.split()
    )
    | HEBBEN
    | WORDEN
    | (ZIJN - {"zijn"})  # zijn is also his
)
CLAUSE_SIGN = re.compile(r"[,;:()–—]")
FARTHEST = 14  # words between the two
DEGREE = frozenset("een geen zo'n erg heel zo te zeer best behoorlijk nogal vrij meer".split())

FRONT = (
    "aan|achter|af|binnen|bij|dicht|door|goed|in|klaar|los|mee|na|neer|om|onder|open|op|over|plaats"
    "|rond|samen|stil|tegen|terecht|terug|thuis|toe|uit|vast|vol|voor|vooruit|vrij|waar|weg"
)
# Behind k, f, s, ch and p the ending is -t, behind all else -d: `betekent` is no participle.
ENDING = r"(?:[kfsxhp]t|[^\W\d_kpx]d)"
GE = re.compile(
    rf"(?:{FRONT})?ge(?:\w+{ENDING}|\w+[aeiou]t|\w{{3,}}en|start|stort|plant|daan|zien)"
)
NO_GE = re.compile(rf"(?:{FRONT})?(?:be|ver|ont|her|er)\w{{2,}}{ENDING}")
# These may part again, and then it is a present: overlegd, but onderwerpt and achterblijft.
LOOSE = re.compile(rf"(?:achter|over|onder|mis|door|om|vol|weer)\w{{2,}}{ENDING}")
# Strong participles without ge-.
STRONG = frozenset(
    """
    begraven begrepen besproken beschreven bekeken besloten bewezen bewogen bedrogen bedreven
    bevolen bestolen betrokken bezweken geboden gebroken herlezen herschreven herzien ondergebracht
    ondernomen onderbroken ondersteund onderscheiden ontnomen ontslagen onthouden ontvangen
    ontworpen ontweken ontzien overgenomen overschreden overwogen overwonnen verboden verborgen
    verbroken verdreven vergeleken vergeten vergeven verkregen verlaten vermeden vernomen verraden
    verschoven verslagen vertrapt verstaan vervangen verwezen verworven verzonnen verzonden
    voorgelezen voorgeschreven voorkomen weersproken doorverwezen doorbroken vergroot besmet hervat
    begroet ontmoet verhit verzet
    """.split()
)

# The shape of a participle, and none; or one that became an adjective.
NO_PARTICIPLE = frozenset(
    """
    opgeruimd uitverkocht verliefd verslaafd verbaasd verloofd beleefd begaafd
    aangepast afgelegen afgeleid afgemat bedoeld beducht begeerd begeesterd bejaard bekend
    bekwaamheid belangrijkst belast beleid benauwd benieuwd bepaald beperkt bereid beroemd
    berucht beschikbaarheid bestand besteed bestemd bevoegd bevriend bewolkt bewust bezorgd
    geaard geacht gebaat gebaseerd gebed gebeden gebeten gebeuren gebeurtenissen gebied gebieden
    gebod gebonden geboren gebouwen gebrand gebreken gebukt gedachten gedeelten gedicht
    gedichten gedreven geduld gedurend geest gefrustreerd gehaast gehandicapt gehecht geheimen
    gehuwd gekend gekleed gekleurd gelaten geleden gelegen geliefden gelijkgestemd geloven
    geluid geluiden gelukt gemeend gemeenten gemiddeld gemotiveerd geneesmiddelen geneigd geniet
    genieten geraffineerd gerecht gerechten gericht gerust geschiedenissen geschikt gesloten
    gespannen gespecialiseerd gesprekken gesteld gestrest getalenteerd getraumatiseerd gevaren
    gevecht gevechten gevoelen gevoelloosheid gevolgen gewapend geweld gewend gewenst gewicht
    gewichten gewoonten gezegend gezicht gezichten gezinnen gezond gezondheid gezwind
    geïnteresseerd geïsoleerd ingetogen ingewikkeld misplaatst omgekeerd onderwijst ontheemd
    ontroerd opgelucht opgewekt opgewonden overbelast overlast overmoed overtuigd overvloed
    toegewijd uitgeput uitgesproken verband verdacht vergoed verguld verheugd verhit verkeerd
    verkleed vermoeid veroordeeld verouderd verplicht verrukt verscheurd verschillend
    verschuldigd verspreid verstand vertrouwd vervelend vervroegd verwaand verward verwend
    verzekerd voldoend volwassenheid
    """.split()
)
# Beside worden these do say what somebody does: de toegang wordt beperkt.
DONE_WITH_WORDEN = frozenset(
    """
    aangepast bedoeld belast bepaald beperkt bestemd geacht gebaseerd gebonden gekend gericht
    gesloten gesteld misplaatst ontroerd overtuigd toegewijd verdacht vergoed veroordeeld
    verplicht verscheurd verspreid verwend verzekerd
    """.split()
)
# They make their perfect with zijn, also behind a particle: gegroeid, opgegroeid.
MOVED = tuple(
    """
    gebeurd gebleken gebleven gedaald gedoken gedwaald gefietst gegaan gegleden geglipt gegroeid
    gekeerd geklommen gekomen gekrompen gekropen gelegen gelopen gelukt geraakt gereden gereisd
    gerend gerold geschied geschrokken geslaagd gesmolten gesprongen gestaan gestapt gestart
    gestegen gestopt gestorven gestrand gestroomd gestuit getreden getrokken gevallen gevaren
    gevlogen gevlucht gewaaid gewandeld geweest gewend geworden gezakt gezeten gezwommen
    geëindigd
    """.split()
)
# And so do these, as they stand.
BY_ITSELF = frozenset(
    """
    aangebroken aangesterkt afgenomen afgestudeerd bedaard beland bezweken doorgebroken
    gebarsten gebroken gedeprimeerd gekalmeerd genezen gepensioneerd gescheiden geslonken
    gestild gestruikeld getrouwd gevorderd gewisseld gezwollen geërgerd geïntegreerd hersteld
    ingeslapen ingestort mislukt ontploft ontsnapt ontwaakt opgedroogd opgehouden opgeknapt
    toegenomen uitgebroken uitgerust veranderd verbeterd verdwaald verergerd vergeten
    verhuisd vermeerderd verminderd verslechterd versterkt verstild verstuikt vervaagd
    verzwakt
    """.split()
)


def passives(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """First and last word of each passive in a sentence, as indexes in `words`."""
    last = -1
    for at, word in enumerate(words):
        if at <= last or word.key not in FORMS:
            continue
        other = _before(text, words, at) if at else None
        if other is None:
            other = _after(text, words, at)
        if other is not None and other > last:
            first, last = sorted((at, other))
            yield first, last


def _before(text: str, words: Sequence[Word], at: int) -> int | None:
    """dat het gedaan wordt, gedaan moet worden, gedaan te worden"""
    index = at - 1
    while index > 0 and at - index < 4 and words[index].key in MODAL:
        index -= 1
    if CLAUSE_SIGN.search(text, words[index].end, words[at].start):
        return None
    is_last = at + 1 == len(words) or _is_parted(text, words, at) or words[at + 1].key in STOPS
    is_last = is_last or words[at + 1].key in (
        "en",
        "of",
        "door",
        "in",
        "voor",
        "tot",
        "met",
        "bij",
    )
    if not is_last or not _fits(words, index, at) or _is_shared(text, words, index, at):
        return None
    return index


def _after(text: str, words: Sequence[Word], at: int) -> int | None:
    """wordt gedaan, wordt in de ochtend door ons gedaan"""
    for index in range(at + 1, min(at + FARTHEST, len(words))):
        if _is_parted(text, words, index - 1):
            return None
        key = words[index].key
        if key in STOPS and not (index == at + 1 and key in ("dat", "die", "als", "toen")):
            return None
        if _fits(words, index, at) and _is_at_end(text, words, index):
            return None if _is_shared(text, words, index, at) else index
    return None


def _fits(words: Sequence[Word], index: int, at: int) -> bool:
    """Whether this word is a participle that makes a passive with that form."""
    key = words[index].key
    if not _is_participle(key):
        return False
    if words[at].key in WORDEN:
        is_adjective = key in NO_PARTICIPLE and key not in DONE_WITH_WORDEN
        return not is_adjective and key != "geworden" and not _is_weighed(words, index)
    if key in NO_PARTICIPLE or key in BY_ITSELF or key.endswith(MOVED):
        return False
    if key.endswith("t") and LOOSE.fullmatch(key) and not GE.fullmatch(key):
        return False
    return not _is_weighed(words, index) and not _is_beside_adjective(words, index)


@lru_cache(maxsize=20_000)
def _is_participle(key: str) -> bool:
    return key in STRONG or any(shape.fullmatch(key) for shape in (GE, NO_GE, LOOSE))


def _is_weighed(words: Sequence[Word], index: int) -> bool:
    """erg gespannen, een gedeeld verhaal"""
    return index > 0 and words[index - 1].key in DEGREE


def _is_beside_adjective(words: Sequence[Word], index: int) -> bool:
    """boos en gekwetst"""
    is_second = index > 1 and words[index - 1].key in ("en", "of")
    return is_second and not _is_participle(words[index - 2].key)


def _is_parted(text: str, words: Sequence[Word], index: int) -> bool:
    """Whether a comma or the like stands behind this word."""
    if index + 1 >= len(words):
        return True
    return bool(CLAUSE_SIGN.search(text, words[index].end, words[index + 1].start))


# What may follow a participle in its own clause; a noun may not, for then it is an adjective.
FOLLOWS = frozenset(
    """
    aan achter af als bij binnen buiten dan dat doordat door en hoe in maar met na naar naast of om
    omdat onder op over per rond sinds tegen tijdens tot totdat tussen uit van vanaf vanuit vanwege
    via volgens voor voordat wanneer want waar waarom wat wie zodat zodra zonder worden te terwijl
    wordt is zijn was waren werd werden kan kunnen moet moeten mag mogen zal zullen dus ook niet wel
    """.split()
)


def _is_at_end(text: str, words: Sequence[Word], index: int) -> bool:
    return _is_parted(text, words, index) or words[index + 1].key in FOLLOWS


def _is_shared(text: str, words: Sequence[Word], index: int, at: int) -> bool:
    """Another verb in the clause has the participle: heeft zijn werk gedaan; is his, not are."""
    if words[at].key in WORDEN:
        return False
    first = min(index, at)
    farthest = max(0, first - FARTHEST)
    while first > farthest and not _is_parted(text, words, first - 1):
        first -= 1
    others = {
        word.key for at_, word in enumerate(words[first : max(index, at)], first) if at_ != at
    }
    if words[at].key == "zijn" and index > at and others & (ZIJN | WORDEN | MODAL):
        return True
    return bool(others & HEBBEN)
