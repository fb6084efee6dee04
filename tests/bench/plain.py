"""The simplest article that Django can show, to compare ours with: two queries, one template.

The middleware is what `startproject` gives.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone

from blog.models import Article

MIDDLEWARE = [
    "tests.bench.plain.OwnAddresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATE = Engine().from_string(
    """<!DOCTYPE html>
<html lang="nl">
  <head>
    <meta charset="utf-8">
    <title>{{ article.title }}</title>
    <meta name="description" content="{{ article.summary|truncatechars:160 }}">
    <link rel="stylesheet" href="/static/site.css">
  </head>
  <body>
    <header><a href="/">Praktijk</a> <a href="/blogs/">Artikelen</a></header>
    <main>
      <article>
        <h1>{{ article.title }}</h1>
        <p>{{ article.publish_at|date:"j-n-Y" }} {{ article.author.name }}</p>
        <p>{{ article.summary }}</p>
        {{ article.body|safe }}
      </article>
      <section>
        <h2>Lees meer</h2>
        {% for other in related %}
          <article>
            <h3><a href="/blogs/{{ other.slug }}/">{{ other.title }}</a></h3>
            <p>({{ other.publish_at|date:"j-n-Y" }})</p>
            <p>{{ other.summary|truncatechars:180 }}</p>
            <a href="/blogs/{{ other.slug }}/">Lees verder</a>
          </article>
        {% endfor %}
      </section>
    </main>
  </body>
</html>
"""
)


class OwnAddresses:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.urlconf = __name__
        return self.get_response(request)


def article(request, slug):
    published = Article.objects.filter(publish_at__lte=timezone.now())
    found = get_object_or_404(published.select_related("author"), slug=slug)
    related = published.exclude(pk=found.pk).order_by("-publish_at")[:4]
    return HttpResponse(TEMPLATE.render(Context({"article": found, "related": related})))


urlpatterns = [path("blogs/<slug:slug>/", article)]
