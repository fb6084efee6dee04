"""The index of what articles say: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

The one module that knows the difference. Both engines hold the same stems, which Python made
(blog.words), in the same three layers (blog.layers), and give the newest first. Triggers and
generated columns follow every write, so the index changes and rolls back with the article.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

from .models import Article

# Each holds what the ones before it hold: where a match lies furthest in front, it counts most.
LAYERS = ("title", "about", "rest")


def newest(groups, *, at, most, together=True):
    """`published` articles that have a stem of each group (or of any), as a QuerySet.

    Of each layer the `most` newest: never more work than that, however many articles match.
    """
    operator = " AND " if together else " OR "
    parts, params = [], []
    for deepest in range(len(LAYERS)):
        sql, values = ENGINES[connection.vendor].newest(deepest, groups, operator, at)
        parts.append(f"SELECT id FROM ({sql} LIMIT {most}) AS layer{deepest}")
        params += values
    return Article.objects.published(at).filter(pk__in=RawSQL(" UNION ".join(parts), params))


def install(**kwargs):
    """Put up what is missing of the index, and fill it from the articles. Runs after `migrate`.

    SQLite changes a table by making it anew, which takes its triggers away: so not once, in a
    migration, but whenever they are not there.
    """
    with connection.cursor() as cursor:
        table = Article._meta.db_table
        if table not in connection.introspection.table_names(cursor):
            return
        columns = {
            col.name for col in connection.introspection.get_table_description(cursor, table)
        }
        if {f"search_{layer}" for layer in LAYERS} <= columns:
            ENGINES[connection.vendor].install(cursor, columns)


class SQLite:
    """A table without text of its own. Its row ids say when (in minutes) and which article,

    so that to read backwards is to read the newest first, as far as one needs.
    """

    SHIFT = 2**31
    KEY = "(CAST(strftime('%s', {row}.publish_at) AS INTEGER) / 60 * 2147483648 + {row}.id)"
    COLUMNS = ", ".join(f"search_{layer}" for layer in LAYERS)

    @classmethod
    def newest(cls, deepest, groups, operator, at):
        words = operator.join(
            "(" + " OR ".join(f'"{stem}"' for stem in sorted(group)) + ")" for group in groups
        )
        match = f"{{{' '.join(LAYERS[: deepest + 1])}}} : ({words})"
        last = (int(at.timestamp()) // 60 + 1) * cls.SHIFT
        return (
            "SELECT rowid & 2147483647 AS id FROM blog_search"
            " WHERE blog_search MATCH %s AND rowid < %s ORDER BY rowid DESC",
            [match, last],
        )

    @classmethod
    def install(cls, cursor, columns):
        names = ", ".join(LAYERS)
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'blog_search_follows_%'")
        if len(cursor.fetchall()) == 3:
            return
        cursor.execute("DROP TABLE IF EXISTS blog_search")
        cursor.execute(
            f"CREATE VIRTUAL TABLE blog_search USING fts5({names}, content='', columnsize=0,"
            " detail=column, tokenize='ascii')"
        )
        put = (
            f"INSERT INTO blog_search (rowid, {names})"
            f" SELECT {cls.KEY.format(row='{row}')}, {cls._of('{row}')}"
            " {source} WHERE {row}.publish_at IS NOT NULL;"
        )
        take = (
            f"INSERT INTO blog_search (blog_search, rowid, {names})"
            f" SELECT 'delete', {cls.KEY.format(row='old')}, {cls._of('old')}"
            " WHERE old.publish_at IS NOT NULL;"
        )
        add = put.format(row="new", source="")
        for event, actions in (
            ("INSERT", add),
            ("DELETE", take),
            (f"UPDATE OF id, publish_at, {cls.COLUMNS}", take + add),
        ):
            name = f"blog_search_follows_{event.split()[0].lower()}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(
                f"CREATE TRIGGER {name} AFTER {event} ON blog_article BEGIN {actions} END"
            )
        cursor.execute(put.format(row="blog_article", source="FROM blog_article"))

    @staticmethod
    def _of(row):
        return ", ".join(f"{row}.search_{layer}" for layer in LAYERS)


class PostgreSQL:
    """A generated tsvector for each layer, of the stems as they are: no dictionary, no parser."""

    @classmethod
    def newest(cls, deepest, groups, operator, at):
        operator = {" AND ": " & ", " OR ": " | "}[operator]
        words = operator.join("(" + " | ".join(sorted(group)) + ")" for group in groups)
        return (
            f"SELECT id FROM blog_article WHERE words_{LAYERS[deepest]} @@ %s::tsquery"
            " AND publish_at <= %s ORDER BY publish_at DESC, id DESC",
            [words, at],
        )

    @classmethod
    def install(cls, cursor, columns):
        for depth, layer in enumerate(LAYERS, start=1):
            if f"words_{layer}" in columns:
                continue
            text = " || ' ' || ".join(f"search_{name}" for name in LAYERS[:depth])
            cursor.execute(
                f"ALTER TABLE blog_article ADD COLUMN words_{layer} tsvector GENERATED ALWAYS AS"
                f" (array_to_tsvector(array_remove(string_to_array({text}, ' '), ''))) STORED"
            )
            # With the usual hundred PostgreSQL takes a rare word for a common one, and then reads
            # the articles from the newest on until it has found enough: all of them.
            cursor.execute(
                f"ALTER TABLE blog_article ALTER COLUMN words_{layer} SET STATISTICS 1000"
            )
            cursor.execute(
                f"CREATE INDEX article_words_{layer} ON blog_article USING gin (words_{layer})"
            )


ENGINES = {"sqlite": SQLite, "postgresql": PostgreSQL}
