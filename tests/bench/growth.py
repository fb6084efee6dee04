"""What each page costs with 100 articles and with 100,000, uncached."""

from statistics import median

from blog.paging import Cursor

from .words import APART, COMMON, NEWEST, RARE

FEW, MANY = 100, 100_000
ROUNDS, TIMES = 7, 3
STAFF = "/admin/"
ADMIN = f"{STAFF}blog/article/"
TOPIC, AUTHOR = "/blogs/onderwerp/onderwerp-3/", "/blogs/auteur/auteur-1/"
SEARCHES = {
    "zeldzaam woord": f"/zoeken/?q={RARE}",
    "woord in de helft van de artikelen": f"/zoeken/?q={COMMON}",
    "begin van veel woorden": "/zoeken/?q=ver",
    "typefout": f"/zoeken/?q={RARE[:2]}{RARE[3:]}",
    "twee woorden, een zeldzaam": f"/zoeken/?q={COMMON}+{RARE}",
    "twee woorden": f"/zoeken/?q=angstgevoel+{COMMON}",
    "niets te vinden": "/zoeken/?q=qqqxyz",
}


def pages(count):
    """The path of each page; what is deep lies halfway the list: among 100 it fills a page too."""
    deep = f"?voor={Cursor(NEWEST - count // 2 * APART, 1)}"
    paths = {
        "voorpagina": "/",
        "lijst": "/blogs/",
        "lijst, pagina 2": "/blogs/?page=2",
        "lijst, pagina 20 (van 100: 10)": f"/blogs/?page={20 if count == MANY else 10}",
        "lijst, diep": f"/blogs/{deep}",
        "onderwerp": TOPIC,
        "onderwerp, diep": f"{TOPIC}{deep}",
        "auteur": AUTHOR,
        "auteur, diep": f"{AUTHOR}{deep}",
        "artikel": "/blogs/artikel-7/",
        "ingetrokken artikel (410)": "/blogs/artikel-60/",
        "onbekend artikel (404)": "/blogs/bestaat-niet/",
        "feed": "/blogs/feed/",
        "sitemap": "/sitemap.xml",
    }
    return paths | {f"zoeken: {label}": path for label, path in SEARCHES.items()}


DESK = {
    "bureau: lijst van artikelen": ADMIN,
    "bureau: gepubliceerd": f"{ADMIN}?stand=published",
    "bureau: concepten": f"{ADMIN}?stand=draft",
    "bureau: ingepland": f"{ADMIN}?stand=scheduled",
    "bureau: ingetrokken": f"{ADMIN}?stand=withdrawn",
    "bureau: herziening nodig": f"{ADMIN}?stand=herziening",
    "bureau: van een onderwerp": f"{ADMIN}?onderwerp=4",
    "bureau: concepten van een onderwerp": f"{ADMIN}?onderwerp=4&stand=draft",
    "bureau: van een auteur": f"{ADMIN}?auteur=2",
    "bureau: nog af te tekenen": f"{ADMIN}?opmerkingen=aftekenen",
    "bureau: met punten in de tekst": f"{ADMIN}?opmerkingen=tekst",
    "bureau: op publicatie gesorteerd": f"{ADMIN}?o=-3",
    "bureau: gezocht": f"{ADMIN}?q=angstgevoel",
    "bureau: gezocht, niets te vinden": f"{ADMIN}?q=qqqxyz",
    "bureau: eerste pagina": "/admin/",
    "bureau: een artikel": f"{ADMIN}{{pk}}/change/",
}


def run(few, many, say=print):
    """Measure both sites in turn, round by round, so that a busy machine slows both."""
    visitors = {FEW: few, MANY: many}
    paths = {count: pages(count) for count in visitors}
    for count, visitor in visitors.items():
        pk = visitor.ask(pk="artikel-7")["pk"]
        paths[count] |= {label: path.format(pk=pk) for label, path in DESK.items()}
    took = {(label, count): [] for label in paths[FEW] for count in paths}
    statuses = {}
    for _ in range(ROUNDS):
        for label, count in took:
            path = paths[count][label]
            answer = visitors[count].visit(path, times=TIMES, staff=path.startswith(STAFF))
            took[label, count].append(answer["ms"])
            statuses[label, count] = answer["status"]
    say(f"{'Ongecachet, in ms per bladzijde':<46}{FEW:>9}{MANY:>10}{'×':>8}{'vragen':>10}")
    for label in paths[FEW]:
        one, other = (median(took[label, count]) for count in (FEW, MANY))
        queries = "/".join(str(_queries(visitors[count], paths[count][label])) for count in paths)
        line = f"{label:<46}{one:>9.1f}{other:>10.1f}{other / one:>8.2f}{queries:>10}"
        answers = sorted({statuses[label, count] for count in paths} - {200})
        say(line + "".join(f"   {status}" for status in answers))


def _queries(visitor, path):
    return visitor.ask(queries=path, staff=path.startswith(STAFF))["queries"]
