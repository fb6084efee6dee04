import pytest

from contact import sender
from contact.neutral import health_words, sender_name

from .make import make_practice


@pytest.mark.parametrize(
    "text",
    [
        "Psychologenpraktijk Jansen", "Centrum voor Relatietherapie", "GGZ Voorbeeldstad",
        "afspraken@onlinepsycholoog.example.org", "info@mentalehulp.example.org",
        "Rouw en verlies", "Jeugdzorg Noord", "www.burn-outhulp.example.org", "EMDR Utrecht",
    ],
)  # fmt: skip
def test_a_name_or_domain_that_tells_of_health_is_seen(text):
    assert health_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Praktijk Twee Stoelen", "afspraken@tweestoelen.example.org", "spreekkamer.example.org",
        "Vrouw en trouw", "Zorgvuldig verzorgd en bezorgd", "Startsein", "Vertrouwen", "Afspraken",
    ],
)  # fmt: skip
def test_a_neutral_name_is_left_alone(text):
    assert health_words(text) == []


def test_a_name_that_tells_gives_way_to_a_neutral_one():
    assert sender_name("Psycholoog\nJansen") == "Afspraken"
    assert sender_name("Praktijk \n Jansen") == "Praktijk Jansen"


@pytest.mark.django_db
def test_the_desk_hears_which_part_of_the_sender_tells(settings):
    assert sender.remarks(make_practice()) == []
    settings.MAIL_FROM = "afspraken@psycholoog.example.org"
    settings.SITE_URL = "https://www.therapie.example.org"
    practice = make_practice(name="GGZ Jansen", email="info@rouwhulp.example.org")
    remarks = sender.remarks(practice)
    assert [remark.split()[0:4] for remark in remarks] == [
        ["De", "naam", "van", "de"],
        ["Het", "adres", "waarvan", "we"],
        ["Het", "adres", "van", "de"],
        ["Het", "e-mailadres", "van", "de"],
    ]
    assert sender.address(practice) == "Afspraken <afspraken@psycholoog.example.org>"
