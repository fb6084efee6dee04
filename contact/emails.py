"""One function per mail, each over three small templates: subject, text and HTML.

Every mail has a neutral sender and subject, and is written from the row as it stands when it is
sent. A function returns None where the mail has nothing to tell any more.
"""

import re
from email import encoders
from email.mime.base import MIMEBase

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from . import access, ical, nearby, reminder_times, sender
from .models import AdviserCalendar, Booking, CallbackRequest, OutboxMail, Practice
from .slots import TZ

Kind = OutboxMail.Kind
# In the key of a mail about a call that a colleague took over at the same time.
HANDED_OVER = "colleague-"
TO_VISITOR = {
    Kind.BOOKING_CONFIRMED,
    Kind.BOOKING_MOVED,
    Kind.BOOKING_CANCELLED,
    Kind.BOOKING_DISPLACED,
    Kind.CALLBACK_RECEIVED,
    Kind.BOOKING_DELAYED,
    Kind.REMINDER_DAY,
    Kind.REMINDER_HOUR,
    Kind.CALLBACK_MOVED,
    Kind.CALLBACK_UNREACHED,
}


def write(row: OutboxMail) -> EmailMultiAlternatives | None:
    """The mail that a row of the outbox stands for, ready to send."""
    about = row.booking or row.callback
    if row.kind in TO_VISITOR and (not about.email or about.revision != row.revision):
        return None  # the address was taken back, or a newer mail tells how it stands
    message = FUNCTIONS[row.kind](row)
    if message is not None:
        message.extra_headers["Message-ID"] = message_id(row)
    return message


def message_id(row: OutboxMail) -> str:
    """The same for the same row, and for no other of this site."""
    about = row.booking or row.callback or row
    mark = access.hash_token(row.key + about.created_at.isoformat())[:32]
    return f"<{mark}@{sender.domain()}>"


def booking_confirmed(row):
    return _about_standing_call(row, "booking_confirmed")


def booking_moved(row):
    name = "booking_colleague" if _is_handed_over(row) else "booking_moved"
    return _about_standing_call(row, name)


def booking_displaced(row):
    booking = row.booking
    if not booking.is_displaced:
        return None
    message = _message(
        "booking_displaced",
        booking.email,
        booking=booking,
        link=link_to(booking),
        times=nearby.starts(booking),
    )
    _attach(message, calendar_file(booking, invite=True), "CANCEL")
    return message


def booking_cancelled(row):
    if row.booking.status != Booking.Status.CANCELLED:
        return None
    message = _message("booking_cancelled", row.booking.email, booking=row.booking)
    _attach(message, calendar_file(row.booking, invite=True), "CANCEL")
    return message


def callback_received(row):
    return _message("callback_received", row.callback.email, callback=row.callback)


def booking_delayed(row):
    """The newest word on it, once; nothing where the call has begun or is over."""
    later = OutboxMail.objects.filter(kind=row.kind, booking=row.booking, pk__gt=row.pk)
    if later.exists() or row.booking.expected_at <= timezone.now():
        return None
    return _about_coming_call(row, "booking_delayed")


def reminder_day(row):
    return _reminder(row, "reminder_day")


def reminder_hour(row):
    return _reminder(row, "reminder_hour") if row.booking.wants_hour_reminder else None


def callback_moved(row):
    if not row.callback.is_waiting or row.callback.next_attempt_at:
        return None  # called in the meantime
    return _message("callback_moved", row.callback.email, callback=row.callback)


def callback_unreached(row):
    again = settings.SITE_URL + reverse("contact:callback")
    return _message("callback_unreached", row.callback.email, callback=row.callback, again=again)


def practice_booking(row):
    path = reverse("admin:contact_booking_change", args=[row.booking_id])
    is_handed_over = _is_handed_over(row)
    return _to_practice(
        "practice_booking", path, booking=row.booking, is_handed_over=is_handed_over
    )


def practice_callback(row):
    path = reverse("admin:contact_callbackrequest_change", args=[row.callback_id])
    return _to_practice("practice_callback", path, reason=row.callback.reason)


def practice_calendar(row):
    """The adviser stands in the row's key (contact.own_calendar)."""
    calendar = AdviserCalendar.objects.filter(adviser=row.key.split(":")[2]).first()
    if calendar is None or not calendar.is_stale(timezone.now()):
        return None
    path = reverse("admin:contact_adviser_calendars", args=[calendar.adviser_id])
    return _to_practice("practice_calendar", path, adviser=calendar.adviser)


def practice_overdue(row):
    late = CallbackRequest.objects.late(timezone.now()).count()
    if not late:
        return None  # called in the meantime
    return _to_practice(
        "practice_overdue", reverse("admin:contact_callbackrequest_changelist"), late=late
    )


FUNCTIONS = {
    Kind.BOOKING_CONFIRMED: booking_confirmed,
    Kind.BOOKING_MOVED: booking_moved,
    Kind.BOOKING_CANCELLED: booking_cancelled,
    Kind.BOOKING_DISPLACED: booking_displaced,
    Kind.CALLBACK_RECEIVED: callback_received,
    Kind.CALLBACK_MOVED: callback_moved,
    Kind.CALLBACK_UNREACHED: callback_unreached,
    Kind.BOOKING_DELAYED: booking_delayed,
    Kind.REMINDER_DAY: reminder_day,
    Kind.REMINDER_HOUR: reminder_hour,
    Kind.PRACTICE_BOOKING: practice_booking,
    Kind.PRACTICE_CALLBACK: practice_callback,
    Kind.PRACTICE_OVERDUE: practice_overdue,
    Kind.PRACTICE_CALENDAR: practice_calendar,
}


def link_to(booking: Booking) -> str:
    """The lasting link, absolute: whoever has it may see, move and cancel this one call."""
    path = reverse("contact:link", args=[access.token_for(booking.uid)])
    return settings.SITE_URL + path


def calendar_file(booking: Booking, *, invite: bool = False) -> bytes:
    """The .ics of a booking: PUBLISH to download, REQUEST or CANCEL (`invite`) for the mail."""
    cancelled = booking.status in (Booking.Status.CANCELLED, Booking.Status.DISPLACED)
    entry = ical.Entry(
        uid=f"{booking.uid}@{sender.domain()}",
        sequence=booking.sequence,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        changed_at=booking.changed_at,
        description="De gegevens staan in je bevestiging.",
        is_cancelled=cancelled,
        organizer=settings.MAIL_FROM if invite else "",
        attendee=booking.email if invite else "",
    )
    method = ("CANCEL" if cancelled else "REQUEST") if invite else "PUBLISH"
    return ical.calendar(entry, method=method, tz=TZ)


def _is_handed_over(row) -> bool:
    return f":{HANDED_OVER}" in row.key


def _about_standing_call(row, name):
    if row.booking.is_displaced:  # it stands no longer, and that is what there is to tell
        return booking_displaced(row)
    message = _about_coming_call(row, name)
    if message is not None:
        _attach(message, calendar_file(row.booking, invite=True), "REQUEST")
    return message


def _about_coming_call(row, name):
    booking = row.booking
    if not booking.is_confirmed:
        return None
    return _message(name, booking.email, booking=booking, link=link_to(booking))


def _reminder(row, name):
    if not reminder_times.span_of(row.kind, row.booking.starts_at, TZ).has(timezone.now()):
        return None
    return _about_coming_call(row, name)


def _to_practice(name: str, path: str, **context) -> EmailMultiAlternatives:
    """To the practice itself, with the page of the desk where to act."""
    desk = settings.SITE_URL + path
    return _message(name, Practice.load().email, is_to_visitor=False, desk=desk, **context)


def _message(name: str, to: str, *, is_to_visitor=True, **context) -> EmailMultiAlternatives:
    practice = Practice.load()
    context |= {
        "practice": practice,
        "site_url": settings.SITE_URL,
        "is_to_visitor": is_to_visitor,
    }
    message = EmailMultiAlternatives(
        subject=render_to_string(f"emails/{name}-subject.txt", context).strip(),
        body=_text(render_to_string(f"emails/{name}.txt", context)),
        from_email=sender.address(practice),
        to=[to],
        reply_to=[practice.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return message


def _text(rendered: str) -> str:
    """With one empty line between two paragraphs, whatever stood in the templates between them."""
    return re.sub(r"\n{3,}", "\n\n", rendered).strip() + "\n"


def _attach(message: EmailMultiAlternatives, ics: bytes, method: str) -> None:
    part = MIMEBase("text", "calendar", method=method, charset="utf-8", name="afspraak.ics")
    part.set_payload(ics)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="afspraak.ics")
    message.attach(part)
