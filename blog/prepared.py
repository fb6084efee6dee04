"""Queries about one article that are compiled once.

To build and compile the QuerySet of what stands beside an article takes Django some fifty times as
long as the database takes to answer it. So it is compiled once for a stand-in, and then asked with
the article and the moment that are meant. The rules stay where they are: in the QuerySets.
"""

from datetime import UTC, datetime
from functools import cache

from django.db import connection

from .models import Article

# What no article and no moment is: the places in the parameters where the real ones go.
PK = 2**62 - 1
AT = datetime(1, 2, 3, 4, 5, 6, 789, tzinfo=UTC)


@cache
def _compiled(build, suicide, options):
    rows = build(Article(pk=PK, suicide=suicide), AT, *options)
    sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(parameters)


def ask(build, article, at, *options):
    """The rows of `build(article, at, *options)`, which may use the article's key, and how it
    stands to suicide, and nothing else of it."""
    sql, parameters = _compiled(build, article.suicide, options)
    adapt = connection.ops.adapt_datetimefield_value
    real = {PK: article.pk, adapt(AT): adapt(at)}
    return Article.objects.raw(sql, [real.get(value, value) for value in parameters])
