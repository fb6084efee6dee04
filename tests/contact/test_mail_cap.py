from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from contact import bookings, callbacks, limits, mail_cap, outbox
from contact.models import OutboxMail

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
Kind, Status = OutboxMail.Kind, OutboxMail.Status


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY)
    make_practice()
    make_adviser()


def send():
    while OutboxMail.objects.due(timezone.now()).exists():
        outbox.send_due()


def mails_to(address):
    return sum(message.to == [address] for message in mail.outbox)


def flood(count, address="robin@example.org", first=0):
    for n in range(first, first + count):
        make_callback(phone=f"+3161200{n:04}", email=address)
    send()


def fates(kind):
    rows = OutboxMail.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("status", "error"))


def test_a_mailbox_gets_fifteen_mails_a_day_and_the_desk_sees_why_no_more(admin_client):
    flood(17)
    assert mails_to("robin@example.org") == 15
    assert fates(Kind.CALLBACK_RECEIVED)[15:] == [(Status.VOID, mail_cap.REASON)] * 2
    page = admin_client.get("/admin/contact/outboxmail/").content.decode()
    assert page.count("genoeg mail naar dit adres vandaag") == 2


def test_the_practice_hears_of_every_request():
    flood(17)
    assert fates(Kind.PRACTICE_CALLBACK) == [(Status.SENT, "")] * 17


def test_the_confirmation_of_a_call_that_holds_is_always_sent():
    flood(15)
    booking = make_booking(email="robin@example.org")
    send()
    assert fates(Kind.BOOKING_CONFIRMED) == [(Status.SENT, "")]
    bookings.move(booking=booking, starts_at=TUESDAY_TEN + timedelta(hours=1), now=MONDAY)
    send()
    assert fates(Kind.BOOKING_MOVED) == [(Status.SENT, "")]


def test_news_of_a_call_goes_on_longer_than_other_mail_and_not_for_ever(monkeypatch):
    booking = make_booking(email="robin@example.org")
    monkeypatch.setattr(mail_cap, "MOST", 40)
    flood(30)
    bookings.cancel(booking=booking, now=MONDAY)
    send()
    assert fates(Kind.BOOKING_CANCELLED) == [(Status.VOID, mail_cap.REASON)]


def test_other_mailboxes_and_other_days_are_not_touched(time_machine):
    flood(16)
    flood(1, "kim@example.org", first=20)
    assert mails_to("kim@example.org") == 1
    time_machine.shift(mail_cap.PERIOD + timedelta(minutes=1))
    make_callback(now=timezone.now(), phone="+31612009999", email="robin@example.org")
    send()
    assert mails_to("robin@example.org") == 16


@pytest.mark.parametrize("spelt", ["ROBIN@example.org", "robin+werk@example.org"])
def test_another_spelling_is_the_same_mailbox(spelt):
    flood(15)
    flood(1, spelt, first=20)
    assert mails_to(spelt) == 0


def test_one_request_that_is_changed_often_counts_as_often():
    asked = make_callback(email="robin@example.org")
    send()
    for n in range(16):
        callbacks.change(callback=asked, by_visitor=False, now=MONDAY, phone=f"+3161200{n:04}")
        send()
    assert mails_to("robin@example.org") == 15


def test_an_address_that_was_put_on_one_request_after_another_counts_each_time():
    for n in range(16):
        phone = f"+3161200{n:04}"
        asked = make_callback(phone=phone, email="robin@example.org", form_key=str(n))
        send()
        callbacks.change(callback=asked, now=MONDAY, email=f"other{n}@example.org")
        send()
    assert mails_to("robin@example.org") == 15


def test_a_confirmation_that_was_sent_to_one_address_after_another_is_bounded():
    booking = make_booking(email="")
    for n in range(31):
        for address in ("robin@example.org", f"other{n}@example.org"):
            bookings.change(booking=booking, email=address, now=MONDAY)
            send()
    assert mails_to("robin@example.org") == 30


def test_without_limits_there_is_no_cap_either(settings):
    settings.REQUESTS_PER_ADDRESS = limits.NO_LIMIT
    flood(17)
    assert mails_to("robin@example.org") == 17
