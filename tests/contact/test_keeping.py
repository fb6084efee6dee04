import pytest

from contact.keeping import in_words

from .make import make_adviser, make_practice


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 dag"),
        (30, "30 dagen"),
        (61, "2 maanden"),
        (100, "100 dagen"),
        (183, "6 maanden"),
        (365, "1 jaar"),
        (730, "2 jaar"),
    ],
)
def test_a_period_is_said_as_people_say_it(days, words):
    assert in_words(days) == words


@pytest.mark.django_db
def test_the_forms_and_the_page_on_privacy_say_the_periods_that_hold(client):
    from blog.models import Page

    make_practice(keep_message_days=14, keep_person_days=365)
    make_adviser()
    Page.objects.create(slug="privacy", title="Privacy", body="<p>Zo weinig mogelijk.</p>")
    for form in ("/terugbellen/", "/adviesgesprek/"):
        assert "Uiterlijk 1 jaar na ons contact" in client.get(form).content.decode()
    page = client.get("/privacy/").content.decode()
    assert "tot 14 dagen nadat" in page
    assert "tot 1 jaar nadat" in page


@pytest.mark.django_db
def test_no_other_page_says_them(client):
    from blog.models import Page

    Page.objects.create(slug="tarieven", title="Tarieven", body="<p>Niets.</p>")
    assert "Hoelang we iets bewaren" not in client.get("/tarieven/").content.decode()
