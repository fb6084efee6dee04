"""A flood of fake requests is cleared in one go, and no person in it is lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from contact import callbacks, floods, outbox, slots
from contact.models import AccessEntry, BookedCell, Booking, CallbackRequest, OutboxMail
from staff.models import User

from .make import MONDAY, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
PAGE = "/admin/contact/booking/opruimen/"
PERIOD = {"van": "2026-11-22T09:00", "tot": "2026-11-23T09:01"}
CALLS, CALLBACKS = {"soort": "gesprekken"}, {"soort": "terugbelverzoeken"}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()
    make_adviser()


def make_user(role):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def desk(client):
    client.force_login(make_user("balie"))
    return client


def free():
    return list(slots.offered(MONDAY))


def book(count, *, source="a" * 64, email="", **fields):
    return [
        make_booking(free()[0], phone=f"+3161200{n:04}", source=source, email=email, **fields)
        for n in range(count)
    ]


def ask(count, *, source="a" * 64, **fields):
    return [make_callback(phone=f"+3161300{n:04}", source=source, **fields) for n in range(count)]


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def look(desk, **choice):
    return desk.get(PAGE, CALLS | PERIOD | choice)


def clear(desk, answer, **fields):
    sent = {"soort": answer.context["form"]["soort"].value(), "rijen": answer.context["pks"]}
    return desk.post(PAGE, sent | fields, follow=True)


def test_what_is_chosen_is_shown_with_counts_before_anything_happens(desk):
    book(3)
    book(1, source="b" * 64, is_suspect=True)
    answer = look(desk)
    assert "4 gevonden, 1 mogelijk van een robot" in page(answer)
    assert [row.origin for row in answer.context["rows"]] == ["A", "A", "A", "–"]
    assert Booking.objects.confirmed().count() == 4


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        ({}, 5),
        ({"robot": "on"}, 2),
        ({"herkomst": "A"}, 3),
        ({"herkomst": "B"}, 2),
        ({"herkomst": "A", "robot": "on"}, 0),
        ({"tot": "2026-11-23T08:59"}, 0),
        (CALLBACKS, 2),
        (CALLBACKS | {"herkomst": "A"}, 2),
    ],
)
def test_it_is_chosen_by_time_robot_and_source(desk, choice, count):
    book(3)
    ask(2)
    book(2, source="b" * 64, is_suspect=True)
    # Rows are made at the time of the machine, one after the other.
    for n, row in enumerate([*Booking.objects.order_by("pk"), *CallbackRequest.objects.all()]):
        type(row).objects.filter(pk=row.pk).update(created_at=MONDAY + timedelta(seconds=n))
    answer = look(desk, **choice)
    assert answer.context["count"] == count


def test_a_source_is_a_letter_and_never_the_mark_of_an_address(desk):
    book(2, source="c0ffee" * 10)
    assert "A (2 verzoeken)" in page(look(desk))
    assert "c0ffee" not in page(look(desk))


def test_letters_go_on_after_z():
    assert [floods.letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_all_calls_are_cancelled_in_one_go_and_their_times_are_free_again(desk):
    before = free()
    book(5, email="robin@example.org")
    outbox.send_due()
    answer = clear(desk, look(desk))
    assert "5 × afgezegd; die tijden zijn weer vrij." in page(answer)
    assert set(Booking.objects.values_list("status", "sequence")) == {("cancelled", 1)}
    assert (free(), BookedCell.objects.count()) == (before, 0)
    assert not OutboxMail.objects.filter(kind="booking_cancelled").exists()


def test_a_confirmation_that_still_waits_goes_out_no_more(desk, mailoutbox):
    book(2, email="robin@example.org")
    clear(desk, look(desk))
    outbox.send_due()
    assert [mail for mail in mailoutbox if mail.to == ["robin@example.org"]] == []


def test_with_mail_each_mailbox_hears_once(desk, mailoutbox):
    book(3, email="robin@example.org")
    book(1, email="Robin+2@Example.org")
    book(1, email="kim@example.org")
    OutboxMail.objects.all().delete()
    clear(desk, look(desk), mail="een")
    outbox.send_due()
    told = sorted(mail.to[0] for mail in mailoutbox)
    assert told == ["kim@example.org", "robin@example.org"]


def test_twice_changes_nothing_and_says_so(desk):
    book(3)
    answer = look(desk)
    clear(desk, answer)
    again = clear(desk, answer)
    assert "3 al eerder afgehandeld; daar is niets aan veranderd." in page(again)
    assert set(Booking.objects.values_list("sequence", flat=True)) == {1}
    assert AccessEntry.objects.filter(action="change").count() == 1


def test_only_what_was_shown_is_cancelled(desk):
    book(2)
    answer = look(desk)
    later = make_booking(free()[0], source="a" * 64)
    clear(desk, answer)
    later.refresh_from_db()
    assert later.is_confirmed


def test_a_call_that_has_begun_is_left_alone(time_machine):
    rows = book(2)
    time_machine.move_to(rows[0].starts_at + timedelta(minutes=1), tick=False)
    pks = [row.pk for row in rows]
    assert floods.cancel_bookings(pks, by=make_user("balie"), with_mail=False) == 1
    assert list(Booking.objects.order_by("starts_at").values_list("status", flat=True)) == [
        "confirmed", "cancelled",
    ]  # fmt: skip


def test_large_floods_go_in_batches(monkeypatch):
    monkeypatch.setattr(floods, "BATCH", 2)
    rows = book(5)
    by = make_user("balie")
    assert floods.cancel_bookings([row.pk for row in rows], by=by, with_mail=False) == 5
    assert AccessEntry.objects.count() == 3


def test_callbacks_are_withdrawn_without_mail(desk):
    ask(4, email="robin@example.org")
    OutboxMail.objects.all().delete()
    answer = clear(desk, look(desk, **CALLBACKS))
    assert "4 × ingetrokken." in page(answer)
    assert set(CallbackRequest.objects.values_list("status", "handled_by__username")) == {
        ("withdrawn", "balie")
    }
    assert not OutboxMail.objects.exists()


def test_who_asked_again_outside_the_flood_waits_on_at_the_head_of_the_queue():
    """Somebody used their name and number; they themselves are not lost."""
    fake = make_callback(source="a" * 64)
    real = make_callback(source="b" * 64, now=MONDAY + HOUR)
    another = make_callback(source="b" * 64, now=MONDAY + HOUR)
    floods.withdraw_callbacks([fake.pk], by=make_user("balie"))
    assert list(CallbackRequest.objects.to_call()) == [real]
    another.refresh_from_db()
    assert another.same_as == real


def test_with_a_repeat_gone_its_leader_stays():
    real = make_callback(source="b" * 64)
    fake = make_callback(source="a" * 64)
    floods.withdraw_callbacks([fake.pk], by=make_user("balie"))
    assert list(CallbackRequest.objects.waiting()) == [real]


def test_whom_the_site_itself_put_in_the_queue_is_never_part_of_a_flood(desk):
    callbacks.ask(first_name="Robin", phone="+31612345678", reason="displaced", now=MONDAY)
    assert look(desk, **CALLBACKS).context["count"] == 0


def test_looking_and_clearing_are_noted_by_number_and_nothing_personal_in_the_log(desk):
    rows = book(2)
    clear(desk, look(desk))
    ids = "".join(f" {row.pk}" for row in rows) + " "
    assert ids in AccessEntry.objects.filter(action="list").values_list("ids", flat=True)
    assert list(AccessEntry.objects.filter(action="change").values_list("ids", flat=True)) == [ids]
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("role", ["psycholoog", "redactie", "beheer"])
def test_only_who_may_change_everybodys_calls_may_clear(client, role):
    client.force_login(make_user(role))
    row = book(1)[0]
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, CALLS | {"rijen": str(row.pk)}).status_code == 403
    row.refresh_from_db()
    assert row.is_confirmed


def test_looking_changes_nothing_and_nonsense_is_refused(desk):
    book(1)
    look(desk, van="x", tot="y", herkomst="Q")
    assert desk.post(PAGE, CALLS | {"rijen": "1 x"}).status_code == 400
    assert Booking.objects.confirmed().count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_often_for_many_as_for_one(desk, django_assert_num_queries, count):
    book(count)
    with django_assert_num_queries(11):
        look(desk)


def test_the_first_page_of_the_desk_leads_there_once_one_source_sends_many(desk):
    ask(floods.MANY - 1)
    assert PAGE not in page(desk.get("/admin/"))
    ask(1, first_name="Kim")
    assert PAGE in page(desk.get("/admin/"))
    assert PAGE in page(desk.get("/admin/contact/booking/"))


def test_what_has_no_source_any_more_can_still_be_cleared(desk):
    """After a day it is forgotten."""
    book(2, source="")
    answer = look(desk)
    assert [row.origin for row in answer.context["rows"]] == ["–", "–"]
    clear(desk, answer)
    assert not Booking.objects.confirmed().exists()
