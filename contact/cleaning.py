"""Take out of a request what nobody needs: a number that may be a burgerservicenummer."""

from . import numbers
from .models import CallbackRequest

FIELDS = ("subject", "message")
SHORT = "[weg]"  # shorter than any such number, so that it fits wherever one stood


def numbers_in(callback: CallbackRequest) -> int:
    """How many such numbers stand in what somebody wrote. Worked out anew each time."""
    own = str(callback.phone)
    return sum(len(numbers.find(getattr(callback, name), own)) for name in FIELDS)


def take_out_numbers(callback: CallbackRequest) -> int:
    """Overwrite them in the row as it stands, whatever its state; give how many went.

    It is no change that a mail tells of, and none that counts against a visitor.
    """
    for _ in range(5):
        current = CallbackRequest.objects.only("phone", *FIELDS).get(pk=callback.pk)
        count = numbers_in(current)
        was = {name: getattr(current, name) for name in FIELDS}
        cleaned = {name: _cleaned(current, name) for name in FIELDS}
        row = CallbackRequest.objects.filter(pk=current.pk, **was)
        if not count or row.update(**cleaned):
            return count
    raise RuntimeError("a callback request was changed each time a number was about to go")


def _cleaned(callback: CallbackRequest, name: str) -> str:
    text, own = getattr(callback, name), str(callback.phone)
    most = CallbackRequest._meta.get_field(name).max_length
    full = numbers.take_out(text, own)
    return full if len(full) <= most else numbers.take_out(text, own, SHORT)
