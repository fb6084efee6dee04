"""One person, everywhere: found, told, erased.

Nobody has an account here, so a person is a phone number or an e-mail address. A household may
share either; the desk picks which rows are theirs.
"""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from . import access_log, bookings, emails, spool, traces
from .models import AccessEntry, Booking, CallbackRequest, OutboxMail

# What is ours to run the site by, or about a colleague; all else in a row is told.
NOT_TOLD = {
    "form_key", "source", "revision", "person_key", "uid", "token_hash", "sequence", "handled_by",
    "claimed_by", "claimed_at", "follows", "same_as",
}  # fmt: skip


class StillPlanned(Exception):
    """A call is still to come: say first that it lapses."""


@dataclass(frozen=True)
class Rows:
    """Requests of one person, the newest first."""

    callbacks: list[CallbackRequest] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)

    def __bool__(self):
        return bool(self.callbacks or self.bookings)

    def names(self) -> set[str]:
        """First names, however they are spelt: more than one is more than one person."""
        return {row.first_name.strip().casefold() for row in (*self.callbacks, *self.bookings)}

    def planned(self, now: datetime | None = None) -> list[Booking]:
        """The calls that are still to come."""
        now = now or timezone.now()
        return [booking for booking in self.bookings if bookings.is_changeable(booking, now)]

    def mails(self):
        return OutboxMail.objects.filter(
            Q(callback__in=self.callbacks) | Q(booking__in=self.bookings)
        ).order_by("created_at")

    def looks(self):
        """What the access log says of these rows."""
        of_callbacks = access_log.about(CallbackRequest, [row.pk for row in self.callbacks])
        return of_callbacks | access_log.about(Booking, [row.pk for row in self.bookings])

    def trail(self) -> dict[str, list[str]]:
        """By what their mails are known among the files (contact.spool)."""
        rows = [*self.callbacks, *self.bookings]
        mails = self.mails().select_related("callback", "booking")
        return {
            "addresses": [row.email for row in rows],
            "marks": [emails.message_id(mail) for mail in mails],
            "numbers": [row.phone.as_e164 for row in rows],
        }


def find(*, phone="", email="") -> tuple[Rows, Rows]:
    """The rows with this E.164 number or this address, and those that may be of the same person:
    which share the other of the two, or belong to one of the same calls."""
    match = Q(pk=None)
    if phone:
        match |= Q(phone=phone)
    if email:
        match |= Q(email__iexact=email)
    sure = _rows(match)
    rows = [*sure.callbacks, *sure.bookings]
    if not rows:
        return sure, Rows()
    shared = Q(phone__in={row.phone for row in rows})
    for address in {row.email.lower() for row in rows if row.email}:
        shared |= Q(email__iexact=address)
    near = _rows(shared, Q(booking__in=sure.bookings) | Q(same_as__in=sure.callbacks))
    return sure, Rows(
        [row for row in near.callbacks if row not in sure.callbacks],
        [row for row in near.bookings if row not in sure.bookings],
    )


def picked(callback_ids: Iterable[int], booking_ids: Iterable[int]) -> Rows:
    """These rows; and what stands in the queue behind one of them, for that is the same person."""
    behind = Q(pk__in=callback_ids) | Q(same_as__in=callback_ids)
    return Rows(
        list(CallbackRequest.objects.filter(behind).order_by("-pk")),
        list(Booking.objects.filter(pk__in=booking_ids).select_related("adviser").order_by("-pk")),
    )


def _rows(match: Q, of_callbacks: Q | None = None) -> Rows:
    return Rows(
        list(CallbackRequest.objects.filter(match | (of_callbacks or Q(pk=None))).order_by("-pk")),
        list(Booking.objects.filter(match).select_related("adviser").order_by("-pk")),
    )


# --- Told ------------------------------------------------------------------------------------


def told(rows: Rows) -> dict[str, list[dict]]:
    """All that is kept of these rows, under Dutch names; values as they are."""
    return {
        "terugbelverzoeken": [
            _fields(row)
            | {
                "belpogingen": [
                    {"wanneer": call.at, "uitkomst": call.get_outcome_display()}
                    for call in row.calls.all()
                ]
            }
            for row in rows.callbacks
        ],
        "adviesgesprekken": [_fields(row) for row in rows.bookings],
        "mails": [
            {
                "mail": mail.get_kind_display(),
                "gemaakt op": mail.created_at,
                "status": mail.get_status_display(),
                "verzonden op": mail.sent_at,
            }
            for mail in rows.mails()
        ],
        "inzages": [
            {"wanneer": entry.at, "wat": entry.get_action_display()}
            for entry in rows.looks().order_by("pk")
        ],
    }


def _fields(row) -> dict:
    values = {}
    for column in row._meta.fields:
        if column.name not in NOT_TOLD:
            name = "nummer" if column.primary_key else str(column.verbose_name)
            values[name] = _value(row, column)
    return values


def _value(row, column):
    if column.choices:
        return getattr(row, f"get_{column.name}_display")()
    value = getattr(row, column.name)
    return value if value is None or isinstance(value, (bool, int, date)) else str(value)


def export(rows: Rows, *, by) -> bytes:
    """A zip with all that is kept of these rows: to be read by people, and by machines."""
    for kind in (rows.callbacks, rows.bookings):
        access_log.note(by, AccessEntry.Action.EXPORT, kind)
    all_told = told(rows)
    machine = json.dumps(all_told, ensure_ascii=False, indent=2, default=_iso)
    sections = {name.capitalize(): list(map(_readable, items)) for name, items in all_told.items()}
    context = {"sections": sections, "made_at": timezone.now(), "backup_days": settings.BACKUP_DAYS}
    page = render_to_string("admin/contact/person/export.html", context)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("gegevens.json", machine)
        archive.writestr("gegevens.html", page)
    return out.getvalue()


def _iso(value) -> str:
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return local.isoformat()


def _readable(item: dict) -> list[tuple[str, object]]:
    """Name and value of each line; what was left empty is left out."""
    return [(name.capitalize(), _words(value)) for name, value in item.items() if _is_told(value)]


def _is_told(value) -> bool:
    return value is not None and value != "" and value != []


def _words(value):
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, list):
        return "; ".join(", ".join(str(_words(v)) for v in item.values()) for item in value)
    return value


# --- Erased ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Erased:
    callbacks: int
    bookings: int
    mails: int
    files: int


def erase(rows: Rows, *, by, lapses: bool = False) -> Erased:
    """Delete these rows with all that hangs on them, down to the files of the database.

    Raises StillPlanned where a call is still to come, unless it `lapses`: then its time is free,
    and nobody gets mail about it.
    """
    if rows.planned() and not lapses:
        raise StillPlanned
    # Files first: whoever is stopped halfway finds the rows still there, and erases them again.
    trail = rows.trail()
    files = _remove(trail)
    with transaction.atomic():
        # As they stand now: a call may have been moved since it was shown.
        rows = picked([row.pk for row in rows.callbacks], [row.pk for row in rows.bookings])
        planned = rows.planned()
        if planned and not lapses:
            raise StillPlanned
        for kind in (rows.callbacks, rows.bookings):
            access_log.note(by, AccessEntry.Action.ERASE, kind)
        for booking in planned:
            bookings.cancel(booking=booking)
        erased = Erased(len(rows.callbacks), len(rows.bookings), rows.mails().count(), files)
        # Out of the queue first: of two rows in it of one person neither can go before the other.
        asked = CallbackRequest.objects.filter(pk__in=[row.pk for row in rows.callbacks])
        asked.update(status=CallbackRequest.Status.WITHDRAWN)
        asked.delete()
        Booking.objects.filter(pk__in=[row.pk for row in rows.bookings]).delete()
        traces.rewrite(*traces.PEOPLE)
    # And what the worker sent at this very moment.
    transaction.on_commit(lambda: (_remove(trail), traces.wipe()), robust=True)
    return erased


def _remove(trail: dict) -> int:
    """Delete the mails of this person among the files; give how many."""
    files = list(spool.of_person(**trail))
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def backups_gone_on(today: date) -> date:
    """From when on no backup of today is left."""
    return today + timedelta(days=settings.BACKUP_DAYS)
