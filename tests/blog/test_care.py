import pytest

from blog.care import Suicide, lifelines_missing, numbers_without_link, suicide_in
from blog.models import Article

from .make import make_article, make_author

# --- The words -----------------------------------------------------------------------------------

SPEAKS_OF_SUICIDE = [
    "Mijn broer is overleden door zelfdoding.",
    "Na de zelfdodingen in het dorp was het lang stil.",
    "Heb je zelfdodingsgedachten? Praat erover.",
    "Zij wilde zichzelf doden. Zelf-doding is het woord dat we gebruiken.",
    "Ze deed een zelfmoordpoging en overleefde die.",
    "Hij heeft zelfmoord gepleegd, zeiden ze op school.",
    "Zelfmoordneigingen hoef je niet alleen te dragen.",
    "113 Zelfmoordpreventie is dag en nacht bereikbaar.",
    "Hij had suïcidale gedachten.",
    "Ben je suicidaal, of ken je iemand die dat is?",
    "Een suïcide laat veel mensen achter.",
    "SUÏCIDEPREVENTIE begint met een vraag.",
    "Ik wil er een eind aan maken.",
    "Soms wilde hij er gewoon een einde aan maken.",
    "Ze zei dat ze er een eind aan wilde maken.",
    "Hij dacht erover om er een eind aan te maken.",
    "Vader heeft er zelf een eind aan gemaakt.",
    "Denk je eraan om een eind aan je leven te maken?",
    "Zij maakte een einde aan haar leven.",
    "Hij probeerde een einde te maken aan zijn eigen leven.",
    "Wat als je niet meer wilt leven?",
    "Niet meer willen leven: je bent niet de enige.",
    "Ik wil eigenlijk niet meer leven, zei ze.",
    "Je hoeft niet meer te leven, zegt die stem.",
    "Ze stapte uit het leven op een dag in mei.",
    "Hij is uit het leven gestapt.",
    "Overweeg je om uit het leven te stappen?",
    "Ik zou er liever niet meer willen zijn.",
    "Soms wil ik er niet meer zijn.",
    "Hij wilde dood, en durfde dat niet te zeggen.",
    "Ik was liever dood.",
    "Doodsgedachten komen vaker voor dan je denkt.",
    "Ben je levensmoe?",
    "Hij heeft zichzelf van het leven beroofd.",
    "Ze wilde zich van kant maken.",
    "De hand aan zichzelf slaan, noemde oma dat.",
    "Ben je bang dat je jezelf iets aandoet?",
    "Ze hoopte elke avond dat ze niet meer wakker werd.",
    "Bel gratis 0800-0113.",
    "Bel dan 113, of chat op 113.nl.",
    "Hij verlangde naar de dood.",
    "Zij zag het leven niet meer zitten.",
    # Missed: nothing in the words says it but the one who says them.
    "Iedereen is beter af zonder mij.",
    "Ik zie het allemaal niet meer zitten.",
    "Ik kan zo niet verder, straks hoeft het niet meer.",
]
SPEAKS_OF_SOMETHING_ELSE = [
    "Een zelfmoordaanslag in het nieuws maakt kinderen bang.",
    "Het zelfmoordcommando in die film deed hem dromen.",
    "De zelfmoordterrorist kwam op het journaal.",
    "Met dat plan pleegt de minister politieke zelfmoord.",
    "Aan het einde van de dag ben je moe.",
    "Aan het einde van haar leven wilde oma vooral rust.",
    "Ik ben bang dat ik doodga, en dat is paniek.",
    "Tijdens een aanval dacht ik dat ik doodging.",
    "Doodsangst hoort bij een paniekaanval.",
    "Bang om niet meer wakker te worden uit de narcose.",
    "Ik ben doodmoe van het piekeren.",
    "We lachten ons dood.",
    "De dood van een vriend zet alles stil.",
    "Hoe maak je een eind aan ruzie?",
    "Piekeren: hoe je er een eind aan maakt.",
    "We maken een einde aan het pesten in de klas.",
    "Je kunt niet meer leven zoals vroeger.",
    "Leef je niet meer samen?",
    "Hij wilde er niet meer over praten.",
    "Stap uit je hoofd en in het leven.",
    "Het leven is niet meer wat het was.",
    "Doet iemand je iets aan? Bel Veilig Thuis.",
    "Ik ben bang dat hij me iets aandoet.",
    "Euthanasie vraagt veel gesprekken.",
    "Er deden 113 mensen mee.",
    "Bij direct gevaar bel je 112.",
    "Zelfmedelijden en zelfzorg zijn twee dingen.",
    "Moord en brand schreeuwen helpt niet.",
    "Hij is er niet meer, en hij wilde er altijd zijn.",
    "Een stap uit je routine brengt meer leven in huis.",
    # Found all the same: only the rest of the text says what is meant.
    "Ik wil niet meer leven met die angst.",
    "We willen er een eind aan maken, zei de school over het pesten.",
    "De film heet Suicide Squad.",
]
MISSED = SPEAKS_OF_SUICIDE[-3:]
FOUND_ALL_THE_SAME = SPEAKS_OF_SOMETHING_ELSE[-3:]


def test_what_the_words_find_in_a_labelled_set_and_what_they_do_not():
    """Help that was not needed costs less than none: recall comes before precision."""
    found = [text for text in SPEAKS_OF_SUICIDE if suicide_in("", "", text)]
    wrong = [text for text in SPEAKS_OF_SOMETHING_ELSE if suicide_in("", "", text)]
    assert [text for text in SPEAKS_OF_SUICIDE if text not in found] == MISSED
    assert wrong == FOUND_ALL_THE_SAME
    recall = len(found) / len(SPEAKS_OF_SUICIDE)
    precision = len(found) / len(found + wrong)
    assert (f"{recall:.1%}", f"{precision:.1%}") == ("93.3%", "93.3%")


@pytest.mark.parametrize(
    ("title", "summary", "text", "found"),
    [
        ("Rouw na zelfdoding", "", "", Suicide.ABOUT),
        ("Verder", "Na een suïcide blijf je achter.", "", Suicide.ABOUT),
        ("Verder", "", "Hij had suïcidale gedachten.", Suicide.MENTIONED),
        ("Verder", "", "Zij stapte uit het leven. Uit het leven stappen is nooit …", "mentioned"),
        ("Verder", "", "zelfdoding zelfdoding zelfdodingen", Suicide.ABOUT),
        ("Online therapie", "", "Zelfdoding? Bel 113 of 0800-0113, chat op 113.nl.", "mentioned"),
        ("Hier is hulp", "Bel 113.", "", Suicide.MENTIONED),
        ("Aanslag", "", "Een zelfmoordaanslag in het nieuws.", Suicide.NONE),
        ("Rouw", "Als iemand overlijdt.", "Verdriet komt in golven.", Suicide.NONE),
    ],
)
def test_the_words_of_a_text_tell_how_it_stands_to_suicide(title, summary, text, found):
    assert suicide_in(title, summary, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "sui\u0308ciden",
        "zelf\u00addoding",
        "zelf\u200bmoord",
        "niet\u00a0meer\nwillen  leven",
        "een eind aan m’n leven",
        "ZELFDODING",
    ],
)
def test_how_a_word_is_written_down_hides_nothing(text):
    assert suicide_in("", "", text) == Suicide.MENTIONED


def test_words_do_not_run_together_from_title_to_summary():
    assert suicide_in("Een zelf", "moord", "") == Suicide.NONE


# --- Every way of saving -------------------------------------------------------------------------


def written(article):
    article.refresh_from_db()
    return article.suicide


@pytest.mark.django_db
def test_each_way_of_saving_keeps_what_the_words_say():
    article = make_article("Gewoon")
    assert article.suicide == ""
    Article.objects.filter(pk=article.pk).update(title="Na zelfdoding")
    assert written(article) == "about"
    article.title = "Gewoon"
    Article.objects.bulk_update([article], ["title"])
    assert written(article) == ""
    Article.objects.filter(suicide="").update(body="<p>zelfdoding</p>")
    assert (written(article), article.body_text) == ("mentioned", "zelfdoding")


@pytest.mark.django_db
def test_a_save_of_one_field_keeps_what_that_field_decides():
    article = make_article("Gewoon")
    article.title = "Na zelfdoding"
    article.save(update_fields=["title"])
    assert written(article) == "about"
    part = Article.objects.only("title").get(pk=article.pk)
    part.title = "Gewoon"
    part.save()
    assert written(article) == ""
    article.body = "<p>zelfdoding</p>"
    article.save(update_fields={"body"})
    assert (written(article), article.body_text) == ("mentioned", "zelfdoding")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "field", ["summary", "key_points", "body", "sources", "picture_alt", "picture_caption"]
)
def test_every_word_that_a_reader_sees_counts(field):
    assert make_article("Gewoon", **{field: "Na zelfdoding"}).suicide != ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", ["zelf<strong>doding</strong>", "zelf&shy;doding", "zelf<br>doding"]
)
def test_markup_inside_a_word_hides_nothing(body):
    assert make_article("Gewoon", body=f"<p>{body}</p>").suicide == "mentioned"


@pytest.mark.django_db
def test_articles_that_come_in_bulk_are_read_as_well():
    rows = [Article(title=t, slug=t, summary="", body="", author=make_author(t)) for t in "ab"]
    rows[1].body = "<p>zelfdoding</p>"
    Article.objects.bulk_create(rows)
    assert list(Article.objects.order_by("slug").values_list("suicide", flat=True)) == [
        "",
        "mentioned",
    ]


# --- What a card says ----------------------------------------------------------------------------

WHOLE = (
    '<p>Bel <a href="tel:113">113</a> of <a href="tel:0800-0113">0800-0113</a>, chat op '
    '<a href="https://www.113.nl/ik-denk-aan-zelfmoord">113</a>, of bel <a href="tel:112">112</a>.'
)


@pytest.mark.parametrize(
    ("html", "missing"),
    [
        (WHOLE, []),
        (WHOLE.replace("tel:0800-0113", "tel:08000113"), []),
        (WHOLE.replace("tel:112", "tel:1123"), ["112"]),
        (WHOLE.replace("tel:0800-0113", "tel:0800-2000"), ["0800-0113"]),
        (WHOLE.replace("www.113.nl", "113.nl.example.org"), ["113.nl"]),
        (WHOLE.replace("https://www.113.nl", "http://113.nl"), ["113.nl"]),
        ("<p>Bel 113, 0800-0113 of 112, of chat op 113.nl.", ["112", "113", "0800-0113", "113.nl"]),
    ],
)
def test_a_card_about_suicide_is_asked_for_each_lifeline(html, missing):
    assert lifelines_missing(html) == missing


@pytest.mark.parametrize(
    ("html", "bare"),
    [
        ('Bel <a href="tel:0800-2000"><strong>0800-2000</strong></a>.', []),
        ("Bel 0800-2000 of 06 12345678.", ["0800-2000", "06 12345678"]),
        ('Bel <a href="https://example.org/0800-2000">0800-2000</a>.', ["0800-2000"]),
        ("113 Zelfmoordpreventie, sinds 2009, 24 uur per dag", []),
    ],
)
def test_a_number_that_cannot_be_pressed_is_found(html, bare):
    assert numbers_without_link(html) == bare
