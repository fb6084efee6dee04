"""What visitors fill in. Every refusal is a Dutch sentence at its field; nothing typed is lost."""

from datetime import UTC, date, datetime

from django import forms
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime

from config.clock import now as shown_now
from config.clock import today as shown_today

from . import access, promise, slots
from .closed import closed_days
from .fields import email_field, name_field, phone_field
from .models import Booking, CallbackRequest, OpeningHours, Practice
from .presence import clock

PARTS_IN_WORDS = {
    "ochtend": "in de ochtend",
    "middag": "in de middag",
    "avond": "in de avond",
}


def dutch_day(day) -> str:
    """`dinsdag 24 november`"""
    return formats.date_format(day, "l j F")


def slot_value(start: datetime) -> str:
    """The start as the form sends it: ISO 8601, UTC."""
    return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class PublicForm(forms.Form):
    """A form that strangers and robots send: carries a signed mark and an empty field.

    `form_key`, `is_suspect` and `topic` hold after `is_valid()`; a suspect form is as valid as
    another. A form that is shown is given the topic that led to it.
    """

    shown = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)
    website = forms.CharField(
        label="Laat dit veld leeg",
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data=None, *, topic: str = "", **kwargs):
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["shown"].initial = access.mark_form(topic)
        self.form_key, self.is_suspect, self.topic = None, False, ""

    def clean(self):
        cleaned = super().clean()
        mark = cleaned.get("shown") or ""
        self.form_key, is_robot = access.read_form_mark(mark)
        self.topic = access.topic_in(mark)
        self.is_suspect = is_robot or bool(cleaned.get("website"))
        return cleaned

    def marks(self) -> dict:
        """What a verb stores about the form itself."""
        return {"form_key": self.form_key, "is_suspect": self.is_suspect}

    def answers(self) -> dict:
        """What the person filled in."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("shown", "website")}


class CallbackForm(PublicForm):
    first_name = name_field()
    phone = phone_field()
    email = email_field("Dan mailen we je de dag en de tijd waarop we uiterlijk bellen.")
    day = forms.ChoiceField(
        label="Op welke dag bellen we je het liefst?",
        required=False,
        error_messages={"invalid_choice": "Op deze dag kunnen we niet bellen. Kies een andere."},
    )
    day_part = forms.ChoiceField(
        label="En wanneer op de dag?",
        required=False,
        choices=[("", "Maakt niet uit"), *CallbackRequest.DayPart.choices],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies een van deze dagdelen."},
    )
    voicemail_ok = forms.BooleanField(
        label="Jullie mogen iets inspreken op mijn voicemail",
        required=False,
        help_text="Anders hangen we op zonder iets in te spreken.",
    )
    subject = forms.CharField(
        label="Onderwerp (mag je leeg laten)",
        required=False,
        max_length=120,
        help_text="Een paar woorden is genoeg. Over je gezondheid hoef je niets te schrijven.",
        error_messages={"max_length": "Houd het onderwerp onder de 120 tekens."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    message = forms.CharField(
        label="Wil je er iets bij zeggen? (mag je leeg laten)",
        required=False,
        max_length=2000,
        help_text="Bijvoorbeeld: mijn partner kan opnemen, vraag dan naar mij.",
        error_messages={"max_length": "Houd je bericht onder de 2000 tekens."},
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.hours = slots.hours_of(OpeningHours.objects.all())
        self.closed = closed_days(shown_today(), Practice.load())
        days = promise.offered_days(
            now=shown_now(), hours=self.hours, closed=self.closed, tz=slots.TZ
        )
        self.fields["day"].choices = [
            ("", "Maakt niet uit"),
            *((day.isoformat(), dutch_day(day)) for day in days),
        ]

    def clean_day(self):
        chosen = self.cleaned_data["day"]
        return date.fromisoformat(chosen) if chosen else None

    def clean(self):
        cleaned = super().clean()
        day, part = cleaned.get("day"), cleaned.get("day_part")
        if day and part and not self._can_call(day, part):
            name, when = dutch_day(day), PARTS_IN_WORDS[part]
            self.add_error(
                "day_part",
                f"Op {name} bellen we {when} niet. Kies een ander dagdeel of een andere dag.",
            )
        return cleaned

    def _can_call(self, day: date, part: str) -> bool:
        windows = promise.windows(day, self.hours, self.closed, part, slots.TZ)
        return any(end > timezone.now() for _, end in windows)


class NumberForm(forms.Form):
    """Correct the number on the answer page."""

    phone = phone_field()

    def __init__(self, data=None, **kwargs):
        super().__init__(data, label_suffix="", **kwargs)


class SlotForm(PublicForm):
    """Pick a start. `offered` is what `slots.offered` gave for this request."""

    slot = forms.CharField(
        label="Kies een tijd",
        max_length=40,
        error_messages={"required": "Kies een tijd die je uitkomt."},
    )

    def __init__(self, data=None, *, offered: dict, **kwargs):
        self.offered = offered
        super().__init__(data, **kwargs)

    def clean_slot(self) -> datetime:
        start = self.wanted()
        if start not in self.offered:
            raise forms.ValidationError(self._taken(), code="taken")
        return start

    def wanted(self) -> datetime | None:
        """The start that was asked for, free or not; None where the value is no instant."""
        try:
            start = parse_datetime(self.data.get("slot", "") if self.is_bound else "")
        except ValueError:
            return None
        try:
            return start.astimezone(UTC) if start and timezone.is_aware(start) else None
        except OverflowError:
            return None

    def refuse_slot(self, offered: dict) -> None:
        """Somebody else was first, after all checks; `offered` is what is free since."""
        self.offered = offered
        self.add_error("slot", forms.ValidationError(self._taken(), code="taken"))

    def _taken(self) -> str:
        """Name the time where it is one that was offered."""
        start = self.wanted()
        if start is None or start < timezone.now():
            return "Deze tijd is niet meer vrij. Kies een andere; wat je invulde staat er nog."
        local = start.astimezone(slots.TZ)
        return (
            f"{dutch_day(local).capitalize()} om {clock(local)} is niet meer vrij. "
            "Kies een andere tijd; wat je invulde staat er nog."
        )

    @property
    def is_taken(self) -> bool:
        return self.is_bound and self.has_error("slot", "taken")


class BookingForm(SlotForm):
    kind = forms.ChoiceField(
        label="Hoe spreken we elkaar?",
        choices=[("phone", "Per telefoon"), ("video", "Via videobellen")],
        initial=Booking.Kind.PHONE,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies hoe we elkaar spreken.",
            "invalid_choice": "Kies een van deze manieren.",
        },
    )
    first_name = name_field()
    phone = phone_field()
    email = email_field("Dan krijg je een bevestiging met een bestand voor je agenda.")
    field_order = ["shown", "website", "kind", "slot", "first_name", "phone", "email"]

    def __init__(self, data=None, *, offered: dict, **kwargs):
        super().__init__(data, offered=offered, **kwargs)
        if not slots.for_kind(offered, Booking.Kind.VIDEO):
            del self.fields["kind"]

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("kind", Booking.Kind.PHONE)
        start = cleaned.get("slot")
        if start and not self.offered[start].of(cleaned["kind"]):
            self.add_error("kind" if "kind" in self.fields else "slot", self._other_kind())
        return cleaned

    def refuse_slot(self, offered: dict) -> None:
        """Where the time is left for the other kind of call only, that is what to choose."""
        if "kind" in self.fields and self.wanted() in offered:
            self.offered = offered
            self.add_error("kind", self._other_kind())
        else:
            super().refuse_slot(offered)

    def _other_kind(self) -> str:
        is_video = self.cleaned_data["kind"] == Booking.Kind.VIDEO
        other = "per telefoon" if is_video else "via videobellen"
        return f"Om deze tijd kan het alleen {other}. Kies dat, of een andere tijd."
