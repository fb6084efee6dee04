"""What an article said before, and putting that back."""

import pytest

from blog import pictures, versions
from blog.models import Article, HelpCard
from blog.moments import stamp

from .make import (
    FAR_AHEAD,
    LONG_AGO,
    make_article,
    make_author,
    make_picture,
    make_staff,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_staff(first_name="Noor", last_name="de Wit")


def changed(article, **fields):
    article = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    return article


def restored(article, user, version=None):
    now = Article.objects.get(pk=article.pk)
    version = version or article.history.last()
    return versions.restore(article=now, version=version, by=user, seen=now.version)


# --- The list and the words ----------------------------------------------------------------------


def test_the_list_says_what_changed_from_one_to_the_next():
    article = make_article()
    changed(article, title="Anders", body="<p>Iets anders</p>")
    changed(article, withdraw_at=FAR_AHEAD)
    shown = [
        (entry.reason, entry.fields, entry.is_first)
        for entry in versions.entries(versions.of(article))
    ]
    assert shown[1:] == [("", ["titel", "tekst"], False), ("Gepubliceerd", [], True)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_is_one_query_and_reads_no_bodies(django_assert_num_queries, rows):
    article = make_article()
    for number in range(rows - 1):
        changed(article, title=f"Titel {number}")
    with django_assert_num_queries(1) as queries:
        assert len(versions.entries(versions.of(article))) == rows
    assert '"body",' not in queries[0]["sql"]


def test_a_page_of_the_list_knows_what_came_before_its_last(user):
    article = make_article()
    for number in range(3):
        changed(article, title=f"Titel {number}")
    page = versions.entries(versions.of(article), at=1, most=2)
    assert [(entry.fields, entry.is_first) for entry in page] == [(["titel"], False)] * 2


def test_who_it_was_goes_by_their_own_name(user):
    article = make_article()
    restored(changed(article, title="Anders"), user)
    assert versions.entries(versions.of(article))[0].who == "Noor de Wit"


def test_whoever_has_no_name_is_a_colleague(db):
    article = make_article()
    restored(changed(article, title="Anders"), make_staff(username="inlognaam"))
    assert versions.entries(versions.of(article))[0].who == "een collega"


def test_a_difference_names_what_a_version_is_linked_to():
    rouw, slaap = make_topic(), make_topic("Slaap")
    article = make_article(topics=[rouw])
    first = article.history.first()
    changed(article, author=make_author("Sem"), publish_at=None).topics.set([slaap])
    found = versions.difference(first, Article.objects.get())
    assert [
        (one.label, [(block.kind.value, block.pieces[0].text) for block in one.blocks])
        for one in found
    ] == [
        ("auteur", [("removed", "Noor"), ("added", "Sem")]),
        ("onderwerpen", [("removed", "Rouw"), ("added", "Slaap")]),
        ("publiceren op", [("removed", "6-1-2020 10:00")]),
    ]


def test_beside_nothing_all_of_a_version_is_new():
    found = versions.difference(None, make_article().history.get(), only=["title", "body"])
    assert [one.label for one in found] == ["titel", "tekst"]


# --- The way back --------------------------------------------------------------------------------


def test_what_it_said_comes_back_as_another_version(user):
    topic = make_topic()
    article = make_article(topics=[topic], summary="Eerst.")
    changed(article, summary="Toen.", title="Anders").topics.set([])
    back = restored(article, user)
    assert (back.title, back.summary, list(back.topics.all())) == ("Piekeren", "Eerst.", [topic])
    row = article.history.first()
    reason = f"Versie van {stamp(article.history.last().history_date)} teruggezet"
    assert (row.history_user, row.history_change_reason) == (user, reason)
    assert row.topic_ids == [topic.pk]
    assert article.history.count() == 4


def test_where_and_when_it_can_be_read_stays_as_it_is(user):
    article = make_article()
    now = {"slug": "nieuw-adres", "publish_at": None, "withdraw_at": FAR_AHEAD}
    back = restored(changed(article, title="Anders", **now), user)
    assert {name: getattr(back, name) for name in now} == now


def test_other_words_are_signed_no_more(user):
    article = make_article()
    changed(article, title="Anders", reviewed_by=user, reviewed_at=LONG_AGO)
    assert restored(article, user).reviewed_at is None


def test_the_same_words_stay_signed(user):
    article = make_article()
    changed(article, withdraw_at=FAR_AHEAD, reviewed_by=user, reviewed_at=LONG_AGO)
    assert restored(article, user).reviewed_at == LONG_AGO


BROKEN = "<h3>Kop</h3><p>A</p>"


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ({"publish_at": FAR_AHEAD}, (None, None)),
        ({"publish_at": FAR_AHEAD, "withdraw_at": FAR_AHEAD.replace(month=2)}, (None, "stays")),
        ({"publish_at": LONG_AGO}, (LONG_AGO, None)),
        ({"publish_at": LONG_AGO, "withdraw_at": LONG_AGO.replace(month=2)}, (LONG_AGO, "stays")),
    ],
    ids=["scheduled", "until a moment", "published", "withdrawn"],
)
def test_what_is_to_appear_with_errors_is_a_draft_again(user, moments, expected):
    article = make_article(body=BROKEN)
    now = changed(article, body="<p>B</p>", **moments)
    after = versions.outcome(article=now, version=article.history.last())
    assert [point.code for point in after.errors] == ["heading-order"]
    back = restored(article, user)
    withdraw_at = moments.get("withdraw_at") if expected[1] else None
    assert (back.publish_at, back.withdraw_at) == (expected[0], withdraw_at)
    assert after.becomes_draft is (expected[0] is None)
    assert article.history.count() == 3


def test_without_errors_what_is_to_appear_still_does(user):
    article = make_article(publish_at=FAR_AHEAD)
    changed(article, title="Anders")
    assert restored(article, user).publish_at == FAR_AHEAD


def test_a_signature_that_goes_is_an_error_where_a_topic_asks_for_it(user):
    article = make_article(topics=[make_topic(needs_signature=True)], publish_at=FAR_AHEAD)
    now = changed(article, title="Anders", reviewed_by=user, reviewed_at=LONG_AGO)
    after = versions.outcome(article=now, version=article.history.last())
    assert ([point.code for point in after.errors], after.unsigns) == (["unsigned"], True)
    assert (now.publish_at, now.reviewed_at) == (FAR_AHEAD, LONG_AGO)
    assert restored(article, user).publish_at is None


def test_what_was_put_back_makes_versions_again(user):
    article = make_article()
    changed(article, title="Anders")
    back = restored(article, user)
    back.title = "Nog anders"
    back.save()
    assert article.history.first().title == "Nog anders"


def test_whoever_was_shown_another_version_puts_nothing_back(user):
    article = make_article()
    seen = changed(article, title="Anders").version
    changed(article, title="Nog anders")
    with pytest.raises(versions.ChangedSince):
        versions.restore(article=article, version=article.history.last(), by=user, seen=seen)
    assert Article.objects.get().title == "Nog anders"


def test_what_is_no_more_is_left_out_and_said(user):
    topic, card = make_topic(), HelpCard.objects.create(heading="Bel", body="<p>Bel.</p>")
    above, inside = make_picture(), make_picture()
    article = make_article(
        author=make_author("Sem"),
        topics=[topic],
        picture=above,
        body=f'<p>A</p><figure><img src="{inside.original_url}"></figure>',
    )
    article.help_cards.set([card])
    version = article.history.get()
    noor = make_author()
    changed(article, author=noor, picture=None, body="<p>B</p>")
    for gone in (topic, card, above, inside, version.author):
        gone.delete()
    version = article.history.get(pk=version.pk)
    assert versions.gone_with(version) == [
        "de auteur",
        "de afbeelding bovenaan",
        "1 onderwerp",
        "1 hulpkader",
        "1 afbeelding in de tekst",
    ]
    back = restored(article, user, version)
    assert (back.author, back.picture, back.body) == (noor, None, "<p>A</p>")
    assert (back.topics.count(), back.help_cards.count()) == (0, 0)


def test_a_picture_whose_address_was_renewed_comes_back(user):
    picture = make_picture()
    article = make_article(body=f'<p>A</p><img src="{picture.original_url}" alt="x">')
    changed(article, body=f'<p>B</p><img src="{picture.original_url}" alt="x">')
    pictures.renew(picture)
    body = restored(article, user).body
    assert body == f'<p>A</p><img src="{picture.original_url}" alt="x">'


def test_what_an_older_list_of_html_let_in_is_cleaned_again(user):
    article = make_article()
    row = article.history.get()
    row.body = "<p onclick=x>A</p><script>x</script>"
    changed(article, title="Anders")
    assert restored(article, user, row).body == "<p>A</p>"


# --- Since it was signed -------------------------------------------------------------------------


def test_the_version_that_was_signed_last_is_the_one_that_was_read(user):
    article = make_article()
    assert versions.last_signed(article) is None
    changed(article, reviewed_by=user, reviewed_at=LONG_AGO)
    signed = article.history.first()
    changed(article, title="Pieckeren")  # spelling: it stays signed
    changed(article, title="Anders", reviewed_at=None, reviewed_by=None)
    assert versions.last_signed(article).pk == signed.pk


# --- After it was deleted ------------------------------------------------------------------------


@pytest.fixture
def deleted():
    article = make_article(topics=[make_topic()])
    article.delete()
    return versions.deleted().get()


def test_a_deleted_article_comes_back_as_a_draft_with_what_hung_on_it(deleted, user):
    back = versions.bring_back(version=deleted, by=user)
    assert (back.pk, back.title, back.slug) == (deleted.id, "Piekeren", "piekeren")
    assert (back.publish_at, [topic.name for topic in back.topics.all()]) == (None, ["Rouw"])
    row = back.history.first()
    assert (row.history_user, row.history_change_reason) == (user, "teruggehaald")
    assert not versions.deleted().exists()


def test_where_its_address_was_taken_it_gets_another(deleted, user):
    make_article()
    back = versions.bring_back(version=deleted, by=user)
    assert back.slug == f"piekeren-{deleted.id}"


def test_it_comes_back_once(deleted, user):
    versions.bring_back(version=deleted, by=user)
    with pytest.raises(versions.NotDeleted):
        versions.bring_back(version=deleted, by=user)


def test_without_its_author_it_cannot(deleted, user):
    deleted.author.delete()
    deleted.refresh_from_db()
    with pytest.raises(versions.NoAuthor):
        versions.bring_back(version=deleted, by=user)
