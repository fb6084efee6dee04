"""What every request holds: a person who asked for contact.

No `__str__` holds personal data: the admin's log stores it.
"""

from django.db import models
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField


class Request(models.Model):
    """What a callback request and a booking share: a person who asked for contact."""

    first_name = models.CharField("voornaam", max_length=60)
    phone = PhoneNumberField("telefoonnummer")
    email = models.EmailField("e-mailadres", blank=True)
    created_at = models.DateTimeField("gevraagd op", default=timezone.now, editable=False)
    is_suspect = models.BooleanField(
        "mogelijk een robot",
        default=False,
        help_text="Bij ja is het formulier ingevuld zoals robots dat doen. Bel bij twijfel gewoon.",
    )
    # One press of the button is one request, however often the browser sends it.
    form_key = models.CharField(max_length=64, null=True, editable=False)
    # A keyed hash of the address it came from, for the limit per address; never the address.
    # It is forgotten within the day (contact.retention).
    source = models.CharField(max_length=64, blank=True, editable=False)
    # Grows with each change that a mail tells of, so that no change goes untold.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["source", "created_at"], name="%(class)s_source")]

    @property
    def phone_shown(self) -> str:
        """The number as people here write it; a foreign one with its country, for without that
        it would be somebody else's."""
        dutch = self.phone.country_code == 31
        return self.phone.as_national if dutch else self.phone.as_international

    @property
    def phone_uri(self) -> str:
        return self.phone.as_rfc3966
