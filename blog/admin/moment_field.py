"""The field in which a moment is typed."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.clock import NotOneMoment, instant_of

YEARS = range(1990, 3000)


class MomentField(forms.SplitDateTimeField):
    """A day and a time by the Dutch clock, which twice a year skips an hour or has one twice.

    `saved` is the moment that the row holds: typed back as it was shown, it stays as it is, to the
    microsecond, and also within the hour that comes twice. `now` stands for whatever is typed.
    """

    saved = now = None

    def clean(self, value):
        return self.now or super().clean(value)

    def has_changed(self, initial, data):
        return self.now is not None or super().has_changed(initial, data)

    def compress(self, parts):
        if not parts or any(part in self.empty_values for part in parts):
            return super().compress(parts)
        typed = datetime.combine(*parts)
        if typed.year not in YEARS:
            raise ValidationError(f"Kies een jaar van {YEARS[0]} tot en met {YEARS[-1]}.")
        if self.saved and timezone.make_naive(self.saved).replace(microsecond=0) == typed:
            return self.saved
        try:
            return instant_of(typed)
        except NotOneMoment as error:
            raise ValidationError(str(error)) from error
