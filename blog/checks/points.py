"""The points of the checklist: what each says, whether it blocks, and where it points to.

An error is what the site knows for certain, and keeps an article offline; what it only supposes is
advice. So nobody stands before a closed door for a wrong guess. Pure; knows no Django.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any, NamedTuple

from blog import care, html
from blog.elements import Element, elements

TITLE_FITS = 60
DESCRIPTION_FITS = range(50, 161)

READ = ("title", "summary", "key_points", "body", "picture_caption")
# By code: whether it blocks, and what is said.
KINDS = {
    "no-summary": (
        True,
        "Er is nog geen samenvatting. Lezers zien haar in lijsten en bij zoeken.",
    ),
    "alt-none": (
        True,
        "Een afbeelding in de tekst heeft geen beschrijving. Wie haar niet ziet, mist "
        "dan wat erop staat.",
    ),
    "alt-file": (
        True,
        "De beschrijving van een afbeelding zegt niet wat erop te zien is: het is een "
        "bestandsnaam of een los woord.",
    ),
    "heading-empty": (
        True,
        "Er staat een kop zonder woorden. Een schermlezer noemt hem, en er volgt niets.",
    ),
    "heading-order": (
        True,
        "De koppen slaan een stap over. Begin met Kop 2; onder Kop 2 hoort Kop 3. Een "
        "schermlezer springt van kop naar kop.",
    ),
    "link-empty": (
        True,
        "Er staat een link zonder woorden. Niemand hoort waar hij heen gaat.",
    ),
    "link-broken": (
        True,
        "Deze link leidt nergens heen: dit adres is er niet op de site.",
    ),
    "link-hidden": (
        True,
        "Deze link gaat naar een artikel dat niemand kan lezen.",
    ),
    "unsigned": (
        True,
        "Dit onderwerp vraagt om een psycholoog die meeleest. Laat het artikel eerst aftekenen.",
    ),
    "alt-cover": (
        False,
        "De afbeelding bovenaan heeft geen beschrijving. Dat is goed als zij alleen versiering is.",
    ),
    "heading-fake": (
        False,
        "Een vette regel lijkt op een kop. Maak er een echte kop van: dan staat hij ook"
        " in de inhoud en kan een schermlezer erheen.",
    ),
    "link-vague": (
        False,
        "De woorden van een link zeggen niet waar hij heen gaat. Noem wat de lezer daar vindt.",
    ),
    "link-bare": (
        False,
        "Een adres staat er als tekst van een link. Geef de naam van de pagina of de organisatie.",
    ),
    "link-same": (
        False,
        "Dezelfde woorden gaan naar verschillende adressen. Zeg bij elke link iets anders.",
    ),
    "link-http": (
        False,
        "Een link begint met http. Probeer https: dat is veilig.",
    ),
    "link-moved": (
        False,
        "Een link gaat naar een oud adres. Dat werkt nog; zet liever het nieuwe neer.",
    ),
    "link-later": (
        False,
        "Een link gaat naar een artikel dat later verschijnt dan dit.",
    ),
    "title-long": (
        False,
        f"De titel is langer dan {TITLE_FITS} tekens. In zoekmachines valt het eind weg.",
    ),
    "meta-long": (
        False,
        "De omschrijving voor zoekmachines is langer dan 160 tekens. Het eind valt weg.",
    ),
    "meta-short": (
        False,
        "De omschrijving voor zoekmachines is erg kort. Vertel in 50 tot 160 tekens wat"
        " de lezer vindt.",
    ),
    "care-commit": (
        False,
        "‘Plegen’ hoort bij een misdaad. Schrijf: hij overleed door zelfdoding.",
    ),
    "care-success": (
        False,
        "Een poging is niet gelukt of mislukt. Schrijf: zij deed een poging, of: hij "
        "overleefde een poging.",
    ),
    "care-method": (
        False,
        "Het lijkt of hier een manier of een plek van zelfdoding staat. Laat die weg: "
        "lezers in nood kunnen haar overnemen.",
    ),
    "care-cause": (
        False,
        "Het lijkt of zelfdoding hier één oorzaak heeft. Die is er zelden. Noem er "
        "meer, of zeg dat het nooit aan één ding ligt.",
    ),
    "care-romance": (
        False,
        "Dit kan zelfdoding mooier maken, of tot een uitweg. Schrijf liever dat hulp werkt.",
    ),
    "credit": (
        False,
        "Bij een afbeelding staat niet wie haar maakte, of met welke licentie ze hier mag staan.",
    ),
    "phone": (
        False,
        "Klopt dit nummer? Het is niet dat van de praktijk, en geen hulplijn die we kennen.",
    ),
}


class Place(NamedTuple):
    """Where to look: a field of the form; in the text an element of a kind, or a quote."""

    field: str
    quote: str = ""
    kind: str = ""  # see blog.elements; empty for words
    nth: int = 0
    note: str = ""  # what is to be known of this one place
    picture: int | None = None  # the picture that has a page of its own


@dataclass(frozen=True)
class Point:
    code: str
    places: tuple[Place, ...]

    @property
    def is_error(self) -> bool:
        return KINDS[self.code][0]

    @property
    def text(self) -> str:
        return KINDS[self.code][1]

    @property
    def place(self) -> str:
        """The field of the form that the first of them is in."""
        return self.places[0].field

    @property
    def count(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class Draft:
    """What an article says: saved, or as it stands in a form."""

    title: str = ""
    summary: str = ""
    key_points: str = ""
    body: str = ""  # clean
    sources: str = ""
    has_picture: bool = False
    picture_alt: str = ""
    picture_caption: str = ""
    meta_title: str = ""
    meta_description: str = ""
    site: str = ""  # where it stands; a link to there is as safe as the page itself

    @classmethod
    def of(cls, article: Any, *, site: str = "") -> "Draft":
        texts = {
            name: getattr(article, name) or ""
            for name in cls.__dataclass_fields__
            if name not in ("body", "has_picture", "site")
        }
        body = html.clean(article.body or "")
        return cls(**texts, body=body, has_picture=article.picture_id is not None, site=site)

    @cached_property
    def elements(self) -> list[Element]:
        return elements(self.body)

    def of_kind(self, kind: str) -> list[Element]:
        return [element for element in self.elements if element.kind == kind]

    @cached_property
    def lines(self) -> str:
        """The words of the body, each block on a line of its own."""
        flat = html.INSIDE_WORDS.sub("", " ".join(self.body.split()))
        return unescape(html.TAG.sub("\n", flat))

    @cached_property
    def texts(self) -> dict[str, str]:
        """What a reader reads, by field."""
        return {name: getattr(self, name) for name in READ} | {"body": self.lines}

    @cached_property
    def suicide(self) -> care.Suicide:
        # Word for word what blog.fields.SuicideField asks, so that it is not found out twice.
        around = [self.sources, self.picture_alt, self.picture_caption]
        words = "\n".join([html.text(self.body), *around])
        return care.suicide_in(self.title, f"{self.summary}\n{self.key_points}", words)


Found = Iterator[tuple[str, Place]]


class Check(NamedTuple):
    """`find` gives a code with a place for each thing that it sees."""

    name: str
    find: Callable[[Draft], Iterable[tuple[str, Place]]]


@dataclass
class Report:
    points: list[Point]
    failed: list[str] = field(default_factory=list)  # the checks that could not be done
    fine: list[str] = field(default_factory=list)  # those that found nothing

    @property
    def errors(self) -> list[Point]:
        return [point for point in self.points if point.is_error]

    @property
    def advice(self) -> list[Point]:
        return [point for point in self.points if not point.is_error]


class NotAble(Exception):
    """A check has not been given what it needs."""


def report(
    draft: Draft, checks: Iterable[Check], failed: Callable[[Check], None] | None = None
) -> Report:
    """All checks; one that breaks says so, tells `failed`, and keeps none of the others."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    found = Report([])
    for check in checks:
        try:
            seen = list(check.find(draft))
        except Exception:
            found.failed.append(check.name)
            if failed:
                failed(check)
            continue
        for code, place in seen:
            places[code].append(place)
        if not seen:
            found.fine.append(check.name)
    found.points = [Point(code, tuple(places[code])) for code in KINDS if code in places]
    return found
