"""The queue at the desk: claim, call, say how it went; by telephone; and promises made anew."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from contact import callbacks
from contact.admin.promises import promises_context
from contact.models import AccessEntry, CallAttempt, CallbackRequest, Closure, OutboxMail

from .make import MONDAY, a_day, make_callback, make_practice
from .test_admin import make_user

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:contact_callbackrequest_changelist")
PROMISES = reverse("admin:contact_callbackrequest_promises")
HOUR = 3600


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


@pytest.fixture
def sanne():
    user = make_user("balie")
    user.first_name = "Sanne"
    user.save()
    return user


@pytest.fixture
def desk(client, sanne):
    client.force_login(sanne)
    return client


@pytest.fixture
def daan(sanne):
    """A colleague at another desk."""
    user = make_user("beheer")
    user.username = "daan"
    user.groups.set(sanne.groups.all())
    user.save()
    client = Client()
    client.force_login(user)
    return client


def address(name, asked):
    return reverse(f"admin:contact_callbackrequest_{name}", args=[asked.pk])


def say(client, asked, outcome, seen=0):
    url = address("outcome", asked)
    return client.post(url, {"outcome": outcome, "seen": seen}, follow=True).content.decode()


# --- The queue ------------------------------------------------------------------------------


def test_a_row_has_the_button_to_call_and_pressing_it_claims(desk, sanne):
    asked = make_callback(message="Liever na vieren.")
    url = address("claim", asked)
    assert f'formaction="{url}"' in desk.get(QUEUE).content.decode()
    answer = desk.post(url)
    assert (answer.status_code, answer["Location"]) == (302, address("call", asked))
    asked.refresh_from_db()
    assert asked.claimed_by == sanne
    page = desk.get(answer["Location"]).content.decode()
    for shown in (
        'href="tel:+31-6-12345678"', "geen voicemail", "Liever na vieren.", "Gesproken",
        "Geen gehoor", "Nummer klopt niet", "Jij belt nu (sinds 09:00)", "Poging 1 van 3",
    ):  # fmt: skip
        assert shown in page
    assert "Voicemail ingesproken" not in page


def test_a_colleague_sees_who_calls_and_cannot_claim(desk, daan, sanne):
    asked = make_callback()
    desk.post(address("claim", asked))
    page = daan.get(QUEUE).content.decode()
    assert "Sanne belt nu (sinds 09:00)" in page
    assert address("claim", asked) not in page
    for name in ("call", "change"):
        page = daan.get(address(name, asked)).content.decode()
        assert "Sanne belt nu (sinds 09:00)" in page
        assert not re.search("Ik bel nu|Gesproken|Gebeld</button>", page)
    answer = daan.post(address("claim", asked), follow=True)
    assert "Een collega belt al" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.claimed_by == sanne


def test_looking_claims_nothing_and_a_claim_is_posted(desk):
    asked = make_callback()
    assert desk.get(address("call", asked)).status_code == 200
    for name in ("claim", "outcome", "give_back"):
        assert desk.get(address(name, asked)).status_code == 405
    asked.refresh_from_db()
    assert asked.claimed_by is None


def test_a_claim_can_be_given_back(desk, daan):
    asked = make_callback()
    desk.post(address("claim", asked))
    desk.post(address("give_back", asked))
    assert address("claim", asked) in daan.get(QUEUE).content.decode()


@pytest.mark.parametrize("role", ["redactie", "psycholoog", "beheer"])
def test_whoever_may_not_change_requests_calls_nobody_from_the_desk(client, role):
    asked = make_callback()
    client.force_login(make_user(role))
    assert client.get(address("call", asked)).status_code == 403
    for name in ("claim", "outcome", "give_back"):
        assert client.post(address(name, asked)).status_code == 403
    assert client.get(PROMISES).status_code == 403
    assert client.post(PROMISES).status_code == 403


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("displaced", "! afspraak kan niet doorgaan"),
        ("not_called", "! is niet gebeld"),
        ("bounced", "✉ onze mail kwam niet aan"),
    ],
)
def test_the_queue_says_why_we_call_whom_with_a_sign_and_words(desk, reason, words):
    make_callback()
    make_callback(reason=reason)  # of the same person: it stands behind the first
    make_callback(reason=reason, first_name="Kim")
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", desk.get(QUEUE).content.decode()))
    assert page.count(words) == 2


def test_the_queue_goes_by_what_is_due_and_everything_by_what_is_new(desk, sanne, time_machine):
    tried = make_callback(first_name="Ali")
    later = make_callback(first_name="Bo", day=a_day("2026-11-24"))
    urgent = make_callback(first_name="Do", reason="not_called")
    callbacks.mark_no_answer(callback=tried, by=sanne)
    assert list(desk.get(QUEUE).context["cl"].result_list) == [urgent, tried, later]
    time_machine.shift(5 * HOUR)
    page = desk.get(QUEUE).content.decode()
    assert "opnieuw vanaf 23-11 12:00" in page
    assert re.findall("late.>! vóór (.{11}) te laat", page) == ["23-11 10:00"]
    everything = desk.get(QUEUE, {"stand": "alle"}).context["cl"].result_list
    assert list(everything) == [urgent, later, tried]


def test_late_on_the_first_page_is_late_in_the_queue(desk, sanne, time_machine):
    tried, late = make_callback(first_name="Ali"), make_callback(first_name="Bo")
    callbacks.mark_no_answer(callback=tried, by=sanne)
    time_machine.shift(5 * HOUR)
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", desk.get("/admin/").content.decode()))
    assert "! 1 beloftes te laat" in page
    assert list(CallbackRequest.objects.late(MONDAY + timedelta(hours=5))) == [late]


# --- How it went ----------------------------------------------------------------------------


def test_an_outcome_is_noted_and_the_next_attempt_named(desk):
    asked = make_callback()
    desk.post(address("claim", asked))
    page = say(desk, asked, "no_answer")
    assert "Probeer het opnieuw vanaf maandag 23\xa0november om\xa012:00." in page
    assert CallAttempt.objects.get().outcome == "no_answer"
    desk.post(address("claim", asked))
    page = desk.get(address("call", asked)).content.decode()
    assert "maandag 23 november 9:00: geen gehoor (Sanne)" in page
    assert "Poging 2 van 3" in page


def test_an_outcome_sent_twice_counts_once(desk):
    asked = make_callback()
    say(desk, asked, "no_answer")
    assert "Er is niets veranderd" in say(desk, asked, "no_answer")
    assert CallAttempt.objects.count() == 1


def test_while_a_colleague_calls_another_cannot_say_how_it_went(desk, daan):
    asked = make_callback()
    desk.post(address("claim", asked))
    assert "Er is niets veranderd" in say(daan, asked, "spoke")
    assert "Gesproken: afgehandeld." in say(desk, asked, "spoke")


def test_no_voicemail_can_be_noted_where_one_of_their_forms_refuses_it(desk):
    asked = make_callback(voicemail_ok=True)
    desk.post(address("claim", asked))
    assert "Voicemail ingesproken" in desk.get(address("call", asked)).content.decode()
    make_callback(voicemail_ok=False)
    page = desk.get(address("call", asked)).content.decode()
    assert "Voicemail ingesproken" not in page
    assert "Hier mag geen voicemail" in say(desk, asked, "voicemail")
    assert CallAttempt.objects.count() == 0


@pytest.mark.parametrize("form", [{}, {"outcome": "spoke"}, {"outcome": "x", "seen": "0"}])
def test_what_is_no_outcome_is_refused(desk, form):
    assert desk.post(address("outcome", make_callback()), form).status_code == 404


def test_a_repeat_leads_to_the_one_that_is_called(desk):
    first, again = make_callback(), make_callback(message="Of morgen.")
    answer = desk.get(address("call", again))
    assert answer["Location"] == address("call", first)
    assert "Of morgen." in desk.get(answer["Location"]).content.decode()


def test_who_asks_again_after_we_gave_up_is_shown_with_what_came_before(desk, sanne):
    make_practice(max_attempts=1)
    closed = make_callback()
    callbacks.mark_no_answer(callback=closed, by=sanne)
    again = make_callback()
    page = desk.get(address("call", again)).content.decode()
    assert f'href="{address("change", closed)}"' in page
    assert "geen gehoor (Sanne)" in page
    assert "eerder niet bereikt" in desk.get(QUEUE).content.decode()


def test_no_message_of_the_desk_and_no_log_names_anybody(desk):
    asked = make_callback(email="robin@example.org")
    words = []
    for name, form in [
        ("claim", {}),
        ("give_back", {}),
        ("outcome", {"outcome": "no_answer", "seen": 0}),
        ("outcome", {"outcome": "wrong", "seen": 1}),
        ("claim", {}),
    ]:
        answer = desk.post(address(name, asked), form)
        words += [str(message) for message in get_messages(answer.wsgi_request)]
    desk.post(reverse("admin:contact_callbackrequest_add"), {
        "first_name": "Robin", "phone": "0612345678",
    })  # fmt: skip
    words += [f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all()]
    assert words
    assert not re.search("robin|12345678", " ".join(words), re.IGNORECASE)


def test_looking_and_noting_are_written_down(desk, sanne):
    first, again = make_callback(), make_callback()
    desk.get(address("call", first))
    say(desk, first, "spoke")
    entries = {entry.action: entry for entry in AccessEntry.objects.all()}
    assert entries["view"].user == sanne
    assert entries["view"].ids.split() == [str(first.pk), str(again.pk)]
    assert entries["change"].ids.split() == [str(first.pk)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_to_call_from_asks_as_often_for_three_attempts_as_for_one(
    desk, sanne, django_assert_num_queries, rows
):
    make_practice(max_attempts=9)
    asked = make_callback()
    for _ in range(rows):
        make_callback()
        CallAttempt.objects.create(callback=asked, by=sanne, outcome="no_answer")
    url = address("call", asked)
    with django_assert_num_queries(10):
        desk.get(url)


# --- By telephone ---------------------------------------------------------------------------


def test_the_form_for_a_call_begins_at_the_name_and_offers_days_by_name(desk):
    page = desk.get(reverse("admin:contact_callbackrequest_add")).content.decode()
    assert re.search(r'<input type="text" name="first_name"[^>]*autofocus', page)
    order = [page.index(f'name="{name}"') for name in (
        "first_name", "phone", "voicemail_ok", "day", "day_part", "email", "_save", "_addanother",
    )]  # fmt: skip
    assert order == sorted(order)
    assert '<option value="2026-11-24">dinsdag 24 november</option>' in page


def test_the_desk_reads_by_when_we_call_to_say_it_at_once(desk):
    form = {
        "first_name": "Robin",
        "phone": "06 12345678",
        "day": "2026-11-24",
        "day_part": "ochtend",
    }
    page = desk.post(reverse("admin:contact_callbackrequest_add"), form, follow=True)
    text = "Zeg erbij: we bellen uiterlijk dinsdag 24\xa0november om\xa012:00."
    assert text in page.content.decode()
    assert CallbackRequest.objects.get().day == a_day("2026-11-24")


def test_a_day_on_which_nobody_calls_is_not_offered_by_telephone(desk):
    form = {"first_name": "Robin", "phone": "06 12345678", "day": "2026-11-28"}
    answer = desk.post(reverse("admin:contact_callbackrequest_add"), form)
    assert list(answer.context["adminform"].form.errors) == ["day"]


# --- Promises made anew ---------------------------------------------------------------------


@pytest.fixture
def closure():
    return Closure.objects.create(first_on=a_day("2026-11-24"), last_on=a_day("2026-11-24"))


def test_the_queue_leads_to_promises_that_nobody_can_keep(desk, closure):
    make_callback()
    assert PROMISES not in desk.get(QUEUE).content.decode()
    make_callback(first_name="Kim", day=a_day("2026-11-24"))
    page = desk.get(QUEUE).content.decode()
    assert "1 belofte valt buiten de beltijden" not in page  # a closed day is not offered
    OutboxMail.objects.all().delete()
    CallbackRequest.objects.filter(first_name="Kim").update(
        promised_at=MONDAY + timedelta(days=1), email="kim@example.org"
    )
    page = desk.get(QUEUE).content.decode()
    assert PROMISES in page
    assert "1 belofte valt buiten de beltijden" in page
    page = desk.get(PROMISES).content.decode()
    assert "Eén belofte om te bellen kan niet doorgaan" in page
    assert "krijgt een mail" in page
    answer = desk.post(PROMISES, follow=True).content.decode()
    assert "1 nieuwe belofte gemaakt." in answer
    assert OutboxMail.objects.get().kind == "callback_moved"
    assert "geen beloftes meer" in desk.post(PROMISES, follow=True).content.decode()


def test_of_one_closure_only_its_promises_are_made_anew(desk, closure):
    rows = [make_callback(first_name=name) for name in ("Ali", "Bo", "Kim")]
    for row, days in zip(rows, (1, 1, 5), strict=True):  # Tuesday, and Saturday
        CallbackRequest.objects.filter(pk=row.pk).update(promised_at=MONDAY + timedelta(days=days))
    context = promises_context(closure)
    assert (context["promises"], context["promises_untold"]) == (rows[:2], 2)
    page = desk.post(PROMISES, {"closure": closure.pk}, follow=True).content.decode()
    assert "2 nieuwe beloftes gemaakt." in page
    assert "2 gaven geen e-mailadres en weten het nog niet." in page
    assert promises_context(closure)["promises"] == []
    assert promises_context(None)["promises"] == rows[2:]
