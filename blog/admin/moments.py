"""Moments of an article: in words, and the field in which one is typed."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

YEARS = range(1990, 3000)


def in_words(at, *, now=None):
    """`dinsdag 3 november 09:00`, in Dutch time; with the year when that is another than now."""
    local, this = timezone.localtime(at), timezone.localtime(now or timezone.now())
    return date_format(local, "l j F H:i" if local.year == this.year else "l j F Y, H:i")


def what_happens(publish_at, withdraw_at, *, now=None):
    """What an article with these moments does, in a sentence or two. The site itself asks
    Article.objects.published(); this only says it, also of what is not saved yet."""
    now = now or timezone.now()
    if publish_at is None:
        return "Een concept: niemand buiten de praktijk ziet het."
    if withdraw_at and publish_at <= now and withdraw_at <= now:
        return (
            f"Ingetrokken op {in_words(withdraw_at, now=now)}. Wie het adres opent, leest dat het "
            "er niet meer is."
        )
    if publish_at > now:
        said = f"Wordt gepubliceerd op {in_words(publish_at, now=now)}, Nederlandse tijd."
    else:
        said = f"Staat op de site sinds {in_words(publish_at, now=now)}."
    if withdraw_at:
        said += (
            f" Wordt ingetrokken op {in_words(withdraw_at, now=now)}, Nederlandse tijd; daarna "
            "leest wie het adres opent dat het er niet meer is."
        )
    return said


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
        self._refuse_an_hour_that_is_not_one(typed)
        return super().compress(parts)

    def _refuse_an_hour_that_is_not_one(self, typed):
        first, second = (
            typed.replace(tzinfo=timezone.get_current_timezone(), fold=fold) for fold in (0, 1)
        )
        if first.utcoffset() == second.utcoffset():
            return
        back = timezone.localtime(first.astimezone(UTC)).replace(tzinfo=None)
        hour = typed.replace(minute=0, second=0)
        words = f"Op {date_format(typed, 'l j F Y')} gaat de klok een uur"
        other = f"Kies een tijd vóór {hour:%H:%M} of vanaf {hour + timedelta(hours=1):%H:%M}."
        if back == typed:
            raise ValidationError(f"{words} terug: {typed:%H:%M} komt dan twee keer voor. {other}")
        raise ValidationError(f"{words} vooruit: {typed:%H:%M} bestaat dan niet. {other}")
