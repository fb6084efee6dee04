"""Texts as editors write them, each with the codes of the points that it must raise and no others.

Written for this purpose. They hold what is wrong and, as much, what only looks like it.
"""

from typing import NamedTuple

PRACTICE_PHONE = "010 012 34 56"
PHOTO = f"/media/pictures/{'ab' * 16}/origineel.jpg"


class Checked(NamedTuple):
    name: str
    codes: str  # with spaces between, in the order of the list
    body: str
    fields: dict = {}


def picture(alt):
    return f'<p>Zo ziet onze kamer eruit.</p><figure><img src="{PHOTO}" alt="{alt}"></figure>'


def link(text, address="https://www.thuisarts.nl/angst"):
    return f'<p>Er is meer te lezen. <a href="{address}">{text}</a>.</p>'


CHECKED = [
    # --- Nothing the matter ---
    Checked(
        "een gewoon stuk",
        "",
        "<p>Je ligt wakker en telt de uren.</p><h2>Wat helpt</h2><p>Sta even op. Drink water en ga pas weer liggen als je slaap hebt.</p>",
    ),
    Checked(
        "koppen in orde",
        "",
        "<h2>Waarom je piekert</h2><p>Je hoofd zoekt naar gevaar.</p><h3>’s Nachts</h3><p>Dan is er niets dat afleidt.</p><h3>Overdag</h3><p>Dan helpt bewegen.</p><h2>Wat je kunt doen</h2><p>Kies een vast moment.</p>",
    ),
    Checked(
        "terug naar boven mag in één keer",
        "",
        "<h2>Rouw</h2><h3>De eerste weken</h3><h4>Slapen</h4><p>Rust als het kan.</p><h2>Daarna</h2><p>Het slijt niet, het verandert.</p>",
    ),
    Checked(
        "kop Hier en nu",
        "",
        "<h2>Hier en nu</h2><p>Let op je adem. Meer hoef je niet te doen.</p><h2>Lees meer tussen de regels</h2><p>Vraag wat de ander bedoelt.</p>",
    ),
    Checked(
        "links met goede woorden",
        "",
        '<p>Lees op <a href="https://www.thuisarts.nl/somberheid">Thuisarts over somberheid</a> wat je zelf kunt doen, of vraag raad bij <a href="https://mindkorrelatie.nl/">MIND Korrelatie</a>.</p>',
    ),
    Checked("hier in een langere link", "", link("Hier vind je oefeningen tegen paniek")),
    Checked("link met de naam Hier en Nu", "", link("Hier en nu: leven met aandacht")),
    Checked(
        "naam van een site als link",
        "",
        '<p>Chat op <a href="https://www.113.nl/">113.nl</a> of lees verder op <a href="https://www.thuisarts.nl/">Thuisarts.nl</a>.</p>',
    ),
    Checked(
        "twee keer naar hetzelfde",
        "",
        '<p><a href="https://www.thuisarts.nl/angst">Thuisarts over angst</a> helpt je op weg. Onderaan staat nog eens <a href="https://www.thuisarts.nl/angst/">Thuisarts over angst</a>.</p>',
    ),
    Checked(
        "vetgedrukte waarschuwing",
        "",
        "<p><strong>Bel 112 als er nu gevaar is.</strong></p><p>Is er geen haast? Bel dan je huisarts.</p>",
    ),
    Checked(
        "vet begin van een alinea",
        "",
        "<p><strong>Slaap.</strong> Ga elke dag op dezelfde tijd naar bed.</p><p><strong>Licht.</strong> Ga ’s ochtends naar buiten.</p>",
    ),
    Checked(
        "vet in een lijst",
        "",
        "<ul><li><strong>Rust</strong></li><li><p><strong>Reinheid</strong></p></li></ul><blockquote><p><strong>Morgen weer een dag</strong></p></blockquote>",
    ),
    Checked(
        "goede beschrijving",
        "",
        picture("Twee stoelen staan schuin tegenover elkaar bij een raam."),
    ),
    Checked(
        "beschrijving die met foto begint",
        "",
        picture("Foto van het strand bij Domburg, met twee mensen in de verte"),
    ),
    Checked("korte beschrijving", "", picture("Zwart-wit portret")),
    Checked(
        "bekende hulplijnen",
        "",
        "<p>Bel de Luisterlijn op 088 0767 000, de Kindertelefoon op 0800-0432 of Veilig Thuis op 0800-2000.</p>",
    ),
    Checked(
        "nummer van de praktijk, anders geschreven",
        "",
        '<p>Bel ons op (010) 012 34 56, of vanuit het buitenland op +31 10 012 34 56. Of druk op <a href="tel:0100123456">ons nummer</a>.</p>',
    ),
    Checked(
        "nummer in een bron",
        "",
        "<p>De cijfers komen uit een brochure [1].</p>",
        {"sources": "Brochure Slaap, te bestellen op 020 987 65 43. https://example.org/slaap"},
    ),
    Checked(
        "getallen die geen nummer zijn",
        "",
        "<p>Het boek (ISBN 0123456789) kost € 0,99 en kwam uit op 01-02-2024. In 2023 lazen 1 000 200 300 mensen erover, op rekening NL91 ABNA 0417 1643 00.</p>",
    ),
    Checked(
        "poging in een andere zin",
        "",
        "<p>Na drie mislukte pogingen om te stoppen met roken gaf Ruben het op. De vierde poging lukte wel.</p>",
    ),
    Checked(
        "pleegouders en plegen",
        "",
        "<p>Pleegouders plegen overleg met school. Wie een misdrijf pleegt, krijgt straf. Dat is iets anders.</p>",
    ),
    Checked(
        "ophangen van een schilderij",
        "",
        "<p>Wij hebben een schilderij opgehangen in de wachtkamer. Je komt er met de trein, vanaf het station is het tien minuten.</p>",
    ),
    Checked(
        "zelfdoding, goed geschreven",
        "",
        "<p>Na het overlijden van iemand door zelfdoding blijven er vragen. Zelfdoding heeft nooit één oorzaak. Praten helpt, en er is hulp, dag en nacht.</p>",
    ),
    Checked(
        "pleegouders bij zelfdoding",
        "",
        "<p>De pleegouders van Daan verloren een vriend door zelfdoding. Zij plegen nu vaker overleg met elkaar.</p>",
    ),
    Checked(
        "poging in een andere zin, bij zelfdoding",
        "",
        "<p>Praat over zelfdoding. Een mislukte poging om erover te beginnen is niet erg.</p>",
    ),
    Checked(
        "uitweg die er niet is",
        "",
        "<p>Wie aan zelfdoding denkt, voelt het soms als de enige uitweg. Dat is het niet. Er is hulp.</p>",
    ),
    Checked(
        "gewone woorden over rust",
        "",
        "<p>Ik heb eindelijk rust gevonden in mijn tuin. Na een jaar vol zorgen durf ik weer te slapen.</p>",
    ),
    Checked(
        "station zonder zelfdoding",
        "",
        "<p>Wie na een paniekaanval bij het station durft te blijven staan, leert veel. Neem de volgende keer iemand mee.</p>",
    ),
    # --- Pictures ---
    Checked("naam van een camera", "alt-file", picture("IMG_2034")),
    Checked("bestandsnaam met spaties", "alt-file", picture("foto van strand.jpg")),
    Checked("naam met streepjes", "alt-file", picture("twee-stoelen-bij-raam-1200x800")),
    Checked("los woord", "alt-file", picture("Afbeelding 3")),
    Checked("schermafbeelding", "alt-file", picture("Schermafbeelding 2026-03-02 om 10.22.41")),
    Checked("geen beschrijving", "alt-none", picture("")),
    Checked(
        "een met en een zonder",
        "alt-none alt-file",
        picture("") + picture("DSC00412.JPG") + picture("Een kop thee op een vensterbank"),
    ),
    Checked(
        "bestandsnaam bovenaan",
        "alt-file",
        "<p>Zo werkt het.</p>",
        {"picture_alt": "header_def.png"},
    ),
    Checked("niets bovenaan", "alt-cover", "<p>Zo werkt het.</p>", {"picture_alt": ""}),
    # --- Headings ---
    Checked(
        "begint met Kop 3",
        "heading-order",
        "<h3>Inleiding</h3><p>Waar gaat het over?</p><h2>Verder</h2><p>Zo dus.</p>",
    ),
    Checked(
        "slaat Kop 3 over",
        "heading-order",
        "<h2>Angst</h2><p>Wat is het?</p><h4>In je lichaam</h4><p>Je hart bonst.</p>",
    ),
    Checked(
        "kop met alleen een plaatje",
        "alt-none heading-empty",
        f'<h2><img src="{PHOTO}" alt=""></h2><p>Tekst.</p>',
    ),
    Checked(
        "vette regel als kop",
        "heading-fake",
        "<p><strong>Wat kun je zelf doen</strong></p><p>Begin klein.</p><p><b>Hoe nu verder?</b></p><p>Bel ons gerust.</p>",
    ),
    # --- Links ---
    Checked("klik hier", "link-vague", link("Klik hier")),
    Checked(
        "hier",
        "link-vague",
        "<p>Meer over slaap lees je " + '<a href="https://www.thuisarts.nl/slapen">hier</a>.</p>',
    ),
    Checked("lees meer, met pijl", "link-vague", link("Lees meer »")),
    Checked("deze website", "link-vague", link("via deze website")),
    Checked("een kaal adres", "link-bare", link("https://www.thuisarts.nl/angst")),
    Checked("een kaal adres zonder begin", "link-bare", link("www.thuisarts.nl/angst")),
    Checked("een half adres", "link-bare", link("thuisarts.nl/angst/ik-ben-bang")),
    Checked(
        "dezelfde woorden, andere plek",
        "link-same",
        '<p><a href="https://example.org/a">De oefening</a> duurt kort. <a href="https://example.org/b">De oefening</a> van morgen duurt langer.</p>',
    ),
    Checked(
        "plaatje als link zonder woorden",
        "alt-none link-empty",
        f'<p><a href="https://example.org/"><img src="{PHOTO}" alt=""></a></p>',
    ),
    Checked(
        "onveilig adres", "link-http", link("De brochure over slaap", "http://example.org/slaap")
    ),
    Checked(
        "twee fouten in één link",
        "link-vague link-http",
        link("lees hier verder", "http://example.org/slaap"),
    ),
    # --- Search ---
    Checked(
        "lange titel",
        "title-long",
        "<p>Tekst.</p>",
        {"title": "Alles wat je altijd al wilde weten over piekeren, slapen en weer wakker worden"},
    ),
    Checked(
        "lange titel, korte voor zoekmachines",
        "",
        "<p>Tekst.</p>",
        {
            "title": "Alles wat je altijd al wilde weten over piekeren, slapen en weer wakker worden",
            "meta_title": "Piekeren en slapen",
        },
    ),
    Checked("geen samenvatting", "no-summary", "<p>Tekst.</p>", {"summary": "  "}),
    Checked(
        "omschrijving te kort", "meta-short", "<p>Tekst.</p>", {"meta_description": "Over slaap."}
    ),
    Checked(
        "omschrijving te lang",
        "meta-long",
        "<p>Tekst.</p>",
        {"meta_description": "Lees wat je kunt doen. " * 8},
    ),
    # --- Suicide ---
    Checked(
        "gepleegd",
        "care-commit",
        "<p>Haar broer heeft zelfmoord gepleegd. Daar praat ze nu over.</p>",
    ),
    Checked(
        "pleegt",
        "care-commit",
        "<p>Als iemand zelfdoding pleegt, blijft er veel verdriet achter.</p>",
    ),
    Checked(
        "gelukte poging",
        "care-success",
        "<p>Over suïcide bestaan veel vragen. Voor elke gelukte poging zijn er vele andere.</p>",
    ),
    Checked(
        "mislukte zelfmoordpoging",
        "care-success",
        "<p>Na een mislukte zelfmoordpoging kwam Kim bij ons.</p>",
    ),
    Checked(
        "een manier",
        "care-method",
        "<p>Op zijn werk hoorde Tim dat zijn oom door zelfdoding was overleden. Hij had zich opgehangen.</p>",
    ),
    Checked(
        "een plek",
        "care-method",
        "<p>Een collega overleed door zelfdoding bij het spoor. Wij stonden stil.</p>",
    ),
    Checked(
        "voor de trein",
        "care-method",
        "<p>Hij sprong voor de trein. Over zelfdoding werd thuis gezwegen.</p>",
    ),
    Checked(
        "één oorzaak",
        "care-cause",
        "<p>De pesterijen dreven haar tot zelfdoding. Dat zegt de krant.</p>",
    ),
    Checked(
        "omdat",
        "care-cause",
        "<p>Hij maakte een einde aan zijn leven omdat zijn bedrijf failliet ging.</p>",
    ),
    Checked(
        "mooier gemaakt",
        "care-romance",
        "<p>Hij overleed door zelfdoding. Nu heeft hij eindelijk rust.</p>",
    ),
    Checked(
        "moedige keuze", "care-romance", "<p>Sommigen noemen zelfdoding een moedige keuze.</p>"
    ),
    Checked(
        "veel tegelijk",
        "care-commit care-romance",
        "<p>Zij pleegde zelfmoord. Ze is nu verlost van alle pijn.</p>",
    ),
    Checked(
        "in de samenvatting",
        "care-commit",
        "<p>Er is hulp.</p>",
        {"summary": "Als iemand zelfmoord pleegt, blijft er veel achter."},
    ),
    # --- Hard: what a list of words cannot know ---
    Checked(
        "een station dat geen plek is",
        "",
        "<p>Op het station belde haar moeder. Haar broer was overleden door zelfdoding.</p>",
    ),
    Checked(
        "lukte niet",
        "care-success",
        "<p>Hij deed een zelfmoordpoging. Die lukte niet, en nu kreeg hij hulp.</p>",
    ),
    Checked(
        "geen andere weg",
        "care-cause",
        "<p>Na zijn ontslag zag hij maar één weg, en zo kwam het tot zelfdoding.</p>",
    ),
    # --- Phone numbers ---
    Checked("oud nummer", "phone", "<p>Bel ons op 010 765 43 21, of mail.</p>"),
    Checked("mobiel nummer", "phone", "<p>App naar 06-12345678 als je later komt.</p>"),
    Checked(
        "oud nummer achter een link",
        "phone",
        '<p>Wil je praten? <a href="tel:0107654321">Bel de praktijk</a>.</p>',
    ),
    Checked(
        "oud nummer in het kort",
        "phone",
        "<p>Tekst.</p>",
        {"key_points": "Bel ons: +31 (0)10 765 43 21."},
    ),
]
