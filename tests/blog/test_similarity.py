"""Nearness alone, and then the whole: what the worker suggests against what editors would pick."""

import pytest

from blog import demo, similarity, suggestions
from blog.models import Article
from blog.related import related_to

from .make import make_article, make_topic

SLEEP = similarity.terms_of("Slapen", "Slecht slapen.", "Slaap, bed, wekker en dekbed.")
NIGHT = similarity.terms_of("Wakker", "Wakker in bed.", "Een wekker en slaap.")
MONEY = similarity.terms_of("Vergoeding", "De verzekeraar.", "Polis en rekening.")


# --- The words of one article --------------------------------------------------------------------


def test_a_title_weighs_more_than_a_summary_and_that_more_than_a_text():
    terms = similarity.terms_of("Paniek", "Adem", "hart")
    assert list(terms) == ["paniek", "adem", "hart"]
    assert [weight for weight, _ in terms.values()] == [2.386, 1.693, 1.0]


def test_inflections_are_one_term_shown_as_the_form_that_is_used_most():
    terms = similarity.terms_of("", "", "behandelingen behandeling behandelingen")
    assert [word for _, word in terms.values()] == ["behandelingen"]


@pytest.mark.parametrize(
    "text", ["", "de het een", "1984 112", "ik je", "bellen keer dag", "😀 – !"]
)
def test_what_says_nothing_is_no_term(text):
    assert similarity.terms_of("", "", text) == {}


def test_no_more_are_kept_than_a_row_should_hold():
    text = " ".join(f"woord{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200))
    terms = similarity.terms_of("", "", f"{text} {'x' * 300}")
    assert len(terms) == similarity.TERMS
    assert len(similarity.keywords_of(terms)) == similarity.KEYWORDS


# --- Two articles --------------------------------------------------------------------------------


def nearest(mine, topics=(), **others):
    return similarity.nearest(mine, topics, others, count=4)


def test_shared_words_make_near_and_none_make_nothing():
    ((key, near),) = nearest(SLEEP, night=(NIGHT, []), money=(MONEY, []))
    assert (key, set(near.words)) == ("night", {"bed", "slapen", "wekker"})
    assert 0 < near.score < 1


def test_an_equal_is_as_near_as_can_be():
    assert [near.score for _, near in nearest(SLEEP, same=(SLEEP, []))] == [1.0]


def test_each_shared_topic_adds_the_same():
    found = dict(nearest(SLEEP, [1, 2], one=(MONEY, [2]), two=(MONEY, [2, 1]), none=(MONEY, [3])))
    assert {key: (near.score, near.topics) for key, near in found.items()} == {
        "two": (0.2, (1, 2)),
        "one": (0.1, (2,)),
    }


def test_a_rare_word_binds_more_than_one_that_all_have():
    texts = {"rare": "hulp hyperventilatie", "common": "hulp therapie", "other": "hulp therapie"}
    others = {key: (similarity.terms_of("", "", text), []) for key, text in texts.items()}
    mine = similarity.terms_of("", "", "hulp hyperventilatie therapie")
    (key, near), *_ = nearest(mine, **others)
    assert (key, near.words[0]) == ("rare", "hyperventilatie")


def test_among_equals_the_newest_comes_first_and_no_more_than_asked():
    others = {key: (NIGHT, []) for key in (3, 1, 2)}
    found = similarity.nearest(SLEEP, [], others, count=2)
    assert [key for key, _ in found] == [3, 2]


@pytest.mark.parametrize(
    ("topics", "words", "text"),
    [
        ((1,), ("slaap", "nacht"), "Zelfde onderwerp: Angst. Gedeelde woorden: slaap, nacht."),
        ((1, 2, 3), (), "Zelfde onderwerpen: Angst, Werk."),
        ((9,), ("slaap",), "Gedeeld woord: slaap."),
        ((), (), ""),
    ],
)
def test_the_reason_reads_as_a_sentence(topics, words, text):
    near = similarity.Nearness(0.5, topics, words)
    assert similarity.reason(near, {1: "Angst", 2: "Werk", 3: "Rouw"}) == text


def test_a_reason_is_never_longer_than_its_field():
    near = similarity.Nearness(0.5, (1, 2), ("x" * 60,) * 3)
    assert len(similarity.reason(near, {1: "A" * 60, 2: "B" * 60})) == similarity.REASON_LENGTH


# --- Against the labels --------------------------------------------------------------------------

# Twelve short articles without a topic, in four groups that nobody told the site of.
MADE = {
    "slapen": {
        "Beter slapen zonder pillen": "Slecht slapen went niet. Een vaste bedtijd en een koele "
        "slaapkamer helpen je lichaam om melatonine te maken. Slaappillen werken maar kort.",
        "Wakker om vier uur": "Je ligt wakker en de wekker tikt. Blijf niet in bed woelen. Wie "
        "slecht slaapt, is overdag moe en doet dan dutjes, en slaapt zo nog slechter.",
        "Nachtmerries de baas": "Een nachtmerrie maakt je bang om te gaan slapen. Schrijf de droom "
        "op en bedenk een ander einde. Oefen dat overdag, niet in bed.",
    },
    "eten": {
        "Eetbuien begrijpen": "Een eetbui komt vaak na een streng dieet. Je lichaam vraagt honger "
        "terug. Eet op vaste tijden en weeg je niet elke dag: je gewicht schommelt vanzelf.",
        "Altijd bezig met je gewicht": "De weegschaal bepaalt je humeur. Calorieën tellen geeft "
        "even houvast, en dan wil je weer een dieet. Zo wordt eten een strijd met je lichaam.",
        "Eten als troost": "Chocola na een rotdag is geen ramp. Wordt eten de enige troost, dan "
        "groeien de eetbuien. Vraag je af: is dit honger, of is dit verdriet?",
    },
    "relatie": {
        "Ruzie met je partner": "Jullie ruzie gaat zelden over de afwas. De een trekt aan de bel, "
        "de ander trekt zich terug. Een relatie wordt veiliger als je partner dat ook ziet.",
        "Na een affaire": "Ontrouw breekt het vertrouwen in je relatie. Je partner wil door, jij "
        "wilt weten wat er was. Praten over de affaire vraagt afspraken tussen jullie beiden.",
        "Scheiden of blijven": "Twijfel over je relatie kan jaren duren. Een scheiding raakt ook "
        "de kinderen. Relatietherapie met je partner helpt soms om goed uit elkaar te gaan.",
    },
    "studie": {
        "Faalangst voor een tentamen": "Je kent de stof en toch klap je dicht op je tentamen. "
        "Faalangst zakt als je oefent met oude examens. Ook een student mag een onvoldoende halen.",
        "Uitstellen tot de deadline": "Je scriptie wacht, en jij poetst de badkamer. Uitstelgedrag "
        "is geen luiheid. Knip de studie in brokken en studeer met een medestudent.",
        "Eenzaam als eerstejaars": "Een student op kamers kan heel eenzaam zijn. Colleges, "
        "tentamens en feesten lopen door. De studentenpsycholoog van je studie is er ook hiervoor.",
    },
}


@pytest.fixture
def shelf(db):
    """The demo's articles and the made ones, in mixed order of time."""
    topics, made = {}, [pair for group in MADE.values() for pair in group.items()]
    for number, file in enumerate(sorted(demo.FOLDER.glob("articles/*.html"))):
        head, body = demo._read(file)
        slugs = [head["topic"], *demo._words(head, "topics_extra")]
        make_article(
            head["title"],
            slug=file.stem.partition("-")[2],
            summary=head["summary"],
            body=body,
            topics=[topics.get(s) or topics.setdefault(s, make_topic(s)) for s in slugs],
            days=(number * 5) % 14 * 2,
        )
    for number in range(len(made)):
        title, text = made[(number * 5) % 12]
        make_article(title, body=f"<p>{text}</p>", summary=text[:60], days=number * 2 + 1)
    while suggestions.compute_due():
        pass


def labels():
    """What editors would pick, by title: those of the demo picked before anything was computed."""
    wanted, titles = {}, {}
    for file in sorted(demo.FOLDER.glob("articles/*.html")):
        head, _ = demo._read(file)
        titles[file.stem.partition("-")[2]] = head["title"]
        wanted[head["title"]] = demo._words(head, "related")
    wanted = {title: {titles[slug] for slug in slugs} for title, slugs in wanted.items()}
    for group in MADE.values():
        wanted |= {title: set(group) - {title} for title in group}
    return wanted


def share(found, wanted):
    """Which part of what should be found is."""
    return sum(len(wanted[title] & set(four)) for title, four in found.items()) / sum(
        map(len, wanted.values())
    )


def test_the_computed_four_beat_the_newest_four_on_what_editors_picked(shelf):
    wanted = labels()
    computed, newest = {}, {}
    for article in Article.objects.all():
        computed[article.title] = [other.title for other in related_to(article)]
        others = Article.objects.published().exclude(pk=article.pk).newest_first()
        newest[article.title] = list(others.values_list("title", flat=True)[:4])
    missed = {
        title: sorted(wanted[title] - set(four))
        for title, four in computed.items()
        if wanted[title] - set(four)
    }
    figures = (
        f"{sum(map(len, wanted.values()))} pairs: computed {share(computed, wanted):.0%}, "
        f"newest {share(newest, wanted):.0%}; missed {missed}"
    )
    assert (len(wanted), sum(map(len, wanted.values()))) == (26, 63), figures
    assert share(computed, wanted) >= 0.75, figures
    assert share(newest, wanted) <= 0.3, figures


def test_it_beats_the_newest_four_for_nearly_every_article(shelf):
    wanted = labels()
    better = worse = 0
    for article in Article.objects.all():
        others = Article.objects.published().exclude(pk=article.pk).newest_first()
        mine = {other.title for other in related_to(article)} & wanted[article.title]
        theirs = {other.title for other in others[:4]} & wanted[article.title]
        better += len(mine) > len(theirs)
        worse += len(mine) < len(theirs)
    assert (better >= 22, worse) == (True, 0), f"better for {better}, worse for {worse} of 26"
