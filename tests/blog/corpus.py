"""Texts that are searched in tests: the demo's twelve articles without pictures, and some more."""

from datetime import UTC, datetime

from blog.demo import FOLDER, _read
from blog.models import Article

from .make import make_article, make_author

MORE = {
    "faalangst-op-school": (
        "Faalangst op school",
        "Je kind kan het, maar klapt dicht bij een toets. Zo help je zonder te duwen.",
        "<p>Faalangst komt veel voor bij kinderen. Een toets voelt dan als een oordeel.</p>",
    ),
    "burn-out-herkennen": (
        "Een burn-out herkennen",
        "Moe, prikkelbaar en niets komt meer af. Wanneer is het meer dan drukte?",
        "<p>Overspannen zijn gaat vooraf. Na een burn-out herstel je in maanden.</p>",
    ),
    "somber-of-depressief": (
        "Somber of depressief?",
        "Wat een dip is, wat een depressie is, en wat je behandelaar kan doen.",
        "<p>Bij een depressieve stoornis helpen behandelingen met gesprekken of medicijnen.</p>",
    ),
    "samen-plannen-met-adhd": (
        "Plannen en coördineren met ADHD",
        "Een week overzien als je hoofd alle kanten op wil.",
        "<p>Begin in een café met een leeg vel. Coördineer daarna één dag.</p>",
    ),
    "scheiding-en-de-kinderen": (
        "Scheiden als je kinderen hebt",
        "Hoe vertel je het, en wat hebben kinderen daarna nodig?",
        "<p>Een kind wil weten waar het slaapt. Ruzie doet meer pijn dan afstand.</p>",
    ),
    "sociale-angst": (
        "Bang voor wat anderen denken",
        "Over sociale angst, blozen en het telefoontje dat je uitstelt.",
        "<p>Een angststoornis is te behandelen. Een psychotherapeut oefent met je.</p>",
    ),
    "eetbuien": (
        "Eetbuien: wat zit eronder?",
        "Eten om niet te voelen. Hoe dat werkt en hoe je eruit komt.",
        "<p>Een eetstoornis begint vaak met een dieet. Schaamte houdt hem in leven.</p>",
    ),
    "eenzaam-in-de-stad": (
        "Eenzaam tussen duizend mensen",
        "Eenzaamheid gaat over wat je mist, en dat is voor ieder iets anders.",
        "<p>Eenzame avonden voelen lang. Klein contact telt ook.</p>",
    ),
}


def make_corpus():
    author = make_author()
    for file in sorted(FOLDER.glob("articles/*.html")):
        head, body = _read(file)
        Article.objects.create(
            title=head["title"],
            slug=file.stem.partition("-")[2],
            summary=head["summary"],
            body=body,
            author=author,
            publish_at=datetime.fromisoformat(head["published"]),
        )
    for day, (slug, (title, summary, body)) in enumerate(MORE.items(), start=1):
        moment = datetime(2026, 2, day, 9, tzinfo=UTC)
        make_article(title, slug=slug, summary=summary, body=body, author=author, publish_at=moment)
