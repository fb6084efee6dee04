"""A practice on a busy day: thirty calls and twenty-five callbacks of people who do not exist.

All through the verbs, as visitors and the desk would; in a shell of the site: `fill()`.
"""

from datetime import datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from contact import bookings, callbacks, outbox, slots
from contact.models import (
    Adviser,
    Booking,
    BusyPeriod,
    CallAttempt,
    CallbackRequest,
    Measure,
    OutboxMail,
    TopicCount,
    WeeklyHours,
)
from staff.models import User

NAMES = (
    "Aisha Bram Carlijn Daan Elif Femke Giel Hanna Ilse Jesse Kim Lotte Mehmet Nadia Olaf Petra "
    "Quinten Roos Samira Tess Umut Vera Wout Xandra Youssef Zoë Anouk Bas Chantal Dewi Emre Floor "
    "Gerrit Hilal Ivo Joke Karim Lena Merel Niels Oumaima Pien Ravi Sanne Tariq Ursula Vincent "
    "Willemijn Yara Zeger Marit Jan-Willem Fatima Thijs Noëlle"
).split()
DAY = timedelta(days=1)
WORDS = [
    ("Slecht slapen", "Ik lig al weken wakker. Kan ik zonder verwijzing bij jullie terecht?"),
    ("", "Graag even overleggen wat bij mij past."),
    ("Kosten", "Wat betaal ik zelf als mijn verzekeraar meebetaalt?"),
    ("", ""),
    ("Mijn zoon van zeventien", "Kan hij ook alleen komen? Ik bel liever eerst zelf."),
]


def people():
    """A name, number and, two times out of three, an address; no two share a number."""
    for number, name in enumerate(cycle(NAMES)):
        email = f"{name.lower().replace('ë', 'e')}@example.org" if number % 3 else ""
        phone = f"+3161234{5000 + number}"
        yield {"first_name": name, "phone": phone, "email": email}


def fill(now: datetime | None = None) -> None:
    now = now or timezone.now()
    who = people()
    balie = User.objects.get(username="demo-balie")
    colleague, _ = User.objects.get_or_create(
        username="marjan", defaults={"first_name": "Marjan", "is_staff": True}
    )
    bo = Adviser.objects.create(name="Bo", email="bo@example.org")
    for weekday in range(5):
        WeeklyHours.objects.create(adviser=bo, weekday=weekday, start=time(10), end=time(16))
    _calls(who, now)
    _callbacks(who, now, balie, colleague)
    _mail()
    _insight(now)
    first = timezone.localdate(now) + 10 * DAY
    BusyPeriod.objects.create(first_on=first, last_on=first + 6 * DAY)


def _calls(who, now: datetime) -> None:
    """Twenty-four to come, and six of the days before: held, missed or still to be closed."""
    free = [start for start in slots.offered(now) if start < now + 8 * DAY]
    for number, start in enumerate(free[:: max(1, len(free) // 24)][:24]):
        kind = "phone" if number % 4 else "video"
        if kind not in [k for k in Booking.Kind if slots.offered(now)[start].of(k)]:
            kind = "phone"
        bookings.book(starts_at=start, kind=kind, now=now, **next(who))
    before = now - 6 * DAY
    past = [start for start in slots.offered(before) if now - 4 * DAY < start < now - DAY / 24]
    status = Booking.Status
    ends = cycle([status.DONE, status.DONE, status.NO_SHOW, None])
    for start, end in zip(past[:: max(1, len(past) // 6)][-6:], ends, strict=False):
        call = bookings.book(starts_at=start, now=before, **next(who))
        if end:
            bookings.close(booking=call, status=end, now=now)


def _callbacks(who, now: datetime, balie: User, colleague: User) -> None:
    """Twenty-five: late, tried, claimed, with a wish, asked twice, handled and from a robot."""
    words, outcome = cycle(WORDS), CallAttempt.Outcome
    rows = []
    for number in range(25):
        at = now - timedelta(hours=1 if number < 22 else 44, minutes=25 * number)
        subject, message = next(words)
        rows.append(
            callbacks.ask(
                **next(who),
                subject=subject,
                message=message,
                voicemail_ok=number % 2 == 0,
                day_part=["", "", "ochtend", "middag"][number % 4],
                is_suspect=number == 17,
                now=at,
            )
        )
    person = {"first_name": rows[3].first_name, "phone": str(rows[3].phone)}
    callbacks.ask(**person, message="Het liefst na vieren.", now=now - timedelta(hours=1))
    earlier = now - timedelta(minutes=30)
    tried = [
        (rows[0], balie, outcome.NO_ANSWER),
        (rows[2], colleague, outcome.VOICEMAIL),
        (rows[4], balie, outcome.SPOKE),
        (rows[5], colleague, outcome.SPOKE),
        (rows[6], balie, outcome.WRONG_NUMBER),
        (rows[7], balie, outcome.SPOKE),
    ]
    for row, by, how in tried:
        callbacks.log_call(callback=row, by=by, outcome=how, now=earlier)
    callbacks.claim(callback=rows[8], by=colleague, now=now)
    callbacks.mark_withdrawn(callback=rows[9], by=balie)
    call = Booking.objects.confirmed().filter(starts_at__gt=now).order_by("starts_at").first()
    callbacks.ask(
        first_name=call.first_name,
        phone=str(call.phone),
        reason=CallbackRequest.Reason.NOT_CALLED,
        booking=call,
        now=now,
    )


def _mail() -> None:
    """Three mails that did not arrive: nothing that a visitor wrote brings that about here."""
    outbox.send_due()
    to_visitors = OutboxMail.objects.filter(
        kind__in=[OutboxMail.Kind.BOOKING_CONFIRMED, OutboxMail.Kind.CALLBACK_RECEIVED]
    )
    pks = list(to_visitors.order_by("pk").values_list("pk", flat=True)[:3])
    OutboxMail.objects.filter(pk__in=pks).update(
        status=OutboxMail.Status.FAILED, error="SMTPRecipientsRefused 550", attempts=1, sent_at=None
    )


def _insight(now: datetime) -> None:
    """The numbers of half a year: these come from no row that is still there."""
    name, today = Measure.Name, timezone.localdate(now)
    for ago in range(1, 182):
        day = today - ago * DAY
        busy = 0 if day.weekday() > 4 else 4 + (ago * 7 + day.weekday() * 3) % 6
        values = {
            name.CALLBACKS: busy,
            name.BOOKINGS: busy // 2 + 1,
            name.DONE: busy // 2,
            name.NO_SHOW: int(busy == 9),
            name.CANCELLED: int(busy == 8),
            name.KEPT: busy - busy // 8,
            name.BROKEN: busy // 8,
            name.FIRST_CALLS: busy,
            name.MINUTES_TO_CALL: busy * (60 + ago // 2),
        }
        Measure.objects.bulk_create(
            (Measure(day=day, name=key, value=value) for key, value in values.items()),
            ignore_conflicts=True,
        )
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    for topic, count in {"zelfbeeld": 9, "angst-en-piekeren": 14, "stress-en-werk": 21}.items():
        TopicCount.objects.get_or_create(
            quarter=quarter, topic=topic, kind="callback", defaults={"count": count}
        )
