"""What a signature covers, and what it outlives."""

import pytest

from blog import signing
from blog.models import Article

from .make import LONG_AGO, make_article, make_draft, make_picture, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(
        "Hij word boos",
        summary="Over boosheid.",
        key_points="Boos zijn mag",
        sources="Een boek https://a.nl/",
        body="<h2>Boos zijn</h2><p>Bel <a href='tel:113'>113</a>.</p>",
    )


def changed(article, **fields):
    after = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(after, name, value)
    return after


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Hij wordt boos"},
        {"summary": "Over boosheid"},
        {"key_points": "Boos zijn, mag"},
        {"sources": "Een boek https://b.nl/"},
        {"picture_alt": "Een boze man"},
        {"picture_caption": "Boos"},
        {"meta_title": "Nooit meer boos"},
        {"meta_description": "Dit geneest boosheid."},
        {"body": "<h2>Boos zijn</h2><p>Bel <a href='tel:112'>113</a>.</p>"},
        {"body": "<h2>Boos</h2><p>Bel <a href='tel:113'>113</a>.</p>"},
    ],
)
def test_each_text_that_a_reader_reads_counts(article, fields):
    assert signing.has_other_words(changed(article, **fields), than=article)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "Hij wordt boos"}, True),
        ({"title": "Hij wordt boos", "key_points": "Boos zijn mag niet"}, False),
        ({"key_points": "Boos zijn mag\nEn nog een"}, False),
        ({"sources": "Een boek https://b.nl/"}, False),
        ({"sources": "Een boek https://a.nl/b"}, False),
        ({"summary": "Over rust."}, False),
        ({"picture_alt": "Nieuw"}, False),
        ({"picture_caption": "Nieuw"}, False),
        ({"meta_title": "Nieuw"}, False),
        ({"meta_description": "Nieuw"}, False),
        ({"body": "<h2>Boos zijn</h2><p>Bel <a href='tel:112'>113</a>.</p>"}, False),
        ({"body": "<h2>Boos zijn</h2>\n\n<p>bel <a href='tel:113'>113</a></p>"}, True),
    ],
)
def test_only_spelling_is_only_spelling_in_every_one_of_them(article, fields, expected):
    after = changed(article, **fields)
    assert signing.has_only_other_spelling(after, than=article) is expected


@pytest.mark.parametrize(
    ("signed_at", "title", "only_spelling", "expected"),
    [
        (None, "Hij word boos", True, False),
        (LONG_AGO, "Hij word boos", False, True),
        (LONG_AGO, "Hij wordt boos", False, False),
        (LONG_AGO, "Hij wordt boos", True, True),
        (LONG_AGO, "Hij is blij", True, False),
    ],
)
def test_a_signature_survives_the_same_words_and_spelling_that_is_said_to_be_that(
    article, signed_at, title, only_spelling, expected
):
    article.reviewed_at = signed_at
    after = changed(article, title=title)
    assert signing.survives(after, than=article, only_spelling=only_spelling) is expected


@pytest.mark.parametrize(
    ("said", "elsewhere", "instead", "expected"),
    [
        ("de behandleing", "een behandeling", "de behandeling", True),
        ("de behandleing", "iets anders", "de behandeling", False),
        ("de medicatie", "medicatie of meditatie", "de meditatie", False),
        ("de medicatie, die medicatie", "een meditatie", "de meditatie, die meditatie", False),
    ],
)
def test_a_slip_becomes_a_word_that_other_articles_use(said, elsewhere, instead, expected):
    make_article("Een ander", body=f"<p>{elsewhere}</p>")
    article = make_article("Dit", body=f"<p>{said}</p>")
    after = changed(article, body=f"<p>{instead}</p>")
    assert signing.has_only_other_spelling(after, than=article) is expected


def test_a_draft_is_no_proof_of_a_word():
    make_draft("Een ander", body="<p>behandeling</p>")
    article = make_article("Dit", body="<p>behandleing</p>")
    after = changed(article, body="<p>behandeling</p>")
    assert not signing.has_only_other_spelling(after, than=article)


def test_line_breaks_as_a_browser_sends_them_are_no_other_words(article):
    article.key_points = "Een\nTwee"
    assert not signing.has_other_words(changed(article, key_points="Een\r\nTwee\r\n"), than=article)


def test_another_picture_is_no_other_word(article):
    assert not signing.has_other_words(changed(article, picture=make_picture()), than=article)


def test_what_is_changed_since_it_was_read_cannot_be_signed(article):
    with pytest.raises(signing.ChangedSince):
        signing.sign(article, by=make_staff(), seen=article.version - 1)


@pytest.mark.parametrize("is_public", [True, False])
def test_a_reviewer_has_a_page_from_their_first_published_article(is_public):
    user = make_staff()
    article = make_article(reviewed_by=user, reviewed_at=LONG_AGO)
    article.author.user = user
    article.author.save()
    at = LONG_AGO if is_public else LONG_AGO.replace(year=2019)
    assert Article.objects.with_people(at).get().reviewer_has_page is is_public


def test_author_and_reviewer_come_with_the_article(django_assert_num_queries):
    make_article(reviewed_by=make_staff(first_name="Robin"), reviewed_at=LONG_AGO)
    with django_assert_num_queries(1):
        article = Article.objects.with_people().get()
        assert (article.reviewer, article.reviewer_name) == (None, "Robin")
        assert article.author.name == "Noor"
        assert "password" in article.reviewed_by.get_deferred_fields()
