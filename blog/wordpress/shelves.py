"""Authors and topics of an export: those there are here are used, others are made when needed."""

from urllib.parse import unquote

from django.db import transaction
from django.utils.text import slugify

from blog.models import Author, Imported, Topic
from blog.slugs import ARTICLE_RESERVED

from .heads import cut, plain
from .planning import free_slug, name_of

NO_NAME = "Redactie"


class Shelves:
    """Names decide: an author who is called the same, is the same."""

    def __init__(self, plan, addresses, report, prefix, *, author, is_dry):
        self.plan = plan
        self.addresses = addresses
        self.report = report
        self.prefix = prefix
        self.author_given = " ".join(author.split())
        self.is_dry = is_dry
        self.authors = {}  # by login
        self.topics = {}  # by kind and slug

    def settle(self, terms, logins):
        """Make what the articles will need, in an order that is the same each time."""
        for login in logins:
            self.authors[login] = self._author(login)
        for term in terms:
            if (term.kind, term.slug) not in self.topics:
                self.topics[term.kind, term.slug] = self._topic(term)

    def author(self, login):
        return self.authors[login]

    def topic(self, term):
        return self.topics[term.kind, term.slug]

    def name(self, login):
        creator = self.plan.creators.get(login)
        return cut(name_of(creator) or self.author_given or NO_NAME, 100)

    def _author(self, login):
        creator, name = self.plan.creators.get(login), self.name(login)
        if not name_of(creator):
            self.report.say("anders", f"een auteur zonder naam om te tonen: werd {name}")
        slug = slug_from("", name, "auteur")
        source = f"author {slug}"
        row = Imported.objects.filter(source=self._source(source)).select_related("author").first()
        author = (row and row.author) or _same_name(Author, name) or self._dry_author(name)
        self.report.took("auteurs", "same" if author else "new")
        if author is None:
            author = Author(name=name, slug=free_slug(slug, _is_free(Author)))
        paths = self.addresses.of_author(creator, slug)
        self._keep(author, "author", source, paths)
        # For links in texts also by what they log in with; that is remembered nowhere.
        own = self.addresses.of_author(None, slugify(login)) if login else []
        self.addresses.lead([*paths, *own], author.get_absolute_url())
        return author

    def _topic(self, term):
        known = self.plan.site.terms.get((term.kind, term.slug), term)
        full = plain(known.name or term.name) or term.slug
        name = cut(full, 60)
        if name != full:
            self.report.say("ingekort", f"onderwerp: {full}")
        slug = slug_from(term.slug, name, "onderwerp")
        source = f"{term.kind} {term.slug}"
        row = Imported.objects.filter(source=self._source(source)).select_related("topic").first()
        if row and row.topic is None:
            self.report.took("onderwerpen", "removed")
            return None
        topic = row.topic if row else _same_name(Topic, name)
        topic = topic or Topic.objects.filter(slug=slug).first() or self._dry_topic(name)
        self.report.took("onderwerpen", "same" if topic else "new")
        if topic is None:
            topic = Topic(name=name, slug=free_slug(slug, _is_free(Topic)))
        if known.parent:
            line = f"onderwerp “{name}” stond onder “{known.parent}”: onderwerpen staan hier los"
            self.report.say("anders", line)
        paths = self.addresses.of_category(known, self.plan.site.terms)
        self._keep(topic, "topic", source, paths)
        self.addresses.lead(paths, topic.get_absolute_url())
        return topic

    def _dry_topic(self, name):
        """One that this dry run would have made already."""
        made = filter(None, self.topics.values())
        return next((topic for topic in made if topic.name.casefold() == name.casefold()), None)

    def _dry_author(self, name):
        made = self.authors.values()
        return next((author for author in made if author.name.casefold() == name.casefold()), None)

    @transaction.atomic
    def _keep(self, thing, kind, source, paths):
        if self.is_dry:
            return
        if thing.pk is None:
            thing.save()
        self.addresses.remember(paths, **{kind: thing})
        Imported.objects.get_or_create(
            source=self._source(source), defaults={kind: thing, "digest": ""}
        )

    def _source(self, name):
        return f"{self.prefix} {name}"[:500]


def slug_from(slug, words, otherwise):
    """Well formed, from an address there, else from these words."""
    return slugify(unquote(slug)).replace("_", "-").strip("-") or slugify(plain(words)) or otherwise


def _same_name(model, name):
    return next(
        (row for row in model.objects.order_by("pk") if row.name.casefold() == name.casefold()),
        None,
    )


def _is_free(model):
    taken = {*model.objects.values_list("slug", flat=True), *ARTICLE_RESERVED}
    return lambda slug: slug not in taken
