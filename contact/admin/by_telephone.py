"""The form for whoever is on the telephone at this moment: twenty seconds, and Enter saves."""

from datetime import date

from django import forms
from django.utils import timezone

from contact import promise, slots
from contact.forms import dutch_day
from contact.models import CallbackRequest
from contact.promises import PhoneRules


class ByTelephone(forms.ModelForm):
    """A request to be called, with the days on which we can still call to choose from."""

    day = forms.TypedChoiceField(
        label="Liefst op", required=False, coerce=date.fromisoformat, empty_value=None
    )

    class Meta:
        model = CallbackRequest
        fields = ["first_name", "phone", "voicemail_ok", "day", "day_part", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = timezone.now()
        rules = PhoneRules.load(now)
        days = promise.offered_days(now=now, hours=rules.hours, closed=rules.closed, tz=slots.TZ)
        self.fields["day"].choices = [
            ("", "maakt niet uit"),
            *((day.isoformat(), dutch_day(day)) for day in days),
        ]
        self.fields["day_part"].choices = [("", "maakt niet uit"), *CallbackRequest.DayPart.choices]
        self.fields["first_name"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}
        self.fields["phone"].widget.attrs |= {"autocomplete": "off", "inputmode": "tel"}
