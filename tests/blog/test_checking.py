"""The points that depend on other rows: links, signatures, makers, the numbers of the practice."""

import pytest

from blog.checks import checking
from blog.models import HelpCard, OldPath
from contact.models import Practice

from .make import (
    FAR_AHEAD,
    LONG_AGO,
    make_article,
    make_author,
    make_draft,
    make_page,
    make_picture,
    make_scheduled,
    make_topic,
)

pytestmark = pytest.mark.django_db


def found(article, **about):
    """(code, what is said of each place) of the points that its own words do not raise."""
    return [
        (point.code, [place.note or place.quote for place in point.places])
        for point in checking.look_over(article, **about).points
    ]


def linking(*addresses, **fields):
    links = "".join(
        f'<p><a href="{address}">Over {row}</a></p>' for row, address in enumerate(addresses)
    )
    return make_article("Met links", body=links, **fields)


# --- Links within the site -----------------------------------------------------------------------


def test_a_link_to_what_anyone_can_read_is_fine(settings):
    make_article("A"), make_page("Over ons"), make_topic("Rouw")
    article = linking(
        "/blogs/a/", "/blogs/a/?x=1#kop-b", f"{settings.SITE_URL}/blogs/a/", "/blogs/a",
        "/over-ons/", "/blogs/onderwerp/rouw/", "/blogs/auteur/noor/", "/", "/terugbellen/",
        "/contact/#route", "/blogs/?page=2", "/blogs/met-links/", "/static/img/share.png",
        "https://example.org/bestaat-niet/", "tel:113", "mailto:a@example.org",
    )  # fmt: skip
    assert found(article) == []


@pytest.mark.parametrize(
    "address",
    ["/blogs/nooit/", "/bestaat-niet/", "/blogs/onderwerp/nooit/", "/blogs/auteur/nooit/", "/a/b/c",
     "/wp-content/uploads/a.pdf", "/admin/", "/admin/blog/article/1/change/", "/%00/", "/a%2Fb/"],
)  # fmt: skip
def test_a_link_to_nothing_is_broken(address):
    assert found(linking(address)) == [("link-broken", [address])]


def test_a_link_to_what_nobody_can_read_says_so():
    make_draft("A"), make_article("B", withdraw_at=LONG_AGO + (FAR_AHEAD - LONG_AGO) / 1000)
    assert found(linking("/blogs/a/", "/blogs/b/")) == [("link-hidden", ["/blogs/a/", "/blogs/b/"])]


def test_what_is_still_to_come_is_fine_under_what_comes_after_it():
    make_scheduled("A")
    early, late = linking("/blogs/a/"), make_scheduled("B", body='<a href="/blogs/a/">Over A</a>')
    assert (found(early), found(late)) == ([("link-later", ["/blogs/a/"])], [])


def test_an_old_address_is_named_with_the_new_one():
    article = make_article("Nu", slug="vroeger")
    article.slug = "nu"
    article.save()
    OldPath.objects.create(path="/2019/04/over/", page=make_page("Over ons"))
    OldPath.objects.create(path="/?p=12", article=article)
    assert found(linking("/blogs/vroeger/", "/2019/04/over/", "/?p=12")) == [
        (
            "link-moved",
            [
                "/blogs/vroeger/ is nu /blogs/nu/",
                "/2019/04/over/ is nu /over-ons/",
                "/ is nu /blogs/nu/",
            ],
        )
    ]


def test_who_has_an_address_now_comes_before_who_had_it():
    first = make_article("A")
    first.slug = "b"
    first.save()
    make_article("A")
    assert found(linking("/blogs/a/")) == []


# --- Signed --------------------------------------------------------------------------------------


def test_a_topic_that_asks_for_a_signature_is_named_until_there_is_one():
    asking = make_topic("Geweld", needs_signature=True)
    article = make_article(topics=[asking, make_topic("Rouw")])
    assert found(article) == [("unsigned", ["Geweld"])]
    article.reviewed_at = LONG_AGO
    assert found(article) == []


# --- Makers --------------------------------------------------------------------------------------


def test_each_picture_without_a_maker_is_named_and_leads_to_its_page():
    cover, inside, known = make_picture(), make_picture(), make_picture()
    known.credit = "Eigen werk"
    known.save()
    body = "".join(
        f'<p><img src="{one.original_url}" alt="Een vlak"></p>' for one in (known, inside)
    )
    report = checking.look_over(make_article(picture=cover, picture_alt="Een vlak", body=body))
    (point,) = report.points
    assert (point.code, point.is_error) == ("credit", False)
    assert [(place.field, place.nth, place.picture) for place in point.places] == [
        ("picture", 0, cover.pk),
        ("body", 1, inside.pk),
    ]


# --- Phone numbers -------------------------------------------------------------------------------


def test_a_number_is_right_if_it_is_the_practices_or_stands_on_a_card_of_help():
    Practice(phone="020 123 45 67", night_line_phone="030 123 45 67").save()
    HelpCard.objects.create(heading="Hulp", body='<p><a href="tel:0881234567">Bel</a></p>')
    right = "<p>Bel 020-1234567, 030 123 45 67, 088 123 45 67 of 0800-0113.</p>"
    assert found(make_article(body=right)) == []
    assert found(make_article("Oud", body="<p>Bel 010 012 34 56.</p>")) == [
        ("phone", ["010 012 34 56"])
    ]


def test_without_the_numbers_of_the_practice_that_check_says_it_could_not_be_done(
    monkeypatch, caplog
):
    monkeypatch.setattr(checking, "practice_numbers", None)
    report = checking.look_over(make_article())
    assert (report.failed, report.points) == (["Telefoonnummers"], [])
    assert [record.getMessage() for record in caplog.records] == [
        "A check on the checklist could not be done: Telefoonnummers"
    ]


# --- Becoming public -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make_one", "publish_at", "withdraw_at", "becomes"),
    [
        (make_draft, None, None, False),
        (make_draft, LONG_AGO, None, True),
        (make_draft, FAR_AHEAD, None, True),
        (make_scheduled, FAR_AHEAD, None, True),
        (make_article, LONG_AGO, None, False),
        (make_article, FAR_AHEAD, None, False),
        (make_draft, LONG_AGO, LONG_AGO, False),
    ],
)
def test_what_is_public_already_does_not_become_so(make_one, publish_at, withdraw_at, becomes):
    moments = {"publish_at": publish_at, "withdraw_at": withdraw_at}
    assert checking.becomes_public(make_one(), **moments) is becomes


# --- Queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_row_as_for_three(django_assert_num_queries, rows):
    topics = [make_topic(f"T{row}", needs_signature=True) for row in range(rows)]
    links = "".join(
        f'<p><a href="/blogs/a{row}/">A{row}</a> <a href="/b{row}/">B{row}</a> '
        f'<a href="/blogs/onderwerp/t{row}/">T{row}</a> 010 765 43 2{row} '
        f'<img src="{make_picture().original_url}" alt="Een vlak"></p>'
        for row in range(rows)
    )
    article = make_article(topics=topics, body=links, author=make_author("Sem"))
    with django_assert_num_queries(5):  # links, topics, pictures, the practice and the help cards
        report = checking.look_over(article)
    assert [(point.code, point.count) for point in report.points] == [
        ("link-broken", 2 * rows),
        ("unsigned", rows),
        ("credit", rows),
        ("phone", rows),
    ]


def test_a_plain_text_asks_for_its_topics_alone(django_assert_num_queries):
    article = make_article()
    with django_assert_num_queries(1):
        assert checking.look_over(article).points == []
