import pytest

from .make import make_picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "name", "content_type"),
    [
        ("JPEG", "origineel.jpg", "image/jpeg"),
        ("PNG", "origineel.png", "image/png"),
        ("WEBP", "origineel.webp", "image/webp"),
        ("JPEG", "400.webp", "image/webp"),
        ("JPEG", "400.avif", "image/avif"),
    ],
)
def test_a_picture_is_served_for_ever_and_as_what_it_is(client, kind, name, content_type):
    picture = make_picture(kind=kind, rendered=True)
    response = client.get(picture.url(name))
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(response.getvalue()) == int(response["Content-Length"]) > 0
    assert dict(response.cookies) == {}


def test_head_says_as_much_without_the_content(client):
    response = client.head(make_picture().original_url)
    assert (response.status_code, response.getvalue()) == (200, b"")
    assert int(response["Content-Length"]) > 0


def test_who_has_it_is_not_sent_it_again(client):
    url = make_picture().original_url
    first = client.get(url)
    first.close()
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "400.webp",
        "500.webp",
        "0400.webp",
        "400.jpg",
        "origineel.png",
        "origineel.html",
        "origineel.jpg/",
        "origineel.jpg%0A",
        "../../../etc/passwd",
        "..%2F..%2Fdb.sqlite3",
        "%2e%2e/secret_key",
        "origineel.jpg%00",
        "",
    ],
)
def test_any_other_name_is_not_found(client, name):
    picture = make_picture()
    assert client.get(f"/media/pictures/{picture.token}/{name}").status_code == 404


@pytest.mark.parametrize("token", ["0" * 32, "0" * 31, "G" * 32, "..", "%2e%2e"])
def test_an_unknown_token_is_not_found(client, token):
    assert client.get(f"/media/pictures/{token}/origineel.jpg").status_code == 404


def test_nothing_is_written_through_it(client):
    assert client.post(make_picture().original_url).status_code == 405
