import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contact import access, bookings, callbacks, emails, missed
from contact.models import Booking, CallbackRequest, OutboxMail

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
BOOK, CALL = "/adviesgesprek/", "/terugbellen/"
SLOT = "2026-11-24T09:00:00Z"


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY)
    make_practice()
    return make_adviser(video_room="https://beeldbellen.example.org/noor")


def a_booking(**changes):
    return {
        "kind": "phone",
        "slot": SLOT,
        "first_name": "Robin",
        "phone": "06 12345678",
        "email": "",
        "shown": access.mark_form(),
    } | changes


def a_callback(**changes):
    return {"first_name": "Robin", "phone": "06 12345678", "shown": access.mark_form()} | changes


def test_a_booking_redirects_to_a_page_that_carries_all_the_facts(client):
    answer = client.post(BOOK, a_booking())
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    for fact in ("bevestigd", "dinsdag 24 november", "10:00", "Noor", "06 12345678"):
        assert fact in page
    assert re.search(r"http://127\.0\.0\.1:8000/afspraak/[\w-]{43}/", page)


def test_the_answer_page_opens_only_with_its_cookie(client):
    client.post(BOOK, a_booking())
    assert Client().get("/adviesgesprek/afspraak/").status_code == 410


def test_the_cookie_is_short_and_bound_to_its_path(client):
    cookie = client.post(BOOK, a_booking()).cookies["afspraak"]
    assert (cookie["max-age"], cookie["path"], cookie["httponly"]) == (
        1800, "/adviesgesprek/", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slot": ""}, "slot"),
        ({"slot": "2020-01-01T09:00:00Z"}, "slot"),
        ({"slot": "2026-11-24T03:00:00Z"}, "slot"),
        ({"slot": "nonsense"}, "slot"),
        ({"slot": "2026-13-45T99:99:99Z"}, "slot"),
        ({"slot": "9999-12-31T23:59:59-23:59"}, "slot"),
        ({"slot": "2026-11-24T10:00:00"}, "slot"),
        ({"first_name": ""}, "first_name"),
        ({"first_name": "a" * 61}, "first_name"),
        ({"first_name": "a\0b"}, "first_name"),
        ({"phone": "0612345678 (na 5 uur)"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"phone": "<script>alert(1)</script>"}, "phone"),
        ({"email": "robin"}, "email"),
        ({"kind": "carrier-pigeon"}, "kind"),
    ],
)
def test_impossible_input_gets_a_message_at_its_field_and_stores_nothing(client, change, field):
    answer = client.post(BOOK, a_booking(**change))
    assert answer.status_code in (409, 422)
    assert list(answer.context["form"].errors) == [field]
    assert Booking.objects.count() == 0
    assert "bevestigd" not in answer.content.decode()


def test_a_taken_slot_is_refused_with_the_nearest_times_and_nothing_typed_is_lost(client):
    make_booking(TUESDAY_TEN, first_name="Kim")
    answer = client.post(BOOK, a_booking(email="robin@example.org"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert not re.search("bevestigd|gereserveerd|ingepland", page)
    for typed in ("Robin", "06 12345678", "robin@example.org"):
        assert typed in page
    assert "2026-11-24T09:30:00Z" in page
    assert SLOT not in re.findall(r'value="(2026[^"]+)"', page)


def test_the_days_in_view_after_a_refusal_are_those_nearest_to_the_wish(client):
    make_booking(timezone.datetime.fromisoformat("2026-12-09T09:00:00+00:00"), first_name="Kim")
    answer = client.post(BOOK, a_booking(slot="2026-12-09T09:00:00Z"))
    assert [day.date.isoformat() for day in answer.context["first_days"]] == [
        "2026-12-08", "2026-12-09", "2026-12-10",
    ]  # fmt: skip


def test_a_double_click_shows_the_booking_that_the_first_click_made(client):
    form = a_booking()
    client.post(BOOK, form)
    answer = client.post(BOOK, form)
    assert answer.status_code == 302
    assert "bevestigd" in client.get(answer["Location"]).content.decode()
    assert Booking.objects.count() == 1


def test_going_back_to_correct_the_number_keeps_the_time(client):
    form = a_booking()
    client.post(BOOK, form)
    answer = client.post(BOOK, form | {"phone": "0612345699"})
    assert "06 12345699" in client.get(answer["Location"]).content.decode()
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("path", [BOOK, CALL])
def test_no_slot_or_part_of_the_day_but_the_first_is_chosen_beforehand(client, path):
    page = client.get(path).content.decode()
    checked = [radio for radio in re.findall(r"<input[^>]+radio[^>]*>", page) if "checked" in radio]
    assert len(checked) == 1
    assert 'name="slot"' not in checked[0]


def test_a_filled_honeypot_keeps_the_request_and_marks_it(client):
    client.post(CALL, a_callback(website="https://spam.example"))
    assert CallbackRequest.objects.get().is_suspect is True


@pytest.mark.parametrize("mark", ["", "forged:1:x"])
def test_a_missing_or_forged_mark_keeps_the_request_and_marks_it(client, mark):
    client.post(CALL, a_callback(shown=mark))
    assert CallbackRequest.objects.get().is_suspect is True


def test_a_form_that_stood_open_overnight_is_no_suspect(client, time_machine):
    form = a_callback()
    time_machine.shift(14 * 3600)
    client.post(CALL, form)
    assert CallbackRequest.objects.get().is_suspect is False


def test_twenty_requests_from_one_address_are_welcome_and_a_flood_is_asked_to_call(
    client, settings
):
    settings.REQUESTS_PER_ADDRESS = 20
    codes = [client.post(CALL, a_callback(phone=f"06 123456{n:02}")).status_code for n in range(21)]
    assert codes == [302] * 20 + [429]
    assert CallbackRequest.objects.count() == 20
    answer = client.post(CALL, a_callback(phone="0612345699"))
    assert "010 012 34 56" in answer.content.decode()
    assert "0612345699" in answer.content.decode()


def test_a_callback_answers_with_the_promise_and_the_number_to_correct(client):
    answer = client.post(CALL, a_callback(day="2026-11-25", day_part="ochtend"))
    page = client.get(answer["Location"]).content.decode()
    assert "woensdag 25 november om 12:00" in re.sub(r"\s+", " ", page)
    assert "06 12345678" in page
    client.post("/terugbellen/bedankt/", {"phone": "0612345699"})
    assert CallbackRequest.objects.get().phone == "+31612345699"


@pytest.mark.parametrize(
    "change",
    [
        {"day": "2020-01-01"},
        {"day": "x"},
        {"day_part": "nacht"},
        {"message": "x" * 2001},
        {"subject": "x" * 121},
        {"message": "a\0b"},
    ],
)
def test_an_impossible_wish_gets_a_message_at_its_field(client, change):
    answer = client.post(CALL, a_callback(**change))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(change))


def test_a_failed_form_token_shows_the_form_again_with_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    for path, form in ((CALL, a_callback()), (BOOK, a_booking())):
        answer = client.post(path, form)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "06 12345678" in page
        assert "csrfmiddlewaretoken" in page
        assert "nog niet verstuurd" in page
        assert "<title>Nog niet verstuurd: " in page
        notice = re.search(r'<p class="notice".*?</p>', page, re.DOTALL)[0]
        assert "tel:" in notice


def test_a_taken_time_comes_with_a_link_to_the_nearest_free_one(client):
    make_booking()
    answer = client.post(BOOK, a_booking())
    page = answer.content.decode()
    assert answer.status_code == 409
    summary = re.search(r'role="alert".*?</div>', page, re.DOTALL)[0]
    assert summary.index('href="#dichtbij"') < summary.index('href="#id_slot_0"')
    radio = re.search(r'<input id="dichtbij"[^>]*value="([^"]*)"', page)[1]
    assert radio == "2026-11-24T08:30:00Z"


def test_a_body_that_no_form_can_fill_is_too_large(client):
    answer = client.post(CALL, a_callback(message="x" * 10_000_000))
    assert answer.status_code == 413
    assert "010 012 34 56" in answer.content.decode()


def test_the_lasting_link_swaps_its_token_for_a_cookie(client):
    booking = make_booking()
    token = access.token_for(booking.uid)
    answer = client.get(f"/afspraak/{token}/")
    assert (answer.status_code, answer["Location"]) == (302, "/adviesgesprek/afspraak/")
    assert "dinsdag 24 november" in client.get("/adviesgesprek/afspraak/").content.decode()


def test_an_unknown_link_answers_like_an_expired_one(client, time_machine):
    booking = make_booking()
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    time_machine.shift(access.ANSWER_SECONDS + 1)
    expired = client.get("/adviesgesprek/afspraak/")
    unknown = Client().get("/afspraak/" + "x" * 43 + "/", follow=True)
    assert (expired.status_code, expired.content) == (unknown.status_code, unknown.content)


@pytest.mark.parametrize("state", ["cancelled", "over"])
def test_a_link_that_has_done_its_work_answers_like_an_unknown_one(client, time_machine, state):
    booking = make_booking()
    if state == "cancelled":
        bookings.cancel(booking=booking, now=MONDAY)
    else:
        time_machine.move_to(TUESDAY_TEN + missed.UNTIL)
    used = client.get(f"/afspraak/{access.token_for(booking.uid)}/", follow=True)
    unknown = Client().get("/afspraak/" + "x" * 43 + "/", follow=True)
    assert (used.status_code, used.content) == (unknown.status_code, unknown.content)
    assert used.redirect_chain == unknown.redirect_chain
    assert not client.cookies


def test_a_used_link_closes_what_another_one_opened_in_this_browser(client):
    client.get(f"/afspraak/{access.token_for(make_booking().uid)}/")
    client.cookies["afspraak"]["path"] = "/"  # the test client sends cookies by path, too
    assert client.get("/adviesgesprek/afspraak/").status_code == 200
    client.get("/afspraak/" + "x" * 43 + "/")
    assert client.get("/adviesgesprek/afspraak/").status_code == 410


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("+32 470 12 34 56", "+32 470 12 34 56"),
        ("+49 30 1234567", "+49 30 1234567"),
        ("0031612345678", "06 12345678"),
    ],
)
def test_a_foreign_number_keeps_its_country_when_shown_back_and_sent_again(client, typed, shown):
    answer = client.post(CALL, a_callback(phone=typed))
    before = CallbackRequest.objects.get().phone
    page = client.get(answer["Location"])
    assert page.context["form"].initial["phone"] == shown
    client.post("/terugbellen/bedankt/", {"phone": shown})
    assert CallbackRequest.objects.get().phone == before


def test_an_evening_without_anybody_there_is_told_at_its_field(client):
    answer = client.post(CALL, a_callback(day="2026-11-24", day_part="avond"))
    assert list(answer.context["form"].errors) == ["day_part"]
    assert "Op dinsdag 24 november bellen we in de avond niet" in answer.content.decode()


@pytest.mark.parametrize("number", ["0900 1234", "09060606"])
def test_a_number_that_costs_extra_is_not_called(client, number):
    answer = client.post(CALL, a_callback(phone=number))
    assert list(answer.context["form"].errors) == ["phone"]


def test_one_request_sends_no_endless_mail(client):
    form = a_callback()
    codes = [client.post(CALL, form | {"email": f"t{n}@example.org"}).status_code for n in range(8)]
    assert codes == [302] * 6 + [429] * 2
    assert OutboxMail.objects.filter(kind="callback_received").count() == 6


@pytest.mark.parametrize(
    "name",
    [
        "www.evil.example",
        "Kijk evil．nl",
        "evil\u3002nl",
        "Win\nbel 3",
        "e\u200bvil",
        "op x.nl/y",
        "<b>",
        "a@b.nl",
    ],
)
def test_a_name_carries_no_address_into_our_mail(client, name):
    answer = client.post(CALL, a_callback(first_name=name))
    assert list(answer.context["form"].errors) == ["first_name"]


def test_pressing_move_twice_moves_once(client):
    booking = make_booking()
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    wish = {"slot": "2026-11-25T09:00:00Z"}
    codes = [client.post("/adviesgesprek/afspraak/verzetten/", wish).status_code for _ in "12"]
    booking.refresh_from_db()
    assert (codes, booking.sequence) == ([302, 302], 1)


def test_a_cancelled_call_cannot_be_moved(client):
    booking = make_booking()
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    bookings.cancel(booking=booking, now=MONDAY)
    assert client.get("/adviesgesprek/afspraak/verzetten/").status_code == 302


@pytest.mark.parametrize("path", ["afzeggen/", "bel-mij/", "verzetten/"])
def test_a_failed_token_on_an_answer_page_changes_nothing_and_says_so(path):
    client = Client(enforce_csrf_checks=True)
    booking = make_booking()
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    answer = client.post(f"/adviesgesprek/afspraak/{path}", follow=True)
    assert "nog niet gelukt" in answer.content.decode()
    booking.refresh_from_db()
    assert booking.is_confirmed


def test_who_has_booked_and_comes_back_to_the_form_is_told_so(client):
    client.post(BOOK, a_booking())
    assert client.get(BOOK).context["mine"] == Booking.objects.get()
    client.post(CALL, a_callback())
    assert client.get(CALL).context["is_waiting"] is True


def test_getting_a_page_that_acts_changes_nothing(client):
    booking = make_booking()
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    codes = {
        name: client.get(reverse(f"contact:{name}")).status_code
        for name in (
            "appointment",
            "appointment_ics",
            "move",
            "call_me",
            "cancel",
            "remind",
            "not_called",
        )
    }
    assert codes == {
        "appointment": 200, "appointment_ics": 200, "move": 200, "call_me": 405, "cancel": 405,
        "remind": 405, "not_called": 405,
    }  # fmt: skip
    booking.refresh_from_db()
    assert (booking.status, booking.sequence) == ("confirmed", 0)


def test_a_visitor_moves_cancels_and_hears_how_it_stands(client):
    booking = make_booking()
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    client.post("/adviesgesprek/afspraak/verzetten/", {"slot": "2026-11-25T09:00:00Z"})
    assert "woensdag 25 november" in client.get("/adviesgesprek/afspraak/").content.decode()
    client.post("/adviesgesprek/afspraak/afzeggen/")
    page = client.get("/adviesgesprek/afspraak/").content.decode()
    assert "afgezegd" in page
    assert client.post("/adviesgesprek/afspraak/afzeggen/").status_code == 302


def test_rather_being_called_leads_to_the_callback_answer(client):
    booking = make_booking()
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    answer = client.post("/adviesgesprek/afspraak/bel-mij/")
    assert answer["Location"] == "/terugbellen/bedankt/?afgezegd"
    again = client.post("/adviesgesprek/afspraak/bel-mij/")
    assert again["Location"] == answer["Location"]
    assert CallbackRequest.objects.count() == 1


@pytest.mark.parametrize("path", [BOOK, CALL, "/adviesgesprek/afspraak/", "/terugbellen/bedankt/"])
def test_forms_and_answers_are_kept_by_no_cache(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", [BOOK, CALL])
def test_before_the_first_field_stands_where_help_is_now(client, path):
    before = client.get(path).content.decode().split('name="first_name"')[0]
    for number in ("tel:112", "tel:113", "tel:0800-0113"):
        assert number in before


def test_the_practice_page_sets_no_cookie_and_tells_hours_and_closures(client):
    answer = client.get("/contact/")
    assert not answer.cookies
    page = answer.content.decode()
    assert "9:00–17:00" in page
    assert "09:00" not in page.partition("<main")[2]
    assert "gesloten" in page


@pytest.mark.parametrize(("advisers", "queries"), [(1, 12), (3, 12)])
def test_the_booking_page_asks_the_database_as_often_for_three_advisers_as_for_one(
    client, django_assert_num_queries, advisers, queries
):
    for n in range(advisers - 1):
        make_adviser(f"Sem {n}")
        make_booking(TUESDAY_TEN, first_name=f"Kim {n}")
    with django_assert_num_queries(queries):
        client.get(BOOK)


def test_a_page_for_a_handled_request_no_longer_offers_to_correct(client):
    asked = make_callback()
    client.post(CALL, a_callback())
    callbacks.mark_called(callback=asked, by=None)
    assert client.get("/terugbellen/bedankt/").context["form"] is None


# --- What search engines leave alone ------------------------------------------------------------

OF_ONE_VISITOR = [
    "/terugbellen/bedankt/",
    "/adviesgesprek/afspraak/",
    "/adviesgesprek/afspraak/afspraak.ics",
    "/adviesgesprek/afspraak/verzetten/",
    "/afspraak/" + "a" * 43 + "/",
]


@pytest.mark.parametrize("url", OF_ONE_VISITOR)
@pytest.mark.parametrize("is_known", [True, False])
def test_no_search_engine_lists_what_is_of_one_visitor(client, url, is_known):
    if is_known:
        client.post(BOOK, a_booking())
        client.post(CALL, a_callback())
    answer = client.get(url)
    assert answer["X-Robots-Tag"] == "noindex"
    if answer["Content-Type"].startswith("text/html") and answer.content:
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


@pytest.mark.parametrize("url", [BOOK, CALL, "/contact/"])
def test_the_pages_that_anyone_may_find_are_listed(client, url):
    answer = client.get(url)
    assert answer.has_header("X-Robots-Tag") is False
    assert 'name="robots"' not in answer.content.decode()


def bedankt(client, **changes):
    """The answer page of a callback that was asked just now."""
    client.post(CALL, a_callback(**changes))
    return CallbackRequest.objects.latest("pk"), "/terugbellen/bedankt/"


def words_of(client, page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", client.get(page).content.decode()))


def test_the_answer_says_by_when_who_calls_from_which_number_and_what_to_do_else(client):
    words = words_of(client, bedankt(client)[1])
    for fact in (
        "Een collega van de praktijk belt je uiterlijk maandag 23 november om 13:15.",
        "06 12345678",
        "010 012 34 56 of een anoniem nummer",
        "Heb je dan niets gehoord?",
    ):
        assert fact in words


def test_a_promise_that_has_passed_says_sorry_and_gives_the_number(client, time_machine):
    asked, page = bedankt(client)
    asked.promised_at = MONDAY
    asked.save()
    time_machine.shift(60)
    words = words_of(client, page)
    assert "Sorry, Robin. We zouden je uiterlijk maandag 23 november om 9:00 bellen" in words
    assert "Bel ons gerust zelf op 010 012 34 56" in words
    assert "belt je uiterlijk" not in words


def test_who_did_not_pick_up_reads_that_we_tried_also_in_another_form(client, time_machine):
    first = make_callback()
    asked, page = bedankt(client)
    callbacks.mark_no_answer(callback=first, by=None)
    CallbackRequest.objects.update(promised_at=MONDAY)
    time_machine.shift(60)
    assert asked.same_as == first
    words = words_of(client, page)
    assert "we hebben je al gebeld" in words
    assert "Sorry" not in words


def test_who_fills_in_somebodys_name_and_number_does_not_read_that_we_called_them(
    client, time_machine
):
    first = make_callback()
    callbacks.mark_no_answer(callback=first, by=None)
    time_machine.shift(60)
    asked, page = bedankt(client)
    assert asked.same_as == first
    words = words_of(client, page)
    assert "al gebeld" not in words
    assert "Een collega van de praktijk belt je uiterlijk" in words


def test_who_was_not_reached_reads_how_to_ask_again(client):
    asked, page = bedankt(client)
    callbacks.log_call(callback=asked, by=None, outcome="wrong")
    words = words_of(client, page)
    assert "We konden je niet bereiken" in words
    assert "Vraag dan opnieuw of we je bellen" in words


@pytest.mark.parametrize(
    ("asked_at", "due", "text"),
    [
        # Friday afternoon, the weekend on which the clock goes forward; and on which it goes back.
        ("2027-03-26T16:00+01:00", "2027-03-29T12:00+02:00", "maandag 29 maart om 12:00"),
        ("2027-10-29T16:00+02:00", "2027-11-01T12:00+01:00", "maandag 1 november om 12:00"),
    ],
)
def test_over_a_clock_change_page_and_mail_name_the_same_moment(
    client, time_machine, asked_at, due, text
):
    make_practice(holidays=[])  # that 29th of March is Easter Monday
    time_machine.move_to(timezone.datetime.fromisoformat(asked_at), tick=False)
    asked, page = bedankt(client, email="robin@example.org")
    assert asked.promised_at == timezone.datetime.fromisoformat(due)
    assert text in words_of(client, page)
    mail = emails.write(OutboxMail.objects.get(kind="callback_received"))
    assert f"belt je uiterlijk {text} op 06 12345678" in mail.body
