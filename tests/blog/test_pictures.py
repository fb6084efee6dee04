from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from blog import pictures
from blog.models import HelpCard, Picture
from blog.pictures import NO_PICTURE, TOO_LARGE, Refused

from .make import (
    FAR_AHEAD,
    LONG_AGO,
    an_image,
    an_upload,
    make_article,
    make_author,
    make_draft,
    make_page,
    make_picture,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def stored(picture, name=None):
    with default_storage.open(picture.path(name or picture.original)) as file:
        return Image.open(BytesIO(file.read()))


@pytest.mark.parametrize(
    ("kind", "format"),
    [("JPEG", "jpg"), ("PNG", "png"), ("GIF", "png"), ("WEBP", "webp"), ("AVIF", "webp")],
)
def test_each_kind_is_accepted_by_what_is_in_it_whatever_its_name(kind, format):
    content = an_image(kind=kind) + b"something behind it"
    picture = pictures.store(an_upload(content, "x.html"))
    assert (picture.format, picture.width, picture.height) == (format, 600, 400)
    assert picture.original == f"origineel.{format}"
    with default_storage.open(picture.path(picture.original)) as file:
        assert b"behind" not in file.read()


def test_the_name_is_the_servers_and_cannot_be_guessed():
    one, other = make_picture(), make_picture()
    assert one.token != other.token
    assert one.original_url == f"/media/pictures/{one.token}/origineel.jpg"
    assert len(bytes.fromhex(one.token)) * 8 == 128


def test_a_picture_is_turned_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Telefoon van Robin"
    exif.get_ifd(GPS)[1] = "N"
    content = an_image((600, 400), exif=exif, comment=b"thuis")
    assert b"Telefoon van Robin" in content
    picture = make_picture((600, 400), exif=exif, comment=b"thuis")
    assert (picture.width, picture.height) == (400, 600)
    kept = stored(picture)
    assert kept.size == (400, 600)
    assert (dict(kept.getexif()), "comment" in kept.info) == ({}, False)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_metadata_of_other_kinds_goes_too(kind):
    exif = Image.Exif()
    exif[MAKER] = "Telefoon van Robin"
    picture = make_picture(kind=kind, exif=exif)
    with default_storage.open(picture.path(picture.original)) as file:
        assert b"Robin" not in file.read()


def test_what_can_be_seen_through_stays_so():
    picture = make_picture(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0), rendered=True)
    assert stored(picture).mode == stored(picture, "400.webp").mode == "RGBA"


def test_printers_colours_become_those_of_a_screen():
    picture = make_picture(mode="CMYK", colour=(255, 0, 0, 0))
    assert stored(picture).mode == "RGB"


def test_grey_of_sixteen_bits_keeps_its_brightness():
    picture = make_picture(kind="PNG", mode="I;16", colour=0x8000)
    assert stored(picture).getpixel((0, 0)) == (128, 128, 128)


def test_a_very_large_picture_is_kept_at_twice_the_widest_place():
    picture = make_picture((6000, 3000), kind="PNG")
    assert (picture.width, picture.height) == (3200, 1600)


def test_a_file_over_the_limit_is_refused_in_dutch(settings):
    settings.PICTURE_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="groter dan 1 MB"):
        pictures.store(an_upload(b"x" * (1024 * 1024 + 1)))


@pytest.mark.parametrize("size", [(8000, 7000), (14_000, 7_000), (20_000, 20_000)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(size):
    bomb = an_image(size, kind="PNG", mode="1", colour=1)
    assert len(bomb) < 100_000
    with pytest.raises(Refused) as refusal:
        pictures.store(an_upload(bomb))
    assert str(refusal.value) == TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a<script>alert(1)</script>",
        b"%PDF-1.7",
        an_image(kind="BMP"),
        an_image(kind="TIFF"),
        an_image()[:300],
        an_image(kind="PNG")[:60],
        an_image(kind="WEBP")[:40],
    ],
)
def test_what_is_no_picture_or_half_of_one_is_refused(content):
    with pytest.raises(Refused) as refusal:
        pictures.store(an_upload(content, "foto.jpg"))
    assert str(refusal.value) == NO_PICTURE
    assert Picture.objects.count() == 0


def test_a_picture_with_a_page_hidden_behind_it_is_kept_without():
    picture = pictures.store(an_upload(an_image(kind="GIF") + b"<script>alert(1)</script>"))
    with default_storage.open(picture.path(picture.original)) as file:
        assert b"script" not in file.read()


@pytest.mark.parametrize("kind", ["avif", "webp"])
def test_renditions_are_made_up_to_the_width_of_the_original(kind):
    picture = make_picture((1300, 650))
    pictures.render(picture)
    picture.refresh_from_db()
    assert picture.widths == [400, 800, 1200, 1300]
    files = [stored(picture, f"{width}.{kind}") for width in picture.widths]
    assert [file.size for file in files] == [(400, 200), (800, 400), (1200, 600), (1300, 650)]
    assert {file.format for file in files} == {kind.upper()}


def test_rendering_again_gives_the_same_files():
    picture = make_picture((900, 600), rendered=True)
    pictures.render(picture)
    names = default_storage.listdir(f"pictures/{picture.token}")[1]
    assert sorted(names) == [
        "400.avif",
        "400.webp",
        "800.avif",
        "800.webp",
        "900.avif",
        "900.webp",
        "origineel.jpg",
    ]


def test_the_worker_renders_what_is_waiting_a_few_at_a_time():
    for _ in range(3):
        make_picture()
    assert [pictures.render_pending(limit=2) for _ in range(3)] == [2, 1, 0]
    assert list(Picture.objects.values_list("widths", flat=True)) == [[400, 600]] * 3


def test_one_that_fails_holds_up_no_other_and_is_given_up_after_five_times():
    broken, whole = make_picture(), make_picture()
    default_storage.delete(broken.path(broken.original))
    assert [pictures.render_pending() for _ in range(7)] == [1, 0, 0, 0, 0, 0, 0]
    whole.refresh_from_db()
    broken.refresh_from_db()
    assert (whole.widths, broken.widths, broken.render_attempts) == ([400, 600], [], 5)


def test_removing_takes_row_and_files(django_capture_on_commit_callbacks):
    picture = make_picture(rendered=True)
    with django_capture_on_commit_callbacks(execute=True):
        pictures.remove(picture)
    assert Picture.objects.count() == 0
    assert default_storage.exists(f"pictures/{picture.token}") is False


# --- After an article is withdrawn ---------------------------------------------------------------


def files_of(token):
    return sorted(default_storage.listdir(f"pictures/{token}")[1])


def withdrawn_with(picture, **fields):
    return make_article(
        "Weg", picture=picture, withdraw_at=LONG_AGO + DAY, was_public=True, **fields
    )


def test_the_pictures_of_a_withdrawn_article_move_to_another_address(
    django_capture_on_commit_callbacks,
):
    above, inside = make_picture(rendered=True), make_picture(rendered=True)
    tokens = [above.token, inside.token]
    article = withdrawn_with(above, body=f'<p><img src="{inside.original_url}" alt="a"></p>')
    with django_capture_on_commit_callbacks(execute=True):
        assert [pictures.follow_articles() for _ in range(2)] == [1, 0]
    for picture in (above, inside):
        picture.refresh_from_db()
        assert (picture.widths, picture.rendered_at) == ([], None)
        assert files_of(picture.token) == ["origineel.jpg"]
    assert {above.token, inside.token}.isdisjoint(tokens)
    assert [default_storage.exists(f"pictures/{token}") for token in tokens] == [False, False]
    article.refresh_from_db()
    assert article.body == f'<p><img src="{inside.original_url}" alt="a"></p>'


@pytest.mark.parametrize("place", ["article", "body", "page", "portrait", "help"])
def test_a_picture_that_stands_elsewhere_keeps_its_address(place):
    picture = make_picture()
    withdrawn_with(picture)
    body = f'<p><img src="{picture.original_url}" alt="a"></p>'
    if place == "article":
        make_article("Nog te lezen", picture=picture)
    elif place == "body":
        make_article("Nog te lezen", body=body)
    elif place == "page":
        make_page(body=body)
    elif place == "help":
        HelpCard.objects.create(heading="Hulp", body=body)
    else:
        make_author("Sem", picture=picture)
    token = picture.token
    pictures.follow_articles()
    picture.refresh_from_db()
    assert picture.token == token


def test_a_draft_with_the_same_picture_follows_to_the_new_address():
    picture = make_picture()
    withdrawn_with(picture)
    draft = make_draft(body=f'<p><img src="{picture.original_url}" alt="a"></p>')
    pictures.follow_articles()
    draft.refresh_from_db()
    picture.refresh_from_db()
    assert picture.original_url in draft.body


def test_a_picture_renewed_while_it_is_rendered_leaves_no_files_at_the_old_address(
    django_capture_on_commit_callbacks,
):
    picture = make_picture()
    seen_by_the_renderer = Picture.objects.get(pk=picture.pk)
    with django_capture_on_commit_callbacks(execute=True):
        pictures.renew(picture)
    default_storage.save(
        seen_by_the_renderer.path("origineel.jpg"), ContentFile(an_image())
    )  # it had opened the file before that went
    pictures.render(seen_by_the_renderer)
    assert default_storage.exists(f"pictures/{seen_by_the_renderer.token}") is False
    picture.refresh_from_db()
    assert (picture.widths, files_of(picture.token)) == ([], ["origineel.jpg"])


@pytest.mark.parametrize("publish_at", [None, FAR_AHEAD], ids=["draft", "put off"])
def test_who_knew_an_article_that_is_taken_back_finds_its_pictures_no_more(publish_at):
    picture = make_picture()
    token = picture.token
    article = make_article(picture=picture)
    assert pictures.follow_articles() == 0
    article.publish_at = publish_at
    article.save(update_fields=["publish_at"])
    assert [pictures.follow_articles() for _ in range(2)] == [1, 0]
    picture.refresh_from_db()
    assert picture.token != token


def test_a_draft_that_nobody_has_read_keeps_its_pictures_where_they_are():
    make_draft(picture=make_picture())
    assert pictures.follow_articles() == 0


def test_an_article_that_is_to_be_withdrawn_later_keeps_its_pictures():
    picture = make_picture()
    make_article(picture=picture, withdraw_at=FAR_AHEAD)
    assert pictures.follow_articles() == 0
