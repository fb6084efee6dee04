"""The live call to action, through the pages, with a stopped clock."""

import re
from datetime import datetime, time

import pytest
from django.core.cache import caches

from contact import reach
from contact.models import Closure, OpeningHours, WeeklyHours
from tests.blog.make import make_article

from .make import a_day, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
ARTICLE = "/blogs/piekeren/"
REMEMBERED = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "reach"}


def at(text) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture(autouse=True)
def article():
    make_practice()
    return make_article("Piekeren", publish_at=at("2026-01-01T09:00+01:00"))


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").split())


@pytest.fixture
def read(client, time_machine):
    """The words at the end of the article, or those of another page, at a moment."""

    def read(moment, url=ARTICLE):
        time_machine.move_to(at(moment), tick=False)
        page = client.get(url).content.decode()
        if url == ARTICLE:
            page = re.search(r'<section class="invite.*?</section>', page, re.DOTALL)[0]
        return text_of(page)

    return read


OPEN = "Nu bereikbaar tot 17:00"
NIGHT = "Wil je nu iemand spreken? De Luisterlijn luistert, dag en nacht: 088 0767 000"


@pytest.mark.parametrize("url", [ARTICLE, "/contact/"])
@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T08:59:59+01:00", "vandaag om 9:00"),
        ("2026-11-23T17:00:00+01:00", "morgen om 9:00"),
        ("2026-11-24T00:00:00+01:00", "vandaag om 9:00"),
        ("2026-11-27T17:00:00+01:00", "maandag om 9:00"),  # Friday evening
        ("2026-11-29T12:00:00+01:00", "morgen om 9:00"),  # Sunday
        ("2026-12-24T17:00:00+01:00", "maandag om 9:00"),  # Christmas Eve, a Thursday
        ("2026-12-25T12:00:00+01:00", "maandag om 9:00"),
        ("2027-03-27T12:00:00+01:00", "dinsdag om 9:00"),  # Easter, and a clock change in it
        ("2027-03-28T01:59:59+01:00", "dinsdag om 9:00"),
        ("2027-10-31T02:30:00+02:00", "morgen om 9:00"),
        ("2027-10-31T02:30:00+01:00", "morgen om 9:00"),
    ],
)
def test_while_nobody_is_there_the_page_says_when_and_names_a_line_that_answers(
    read, url, moment, opens
):
    page = read(moment, url)
    assert f"We zijn {opens} weer bereikbaar" in page
    assert NIGHT in page
    assert "Nu bereikbaar" not in page


@pytest.mark.parametrize("url", [ARTICLE, "/contact/"])
@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-23T09:00:00+01:00",
        "2026-11-23T16:59:59+01:00",
        "2027-03-26T12:00:00+01:00",  # Good Friday, on which this practice works
        "2027-03-30T09:00:00+02:00",
        "2027-11-01T09:00:00+01:00",
    ],
)
def test_while_somebody_is_there_the_page_says_until_when(read, url, moment):
    page = read(moment, url)
    assert OPEN in page
    assert "weer bereikbaar" not in page
    assert "Luisterlijn" not in page


NIGHT_PAGES = [
    ARTICLE, "/", "/contact/", "/blogs/", "/zoeken/", "/terugbellen/", "/adviesgesprek/", "/niets/",
]  # fmt: skip


@pytest.mark.parametrize("url", NIGHT_PAGES)
def test_at_night_nothing_tells_anybody_to_call_us(client, time_machine, url):
    time_machine.move_to(at("2026-11-23T23:00+01:00"), tick=False)
    page = text_of(client.get(url).content.decode().partition("<body")[2]).lower()
    # Of whom it does say so: 112 and 113, the GP. And one who does not get through.
    assert not re.search(r"bel (nu|ons|gerust|vrijblijvend|010)", page)


def test_the_front_page_says_it_too(read):
    assert "Of bel 010 012 34 56 , nu bereikbaar tot 17:00." in read("2026-11-23T10:00+01:00", "/")
    page = read("2026-11-23T20:00+01:00", "/")
    assert "Op 010 012 34 56 zijn we morgen om 9:00 weer bereikbaar." in page
    assert NIGHT in page


def test_an_article_keeps_the_number_to_press_and_the_way_to_a_call_at_all_hours(
    client, time_machine
):
    for moment in ("2026-11-23T10:00+01:00", "2026-11-23T22:00+01:00"):
        time_machine.move_to(at(moment), tick=False)
        page = client.get(ARTICLE).content.decode()
        invite = re.search(r'<section class="invite.*?</section>', page, re.DOTALL)[0]
        assert 'href="tel:+31100123456"' in invite
        link = '<a href="/adviesgesprek/">plan online een gratis adviesgesprek in</a>'
        assert link in invite


def test_a_practice_without_phone_hours_gives_its_number_and_no_hour(read):
    OpeningHours.objects.all().delete()
    page = read("2026-11-23T10:00+01:00")
    assert "Ons nummer is 010 012 34 56" in page
    assert "bereikbaar" not in page


def test_a_practice_may_name_another_line_or_none(read):
    make_practice(night_line_name="MIND", night_line_phone="0900 1450")
    assert "MIND luistert, dag en nacht: 0900 1450" in read("2026-11-23T22:00+01:00")
    make_practice(night_line_name="")
    assert "Wil je nu iemand spreken" not in read("2026-11-23T22:00+01:00")


# --- The day of the next free call ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-23T07:00+01:00", "vandaag"),  # with four hours' notice: 11:00
        ("2026-11-23T07:30+01:00", "vandaag"),  # exactly: 11:30 is the last
        ("2026-11-23T07:30:01+01:00", "morgen"),
        ("2026-11-27T10:00+01:00", "maandag"),
        ("2026-12-24T10:00+01:00", "maandag"),  # over Christmas
    ],
)
def test_the_page_names_the_day_of_the_next_free_call(read, moment, day):
    make_adviser()
    assert f"Eerstvolgend adviesgesprek: {day}" in read(moment)


def test_a_day_that_is_booked_full_or_closed_is_passed_over(read):
    make_adviser(start=time(10), end=time(10, 30))
    now = at("2026-11-23T12:00+01:00")
    make_booking(at("2026-11-24T10:00+01:00"), now=now)
    assert "Eerstvolgend adviesgesprek: woensdag" in read("2026-11-23T12:00+01:00")
    Closure.objects.create(first_on=a_day("2026-11-25"), last_on=a_day("2026-11-29"))
    page = read("2026-11-23T12:00+01:00")
    assert "Eerstvolgend adviesgesprek: maandag 30 november" in page


def test_where_no_call_is_free_no_day_is_named(read):
    assert "Eerstvolgend" not in read("2026-11-23T12:00+01:00")


# --- Kept, and never too long --------------------------------------------------------------------


@pytest.fixture
def remembering(settings):
    settings.CACHES = settings.CACHES | {"site": REMEMBERED}
    caches["site"].clear()
    yield
    caches["site"].clear()


@pytest.mark.usefixtures("remembering")
@pytest.mark.parametrize("advisers", [1, 3])
def test_what_was_asked_once_costs_no_query_until_it_changes(django_assert_num_queries, advisers):
    for n in range(advisers):
        make_adviser(f"Noor {n}")
    with django_assert_num_queries(9):
        first = reach.reach_at(at("2026-11-23T10:00+01:00"))
    with django_assert_num_queries(0):
        assert reach.reach_at(at("2026-11-23T16:59:59+01:00")) == first
        assert reach.next_change(at("2026-11-23T16:59:59+01:00")) == at("2026-11-23T17:00+01:00")
    with django_assert_num_queries(9):
        assert reach.reach_at(at("2026-11-23T17:00+01:00")).opens == "morgen om\xa09:00"
    with django_assert_num_queries(0):
        reach.reach_at(at("2026-11-23T18:00+01:00"))


@pytest.mark.usefixtures("remembering")
def test_the_page_turns_at_each_change_and_a_second_before_it_still_stands(read):
    make_adviser()
    WeeklyHours.objects.filter(weekday=2).delete()
    Closure.objects.create(first_on=a_day("2026-11-26"), last_on=a_day("2026-11-26"))
    moment, seen = at("2026-11-23T06:00+01:00"), []
    while moment < at("2026-11-28T00:00+01:00"):
        seen.append(read(moment.isoformat()))
        change = reach.next_change(moment)
        assert change > moment
        before = max(moment.timestamp(), change.timestamp() - 1)
        assert read(datetime.fromtimestamp(before, tz=moment.tzinfo).isoformat()) == seen[-1]
        moment = change
    assert len(seen) == 16


# --- A phone that is down ------------------------------------------------------------------------


@pytest.mark.parametrize("moment", ["2026-11-23T10:00+01:00", "2026-11-23T22:00+01:00"])
@pytest.mark.parametrize("url", [ARTICLE, "/", "/contact/"])
def test_while_the_phone_is_down_no_page_says_that_anybody_answers_it(read, url, moment):
    make_adviser()
    make_practice(phone_is_down=True)
    page = read(moment, url)
    assert "nu bereikbaar" not in page.lower()
    assert "weer bereikbaar" not in page
    assert "Ons nummer is" not in page.replace("Ons nummer is 010 012 34 56. Hier staan ook", "")
    assert "terugbellen" in page


def test_the_advice_call_stands_while_the_phone_is_down(read):
    make_adviser()
    make_practice(phone_is_down=True)
    assert "Eerstvolgend adviesgesprek: morgen" in read("2026-11-23T12:00+01:00")


def test_an_error_page_says_with_the_number_when_it_is_answered(read):
    page = read("2026-11-23T20:00+01:00", "/niets/")
    assert "Ons nummer is 010 012 34 56 (we zijn morgen om 9:00 weer bereikbaar)." in page
    page = read("2026-11-23T10:00+01:00", "/niets/")
    assert "Ons nummer is 010 012 34 56 ." in page
    make_practice(phone_is_down=True)
    page = read("2026-11-23T10:00+01:00", "/niets/")
    assert "010 012 34 56 (onze telefoon doet het nu even niet)." in page


def test_the_foot_of_every_page_leads_to_the_hours(client):
    foot = client.get("/blogs/").content.decode().partition("<footer")[2]
    assert '<a class="tap" href="/contact/#bereikbaar">Wanneer kun je bellen?</a>' in foot
    make_practice(phone_is_down=True)
    foot = client.get("/blogs/").content.decode().partition("<footer")[2]
    assert "Wanneer kun je bellen?" not in foot
    assert "Onze telefoon doet het nu even niet." in foot
