"""The list of a topic, kept in its order."""

from django.db import models

from .articles import Article
from .shelves import Topic


class Listing(models.Model):
    """A link between article and topic, as the lists read it: with the moment of publication.

    The same rows as `Article.topics.through`, which Django writes. The column `publish_at` beside
    them is filled by blog.triggers, so that one index holds a topic's list in its order.
    """

    article = models.ForeignKey(Article, models.DO_NOTHING, related_name="listings")
    topic = models.ForeignKey(Topic, models.DO_NOTHING, related_name="+")
    publish_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "blog_article_topics"
        indexes = [
            models.Index(fields=["topic", "-publish_at", "-article"], name="listing_newest"),
        ]

    def __str__(self):
        return f"{self.article_id} onder {self.topic_id}"
