"""What an article said at some moment."""

from django.db import models


class Version(models.Model):
    """Beside the article's own fields, the keys of what it was linked to (HistoricalRecords can
    follow such links from one side only)."""

    topic_ids = models.JSONField("onderwerpen", default=list)
    help_card_ids = models.JSONField("hulpkaders", default=list)

    class Meta:
        abstract = True
