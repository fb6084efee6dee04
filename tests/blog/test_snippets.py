import pytest

from blog.snippets import LENGTH, first_sentence, marked, matching_words, snippet, start_of
from blog.words import stem

ROUW = {"rouw"}


def shown(parts):
    return "".join(f"[{text}]" if hit else text for text, hit in parts)


def test_every_inflection_is_marked_and_nothing_is_lost():
    text = "Rouwen: wie rouwt, heeft rouw; een vrouw niet."
    assert shown(marked(text, ROUW)) == "[Rouwen]: wie [rouwt], heeft [rouw]; een vrouw niet."
    assert "".join(part for part, _ in marked(text, ROUW)) == text


def test_words_with_accents_hyphens_and_ge_are_marked_whole():
    text = "Een burn-out in het café: geslapen."
    assert shown(marked(text, {"burnout", stem("café"), "slaap"})) == (
        "Een [burn-out] in het [café]: [geslapen]."
    )


def test_a_short_text_is_shown_whole():
    assert shown(snippet("Over rouw.", ROUW)) == "Over [rouw]."


def test_a_long_text_is_shown_from_the_sentence_of_the_first_match():
    text = "Eerst iets anders. " * 30 + "Nu rouw. " + "Dan weer iets. " * 30
    assert shown(snippet(text, ROUW)).startswith("Nu [rouw]. Dan weer")


def test_from_a_word_when_the_sentence_begins_far_off():
    text = "woord " * 100 + "rouw " + "woord " * 100
    piece = shown(snippet(text, ROUW))
    assert piece.startswith("… woord woord")
    assert piece.endswith("woord…")
    assert LENGTH - 20 < len(piece) < LENGTH + 10


def test_one_endless_word_is_cut():
    assert len(shown(snippet("rouw " + "x" * 999, ROUW))) < LENGTH + 10
    assert len(shown(snippet("x" * 999 + " rouw", ROUW))) < LENGTH + 10


def test_there_is_no_snippet_without_a_match():
    assert snippet("Over de vrouw.", ROUW) == []


def test_the_start_of_a_text_ends_at_a_word():
    assert start_of("Kort.") == [("Kort.", False)]
    [(text, _)] = start_of("woord " * 100)
    assert text.endswith("woord…")


def test_matching_words_are_given_as_they_stand():
    assert list(matching_words("Rouwen of rouw, vrouw", ROUW)) == ["Rouwen", "rouw"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Eén zin.", "Eén zin."),
        ("Eerst dit. Dan dat.", "Eerst dit."),
        ("Is dit zo? Ja. Nee.", "Is dit zo?"),
        ("Eerst\n\ndit. Dan dat.", "Eerst dit."),
        ("", ""),
    ],
)
def test_a_first_sentence_ends_where_it_ends(text, first):
    assert first_sentence(text) == first
