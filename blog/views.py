"""The pages that are read. They are the same for everyone: no cookie, no token, no greeting."""

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db.models import prefetch_related_objects
from django.http import FileResponse, Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView, TemplateView

from . import addresses, old_paths, previews
from .care import speaks_of_violence
from .help import cards_for, cards_for_words, cards_of_topic, help_for
from .models import Article, Author, Page, SharePicture, Topic
from .paging import PER_PAGE, PagedView
from .related import related_to
from .search import MOST, fill_up, search, tidy, topics_about
from .signals import searched_in_vain

ON_HOME = 6
NEWEST_WHEN_GONE = 4
CONTENT_TYPES = {
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


def topics():
    """Those that have something to read; looked up only where a template uses them."""
    return SimpleLazyObject(
        lambda: caches["site"].get_or_set(
            "blog.topics", lambda: list(Topic.objects.with_published())
        )
    )


class HomeView(TemplateView):
    template_name = "blog/home.html"

    def get(self, request, *args, **kwargs):
        """The site before this one told its articles apart by a number behind this address."""
        old = request.META.get("QUERY_STRING") and old_paths.redirect(request)
        return old or super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        articles = Article.objects.published().with_card().newest_first()[:ON_HOME]
        return super().get_context_data(articles=articles, topics=topics(), **kwargs)


class ArticleListView(PagedView):
    template_name = "blog/list.html"

    def articles(self, **bounds):
        return Article.objects.published(**bounds).with_card().newest_first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(topics=topics(), **kwargs)


class ShelfView(PagedView):
    """The articles of one topic or author; there is no page before the first is published."""

    shelves = None
    name = None

    def get_context_data(self, **kwargs):
        self.shelf = get_object_or_404(self.shelves, slug=self.kwargs["slug"])
        context = super().get_context_data(**{self.name: self.shelf}, **kwargs)
        if not context["articles"]:
            raise Http404
        return context


class TopicView(ShelfView):
    template_name = "blog/topic.html"
    shelves, name = Topic.objects.all(), "topic"

    def articles(self, **bounds):
        return Article.objects.listed_under(self.shelf, **bounds).with_card()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"help_cards": cards_of_topic(self.shelf)}


class AuthorView(ShelfView):
    template_name = "blog/author.html"
    shelves, name = Author.objects.select_related("picture"), "author"

    def articles(self, **bounds):
        articles = Article.objects.published(**bounds).by(self.shelf)
        return articles.with_card().newest_first()


class ArticleView(DetailView):
    template_name = "blog/article.html"
    context_object_name = "article"
    is_preview = False

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if self.is_preview:
                raise
            return self.elsewhere(kwargs["slug"])

    def elsewhere(self, slug):
        """Where the article went that readers once found here."""
        try:
            article = addresses.moved_to(slug)
        except addresses.Gone as gone:
            return self.gone(gone.article)
        if article is None:
            raise Http404
        response = HttpResponsePermanentRedirect(article.get_absolute_url())
        # For ever, to a search engine. A browser asks again: the article may come back here.
        response["Cache-Control"] = "no-cache"
        return response

    def gone(self, article):
        """Nothing of the article itself: only what else there is."""
        prefetch_related_objects([article], "topics")
        about = {topic.pk for topic in article.topics.all()}
        listed = list(topics())
        context = {
            "topics": [topic for topic in listed if topic.pk in about] or listed,
            "articles": Article.objects.published().with_card().newest_first()[:NEWEST_WHEN_GONE],
            "help_cards": cards_for(article),
            "has_quick_exit": article.has_quick_exit,
        }
        return render(self.request, "blog/gone.html", context, status=410)

    def get_queryset(self):
        articles = Article.objects.all() if self.is_preview else Article.objects.published()
        return (
            articles.without_stems()
            .with_people()
            .with_help()
            .select_related("picture", "share_picture")
            .prefetch_related("topics")
        )

    def get_context_data(self, **kwargs):
        help_above, help_below = help_for(self.object)
        return super().get_context_data(
            related=related_to(self.object),
            help_above=help_above,
            help_below=help_below,
            is_preview=self.is_preview,
            **kwargs,
        )


@require_safe
def shared_preview(request, token):
    """For who was given the link. A dead one is a page that is not there, whatever it died of."""
    link = previews.link_for(token)
    if link:
        view = ArticleView.as_view(is_preview=True, extra_context={"good_until": link.expires_at})
        response = view(request, pk=link.article_id)
    else:
        response = render(request, "404.html", status=404)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


class SearchView(ListView):
    """The best answers, at most ten pages. All keys come at once, so nothing is counted."""

    template_name = "blog/search.html"
    paginate_by = PER_PAGE
    context_object_name = "keys"

    def get_queryset(self):
        self.query = tidy(self.request.GET.get("q", ""))
        self.topics = topics()
        self.topics_found = topics_about(self.query, self.topics)
        self.results = search(self.query)
        fill_up(self.results, self.topics_found)
        if self.query and not self.results.keys:
            searched_in_vain.send(SearchView, query=self.query, environ=self.request.META)
        return self.results.keys

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["page_obj"].object_list = cards = self.results.cards(context["keys"])
        return context | {
            "query": self.query,
            "articles": cards,
            "instead": self.results.words_instead(cards),
            "is_partial": self.results.is_partial,
            "is_full": len(self.results.keys) == MOST,
            "help_cards": cards_for_words(self.query, self.topics),
            "has_quick_exit": speaks_of_violence(self.query),
            "topics": self.topics,
            "topics_found": self.topics_found,
            "page_obj": context["page_obj"] if self.query else None,
        }

    def render_to_response(self, context, **kwargs):
        headers = {"X-Robots-Tag": "noindex"}
        if self.query:  # it says what somebody typed
            headers["Cache-Control"] = "private, no-store"
        return super().render_to_response(context, headers=headers, **kwargs)


class PageView(DetailView):
    template_name = "blog/page.html"
    model = Page
    context_object_name = "page"


@require_safe
def media(request, token, name):
    """A picture or rendition. The address names one content for ever, so it is kept for ever."""
    return _file(request, f"pictures/{token}/{name}", etag=f'"{token}-{name}"')


@require_safe
def share_picture(request, token):
    """The drawing of an article, for as long as the article can be read."""
    drawn = SharePicture.objects.filter(token=token, article__in=Article.objects.published())
    return _file(request, get_object_or_404(drawn).path, etag=f'"{token}"')


def _file(request, path, *, etag):
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=CONTENT_TYPES[path.rpartition(".")[2]])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is not response:
        response.close()
    return answer
