from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from blog import share_drawing, share_pictures
from blog.models import Article, SharePicture

from .make import FAR_AHEAD, make_article, make_draft, make_scheduled

pytestmark = pytest.mark.django_db
TITLES = {
    "short": "Rouw",
    "long": "Wat is ‘thought-action fusion’ en waarom je gedachten geen feiten zijn",
    "as long as it may be": "Reünie, coördinatie, geïnd: één café vol ideeën. " * 2
    + "En dat was het" * 2,
    "one endless word": "Arbeidsongeschiktheidsverzekeringsmaatschappijen",
    "nothing to draw": "日本 🙂",
}


def whose():
    return "Praktijk Twee Stoelen"


def status(client, url):
    response = client.get(url)
    response.getvalue()  # closes it as a server does
    return response.status_code


def files():
    try:
        return sorted(default_storage.listdir("share")[1])
    except FileNotFoundError:
        return []


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# --- The drawing ----------------------------------------------------------------------------
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_every_title_stays_within_its_column(title):
    font, lines = share_drawing.fitted(title)
    assert all(font.getlength(line) <= share_drawing.MEASURE for line in lines)
    assert len(lines) * font.size * share_drawing.LEADING <= share_drawing.TALLEST


def test_a_short_title_is_large_and_a_long_one_smaller():
    sizes = [share_drawing.fitted(TITLES[name])[0].size for name in ("short", "long")]
    assert sizes == [104, 54]


def test_the_lines_say_what_the_title_says():
    _, lines = share_drawing.fitted(TITLES["long"])
    assert " ".join(lines) == TITLES["long"]


def test_a_word_wider_than_the_column_is_broken_with_a_hyphen():
    _, lines = share_drawing.fitted(TITLES["one endless word"])
    assert "".join(line.removesuffix("-") for line in lines) == TITLES["one endless word"]


def test_dutch_accents_are_drawn_and_unknown_ones_fall_off():
    assert share_drawing.drawable("Één reünie, ’s avonds – geïnd ă 🙂.") == (
        "Één reünie, ’s avonds – geïnd a ."
    )


def test_the_same_article_gives_the_same_picture_and_another_one_another():
    first, again, other = (
        share_drawing.draw("Rouw", "Praktijk", number).tobytes() for number in (7, 7, 8)
    )
    assert first == again
    assert first != other


def test_a_picture_has_the_size_that_chat_windows_ask_for():
    assert share_drawing.draw("Rouw", "Praktijk", 1).size == (1200, 630)


# --- The worker -----------------------------------------------------------------------------
def test_the_worker_draws_what_is_or_will_be_public_and_no_draft():
    published, scheduled = make_article(), make_scheduled("Straks")
    make_draft("Geheim")
    make_article("Weg", withdraw_at=timezone.now() - timedelta(days=1))
    assert share_pictures.draw_due(whose) == 2
    drawn = SharePicture.objects.order_by("article").values_list("article", "title", "name")
    assert list(drawn) == [
        (published.pk, "Piekeren", "Praktijk Twee Stoelen"),
        (scheduled.pk, "Straks", "Praktijk Twee Stoelen"),
    ]
    with default_storage.open(published.share_picture.path) as file:
        content = file.read()
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert len(content) < 120_000


def test_drawing_again_without_a_reason_draws_nothing():
    article = make_article()
    share_pictures.draw_due(whose)
    token = SharePicture.objects.get().token
    assert share_pictures.draw_due(whose) == 0
    article.refresh_from_db()
    article.summary = "Iets anders."
    article.save()
    assert share_pictures.draw_due(whose) == 0
    assert SharePicture.objects.get().token == token


@pytest.mark.parametrize("way", ["save", "update", "bulk_update"])
def test_another_title_gets_another_picture_at_another_address(way):
    article = make_article()
    share_pictures.draw_due(whose)
    before = SharePicture.objects.get()
    article.title = "Minder piekeren"
    if way == "save":
        article.save()
    elif way == "update":
        Article.objects.update(title="Minder piekeren")
    else:
        Article.objects.bulk_update([article], ["title"])
    assert share_pictures.draw_due(whose) == 1
    after = SharePicture.objects.get()
    assert (after.title, after.token != before.token) == ("Minder piekeren", True)
    assert files() == [f"{after.token}.jpg"]


def test_another_name_of_the_practice_is_drawn_anew():
    make_article()
    share_pictures.draw_due(whose)
    assert share_pictures.redraw_renamed(whose) == 0
    assert share_pictures.redraw_renamed(lambda: "De Spreekkamer") == 1
    assert share_pictures.draw_due(lambda: "De Spreekkamer") == 1
    assert SharePicture.objects.get().name == "De Spreekkamer"


@pytest.mark.parametrize("change", ["withdrawn", "draft", "deleted"])
def test_what_can_no_longer_be_read_loses_its_picture(client, change, time_machine):
    article = make_article()
    share_pictures.draw_due(whose)
    url = SharePicture.objects.get().url
    assert status(client, url) == 200
    if change == "withdrawn":
        Article.objects.update(withdraw_at=timezone.now())
    elif change == "draft":
        Article.objects.update(publish_at=None)
    else:
        article.delete()
        time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert status(client, url) == 404
    share_pictures.sweep()
    assert (files(), SharePicture.objects.count()) == ([], 0)


def test_the_sweep_leaves_what_is_and_will_be_public():
    make_article()
    make_scheduled("Straks")
    make_article("Eens", withdraw_at=FAR_AHEAD)
    share_pictures.draw_due(whose)
    share_pictures.sweep()
    assert SharePicture.objects.count() == len(files()) == 3


class Killed(BaseException):
    """As SIGKILL is: nothing catches it."""


@pytest.mark.parametrize("step", ["save", "delete"])
def test_killed_halfway_nothing_refers_to_a_file_that_is_not_there(step, monkeypatch, time_machine):
    article = make_article()
    if step == "delete":
        share_pictures.draw_due(whose)
        Article.objects.update(title="Anders")
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, step, killed)
        with pytest.raises(Killed):
            share_pictures.draw_due(whose)
    current = SharePicture.objects.filter(article=article)
    assert [f"{row.token}.jpg" in files() for row in current] == [True] * len(current)
    share_pictures.draw_due(whose)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    share_pictures.sweep()
    row = SharePicture.objects.get()
    assert (row.article, files()) == (article, [f"{row.token}.jpg"])


def killed(*args, **kwargs):
    raise Killed


def test_a_picture_that_cannot_be_stored_is_tried_five_times_and_others_are_drawn(monkeypatch):
    bad = make_article("Lukt niet")
    good = make_article("Lukt wel")
    draw = share_drawing.draw

    def fails_once(title, *rest):
        if title == "Lukt niet":
            raise OSError
        return draw(title, *rest)

    monkeypatch.setattr(share_drawing, "draw", fails_once)
    assert [share_pictures.draw_due(whose) for _ in range(6)] == [1, 0, 0, 0, 0, 0]
    assert SharePicture.objects.get().article == good
    bad.refresh_from_db()
    assert bad.share_tries is None


@pytest.mark.parametrize("rows", [1, 3])
def test_with_nothing_to_draw_a_round_is_one_query_however_many_there_are(
    rows, django_assert_num_queries
):
    for row in range(rows):
        make_article(f"Artikel {row}")
    share_pictures.draw_due(whose)
    with django_assert_num_queries(1):
        share_pictures.draw_due(whose)


# --- The address ----------------------------------------------------------------------------
def test_it_is_served_as_pictures_are(client):
    make_article()
    share_pictures.draw_due(whose)
    url = SharePicture.objects.get().url
    response = client.get(url)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(response.getvalue()) == int(response["Content-Length"])
    again = client.get(url, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["0" * 32 + ".jpg", "x.jpg", "0" * 32 + ".png", "../secret_key"])
def test_any_other_address_is_not_found(client, name):
    assert client.get(f"/media/share/{name}").status_code == 404


def test_the_picture_of_a_scheduled_article_is_not_served_before_its_moment(client):
    article = make_scheduled("Straks")
    share_pictures.draw_due(whose)
    url = SharePicture.objects.get().url
    assert status(client, url) == 404
    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now())
    assert status(client, url) == 200
