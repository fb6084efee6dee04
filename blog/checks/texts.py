"""What the checklist says, by code: in a row of the list, and to who is to mend it.

Apart from the points themselves, so that other words for one make no article be read anew
(blog.derived). Pure; knows no Django.
"""

from typing import NamedTuple

from blog.seen import DESCRIPTION_FITS, TITLE

LEAST, MOST = DESCRIPTION_FITS[0], DESCRIPTION_FITS[-1]


class Words(NamedTuple):
    short: str
    long: str


WORDS = {
    "no-summary": Words(
        "Geen samenvatting",
        "Er is nog geen samenvatting. Lezers zien haar in lijsten en bij zoeken.",
    ),
    "alt-none": Words(
        "Afbeelding zonder beschrijving",
        "Een afbeelding in de tekst heeft geen beschrijving. Wie haar niet ziet, mist dan wat "
        "erop staat.",
    ),
    "alt-file": Words(
        "Bestandsnaam als beschrijving",
        "De beschrijving van een afbeelding zegt niet wat erop te zien is: het is een "
        "bestandsnaam of een los woord.",
    ),
    "heading-empty": Words(
        "Kop zonder woorden",
        "Er staat een kop zonder woorden. Een schermlezer noemt hem, en er volgt niets.",
    ),
    "heading-order": Words(
        "Koppen slaan een stap over",
        "De koppen slaan een stap over. Begin met Kop 2; onder Kop 2 hoort Kop 3. Een "
        "schermlezer springt van kop naar kop.",
    ),
    "link-empty": Words(
        "Link zonder woorden",
        "Er staat een link zonder woorden. Niemand hoort waar hij heen gaat.",
    ),
    "link-broken": Words(
        "Link die nergens heen gaat",
        "Deze link leidt nergens heen: dit adres is er niet op de site.",
    ),
    "link-hidden": Words(
        "Link naar een artikel dat niet online staat",
        "Deze link gaat naar een artikel dat niemand kan lezen.",
    ),
    "unsigned": Words(
        "Nog niet afgetekend",
        "Dit onderwerp vraagt om een psycholoog die meeleest. Laat het artikel eerst aftekenen.",
    ),
    "alt-cover": Words(
        "Afbeelding bovenaan zonder beschrijving",
        "De afbeelding bovenaan heeft geen beschrijving. Dat is goed als zij alleen versiering is.",
    ),
    "heading-fake": Words(
        "Vette regel in plaats van een kop",
        "Een vette regel lijkt op een kop. Maak er een echte kop van: dan staat hij ook in de "
        "inhoud en kan een schermlezer erheen.",
    ),
    "link-vague": Words(
        "Link die niet zegt waarheen",
        "De woorden van een link zeggen niet waar hij heen gaat. Noem wat de lezer daar vindt.",
    ),
    "link-bare": Words(
        "Adres als tekst van een link",
        "Een adres staat er als tekst van een link. Geef de naam van de pagina of de organisatie.",
    ),
    "link-same": Words(
        "Zelfde woorden, verschillende links",
        "Dezelfde woorden gaan naar verschillende adressen. Zeg bij elke link iets anders.",
    ),
    "link-http": Words(
        "Link met http",
        "Een link begint met http. Probeer https: dat is veilig.",
    ),
    "link-moved": Words(
        "Link naar een oud adres",
        "Een link gaat naar een oud adres. Dat werkt nog; zet liever het nieuwe neer.",
    ),
    "link-later": Words(
        "Link naar een artikel dat later verschijnt",
        "Een link gaat naar een artikel dat later verschijnt dan dit.",
    ),
    "title-long": Words(
        "Lange titel",
        f"De titel is langer dan {TITLE} tekens. In zoekmachines valt het eind weg.",
    ),
    "meta-long": Words(
        "Lange omschrijving voor zoekmachines",
        f"De omschrijving voor zoekmachines is langer dan {MOST} tekens. Het eind valt weg.",
    ),
    "meta-short": Words(
        "Korte omschrijving voor zoekmachines",
        f"De omschrijving voor zoekmachines is erg kort. Vertel in {LEAST} tot {MOST} tekens wat "
        "de lezer vindt.",
    ),
    "care-commit": Words(
        "Woorden over zelfdoding",
        "‘Plegen’ hoort bij een misdaad. Schrijf: hij overleed door zelfdoding.",
    ),
    "care-success": Words(
        "Woorden over zelfdoding",
        "Een poging is niet gelukt of mislukt. Schrijf: zij deed een poging, of: hij overleefde "
        "een poging.",
    ),
    "care-method": Words(
        "Manier of plek van zelfdoding",
        "Het lijkt of hier een manier of een plek van zelfdoding staat. Laat die weg: lezers in "
        "nood kunnen haar overnemen.",
    ),
    "care-cause": Words(
        "Eén oorzaak van zelfdoding",
        "Het lijkt of zelfdoding hier één oorzaak heeft. Die is er zelden. Noem er meer, of zeg "
        "dat het nooit aan één ding ligt.",
    ),
    "care-romance": Words(
        "Zelfdoding mooier gemaakt",
        "Dit kan zelfdoding mooier maken, of tot een uitweg. Schrijf liever dat hulp werkt.",
    ),
    "credit": Words(
        "Afbeelding zonder maker of licentie",
        "Bij een afbeelding staat niet wie haar maakte, of met welke licentie ze hier mag staan.",
    ),
    "phone": Words(
        "Ander telefoonnummer",
        "Klopt dit nummer? Het is niet dat van de praktijk, en geen hulplijn die we kennen.",
    ),
}
