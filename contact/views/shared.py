"""What the pages of contact share."""

from functools import wraps

from django.shortcuts import redirect
from django.utils import formats, timezone
from django.views.decorators.http import require_http_methods

from contact import access
from contact.limits import Limit, TooMany

CHANGED_OFTEN = "Je hebt dit al een paar keer gewijzigd. Bel ons, dan regelen we het samen."
NOT_DONE = "Dat is nog niet gelukt: de pagina stond te lang open. Probeer het nog één keer."
# Without a field, the page adds our number.
TOO_MANY = {
    Limit.ADDRESS: (None, "Vanaf dit internetadres kwamen vandaag al veel verzoeken."),
    Limit.NUMBER: (
        None,
        "Voor dit nummer kwamen vandaag al veel verzoeken. Het laatste staat bij ons, dus we "
        "bellen je.",
    ),
    Limit.AHEAD: (
        None,
        "Op dit nummer staan al veel gesprekken. Wil je er nog een, of moet er een anders?",
    ),
    Limit.NEAREST: (
        None,
        "Vanaf dit internetadres staan al veel gesprekken. De eerste tijden houden we vrij voor "
        "anderen: kies een tijd verderop.",
    ),
    Limit.MAILBOX: (
        "email",
        "Op dit e-mailadres staan al veel gesprekken. Laat het leeg, dan kan het zonder mail.",
    ),
}
form_page = require_http_methods(["GET", "HEAD", "POST"])


def unlisted(view):
    """Of one visitor: no search engine lists it, not even when somebody puts its address online."""

    @wraps(view)
    def answered(*args, **kwargs):
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answered


def refuse(form, error: TooMany) -> None:
    """Say on the form what there was too much of."""
    form.add_error(*TOO_MANY[error.limit])


def status_of(form) -> int:
    if not form.is_bound or form.is_valid():
        return 200
    return 409 if getattr(form, "is_taken", False) else 422


def moment_text(instant) -> str:
    """`donderdag 26 november om 12:00`, in the practice's time; does not break within the date."""
    return formats.date_format(timezone.localtime(instant), "l j\xa0F \\o\\m\xa0G:i")


def to(name, word=""):
    """To an answer page, with the word that tells it what has just happened."""
    response = redirect(name)
    if word:
        response["Location"] += f"?{word}"
    return response


def notice_of(request) -> str:
    """What an answer page says after a failed form token."""
    return NOT_DONE if "opnieuw" in request.GET else ""


def to_appointment(booked, name="contact:appointment"):
    return access.APPOINTMENT.give(redirect(name), str(booked.uid))


def typed(request):
    """What was posted, or nothing where the body cannot be read."""
    try:
        return request.POST
    except OSError:
        return {}
