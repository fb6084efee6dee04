"""The index of what articles say: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

The one module that knows the difference. Both engines hold the same stems, which Python made
(blog.words), in the same three layers (blog.layers), and give the newest first. Triggers and
generated columns follow every write, so the index changes and rolls back with the article.
"""

from django.db import connection, transaction
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


def take_down(plan=(), **kwargs):
    """Runs before `migrate`: no column can go while a trigger names it."""
    if any(migration.app_label == "blog" for migration, _ in plan):
        with connection.cursor() as cursor:
            ENGINES[connection.vendor].take_down(cursor)


def install(**kwargs):
    """Put up what is missing of the index or is not as it is written here, and fill it from the
    articles. Runs after `migrate`: SQLite changes a table by making it anew, which takes its
    triggers away, so not once, in a migration.
    """
    with connection.cursor() as cursor:
        table = Article._meta.db_table
        if table not in connection.introspection.table_names(cursor):
            return
        columns = {
            col.name for col in connection.introspection.get_table_description(cursor, table)
        }
    if {f"search_{layer}" for layer in LAYERS} <= columns:
        with transaction.atomic(), connection.cursor() as cursor:
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
    def take_down(cls, cursor):
        """The table stays, for who searches meanwhile."""
        for event in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS blog_search_follows_{event}")

    @classmethod
    def install(cls, cursor, columns):
        parts = cls._parts()
        cursor.execute("SELECT name, sql FROM sqlite_master")
        if parts.items() <= set(cursor.fetchall()) and not cls._has_lost_all(cursor):
            return
        cls.take_down(cursor)
        cursor.execute("DROP TABLE IF EXISTS blog_search")
        for sql in parts.values():
            cursor.execute(sql)
        cursor.execute(cls._put("blog_article", "FROM blog_article"))

    @classmethod
    def _parts(cls):
        """The statements that make the index, by name."""
        add, take = (
            cls._put("new"),
            (
                f"INSERT INTO blog_search (blog_search, rowid, {', '.join(LAYERS)})"
                f" SELECT 'delete', {cls.KEY.format(row='old')}, {cls._of('old')}"
                " WHERE old.publish_at IS NOT NULL;"
            ),
        )
        parts = {
            "blog_search": f"CREATE VIRTUAL TABLE blog_search USING fts5({', '.join(LAYERS)},"
            " content='', columnsize=0, detail=column, tokenize='ascii')"
        }
        for event, actions in (
            ("INSERT", add),
            ("DELETE", take),
            (f"UPDATE OF id, publish_at, {cls.COLUMNS}", take + add),
        ):
            name = f"blog_search_follows_{event.split()[0].lower()}"
            parts[name] = f"CREATE TRIGGER {name} AFTER {event} ON blog_article BEGIN {actions} END"
        return parts

    @classmethod
    def _put(cls, row, source=""):
        return (
            f"INSERT INTO blog_search (rowid, {', '.join(LAYERS)})"
            f" SELECT {cls.KEY.format(row=row)}, {cls._of(row)}"
            f" {source} WHERE {row}.publish_at IS NOT NULL;"
        )

    @staticmethod
    def _has_lost_all(cursor):
        """The index holds nothing, and there is what it should hold."""
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM blog_search_idx) AND EXISTS"
            " (SELECT 1 FROM blog_article WHERE publish_at IS NOT NULL AND search_title <> '')"
        )
        return cursor.fetchone()[0]

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
    def take_down(cls, cursor):
        """Nothing: a column that goes takes along those that are generated from it."""

    @classmethod
    def install(cls, cursor, columns):
        """A comment keeps what a column was made by; PostgreSQL words that in its own way."""
        for depth, layer in enumerate(LAYERS, start=1):
            column = f"words_{layer}"
            text = " || ' ' || ".join(f"search_{name}" for name in LAYERS[:depth])
            value = f"array_to_tsvector(array_remove(string_to_array({text}, ' '), ''))"
            if column in columns and cls._comment(cursor, column) != value:
                cursor.execute(f"ALTER TABLE blog_article DROP COLUMN {column}")
                columns = columns - {column}
            if column not in columns:
                cursor.execute(
                    f"ALTER TABLE blog_article"
                    f" ADD COLUMN {column} tsvector GENERATED ALWAYS AS ({value}) STORED"
                )
                cursor.execute(f"COMMENT ON COLUMN blog_article.{column} IS %s", [value])
                # With the usual hundred PostgreSQL takes a rare word for a common one, and then
                # reads the articles from the newest on until it has found enough: all of them.
                cursor.execute(
                    f"ALTER TABLE blog_article ALTER COLUMN {column} SET STATISTICS 1000"
                )
                cursor.execute(
                    f"CREATE INDEX article_{column} ON blog_article USING gin ({column})"
                )

    @staticmethod
    def _comment(cursor, column):
        cursor.execute(
            "SELECT col_description(attrelid, attnum) FROM pg_attribute"
            " WHERE attrelid = 'blog_article'::regclass AND attname = %s",
            [column],
        )
        return cursor.fetchone()[0]


ENGINES = {"sqlite": SQLite, "postgresql": PostgreSQL}
