"""When an article appears and goes: in words at the desk, and typed by the Dutch clock."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from blog import previews
from blog.admin.moment_field import MomentField
from blog.admin.schedule import what_happens
from blog.models import Article
from blog.moments import in_words

from .make import (
    FAR_AHEAD,
    LONG_AGO,
    make_article,
    make_draft,
    make_page,
    make_scheduled,
    make_staff,
    make_topic,
)
from .test_admin import EDITOR, LIST, the_form, url

NOW = datetime(2026, 10, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SOON = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 4, 16, 30, tzinfo=UTC)


@pytest.fixture
def editor(client, db):
    client.force_login(make_staff(*EDITOR, "view_author", "view_topic", "view_page"))
    return client


def save(client, article, button="_save", *, follow=True, **changes):
    data = the_form(article, **{"publish_at_0": "", "publish_at_1": "", button: "1"} | changes)
    response = client.post(url(article), data, follow=follow)
    article.refresh_from_db()
    return response


def said(response):
    return [re.sub(r"<[^>]+>", "", str(message)) for message in response.context["messages"]]


# --- Words ---------------------------------------------------------------------------------------


def test_a_moment_is_said_in_dutch_time_with_the_year_when_that_is_another():
    assert in_words(SOON, now=NOW) == "dinsdag 3 november 09:00"
    assert in_words(LATER, now=NOW) == "maandag 4 januari 2027, 17:30"


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (None, None, "Een concept: niemand buiten de praktijk ziet het."),
        (SOON, None, "Wordt gepubliceerd op dinsdag 3 november 09:00, Nederlandse tijd."),
        (NOW - DAY, None, "Staat op de site sinds maandag 19 oktober 14:00."),
        (
            NOW - DAY,
            SOON,
            "Staat op de site sinds maandag 19 oktober 14:00. Wordt ingetrokken op dinsdag 3 "
            "november 09:00, Nederlandse tijd; daarna leest wie het adres opent dat het er niet "
            "meer is.",
        ),
        (
            NOW - 2 * DAY,
            NOW - DAY,
            "Ingetrokken op maandag 19 oktober 14:00. Wie het adres opent, leest dat het er niet "
            "meer is.",
        ),
    ],
    ids=["draft", "scheduled", "published", "to go", "gone"],
)
def test_what_happens_is_said_in_a_sentence(begin, end, words):
    assert what_happens(begin, end, now=NOW) == words


@pytest.mark.django_db
def test_the_words_agree_with_the_rule_of_the_site():
    begins = {
        "Een concept": "draft",
        "Wordt gepubliceerd": "scheduled",
        "Staat op de site": "published",
        "Ingetrokken op": "withdrawn",
    }
    moments = [None, LONG_AGO, LONG_AGO + DAY, FAR_AHEAD, FAR_AHEAD + DAY]
    pairs = [
        (begin, end)
        for begin in moments
        for end in moments
        if begin is None or end is None or end > begin
    ]
    for number, (begin, end) in enumerate(pairs):
        article = make_article(f"A {number}", publish_at=begin, withdraw_at=end)
        words = what_happens(begin, end)
        assert [begins[start] for start in begins if words.startswith(start)] == [article.state()]


# --- The field -----------------------------------------------------------------------------------


def typed(day, time, **known):
    field = MomentField()
    for name, value in known.items():
        setattr(field, name, value)
    return field.clean([day, time])


def test_a_moment_is_typed_by_the_dutch_clock():
    assert typed("3-11-2026", "9:00") == SOON
    assert typed("3-7-2026", "9:00") == datetime(2026, 7, 3, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        (
            "29-3-2026",
            "2:30",
            "Deze tijd bestaat niet: op zondag 29 maart 2026 gaat de klok om 2:00 uur naar 3:00 "
            "uur. Kies een tijd vóór 2:00 of vanaf 3:00.",
        ),
        (
            "25-10-2026",
            "2:00",
            "Deze tijd komt op zondag 25 oktober 2026 twee keer voor: de klok gaat van 3:00 uur "
            "terug naar 2:00 uur. Kies een tijd vóór 2:00 of vanaf 3:00.",
        ),
        ("1-1-0001", "0:00", "Kies een jaar van 1990 tot en met 2999."),
        ("31-12-9999", "23:59", "Kies een jaar van 1990 tot en met 2999."),
    ],
)
def test_a_time_that_is_none_is_an_error_in_words(editor, day, time, words):
    article = make_draft()
    response = save(editor, article, publish_at_0=day, publish_at_1=time)
    assert response.context["adminform"].form.errors["publish_at"] == [words]
    assert article.publish_at is None


@pytest.mark.parametrize("time", ["1:59", "3:00"])
def test_around_that_hour_all_is_well(time):
    assert timezone.localtime(typed("25-10-2026", time)).strftime("%-H:%M") == time
    assert timezone.localtime(typed("29-3-2026", time)).strftime("%-H:%M") == time


def test_a_moment_that_nobody_changed_stays_as_it_is_to_the_microsecond():
    in_that_hour = datetime(2026, 10, 25, 1, 30, 7, 123, tzinfo=UTC)
    assert typed("25-10-2026", "02:30:07", saved=in_that_hour) == in_that_hour


@pytest.mark.parametrize(("day", "time"), [("3-11-2026", ""), ("x", "9:00"), ("31-2-2026", "9:00")])
def test_half_a_moment_is_none(editor, day, time):
    response = save(editor, make_draft(), publish_at_0=day, publish_at_1=time)
    assert list(response.context["adminform"].form.errors) == ["publish_at"]


# --- The buttons ---------------------------------------------------------------------------------


def buttons(page):
    row = page[page.index('class="submit-row"') :]
    return re.findall(r'<button[^>]*\sname="(\w+)"[^>]*>([^<]+)<', row[: row.index("</form>")])


SAVE, GO_ON = ("_save", "Bewaar"), ("_continue", "Bewaar en ga verder")
PUBLISH = ("_publish", "Publiceer nu")


@pytest.mark.parametrize(
    ("make_one", "shown"),
    [
        (make_draft, [SAVE, GO_ON, PUBLISH]),
        (make_scheduled, [SAVE, GO_ON, PUBLISH]),
        (make_article, [SAVE, GO_ON]),
        (lambda: make_article(withdraw_at=LONG_AGO + DAY), [SAVE, GO_ON]),
    ],
    ids=["draft", "scheduled", "published", "withdrawn"],
)
def test_there_are_at_most_three_buttons_and_publishing_only_where_it_can_be(
    editor, make_one, shown
):
    assert buttons(editor.get(url(make_one())).content.decode()) == shown


def test_a_new_article_can_be_kept_or_published(editor):
    assert buttons(editor.get(f"{LIST}add/").content.decode()) == [SAVE, GO_ON, PUBLISH]


@pytest.mark.parametrize("address", ["add/", None])
def test_enter_in_a_field_saves_and_never_publishes(editor, address):
    address = f"{LIST}{address}" if address else url(make_draft())
    page = editor.get(address).content.decode()
    form = page[page.index('id="article_form"') :]
    first = re.search(r'<(?:input|button)[^>]*type="submit"[^>]*>', form)[0]
    assert re.search(r'name="(\w+)"', first)[1] == "_save"


def test_publishing_now_sets_the_moment_whatever_the_field_says(editor):
    article = make_draft()
    response = save(editor, article, "_publish", publish_at_0="1-1-2990", publish_at_1="9:00")
    assert timezone.now() - article.publish_at < timedelta(minutes=1)
    assert article.state() == Article.State.PUBLISHED
    assert "Bekijk het op de site" in said(response)[0]


def test_publishing_now_can_be_done_in_the_hour_that_comes_twice(editor):
    with travel(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), tick=False):
        article = make_draft()
        save(editor, article, "_publish")
        assert article.publish_at == timezone.now()


def test_publishing_what_is_published_already_keeps_its_date(editor):
    article = make_article()
    save(editor, article, "_publish", publish_at_0="6-1-2020", publish_at_1="10:00")
    assert article.publish_at == LONG_AGO


def test_an_error_elsewhere_publishes_nothing_and_keeps_what_was_typed(editor):
    article = make_draft()
    response = save(editor, article, "_publish", title="", summary="Getypt")
    assert list(response.context["adminform"].form.errors) == ["title"]
    assert "Getypt" in response.content.decode()
    assert article.publish_at is None


def test_a_new_article_is_published_at_once(editor):
    data = the_form(make_draft("Oud"), title="Nieuw", slug="nieuw", _publish="1")
    data |= {"publish_at_0": "", "publish_at_1": ""}
    response = editor.post(f"{LIST}add/", data, follow=True)
    assert said(response) == [
        f"Nieuw is bewaard. {what_happens(timezone.now(), None)} Bekijk het op de site"
    ]
    assert Article.objects.published().get().title == "Nieuw"


def test_who_may_only_look_has_no_buttons_and_publishes_nothing(client, db):
    client.force_login(make_staff("view_article"))
    article = make_draft()
    assert buttons(client.get(url(article)).content.decode()) == []
    assert save(client, article, "_publish").status_code == 403
    assert article.publish_at is None


# --- After saving --------------------------------------------------------------------------------


@pytest.mark.parametrize("button", ["_save", "_continue"])
@travel(NOW, tick=False)
def test_after_saving_one_message_says_what_will_happen_and_when(editor, button):
    article = make_draft()
    response = save(editor, article, button, publish_at_0="3-11-2026", publish_at_1="9:00")
    assert said(response) == [
        "Nog geheim is bewaard. Wordt gepubliceerd op dinsdag 3 november 09:00, Nederlandse tijd. "
        "Bekijk het voorbeeld"
    ]
    assert (article.publish_at, article.state()) == (SOON, Article.State.SCHEDULED)


def test_a_title_in_the_message_is_escaped(editor):
    page = save(editor, make_draft(), title="<b>Vet</b>").content.decode()
    assert "&lt;b&gt;Vet&lt;/b&gt;</a> is bewaard." in page


# --- The panels ----------------------------------------------------------------------------------


def panel(client, article, name="stand"):
    page = client.get(url(article)).content.decode()
    found = page[page.index(f'id="{name}"') :]
    words = re.sub(r"<[^>]+>", " ", found[found.index(">") + 1 : found.index("</section>")])
    return " ".join(words.split())


def test_the_panel_says_where_a_draft_stands(editor):
    topics = [make_topic("Rouw", needs_signature=True), make_topic("Stress")]
    words = panel(editor, make_article(publish_at=None, topics=topics))
    assert words.startswith(
        "Concept Een concept: niemand buiten de praktijk ziet het. Bekijk het voorbeeld Afgetekend "
        "nog niet, en dat hoort wel bij Rouw Opnieuw nakijken geen dag gekozen Laatst gewijzigd "
    )


def test_the_panel_says_who_signed_and_that_it_is_to_be_reviewed(editor):
    sem = make_staff(username="sem", first_name="Sem", last_name="de Boer")
    today = timezone.localdate()
    article = make_article(reviewed_at=LONG_AGO, reviewed_by=sem, review_due_on=today)
    words = panel(editor, article)
    assert "Bekijk het op de site Afgetekend door Sem de Boer op 6-1-2020" in words
    assert f"vóór {today:%-d-%-m-%Y}: tijd om te herzien" in words


def test_the_page_never_says_what_anybody_logs_in_with(editor):
    article = make_draft(reviewed_at=LONG_AGO, reviewed_by=make_staff(username="inlognaam"))
    Article.history.update(history_user=article.reviewed_by)
    previews.share(article=article, by=article.reviewed_by, days=7)
    page = " ".join(editor.get(url(article)).content.decode().split())
    assert "Afgetekend door een collega op 6-1-2020" in panel(editor, article)
    assert "<span>een collega, tot" in page
    assert "inlognaam" not in page


def test_the_panel_says_who_changed_it_last(editor):
    article = make_draft()
    sem = make_staff(username="sem", first_name="Sem", last_name="de Boer")
    versions = Article.history.model.objects
    versions.all().delete()
    for user, at in ((sem, LONG_AGO + DAY), (None, LONG_AGO)):
        row = versions.model(id=article.pk, history_date=at, history_type="~", history_user=user)
        row.author_id, row.updated_at = article.author_id, at
        row.save()
    assert panel(editor, article).endswith(f"{in_words(article.updated_at)} door Sem de Boer")


def test_after_an_error_the_panel_still_says_what_is_saved(editor):
    article = make_draft()
    response = save(editor, article, title="", slug="anders", publish_at_0="6-1-2020",
                    publish_at_1="10:00")  # fmt: skip
    assert response.context["saved"].slug == "nog-geheim"
    assert response.context["stand"]["state"] == Article.State.DRAFT


def test_a_new_article_has_the_panels_too(editor):
    page = editor.get(f"{LIST}add/").content.decode()
    assert "Nieuw: nog niet bewaard." in page
    assert 'id="zo-in-google"' in page


def test_who_may_only_look_sees_the_panels(client, db):
    client.force_login(make_staff("view_article"))
    article = make_article()
    make_page(body='<p><a href="/blogs/piekeren/">x</a></p>')
    assert panel(client, article).startswith("Gepubliceerd Staat op de site sinds")
    page = client.get(url(article)).content.decode()
    links = page[page.index('id="links-hierheen"') :]
    links = links[: links.index("</section>")]
    assert ("Over ons" in links, "/admin/blog/page/" in links) == (True, False)


def test_the_panel_shows_it_as_a_search_engine_will(editor):
    article = make_article(meta_title="Stoppen met piekeren", meta_description="x" * 200)
    words = panel(editor, article, "zo-in-google")
    assert "testserver › blogs › piekeren Stoppen met piekeren · Praktijk Twee Stoelen" in words
    assert "Titel 44 tekens: past. Omschrijving 200 tekens: wordt afgekapt." in words
