"""What the list of articles can be narrowed to, and the order in which each of those stands."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from blog.models import Article, Author, Topic

State = Article.State
REVIEW = "herziening"
STATES = [
    (State.DRAFT, "Concepten"),
    (State.SCHEDULED, "Ingepland"),
    (State.PUBLISHED, "Gepubliceerd"),
    (REVIEW, "Herziening nodig"),
    (State.WITHDRAWN, "Ingetrokken"),
]
# What needs somebody first, stands first. Each has an index that keeps it so.
ORDERS = {
    State.DRAFT: ["-updated_at", "-id"],
    State.SCHEDULED: ["publish_at", "id"],
    REVIEW: ["review_due_on", "id"],
    State.WITHDRAWN: ["-withdraw_at", "-id"],
}
BY_MOMENT = ["-publish_at", "-id"]
BY_TOPIC = ["-listings__publish_at", "-listings__article_id"]
WORDS, SIGNATURE = "tekst", "aftekenen"


def in_state(articles, state):
    rows = {
        State.DRAFT: articles.drafts,
        State.SCHEDULED: articles.scheduled,
        State.PUBLISHED: articles.published,
        REVIEW: articles.review_due,
        State.WITHDRAWN: articles.withdrawn,
    }
    return rows[state]() if state in rows else articles


class Narrowing(admin.SimpleListFilter):
    """One choice out of a few; what is not among them (any more) finds nothing."""

    def has_output(self):
        return True  # where there is nothing to choose, too

    def queryset(self, request, articles):
        value = self.value()
        if not value:
            return articles
        if value not in {str(key) for key, _ in self.lookup_choices}:
            return articles.none()
        return self.narrow(articles, value)

    def options(self):
        """For the form above the list: value, name, and whether it is the one chosen."""
        return [(key, name, str(key) == self.value()) for key, name in self.lookup_choices]


class StateFilter(Narrowing):
    title = "stand"
    parameter_name = "stand"

    def lookups(self, request, model_admin):
        return STATES

    def narrow(self, articles, value):
        return in_state(articles, value)


class TopicFilter(Narrowing):
    title = "onderwerp"
    parameter_name = "onderwerp"

    def __init__(self, request, *args):
        self.state = request.GET.get(StateFilter.parameter_name)
        super().__init__(request, *args)

    def lookups(self, request, model_admin):
        return list(Topic.objects.order_by("name").values_list("pk", "name"))

    def narrow(self, articles, value):
        """By the kept list of the topic, which knows the moments too; where a state has an index
        that few are in, each of those is asked for the topic."""
        if self.state in (REVIEW, State.WITHDRAWN):
            links = Article.topics.through.objects.filter(article=OuterRef("pk"), topic=value)
            return articles.filter(Exists(links))
        listed = Q(listings__topic=value)
        if self.state == State.DRAFT:
            listed &= Q(listings__publish_at=None)
        if self.state == State.SCHEDULED:
            listed &= Q(listings__publish_at__gt=timezone.now())
        return articles.filter(listed)


class AuthorFilter(Narrowing):
    title = "auteur"
    parameter_name = "auteur"

    def lookups(self, request, model_admin):
        self.people = list(Author.objects.order_by("name").values_list("pk", "name", "user_id"))
        return [(pk, name) for pk, name, _ in self.people]

    def narrow(self, articles, value):
        return articles.filter(author=value)


class RemarkFilter(Narrowing):
    title = "opmerkingen"
    parameter_name = "opmerkingen"

    def lookups(self, request, model_admin):
        return [(WORDS, "Met punten in de tekst"), (SIGNATURE, "Nog af te tekenen")]

    def narrow(self, articles, value):
        return articles.to_sign() if value == SIGNATURE else articles.with_checks()


class MineFilter(Narrowing):
    title = "mijn artikelen"
    parameter_name = "mijn"

    def __init__(self, request, *args):
        self.user = request.user
        super().__init__(request, *args)

    def lookups(self, request, model_admin):
        return [("1", "Mijn artikelen")]

    def narrow(self, articles, value):
        return articles.filter(author__user=self.user)


FILTERS = [StateFilter, TopicFilter, AuthorFilter, RemarkFilter, MineFilter]


def order_of(params):
    """By what the list is narrowed to; None where it is its own: the last changed first.

    A topic and an author have a list in the order of publication, and would have to sort all
    that is theirs for any other.
    """
    if params.get(StateFilter.parameter_name) in ORDERS:
        return ORDERS[params[StateFilter.parameter_name]]
    if params.get(TopicFilter.parameter_name):
        return BY_TOPIC
    if params.get(AuthorFilter.parameter_name) or params.get(MineFilter.parameter_name):
        return BY_MOMENT
    return None
