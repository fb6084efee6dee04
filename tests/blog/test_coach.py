"""The coach: what it says of sentences somebody labelled, and how it is asked at the desk."""

import re

import pytest
from django.test import Client

from blog.language import coach, passive, plain_words
from blog.language.coach import Kind, look
from blog.language.sentences import sentences
from blog.language.syllables import syllables

from . import coach_sentences as labelled
from .make import make_article, make_staff
from .test_admin import the_form


def parts(text):
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


# --- The labelled set ----------------------------------------------------------------------------


def remarks_on(sentence):
    """As they are labelled: of a passive its two ends, of a word its name."""
    said = set()
    for remark in look([sentence]).remarks:
        if remark.kind == Kind.LONG:
            said.add("long")
        elif remark.kind == Kind.PASSIVE:
            words = remark.text.split()
            said.add(f"passive: {words[0]} {words[-1]}")
        else:
            [found] = list(plain_words.find(next(sentences(remark.text)).words))
            said.add(f"word: {found.entry.name}")
    return said


def compare(kind):
    """What was rightly said of that kind, what wrongly, and what was missed."""
    right, wrong, missed = [], [], []
    for sentence, expected in labelled.ALL:
        wanted = {one for one in expected if one.startswith(kind)}
        said = {one for one in remarks_on(sentence) if one.startswith(kind)}
        right += [(one, sentence) for one in said & wanted]
        wrong += [(one, sentence) for one in said - wanted]
        missed += [(one, sentence) for one in wanted - said]
    return right, wrong, missed


def test_the_labelled_set_is_large_enough_to_say_something():
    sentences_ = {sentence for sentence, _ in labelled.ALL}
    assert len(sentences_) == len(labelled.ALL) >= 120
    assert len(labelled.TRICKY) >= 40
    assert all(labels for _, labels in labelled.POSITIVE)
    assert not any(labels for _, labels in labelled.TRICKY)


@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [("long", 0.95, 0.95), ("passive", 0.9, 0.9), ("word", 0.95, 0.95)],
)
def test_what_it_says_is_right_and_little_is_missed(kind, precision, recall):
    right, wrong, missed = compare(kind)
    assert len(right) >= (len(right) + len(wrong)) * precision, wrong
    assert len(right) >= (len(right) + len(missed)) * recall, missed


# --- Sentences -----------------------------------------------------------------------------------


FALLING_APART = """
Een.| Twee!| Drie?| Vier…
Neem bijv. een boek, o.a. van Noor.| Lees.
Bel drs. Bos.| Of mr. Vos.
Brood, kaas enz.| Daarna koffie enz. of thee.
Om 9.30 uur, d.w.z. nu.| Dat kost 2.500,50.
J. de Vries belt.| A. B. Bos niet.
‘Waarom?’ vroeg hij.| ‘Daarom.’| Zij zweeg.
Ik dacht... misschien.| Of… nee.
Ga naar bed.| ’s Avonds laat.
1. Adem uit.| 2. Wacht.
Zie thuisarts.nl.| Of blz. 3 van nr. 4.
Van ma. t/m vr. open (ook in mei.)| Welkom.
Een kop zonder punt
"""


@pytest.mark.parametrize("line", FALLING_APART.strip().splitlines())
def test_a_text_falls_apart_into_its_sentences(line):
    assert parts(line.replace("|", "")) == line.split("| ")


def test_a_line_break_ends_a_sentence_and_what_holds_no_word_is_none():
    assert parts("Een kop\nEen regel") == ["Een kop", "Een regel"]
    assert parts(" … ") == parts("") == []


def test_twenty_words_are_not_long_and_thirty_one_are_very_long():
    twenty, more, most = ("woord " * count + "." for count in (20, 21, 31))
    found = [look([text]).remarks for text in (twenty, more, most)]
    assert [[remark.is_strong for remark in remarks] for remarks in found] == [[], [False], [True]]


# --- Syllables -----------------------------------------------------------------------------------

SYLLABLES = """
    ik 1, huis 1, nieuw 1, eeuw 1, mooi 1, vrouw 1, jij 1, schreeuwt 1, oud 1, ui 1, lijk 1, mail 1,
    team 1, angst 1, hulp 1, koe 1, reis 1, feit 1, draai 1, bureau 2, niveau 2, cadeau 2, auto 2,
    baby 2, yoga 2, royaal 2, station 2, passie 2, koeien 2, mooie 2, leeuwen 2, ruzie 2, huilen 2,
    hobby's 2, na-apen 3, zeeën 2, knieën 2, ideeën 3, reünie 3, museum 3, patiënt 3, bijzonder 3,
    gebeuren 3, piekeren 3, geïrriteerd 4, coöperatie 5, beïnvloeden 4, theorie 3, therapie 3,
    creatief 3, psychiater 4, psycholoog 3, emotioneel 4, financieel 4, officieel 4, situatie 4,
    egoïsme 4, individueel 5, eventueel 4, intellectueel 5, aquarium 4, verantwoordelijkheid 6,
    geïnteresseerd 5, poëzie 3, officiële 5, online 2, geuit 2, beieren 3, hypotheek 3
"""


def test_the_syllables_of_a_dutch_word_are_counted():
    pairs = dict(pair.split() for pair in SYLLABLES.split(","))
    assert len(pairs) >= 60
    wrong = {
        word: syllables(word) for word, count in pairs.items() if syllables(word) != int(count)
    }
    assert wrong == {}


# --- The list of words ---------------------------------------------------------------------------


def test_each_of_at_least_350_words_has_something_easier():
    listed = {entry.name for known in plain_words.entries().values() for _, entry in known}
    assert len(listed) >= 350
    for known in plain_words.entries().values():
        for forms, entry in known:
            assert entry.name.split() != list(entry.easier), forms
            assert all(entry.easier)


def test_no_easier_word_is_on_the_list_itself():
    easier = {one for known in plain_words.entries().values() for _, e in known for one in e.easier}
    difficult = {
        (one, found.entry.name)
        for one in easier
        for sentence in sentences(one)
        for found in plain_words.find(sentence.words)
    }
    assert difficult == set()


def test_every_form_of_a_word_is_found_whatever_its_case_and_its_accents():
    text = "Evalueren, evalueert, geëvalueerd, GEE\u0308VALUEERDE, evalu\u00adeerde."
    [remark] = look([text]).remarks
    assert (remark.text, remark.count) == ("Evalueren", 5)


def test_a_word_is_told_once_with_how_often_it_stands_there():
    blocks = ["Derhalve bel je.", "En derhalve ook hij.", "Derhalve!"]
    [remark] = look(blocks).remarks
    assert (remark.block, remark.start, remark.count) == (0, 0, 3)
    assert remark.alternatives == ("daarom", "dus")


def test_a_word_that_the_article_explains_somewhere_is_left_alone():
    assert look(["Wat is ruminatie?", "Ruminatie is een vorm van piekeren."]).remarks == ()


# --- The figure ----------------------------------------------------------------------------------


def test_the_figure_follows_the_formula_of_douma():
    report = look(["Ik zie de kat op het dak. " * 20])  # 7 words, each of one syllable
    assert report.reading.figure == 100  # 206.8 - 0.93 * 7 - 77 = 123
    report = look(["Iedere avonden zitten kinderen buiten. " * 25])
    syllables_per_word = (3 + 3 + 2 + 3 + 2) / 5
    expected = max(0, round(206.8 - 0.93 * 5 - 77 * syllables_per_word))
    assert (report.reading.figure, report.reading.name) == (expected, "zeer moeilijk")


def test_headings_and_items_without_a_full_stop_do_not_make_sentences_shorter():
    text = "Wij lezen elke dag een boek in de tuin. " * 12
    assert look([text, "Een kop"] * 9).reading.words_per_sentence == 9.0


def test_of_little_text_no_figure_is_given():
    assert look(["Kort."]).reading is None
    assert look([]).reading is None


# --- Places --------------------------------------------------------------------------------------


def test_the_blocks_of_a_text_are_what_stands_apart_on_the_page():
    html = "<h2>Kop</h2><p>Een <b>zin</b>\n met&nbsp;meer.<br>Regel</p><ul><li>a &lt; b</li></ul>"
    assert coach.blocks_of(html) == ["Kop", "Een zin met meer.\nRegel", "a < b"]


def test_each_remark_stands_where_it_says():
    blocks = [sentence for sentence, _ in labelled.ALL]
    for remark in look(blocks).remarks:
        assert blocks[remark.block][remark.start : remark.end] == remark.text


@pytest.mark.parametrize(
    ("piece", "kinds"),
    [
        ("a", []),
        (".", []),
        ("a.", []),
        ("wordt ", [Kind.LONG]),
        ("(", []),
        ("zijn gedaan ", [Kind.LONG, Kind.PASSIVE]),
        ("\u0308", []),
        ("dient ", [Kind.LONG]),
    ],
)
def test_nothing_in_a_text_makes_it_slow_or_fail(piece, kinds):
    remarks = look([piece * 4_000]).remarks  # the suite would stand still
    assert [remark.kind for remark in remarks] == kinds


def test_every_word_of_the_passive_lists_has_the_shape_that_they_are_about():
    for name in ("NO_PARTICIPLE", "DONE_WITH_WORDEN", "BY_ITSELF"):
        words = getattr(passive, name)
        assert [word for word in words if not passive._is_participle(word)] == []
    assert passive.DONE_WITH_WORDEN <= passive.NO_PARTICIPLE


# --- At the desk ---------------------------------------------------------------------------------

COACH = "/admin/blog/article/coach/"
HARD = "Derhalve wordt je gebeld."


@pytest.fixture
def editor(client):
    client.force_login(make_staff("view_article", "change_article"))
    return client


def ask(client, blocks):
    return client.post(COACH, {"blocks": blocks}, content_type="application/json")


@pytest.mark.django_db
def test_the_browser_gets_a_place_for_each_remark_and_a_button_to_go_there(editor):
    answer = ask(editor, ["Een kop", HARD]).json()
    assert answer["places"] == [[1, 0, 8, "word"], [1, 9, 24, "passive"]]
    assert answer["html"].count('class="coach-go"') == 2
    assert "Makkelijker: ‘daarom’ of ‘dus’." in answer["html"]


@pytest.mark.django_db
def test_places_are_counted_as_a_browser_counts(editor):
    assert ask(editor, ["😀 é derhalve"]).json()["places"] == [[0, 5, 13, "word"]]


@pytest.mark.django_db
def test_what_was_typed_is_no_markup_in_the_answer(editor):
    answer = ask(editor, ["<img src=x> wordt gebeld <b>derhalve</b>"]).json()
    assert "<img" not in answer["html"]
    assert "<b>" not in answer["html"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [" ", "{", "[]", "{}", '{"blocks": "tekst"}', '{"blocks": [1]}', '{"blocks": null}', "\0"],
)
def test_what_is_no_list_of_texts_is_refused_and_said(editor, body):
    answer = editor.post(COACH, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json() == {"error": "De tekst kwam niet goed aan. Opslaan kan gewoon."}


@pytest.mark.django_db
def test_a_text_without_end_is_refused_and_said(editor):
    answer = ask(editor, ["a " * 150_001])
    assert answer.status_code == 413
    assert answer.json() == {"error": "Deze tekst is te lang om na te kijken."}


@pytest.mark.django_db
def test_so_is_one_of_very_many_blocks_where_empty_ones_do_not_count(editor):
    answers = [ask(editor, ["a"] * count + ["", " "] * 5_000) for count in (5_000, 5_001)]
    assert [answer.status_code for answer in answers] == [200, 413]


@pytest.mark.django_db
def test_a_place_is_in_the_block_as_it_was_sent(editor):
    assert ask(editor, ["", "Een kop", " ", "derhalve"]).json()["places"] == [[3, 0, 8, "word"]]


@pytest.mark.django_db
def test_a_page_of_very_many_blocks_says_that_it_is_too_long(editor):
    page = editor.post(COACH, {"body": "<p>a</p>" * 5_001}).content.decode()
    assert "Deze tekst is te lang om na te kijken." in page


@pytest.mark.django_db
def test_odd_signs_break_nothing(editor):
    body = '{"blocks": ["\\ud800 derhalve \\u0000"]}'
    answer = editor.post(COACH, body, content_type="application/json")
    assert answer.json()["places"] == [[0, 2, 10, "word"]]


@pytest.mark.django_db
def test_of_very_many_remarks_the_first_hundred_are_listed(editor):
    answer = ask(editor, ["Je wordt gebeld. " * 120]).json()
    assert answer["html"].count("coach-go") == 100
    assert "En nog 20." in answer["html"]
    assert len(answer["places"]) == 120


@pytest.mark.django_db
def test_without_script_a_page_shows_what_is_not_saved_yet_with_its_marks(editor):
    form = {
        "title": "Titel",
        "summary": "Derhalve.",
        "key_points": "",
        "body": f"<p>{HARD}<script>",
    }
    page = editor.post(COACH, form).content.decode()
    assert '<mark class="coach-word">Derhalve</mark><sup>1</sup>' in page
    assert '<mark class="coach-passive">wordt je gebeld</mark><sup>2</sup>' in page
    assert "Lijdende vorm: ‘wordt je gebeld’. Kun je zeggen wie het doet?" in page


@pytest.mark.django_db
def test_that_page_keeps_the_strict_policy(editor):
    answer = editor.post(COACH, {"title": "Titel"})
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_that_page_says_when_a_text_is_too_long(editor):
    page = editor.post(COACH, {"body": "a " * 150_001}).content.decode()
    assert "Deze tekst is te lang om na te kijken." in page


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "rights", "status"), [
    ("get", ["change_article"], 405), ("post", ["view_page"], 403), ("post", ["view_article"], 200),
    ("post", ["add_article"], 200),
])  # fmt: skip
def test_who_may_see_articles_may_ask_and_only_by_post(client, method, rights, status):
    client.force_login(make_staff(*rights))
    assert getattr(client, method)(COACH).status_code == status


@pytest.mark.django_db
def test_the_token_is_asked_for():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff("change_article"))
    assert client.post(COACH, {"title": "Titel"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("rights", [["view_article"], ["view_article", "change_article"]])
def test_the_change_page_says_how_the_stored_text_reads(client, rights):
    client.force_login(make_staff(*rights))
    article = make_article(body=f"<p>{HARD}</p>")
    page = client.get(f"/admin/blog/article/{article.pk}/change/").content.decode()
    panel = re.search(r'<section class="panel coach".*?</section>', page, re.DOTALL)[0]
    assert "Makkelijker: ‘daarom’ of ‘dus’." in panel
    assert ("Bekijk je tekst met opmerkingen" in panel) is ("change_article" in rights)


@pytest.mark.django_db
def test_an_empty_add_page_has_the_coach_too(client):
    client.force_login(make_staff("add_article", "view_article"))
    assert 'id="coach"' in client.get("/admin/blog/article/add/").content.decode()


@pytest.mark.django_db
def test_remarks_never_stop_a_text_from_being_saved(editor):
    article = make_article()
    form = the_form(article, body=f"<p>{HARD}</p>")
    assert editor.post(f"/admin/blog/article/{article.pk}/change/", form).status_code == 302
    article.refresh_from_db()
    assert article.body == f"<p>{HARD}</p>"
