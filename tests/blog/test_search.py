import pytest

from blog.search import search, tidy

from .make import make_article

pytestmark = pytest.mark.django_db


def titles(query):
    return [article.title for article in search(query)]


def test_each_word_has_to_be_somewhere_in_title_summary_or_text():
    make_article("Piekeren", summary="Over de nacht.", body="<p>Met een <b>lijst</b>je.</p>")
    make_article("Rouw", summary="Over de dag.", body="<p>Zonder.</p>")
    assert titles("piekeren") == titles("NACHT lijstje") == ["Piekeren"]
    assert titles("piekeren dag") == []


def test_the_newest_comes_first():
    make_article("Rouw om een ouder"), make_article("Rouw om een kind", days=1)
    assert titles("rouw") == ["Rouw om een kind", "Rouw om een ouder"]


@pytest.mark.parametrize("word", ["strong", "href", "<p>", "nbsp"])
def test_marks_in_the_text_are_not_words(word):
    make_article(body='<p><strong>Een</strong>&nbsp;<a href="/x">link</a></p>')
    assert titles(word) == []


@pytest.mark.parametrize("sign", ["%", "_", "\\", '"', "'", "*", "(", "NEAR", "😀", "' OR 1=1 --"])
def test_a_sign_with_a_meaning_elsewhere_is_a_sign_here(sign):
    make_article("Rouw"), make_article(f"Over {sign}", slug="over")
    assert titles(sign) == [f"Over {sign}"]


def test_what_was_typed_is_put_on_one_line_and_cut():
    assert tidy(" a\0b \r\n c\x1f") == "a b c"
    assert tidy("x" * 2000) == "x" * 200
    assert tidy(" \0 ") == ""
