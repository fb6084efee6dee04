"""The times on the pages of visitors: which, how long, for which kind; why a day is missing."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from contact.models import Booking, Closure
from tests.blog.make import make_article

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
BOOKING, MOVE = reverse("contact:booking"), reverse("contact:move")
ROOM = "https://beeldbellen.example.org/noor"
ROBIN = {"first_name": "Robin", "phone": "06 12345678", "kind": "video"}
LAST = "2026-11-24T10:30:00Z"  # half past eleven: half an hour before the hours end


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()
    make_adviser(video_room=ROOM)


def closed(page):
    return [line.strip() for line in re.findall(r'<p class="closed">(.*?)</p>', page, re.DOTALL)]


def words(client, path=BOOKING):
    return client.get(path).content.decode()


def test_a_public_holiday_between_the_days_says_why_it_is_missing(client, time_machine):
    time_machine.move_to(datetime(2027, 4, 26, 5, tzinfo=UTC), tick=False)
    page = words(client)
    assert "Dinsdag 27 april: gesloten, Koningsdag" in closed(page)
    assert page.index("maandag 26 april") < page.index("Koningsdag")
    assert page.index("Koningsdag") < page.index("woensdag 28 april")


def test_a_weekend_and_a_holiday_in_it_are_no_news(client, time_machine):
    time_machine.move_to(datetime(2027, 3, 22, 8, tzinfo=UTC), tick=False)
    assert closed(words(client)) == ["Maandag 29 maart: gesloten, Tweede paasdag"]


def test_a_closure_of_days_is_told_once(client):
    days = {"first_on": date(2026, 11, 25), "last_on": date(2026, 11, 27)}
    Closure.objects.create(**days, reason="Studiedagen")
    assert closed(words(client)) == [
        "Woensdag 25 tot en met vrijdag 27 november: gesloten, Studiedagen"
    ]


def test_a_closure_without_a_reason_or_of_one_colleague_is_not_told(client):
    noor, day = make_adviser("Sem"), date(2026, 11, 25)
    Closure.objects.create(first_on=day, last_on=day)
    Closure.objects.create(adviser=noor, first_on=day, last_on=day, reason="Tandarts")
    assert closed(words(client)) == []


def test_what_is_closed_beyond_the_last_day_is_not_told(client):
    Closure.objects.create(
        first_on=date(2026, 12, 10), last_on=date(2027, 1, 10), reason="Verbouwing"
    )
    assert closed(words(client)) == []


def test_the_pages_say_how_long_both_kinds_last_where_they_differ(client):
    make_practice(video_minutes=60)
    make_article()
    for path in (BOOKING, "/", "/blogs/"):
        assert ("20 minuten, via videobellen 60" in words(client, path)) is (path != "/blogs/")
    make_practice(video_minutes=20)
    assert "via videobellen 20" not in words(client)


def test_without_a_room_only_the_length_by_telephone_is_said(client):
    make_practice(video_minutes=60)
    Booking.adviser.field.related_model.objects.update(video_room="")
    assert "via videobellen 60" not in words(client)


def test_video_at_a_start_where_it_does_not_fit_is_refused_at_its_field(client):
    make_practice(video_minutes=60)
    form = client.post(BOOKING, ROBIN | {"slot": LAST})
    assert form.status_code == 422
    assert form.context["form"].errors == {
        "kind": ["Om deze tijd kan het alleen per telefoon. Kies dat, of een andere tijd."]
    }
    page = form.content.decode()
    assert re.search(rf'value="{LAST}"[^>]*checked', page)
    assert 'value="Robin"' in page
    assert client.post(BOOKING, ROBIN | {"slot": LAST, "kind": "phone"}).status_code == 302


def test_a_start_that_only_video_fits_is_refused_by_telephone(client):
    make_practice(video_minutes=20, call_minutes=60)
    form = client.post(BOOKING, ROBIN | {"slot": LAST, "kind": "phone"}).context["form"]
    assert form.errors["kind"] == [
        "Om deze tijd kan het alleen via videobellen. Kies dat, of een andere tijd."
    ]


def test_a_video_call_is_moved_to_where_it_fits(client):
    make_practice(video_minutes=60)
    answer = client.post(BOOKING, ROBIN | {"slot": "2026-11-24T09:00:00Z"}, follow=True)
    assert "bevestigd" in answer.content.decode()
    page = words(client, MOVE)
    assert "Een gesprek duurt 60 minuten." in page
    assert LAST not in page
    assert client.post(MOVE, {"slot": LAST}).status_code == 409


def test_another_kind_chosen_afterwards_takes_its_own_length_or_stays_as_it_was():
    make_practice(video_minutes=60)
    make_booking(form_key="k")
    again = make_booking(form_key="k", kind="video")
    assert (again.kind, again.ends_at - again.starts_at) == ("video", timedelta(hours=1))
    assert again.cells.count() == 12
    make_booking(TUESDAY_TEN + timedelta(hours=1, minutes=30), form_key="l")
    assert make_booking(TUESDAY_TEN + timedelta(hours=1, minutes=30), form_key="l", kind="video")
    assert list(Booking.objects.order_by("pk").values_list("kind", flat=True)) == ["video", "phone"]
