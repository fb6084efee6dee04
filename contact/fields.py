"""The fields of a person, as every form asks for them."""

import re
import unicodedata

import phonenumbers
from django import forms
from phonenumber_field.formfields import PhoneNumberField

PHONE_ERROR = (
    "We herkennen dit nummer niet. Een Nederlands nummer heeft tien cijfers, bijvoorbeeld "
    "06 1234 5678. Zet bij een buitenlands nummer het landnummer ervoor, bijvoorbeeld +32."
)


DEAR = (
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
)
NAME_ERROR = "Vul alleen je voornaam in, zonder link of adres."


def check_name(name: str) -> None:
    """A name stands in the mail that we send: it can carry no line of text and no address."""
    plain = unicodedata.normalize("NFKC", name)
    hidden = any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in name)
    if hidden or re.search(r"[/:@<>\\]|\w{2}[.\u3002]\w", plain):
        raise forms.ValidationError(NAME_ERROR)


def check_cost(number) -> None:
    """We call back at an ordinary rate, or not at all."""
    if phonenumbers.number_type(number) in DEAR:
        raise forms.ValidationError(
            "Dit nummer kost extra om te bellen. Vul een gewoon nummer in, mobiel of vast."
        )


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Voornaam",
        max_length=60,
        validators=[check_name],
        error_messages={
            "required": "Vul je voornaam in, zodat we weten naar wie we vragen.",
            "max_length": "Houd je voornaam onder de 60 tekens.",
        },
        widget=forms.TextInput({"autocomplete": "given-name", "autocapitalize": "words"}),
    )


def phone_field() -> PhoneNumberField:
    return PhoneNumberField(
        label="Telefoonnummer",
        max_length=30,
        help_text="Het nummer waarop we je kunnen bellen. Een buitenlands nummer begint met +.",
        error_messages={
            "required": "Vul het nummer in waarop we je kunnen bellen.",
            "invalid": PHONE_ERROR,
            "max_length": PHONE_ERROR,
        },
        validators=[check_cost],
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )


def email_field(help_text: str) -> forms.EmailField:
    return forms.EmailField(
        label="E-mailadres (mag je leeg laten)",
        required=False,
        max_length=254,
        help_text=help_text,
        error_messages={
            "invalid": "Dit e-mailadres klopt niet. Een adres ziet eruit als naam@voorbeeld.nl."
        },
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
    )
