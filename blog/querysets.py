"""Which rows? Every channel asks here."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from . import html


def _public(at=None):
    """The one rule of visibility: its moment has come. A draft has none."""
    return Q(publish_at__lte=at or timezone.now())


class ArticleQuerySet(QuerySet):
    def published(self, at=None):
        return self.filter(_public(at))

    def scheduled(self, at=None):
        return self.filter(publish_at__isnull=False).exclude(_public(at))

    def drafts(self):
        return self.filter(publish_at__isnull=True)

    def with_state(self, at=None):
        """Answer `Article.state()` without a query per row."""
        return self.annotate(is_public=ExpressionWrapper(_public(at), output_field=BooleanField()))

    def newest_first(self):
        return self.order_by("-publish_at", "-id")

    def about(self, topic):
        return self.filter(topics=topic)

    def about_any(self, topics):
        """Each article once, however many of the topics it has."""
        link = self.model.topics.through
        return self.filter(Exists(link.objects.filter(article=OuterRef("pk"), topic__in=topics)))

    def by(self, author):
        return self.filter(author=author)

    def with_card(self):
        """What a card shows, in one query: everything but the text, with the picture."""
        return self.select_related("picture").defer("body", "body_text")

    def update(self, **values):
        if isinstance(values.get("body"), str):
            values["body_text"] = html.text(html.clean(values["body"]))
        return super().update(**values)

    def bulk_update(self, objs, fields, batch_size=None):
        objs, fields = tuple(objs), list(fields)
        if "body" in fields:
            fields.append("body_text")
            for article in objs:
                article.body_text = html.text(html.clean(article.body))
        return super().bulk_update(objs, fields, batch_size)


class ShelfQuerySet(QuerySet):
    """Topics and authors: on the site from their first published article."""

    def with_published(self, at=None):
        link = self.model._meta.get_field("articles").field.name
        return self.filter(Exists(self._published(at).filter(**{link: OuterRef("pk")})))

    def with_last_change(self, at=None):
        """Annotate `changed_at`: the last change in what is published."""
        change = Greatest("articles__publish_at", "articles__updated_at")
        return self.annotate(changed_at=Max(change, filter=Q(articles__in=self._published(at))))

    def _published(self, at):
        return self.model._meta.get_field("articles").related_model.objects.published(at)
