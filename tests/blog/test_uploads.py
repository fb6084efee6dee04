import json
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from PIL import Image

from blog.models import Picture

from .make import an_image, an_upload, make_picture, make_staff

pytestmark = pytest.mark.django_db
UPLOAD, BROWSE = "/admin/pictures/upload/", "/admin/pictures/browse/"


@pytest.fixture
def editor(client):
    client.force_login(make_staff("add_picture"))
    return client


def send(client, upload=None, **extra):
    return client.post(UPLOAD, {"upload": upload or an_upload()}, **extra)


def test_an_upload_becomes_a_picture_and_the_editor_gets_its_address(editor):
    response = send(editor)
    picture = Picture.objects.get()
    assert response.json() == {
        "uploaded": 1,
        "fileName": "origineel.jpg",
        "url": picture.original_url,
    }
    assert picture.uploaded_by.username == "noor"
    assert Image.open(BytesIO(editor.get(picture.original_url).getvalue())).size == (600, 400)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a<html>",
        an_image((20_000, 20_000), kind="PNG", mode="1"),
    ],
)
def test_what_is_refused_is_said_in_the_editors_own_form(editor, content):
    response = send(editor, an_upload(content, "x.gif"))
    answer = response.json()
    assert (response.status_code, answer["uploaded"]) == (200, 0)
    assert answer["error"]["message"].startswith(("Dit bestand is geen", "Deze afbeelding is te"))
    assert Picture.objects.count() == 0


def test_a_post_without_a_file_is_answered_in_dutch(editor):
    assert editor.post(UPLOAD).json()["error"]["message"].startswith("Er kwam geen bestand mee")


@pytest.mark.parametrize("permissions", [(), ("change_article", "view_picture")])
def test_staff_without_the_permission_may_not_upload_nor_browse(client, permissions):
    client.force_login(make_staff(*permissions))
    response = send(client)
    assert (response.status_code, response.json()["uploaded"]) == (403, 0)
    assert client.get(BROWSE).status_code == 403
    assert Picture.objects.count() == 0


def test_the_permission_alone_is_not_enough_one_has_to_be_staff(client):
    user = make_staff("add_picture")
    user.is_staff = False
    user.save()
    client.force_login(user)
    assert send(client).status_code == 403


def test_a_visitor_may_neither_upload_nor_browse(client):
    assert AnonymousUser().has_perm("blog.add_picture") is False
    assert send(client).status_code == 403
    response = client.get(BROWSE)
    assert (response.status_code, response.url) == (302, f"/admin/login/?next={BROWSE}")


def test_an_upload_without_the_forms_token_is_refused_in_the_editors_form():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff("add_picture"))
    response = send(client)
    assert (response.status_code, response.json()["uploaded"]) == (403, 0)
    assert Picture.objects.count() == 0


def test_get_is_no_way_to_upload(editor):
    assert editor.get(UPLOAD).status_code == 405


def test_browsing_shows_the_newest_first_a_page_at_a_time(editor):
    for number in range(25):
        Picture.objects.create(format="jpg", width=8, height=8, alt=f"nummer {number:02}")
    pages = [editor.get(BROWSE, {"page": page}).content.decode() for page in (1, 2)]
    assert [page.count("data-url") for page in pages] == [24, 1]
    assert pages[0].index("nummer 24") < pages[0].index("nummer 23")
    assert "nummer 00" in pages[1]


@pytest.mark.parametrize("page", ["0", "3", "x", ""])
def test_browsing_a_page_that_is_not_there_is_not_found(editor, page):
    assert editor.get(BROWSE, {"page": page}).status_code == 404


def test_browsing_finds_by_description(editor):
    make_picture(alt="Twee stoelen"), make_picture(alt="Een golf")
    page = editor.get(BROWSE, {"q": "stoel"}).content.decode()
    assert ("Twee stoelen" in page, "Een golf" in page) == (True, False)


@pytest.mark.parametrize(("given", "kept"), [("12", "12"), ("1;alert(1)", ""), ("²", ""), ("", "")])
def test_only_a_number_is_handed_back_to_the_editor(editor, given, kept):
    make_picture()
    page = editor.get(BROWSE, {"CKEditorFuncNum": given}).content.decode()
    assert f'data-callback="{kept}"' in page


def test_the_browse_page_keeps_the_strict_policy(editor):
    response = editor.get(BROWSE)
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "<script>" not in response.content.decode()


def test_the_editors_settings_point_at_our_own_views(client):
    client.force_login(make_staff("add_page", "view_page"))
    page = client.get("/admin/blog/page/add/").content.decode()
    start = page.index("data-config=") + len('data-config="')
    config = json.loads(page[start : page.index('"', start)].replace("&quot;", '"'))
    assert (config["filebrowserUploadUrl"], config["filebrowserBrowseUrl"]) == (UPLOAD, BROWSE)
