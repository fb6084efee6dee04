from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who works at the practice. What they may do follows from their roles (groups)."""

    is_demo = models.BooleanField("voorbeeldaccount", default=False, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "medewerker"
        verbose_name_plural = "medewerkers"

    @property
    def name(self):
        """As people are called here, and never the name to log in with."""
        return self.get_full_name() or "een collega"
