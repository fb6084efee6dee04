import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from blog import signing
from blog.models import Article, Picture

from .make import (
    LONG_AGO,
    an_image,
    an_upload,
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_scheduled,
    make_staff,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/article/"
VERBS = ("view", "add", "change", "delete")
EDITOR = [f"{verb}_{model}" for verb in VERBS for model in ("article", "relatedarticle")]


@pytest.fixture
def editor(client):
    client.force_login(make_staff(*EDITOR, "view_author", "view_topic", "view_picture"))
    return client


@pytest.fixture
def psychologist(client):
    client.force_login(make_staff("view_article", "sign_article"))
    return client


def the_form(article, **changes):
    """What the change page sends for this article."""
    return {
        "version": article.version,
        "title": article.title,
        "slug": article.slug,
        "summary": article.summary,
        "key_points": article.key_points,
        "sources": article.sources,
        "body": article.body,
        "author": article.author_id,
        "topics": [topic.pk for topic in article.topics.all()],
        "publish_at_0": "6-1-2020",
        "publish_at_1": "10:00",
        "related_picks-TOTAL_FORMS": 0,
        "related_picks-INITIAL_FORMS": 0,
    } | changes


def url(article, page="change"):
    return f"{LIST}{article.pk}/{page}/"


# --- The change page -----------------------------------------------------------------------------


def test_the_editor_loosens_the_policy_there_and_nowhere_else(editor):
    article = make_article()
    for page in (f"{LIST}add/", url(article)):
        policy = editor.get(page)["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-inline'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "nonce" not in policy
    for page in (LIST, url(article, "history"), url(article, "delete"), "/admin/"):
        assert "unsafe" not in editor.get(page)["Content-Security-Policy"]


def test_what_the_editor_sends_is_cleaned(editor):
    article = make_article()
    response = editor.post(url(article), the_form(article, body="<p onclick=x>Goed<script>"))
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.body == "<p>Goed</p>"


@pytest.mark.parametrize("slug", ["feed", "onderwerp", "auteur", "Hoofd Letter"])
def test_an_address_that_cannot_be_is_said_at_its_field(editor, slug):
    article = make_article()
    response = editor.post(url(article), the_form(article, slug=slug))
    assert list(response.context["adminform"].form.errors) == ["slug"]


def test_nul_in_a_field_is_said_at_that_field(editor):
    article = make_article()
    response = editor.post(url(article), the_form(article, title="a\0b", body="a\0b"))
    assert set(response.context["adminform"].form.errors) == {"title", "body"}


# --- The preview ---------------------------------------------------------------------------------


@pytest.mark.parametrize("make_one", [make_draft, make_scheduled, make_article])
def test_staff_see_an_article_as_it_will_stand(editor, make_one):
    article = make_one()
    response = editor.get(url(article, "voorbeeld"))
    assert response.context["is_preview"] is True
    assert article.summary in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_others_do_not(client):
    article = make_draft()
    assert client.get(url(article, "voorbeeld")).status_code == 302
    client.force_login(make_staff("view_topic"))
    assert client.get(url(article, "voorbeeld")).status_code == 403


def test_a_preview_of_nothing_is_not_found(editor):
    assert editor.get(f"{LIST}999/voorbeeld/").status_code == 404


# --- Signing -------------------------------------------------------------------------------------


def signed(**fields):
    return make_article(reviewed_at=LONG_AGO, reviewed_by=make_staff(username="sem"), **fields)


def test_a_psychologist_signs_what_they_have_read(psychologist):
    article = make_article()
    psychologist.post(url(article, "aftekenen"), {"seen": article.version})
    before = article.updated_at
    article.refresh_from_db()
    assert (article.reviewed_by.username, article.updated_at) == ("noor", before)
    assert timezone.now() - article.reviewed_at < timezone.timedelta(minutes=1)


@pytest.mark.parametrize("seen", ["", "x", "0", "-1", "²", "9" * 40, LONG_AGO.isoformat()])
def test_who_read_another_version_signs_nothing(psychologist, seen):
    article = make_article()
    response = psychologist.post(url(article, "aftekenen"), {"seen": seen}, follow=True)
    assert "intussen veranderd" in response.content.decode()
    article.refresh_from_db()
    assert article.reviewed_at is None


def test_a_sign_that_turns_the_words_around_is_not_kept_in_any_field(editor):
    article = make_article()
    editor.post(url(article), the_form(article, title="Stop \u202eniet", meta_title="\u2066A"))
    stored = Article.objects.get()
    assert (stored.title, stored.meta_title) == ("Stop niet", "A")
    response = editor.post(url(article), the_form(stored, title="\u202e"))
    assert response.context["adminform"].form.errors == {"title": ["Dit veld is verplicht."]}


def test_an_editor_may_not_sign(editor):
    article = make_article()
    assert editor.post(url(article, "aftekenen"), {"seen": "x"}).status_code == 403
    assert "Aftekenen</button>" not in editor.get(url(article)).content.decode()


def test_looking_is_not_signing(psychologist):
    assert psychologist.get(url(make_article(), "aftekenen")).status_code == 405


def test_nothing_is_signed_from_a_list_where_nobody_reads(psychologist):
    make_article()
    assert psychologist.get(LIST).context["action_form"] is None


def test_a_change_that_keeps_its_old_moment_is_a_change_all_the_same(psychologist):
    article = make_article()
    seen = psychologist.get(url(article)).context["original"].version
    changed = Article.objects.get()
    changed.body = "<p>Anders.</p>"
    changed.save()
    Article.objects.update(updated_at=article.updated_at)  # as an import does
    psychologist.post(url(article, "aftekenen"), {"seen": seen})
    assert Article.objects.get().reviewed_at is None


def test_over_a_text_that_is_not_saved_nobody_signs(client):
    client.force_login(make_staff(*EDITOR, "sign_article"))
    article = make_article()
    assert "Aftekenen</button>" in client.get(url(article)).content.decode()
    response = client.post(url(article), the_form(article, title=""))
    assert (response.status_code, "Aftekenen</button>" in response.content.decode()) == (200, False)


def test_who_signs_reads_the_text_and_cannot_change_it(psychologist):
    article = make_article(body="<h2>Kop</h2>")
    page = psychologist.get(url(article)).content.decode()
    assert ('<h2 id="kop-kop">Kop</h2>' in page, "<textarea" in page) == (True, False)
    assert psychologist.post(url(article), the_form(article, title="B")).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Anders"},
        {"summary": "Anders"},
        {"picture_caption": "Anders"},
        {"body": "<p>Anders</p>"},
    ],
)
def test_other_words_unsign(editor, change):
    article = signed()
    editor.post(url(article), the_form(article, **change))
    article.refresh_from_db()
    assert (article.reviewed_at, article.reviewed_by) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "anders", "confirm_address": "anders"},
        {"body": "<p>Een</p>\r\n\r\n<p>Twee</p>\r\n"},
    ],
)
def test_the_same_words_stay_signed(editor, change):
    article = signed(body="<p>Een</p>\n<p>Twee</p>")
    response = editor.post(url(article), the_form(article, **change))
    article.refresh_from_db()
    assert (response.status_code, article.reviewed_at) == (302, LONG_AGO)


@pytest.mark.parametrize(
    ("ticked", "body", "stays", "says"),
    [
        (True, "<p>Hij wordt boos.</p>", True, "blijft afgetekend"),
        (False, "<p>Hij wordt boos.</p>", False, "De tekst is veranderd"),
        (True, "<p>Hij wordt nooit boos.</p>", False, "Er is meer veranderd dan de spelling"),
    ],
)
def test_corrected_spelling_stays_signed_when_the_editor_says_so_and_it_is(
    editor, ticked, body, stays, says
):
    article = signed(body="<p>Hij word boos.</p>")
    change = {"body": body} | ({"only_spelling": "on"} if ticked else {})
    response = editor.post(url(article), the_form(article, **change), follow=True)
    article.refresh_from_db()
    assert ((article.reviewed_at is not None), article.body) == (stays, body)
    assert says in response.content.decode()


@pytest.mark.parametrize("field", ["title", "key_points", "sources"])
def test_spelling_counts_in_what_stands_around_the_text_too(editor, field):
    both = {"title": "Titel"} | {field: "Hij word boos"}
    kept = signed(slug="a", **both)
    lost = make_article(slug="b", reviewed_at=LONG_AGO, **both)
    for article, words in ((kept, "Hij wordt boos"), (lost, "Zij wordt boos")):
        ticked = the_form(article, **{field: words, "only_spelling": "on"})
        assert editor.post(url(article), ticked).status_code == 302
        article.refresh_from_db()
    assert (kept.reviewed_at, lost.reviewed_at) == (LONG_AGO, None)


def test_only_a_signed_article_asks_whether_it_was_the_spelling(editor):
    asked = [
        "only_spelling" in editor.get(url(one)).content.decode()
        for one in (signed(), make_article("B"))
    ]
    assert asked == [True, False]


def test_signing_can_do_without_a_version():
    article = make_article()
    signing.sign(article, by=make_staff(), at=LONG_AGO)
    article.refresh_from_db()
    assert article.reviewed_at == LONG_AGO


# --- Pictures ------------------------------------------------------------------------------------


@pytest.fixture
def picture_editor(client):
    client.force_login(
        make_staff(*(f"{verb}_{model}" for verb in VERBS for model in ("picture", "article")))
    )
    return client


def test_a_picture_can_be_added_at_the_desk_by_the_same_way_in(picture_editor):
    picture_editor.post("/admin/blog/picture/add/", {"file": an_upload(), "alt": "Twee stoelen"})
    picture = Picture.objects.get()
    assert (picture.alt, picture.width, picture.uploaded_by.username) == (
        "Twee stoelen",
        600,
        "noor",
    )


def test_whoever_added_a_picture_is_called_by_no_name_to_log_in_with(picture_editor):
    picture = make_picture()
    Picture.objects.update(uploaded_by=make_staff(username="inlognaam"))
    for page in ("", f"{picture.pk}/change/"):
        words = picture_editor.get(f"/admin/blog/picture/{page}").content.decode()
        assert ("een collega" in words, "inlognaam" in words) == (True, False)


@pytest.mark.parametrize("content", [b"<svg/>", an_image((20_000, 20_000), kind="PNG", mode="1")])
def test_what_is_no_picture_is_said_at_the_field(picture_editor, content):
    response = picture_editor.post("/admin/blog/picture/add/", {"file": an_upload(content)})
    assert list(response.context["adminform"].form.errors) == ["file"]


def test_its_description_and_focal_point_can_be_changed_and_nothing_else(picture_editor):
    picture = make_picture()
    address = f"/admin/blog/picture/{picture.pk}/change/"
    point = {"focal_x": 20, "focal_y": 80}
    picture_editor.post(address, {"alt": "Anders", "width": 1, "token": "x"} | point)
    changed = Picture.objects.get()
    assert (changed.alt, changed.width, changed.token) == ("Anders", 600, picture.token)
    assert (changed.focal_x, changed.focal_y) == (20, 80)


@pytest.mark.parametrize("place", ["picture", "body"])
def test_a_picture_in_use_cannot_be_deleted(picture_editor, place):
    picture = make_picture()
    make_article(
        **{place: picture if place == "picture" else f'<img src="{picture.original_url}">'}
    )
    address = f"/admin/blog/picture/{picture.pk}/delete/"
    assert "Piekeren" in picture_editor.get(address).content.decode()
    picture_editor.post(address, {"post": "yes"})
    assert Picture.objects.count() == 1


def test_one_that_is_not_in_use_can(picture_editor):
    picture = make_picture()
    picture_editor.post(f"/admin/blog/picture/{picture.pk}/delete/", {"post": "yes"})
    assert Picture.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_shelf_takes_as_many_queries_for_one_row_as_for_three(
    picture_editor, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_picture()
    with django_assert_num_queries(7):
        assert picture_editor.get("/admin/blog/picture/").status_code == 200


# --- Who it is that signs ------------------------------------------------------------------------


def author_form(author, **fields):
    names = ("name", "slug", "role", "big_number", "biography")
    return {name: getattr(author, name) for name in names} | fields


@pytest.mark.parametrize(
    ("permissions", "taken_over"), [((), False), (("change_user",), True)], ids=["editor", "beheer"]
)
def test_only_who_hands_out_accounts_says_who_somebody_is(client, permissions, taken_over):
    signer = make_staff(username="psycholoog")
    author = make_author("Noor", user=signer, role="GZ-psycholoog")
    other = make_author("Sem")
    client.force_login(make_staff("change_author", "view_author", *permissions, username="x"))
    address = "/admin/blog/author/{}/change/"
    client.post(
        address.format(author.pk), author_form(author, user="", role="hoogleraar", name="Iemand")
    )
    client.post(address.format(other.pk), author_form(other, user=signer.pk, biography="Hij."))
    author.refresh_from_db()
    other.refresh_from_db()
    assert (author.role == "hoogleraar", author.name == "Iemand") == (taken_over, taken_over)
    assert (other.user == signer, author.user is None) == (taken_over, taken_over)
    assert other.biography == "Hij."


def test_what_the_editor_writes_out_anew_is_no_change_of_the_text(editor):
    article = make_article("A", body="<p>Een</p><p>Twee</p>")
    body = "<p>Een</p>\r\n\r\n<p>Twee</p>\r\n"
    editor.post(url(article), the_form(article, body=body, summary="Anders"))
    assert LogEntry.objects.get().get_change_message() == "Samenvatting gewijzigd."
