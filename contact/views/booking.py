"""Book an advice call."""

from django.utils import timezone
from django.views.decorators.cache import never_cache

from config.clock import now as shown_now
from contact import access, bookings, insight, limits, slots
from contact.forms import BookingForm
from contact.models import Booking, Practice, TopicCount
from contact.topics import topic_that_led_here

from .shared import CHANGED_OFTEN, form_page, refuse, status_of, to_appointment, typed
from .times import slot_form


@never_cache
@form_page
def booking(request):
    now = timezone.now()
    practice = Practice.load()
    form = BookingForm(
        request.POST or None,
        offered=slots.offered(shown_now(), practice),
        topic=topic_that_led_here(request),
    )
    if request.method != "POST" or not (form.is_valid() or _sent_again(form)):
        status = status_of(form)
        return slot_form(
            request, "contact/booking.html", form, practice, status=status, mine=_mine(request)
        )
    source = access.source_of(request)
    answers = form.answers() | {"starts_at": form.wanted()}
    answers.pop("slot", None)
    try:
        before = bookings.sent_before(form.form_key, answers["starts_at"])
        if before and before.phone != answers["phone"]:
            limits.check_number(phone=answers["phone"], now=now, of_call=True)
        elif not before:
            limits.check_booking(
                source=source,
                phone=answers["phone"],
                email=answers["email"],
                start=answers["starts_at"],
                offered=form.offered,
                now=now,
            )
        booked = bookings.book(**answers, **form.marks(), source=source, now=now)
    except limits.TooMany as error:
        refuse(form, error)
        return slot_form(request, "contact/booking.html", form, practice, status=429)
    except bookings.SlotTaken:
        form.refuse_slot(slots.offered(now, practice))
        return slot_form(request, "contact/booking.html", form, practice, status=409)
    except limits.TooManyChanges:
        form.add_error(None, CHANGED_OFTEN)
        return slot_form(request, "contact/booking.html", form, practice, status=429)
    insight.count_topic(TopicCount.Kind.BOOKING, form.topic, booked, now)
    return to_appointment(booked)


def _mine(request):
    """The call that this visitor booked in the last half hour, if it is still to come, or still
    looks for a time."""
    uid = access.APPOINTMENT.read(request)
    if not uid:
        return None
    mine = Booking.objects.filter(uid=uid)
    return mine.confirmed().from_now().first() or mine.displaced().first()


def _sent_again(form) -> bool:
    """The time is taken, and it is this very form that took it: pressed twice, or gone back to."""
    only_taken = form.is_taken and set(form.errors) == {"slot"}
    return only_taken and bool(bookings.sent_before(form.form_key, form.wanted()))


def _booking_again(request):
    practice = Practice.load()
    form = BookingForm(typed(request), offered=slots.offered(timezone.now(), practice))
    return slot_form(request, "contact/booking.html", form, practice, status=403, is_again=True)


booking.show_again = _booking_again
