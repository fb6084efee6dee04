from datetime import timedelta

import pytest
from django.utils import timezone

from contact import bookings, outbox
from contact.models import Booking, OutboxMail
from tests.smtp import Mailbox, Server

from .make import MONDAY, PERSON, make_adviser, make_callback, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def server(mailbox, settings):
    with Server(mailbox) as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.MAIL_RETRY_SECONDS = 0
        yield running


@pytest.fixture
def booking():
    make_practice(notice_hours=0)
    make_adviser(start=_time(0), end=_time(23), weekdays=range(7))
    start = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    return bookings.book(starts_at=start + timedelta(days=2), **PERSON, email="robin@example.org")


def _time(hour):
    return timezone.datetime.min.time().replace(hour=hour)


def statuses():
    return sorted(OutboxMail.objects.values_list("kind", "status"))


def subjects(mailbox):
    return sorted(str(mail["Subject"]).split(" op ")[0] for mail in mailbox.mails)


def test_a_booking_reaches_visitor_and_practice_over_smtp(server, mailbox, booking):
    assert outbox.send_due() == 2
    assert subjects(mailbox) == ["Er is een adviesgesprek geboekt", "Je afspraak"]
    assert statuses() == [("booking_confirmed", "sent"), ("practice_booking", "sent")]


def test_the_mail_to_the_visitor_has_text_html_and_an_invitation(server, mailbox, booking):
    outbox.send_due()
    mail = next(mail for mail in mailbox.mails if mail["To"] == "robin@example.org")
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "/afspraak/" in mail.get_body(("plain",)).get_content()


def test_the_mail_to_the_practice_carries_nothing_of_the_visitor(server, mailbox, booking):
    outbox.send_due()
    mail = next(mail for mail in mailbox.mails if mail["To"] != "robin@example.org")
    assert "Robin" not in mail.as_string()
    assert "612345678" not in mail.as_string()
    assert f"/admin/contact/booking/{booking.pk}/change/" in mail.as_string()


@pytest.mark.parametrize("mode", ["refuse", "tempfail"])
def test_a_refused_mail_arrives_once_the_server_takes_it(server, mailbox, booking, mode):
    mailbox.mode = mode
    assert outbox.send_due() == 0
    assert {status for _, status in statuses()} == {"waiting"}
    mailbox.mode = "ok"
    assert outbox.send_due() == 2
    assert len(mailbox.mails) == 2


def test_an_error_keeps_neither_address_nor_the_servers_words(server, mailbox, booking):
    mailbox.mode = "refuse"
    outbox.send_due()
    assert set(OutboxMail.objects.values_list("error", flat=True)) == {"SMTPRecipientsRefused 550"}


def test_with_the_server_away_the_mail_waits_and_then_arrives(mailbox, settings, booking):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_RETRY_SECONDS = 0
    with Server(mailbox) as server:
        port = server.port
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    assert outbox.send_due() == 0
    with Server(mailbox, port):
        assert outbox.send_due() == 2  # the second, which had not been tried, included


def test_a_mail_repeated_after_a_lost_answer_is_the_same_mail(server, mailbox, booking):
    mailbox.mode = "drop"
    outbox.send_due()
    mailbox.mode = "ok"
    outbox.send_due()
    ids = [mail["Message-ID"] for mail in mailbox.mails if mail["To"] == "robin@example.org"]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_mail_that_a_dead_worker_had_claimed_falls_due_again(server, mailbox, booking):
    rows = list(OutboxMail.objects.values_list("pk", flat=True))
    assert all(outbox._claim(pk) for pk in rows)  # and then the worker is killed
    assert outbox.send_due() == 0
    OutboxMail.objects.update(due_at=timezone.now() - outbox.LEASE)
    assert outbox.send_due() == 2


def test_a_claimed_mail_cannot_be_claimed_again(booking):
    pk = OutboxMail.objects.first().pk
    assert (outbox._claim(pk), outbox._claim(pk)) == (True, False)


def test_a_mail_about_a_call_that_was_cancelled_since_is_not_sent(server, mailbox, booking):
    bookings.cancel(booking=booking)
    outbox.send_due()
    kinds = dict(OutboxMail.objects.filter(booking=booking).values_list("kind", "status"))
    assert kinds["booking_confirmed"] == "void"
    assert kinds["booking_cancelled"] == "sent"


def test_after_three_days_a_mail_is_given_up_and_can_be_sent_again(server, mailbox, booking):
    mailbox.mode = "refuse"
    OutboxMail.objects.update(give_up_at=timezone.now())
    outbox.send_due()
    assert {status for _, status in statuses()} == {"failed"}
    mailbox.mode = "ok"
    assert [outbox.again(row) for row in OutboxMail.objects.all()] == [True, True]
    assert outbox.send_due() == 2
    assert statuses() == [
        ("booking_confirmed", "sent"),
        ("booking_confirmed", "void"),
        ("practice_booking", "sent"),
        ("practice_booking", "void"),
    ]


def test_a_mail_sent_again_has_an_id_of_its_own_and_tells_how_it_stands(server, mailbox, booking):
    outbox.send_due()
    moved = bookings.move(booking=booking, starts_at=booking.starts_at + timedelta(hours=1))
    outbox.send_due()
    first = OutboxMail.objects.get(kind="booking_confirmed")
    ids = {mail["Message-ID"] for mail in mailbox.mails}
    mailbox.mails.clear()
    assert outbox.again(first) is True
    assert outbox.send_due() == 1
    [mail] = mailbox.mails
    assert f"{timezone.localtime(moved.starts_at):%H:%M}" in mail.get_body(("plain",)).get_content()
    assert mail["Message-ID"] not in ids


def test_pressing_again_twice_sends_one_and_the_third_repeat_is_the_last(server, booking):
    outbox.send_due()
    row = OutboxMail.objects.get(kind="booking_confirmed")
    assert [outbox.again(row), outbox.again(row)] == [True, False]
    for _ in range(outbox.MOST_REPEATS - 1):
        outbox.send_due()
        assert outbox.again(row) is True
    outbox.send_due()
    with pytest.raises(outbox.SentOften):
        outbox.again(row)
    assert OutboxMail.objects.filter(kind="booking_confirmed", status="sent").count() == 4


def test_a_repeat_of_a_repeat_counts_with_the_first(server, booking):
    outbox.send_due()
    outbox.again(OutboxMail.objects.get(kind="booking_confirmed"))
    outbox.send_due()
    outbox.again(OutboxMail.objects.filter(kind="booking_confirmed").latest("pk"))
    keys = OutboxMail.objects.filter(kind="booking_confirmed").order_by("pk")
    ends = [key.partition("~")[2] for key in keys.values_list("key", flat=True)]
    assert ends == ["", "1", "2"]


def test_a_mail_that_waits_or_is_not_needed_cannot_be_sent_again(booking):
    row = OutboxMail.objects.first()
    for status in ("waiting", "void"):
        row.status = status
        with pytest.raises(outbox.NotAgain):
            outbox.again(row)


def test_a_confirmation_of_a_call_that_was_cancelled_is_not_sent_again(server, booking):
    outbox.send_due()
    bookings.cancel(booking=booking)
    outbox.send_due()
    outbox.again(OutboxMail.objects.get(kind="booking_confirmed"))
    outbox.send_due()
    assert OutboxMail.objects.filter(kind="booking_confirmed").latest("pk").status == "void"


@pytest.mark.parametrize(("hours", "tried"), [(200, 72), (30, 28), (3, 1), (1, 1)])
def test_a_mail_about_a_call_is_given_up_in_time_to_telephone(time_machine, hours, tried):
    time_machine.move_to(MONDAY, tick=False)
    booking = Booking(starts_at=MONDAY + timedelta(hours=hours))
    assert outbox.last_try(booking) == MONDAY + timedelta(hours=tried)


def test_an_attempt_that_outlived_its_lease_does_not_undo_a_later_one(booking):
    pk = OutboxMail.objects.first().pk
    outbox._claim(pk)
    slow = OutboxMail.objects.get(pk=pk)
    OutboxMail.objects.update(due_at=timezone.now())
    outbox._claim(pk)
    outbox._settle(OutboxMail.objects.get(pk=pk), "sent")
    outbox._retry(slow, "TimeoutError")
    assert OutboxMail.objects.get(pk=pk).status == "sent"


def test_an_address_that_was_taken_back_gets_no_mail(server, mailbox, booking):
    type(booking).objects.update(email="")
    outbox.send_due()
    assert statuses() == [("booking_confirmed", "void"), ("practice_booking", "sent")]


def test_a_server_that_is_away_is_asked_once_a_round(settings, booking):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with Server(Mailbox()) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    outbox.send_due()
    assert sorted(OutboxMail.objects.values_list("attempts", flat=True)) == [0, 1]


def test_pauses_double_and_stay_under_five_minutes(settings):
    settings.MAIL_RETRY_SECONDS = 5
    pauses = [outbox.pause_after(n).seconds for n in (1, 2, 3, 100)]
    assert pauses == [5, 10, 20, 300]


def test_a_callback_mail_tells_the_promise(server, mailbox):
    make_practice()
    make_callback(email="robin@example.org")
    outbox.send_due()
    mail = next(mail for mail in mailbox.mails if mail["To"] == "robin@example.org")
    assert "uiterlijk maandag 23 november om 13:00" in mail.get_body(("plain",)).get_content()


def test_without_a_mail_server_each_mail_is_one_file(settings, tmp_path, booking):
    settings.EMAIL_BACKEND = "config.mail.EmlBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert outbox.send_due() == 2
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 2
