"""What every mail has in common, whichever colleague wrote it."""

import re
from datetime import timedelta
from email.utils import parseaddr
from html.parser import HTMLParser

import pytest
from icalendar import Calendar

from contact import access, emails, outbox
from contact.models import Adviser, AdviserCalendar, Booking, CallbackRequest, OutboxMail
from contact.neutral import health_words

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
Kind = OutboxMail.Kind
A_DAY = timedelta(days=1)
ALL = sorted(emails.FUNCTIONS)
ROOM = "https://beeldbellen.example.org/noor"
# How the request must stand for its mail to have something to tell.
STATES = {
    Kind.BOOKING_CANCELLED: {"status": "cancelled"},
    Kind.BOOKING_DISPLACED: {"status": "displaced"},
    Kind.BOOKING_DELAYED: {"delay_minutes": 10},
    Kind.REMINDER_HOUR: {"wants_hour_reminder": True},
    Kind.CALLBACK_UNREACHED: {"status": "unreached"},
    Kind.PRACTICE_OVERDUE: {"promised_at": MONDAY - A_DAY},
}
MOMENTS = {
    Kind.REMINDER_DAY: TUESDAY_TEN - timedelta(hours=20),
    Kind.REMINDER_HOUR: TUESDAY_TEN - timedelta(minutes=55),
}
OF_CALLBACK = (Kind.CALLBACK_RECEIVED, Kind.CALLBACK_MOVED, Kind.CALLBACK_UNREACHED)


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_adviser(video_room=ROOM)
    return make_practice(notice_hours=0)


@pytest.fixture
def row_of(time_machine):
    """`row_of(kind)`: a mail of this kind that has something to tell, at this moment."""

    def made(kind, fields=()):
        fields = STATES.get(kind, {}) | dict(fields)
        about = {}
        if kind.startswith(("booking", "reminder")) or kind == Kind.PRACTICE_BOOKING:
            booking = make_booking(email="robin@example.org")
            Booking.objects.filter(pk=booking.pk).update(**fields)
            about = {"booking": booking}
        elif kind in OF_CALLBACK or kind == Kind.PRACTICE_CALLBACK:
            callback = make_callback(email="robin@example.org", subject="Geheim")
            CallbackRequest.objects.filter(pk=callback.pk).update(**fields)
            about = {"callback": callback}
        elif kind == Kind.PRACTICE_OVERDUE:
            make_callback()
            CallbackRequest.objects.update(**fields)
        key = "x"
        if kind == Kind.PRACTICE_CALENDAR:
            adviser = Adviser.objects.get()
            AdviserCalendar.objects.create(
                adviser=adviser, address="https://example.org/a.ics", read_at=MONDAY - A_DAY
            )
            key = f"{adviser.pk}:x"
        OutboxMail.objects.all().delete()
        outbox.post(kind, **about, key=key)
        time_machine.move_to(MOMENTS.get(kind, MONDAY), tick=False)
        return OutboxMail.objects.select_related("booking__adviser", "callback").get()

    return made


class Text(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.words, self._is_hidden = [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self._is_hidden = tag == "head" or (self._is_hidden and tag != "body")

    def handle_data(self, data):
        if not self._is_hidden:
            self.words += words_in(data)


def words_in(text):
    """Without addresses and signs, which the two parts set differently."""
    return re.findall(r"[\w+]+", re.sub(r"https?://\S+", " ", text))


def html_of(message):
    return next(body for body, kind in message.alternatives if kind == "text/html")


def headers_of(message):
    return {name: str(value) for name, value in message.message().items()}


@pytest.mark.parametrize("kind", ALL)
def test_no_header_tells_of_health_or_of_the_visitor(row_of, kind):
    headers = headers_of(emails.write(row_of(kind)))
    for name, value in headers.items():
        assert health_words(value) == [], name
        assert "612345678" not in value.replace(" ", "")
    assert "Robin" not in "".join(value for name, value in headers.items() if name != "To")
    assert headers["Auto-Submitted"] == "auto-generated"
    assert parseaddr(headers["From"])[0] == "Praktijk Twee Stoelen"


@pytest.mark.parametrize("kind", ALL)
def test_the_name_of_a_practice_that_tells_stays_out_of_every_header(row_of, kind):
    row = row_of(kind)
    make_practice(name="Psychologen Centrum", tagline="Therapie")
    headers = headers_of(emails.write(row))
    assert parseaddr(headers["From"])[0] == "Afspraken"
    assert [name for name, value in headers.items() if health_words(value)] == []


@pytest.mark.parametrize("kind", ALL)
def test_text_and_html_say_the_same(row_of, kind):
    message = emails.write(row_of(kind))
    assert words_in(message.body) == Text(html_of(message)).words
    links = set(re.findall(r"https?://[^\s<>]+", message.body))
    assert links == set(re.findall(r'href="(https?://[^"]+)"', html_of(message)))


@pytest.mark.parametrize("kind", [k for k in ALL if k.startswith(("booking", "reminder"))])
def test_a_video_call_says_the_same_in_both_parts(row_of, kind):
    message = emails.write(row_of(kind, {"kind": "video"}))
    assert words_in(message.body) == Text(html_of(message)).words
    if kind not in (Kind.BOOKING_CANCELLED, Kind.BOOKING_DISPLACED):
        assert ROOM in message.body


@pytest.mark.parametrize("kind", sorted(emails.TO_VISITOR & emails.FUNCTIONS.keys()))
def test_a_visitor_is_spoken_to_with_je_and_told_where_help_is(row_of, kind):
    message = emails.write(row_of(kind))
    assert message.to == ["robin@example.org"]
    assert message.body.startswith("Dag Robin,")
    assert not re.search(r"\b(u|uw)\b", message.body, re.IGNORECASE)
    assert re.search(r"\bje\b", message.body)
    assert "112" in message.body
    assert "Geheim" not in message.body


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind.startswith("practice")])
def test_the_practice_reads_who_it_is_at_the_desk_and_not_in_its_mail(row_of, kind):
    message = emails.write(row_of(kind))
    whole = message.message().as_string()
    for personal in ("Robin", "612345678", "robin@", "Geheim"):
        assert personal not in whole


@pytest.mark.parametrize("kind", ALL)
def test_written_again_it_has_the_same_id(row_of, kind, time_machine):
    row = row_of(kind)
    first = headers_of(emails.write(row))["Message-ID"]
    time_machine.shift(60)
    assert headers_of(emails.write(row))["Message-ID"] == first


@pytest.mark.parametrize("kind", ALL)
def test_a_calendar_part_says_no_more_than_that_there_is_a_call(row_of, kind):
    message = emails.write(row_of(kind))
    parts = [p for p in message.message().walk() if p.get_content_type() == "text/calendar"]
    assert len(parts) <= 1
    for part in parts:
        ics = part.get_payload(decode=True).decode()
        assert health_words(ics) == []
        [event] = Calendar.from_ical(ics).walk("VEVENT")
        assert str(event["summary"]) == "Belafspraak"
        for personal in ("Robin", "612345678", access.token_for(Booking.objects.get().uid)):
            assert personal not in ics
    if kind.startswith(("reminder", "booking_delayed", "callback", "practice")):
        assert parts == []


STANDING = [Kind.BOOKING_CONFIRMED, Kind.BOOKING_MOVED, *MOMENTS, Kind.BOOKING_DELAYED]


@pytest.mark.parametrize("kind", STANDING)
@pytest.mark.parametrize("status", ["cancelled", "displaced", "done"])
def test_no_mail_says_that_a_call_stands_which_does_not(row_of, kind, status):
    message = emails.write(row_of(kind, {"status": status}))
    if status == "displaced" and kind in (Kind.BOOKING_CONFIRMED, Kind.BOOKING_MOVED):
        assert "kan niet doorgaan" in message.body
    else:
        assert message is None


def test_a_call_that_a_colleague_took_over_is_told_with_the_same_foot(row_of):
    row = row_of(Kind.BOOKING_MOVED)
    row.key = outbox.key_of(row.kind, row.booking, f"{emails.HANDED_OVER}1")
    message = emails.write(row)
    assert words_in(message.body) == Text(html_of(message)).words
    assert "0800-0113" in html_of(message)


def test_no_mail_says_that_a_call_is_off_which_stands(row_of):
    assert emails.write(row_of(Kind.BOOKING_CANCELLED, {"status": "confirmed"})) is None


@pytest.mark.parametrize("reason", CallbackRequest.Reason.values)
def test_the_practice_hears_why_somebody_must_be_called(row_of, reason):
    message = emails.write(row_of(Kind.PRACTICE_CALLBACK, {"reason": reason}))
    assert (message.subject == "Nieuw terugbelverzoek") is (reason == "asked")
    assert words_in(message.body) == Text(html_of(message)).words
