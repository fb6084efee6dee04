"""Who saw, changed, exported or erased what of whom."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AccessEntry(models.Model):
    """One look at one or more rows. Written once, never changed (contact.access_log).

    It keeps ids, never a name, a number or the words of a search; and the id of a colleague also
    after their account is gone.
    """

    class Action(models.TextChoices):
        LIST = "list", "zag in een lijst"
        VIEW = "view", "bekeek"
        CHANGE = "change", "wijzigde"
        PRINT = "print", "zag op het dagblad"
        FEED = "feed", "haalde op voor de agenda"
        EXPORT = "export", "gaf mee"
        ERASE = "erase", "wiste"

    at = models.DateTimeField("wanneer", default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name="medewerker",
    )
    action = models.CharField("wat", max_length=10, choices=Action)
    model = models.CharField("soort", max_length=30)  # callbackrequest, booking
    ids = models.TextField("nummers")  # " 12 15 ": with a space around each

    class Meta:
        verbose_name = "inzage"
        verbose_name_plural = "inzages"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["at"], name="access_at")]

    def __str__(self):
        return f"Inzage {self.pk}"
