"""The index of what articles say: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

The one module that knows the difference. Both engines hold the same stems, which Python made
(blog.words), in the same three layers (blog.layers), and give the newest first. Beside those they
hold the words themselves, to tell which are published. Triggers and generated columns follow every
write, so the index changes and rolls back with the article.
"""

from django.db import connection, transaction
from django.db.models import BooleanField
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
    return Article.objects.filter(pk__in=RawSQL(" UNION ".join(parts), params))


def titled(parts, groups, *, most):
    """The keys of articles with a stem of each group in their title, whatever their state: the
    newest, as SQL and its parameters. A draft that no index knows has all `parts` in its title.
    """
    return ENGINES[connection.vendor].titled(parts, groups, most)


def is_said(at):
    """SQL that is true of a column `word` if a `published` article has that word; its parameters.

    The word itself, not its stem: another form of it may stand in a draft alone.
    """
    return ENGINES[connection.vendor].is_said(at)


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
    if {f"search_{layer}" for layer in (*LAYERS, "words")} <= columns:
        with transaction.atomic(), connection.cursor() as cursor:
            ENGINES[connection.vendor].install(cursor, columns)


class SQLite:
    """A table without text of its own. Its row ids say when (in minutes) and which article,

    so that to read backwards is to read the newest first, as far as one needs.
    """

    SHIFT = 2**31
    KEY = "(CAST(strftime('%s', {row}.publish_at) AS INTEGER) / 60 * 2147483648 + {row}.id)"
    ID = "(blog_search.rowid & 2147483647)"
    NAMES = (*LAYERS, "words")
    COLUMNS = ", ".join(f"search_{name}" for name in NAMES)

    @classmethod
    def newest(cls, deepest, groups, operator, at):
        words = operator.join(
            "(" + " OR ".join(f'"{stem}"' for stem in sorted(group)) + ")" for group in groups
        )
        match = f"{{{' '.join(LAYERS[: deepest + 1])}}} : ({words})"
        where, params = cls._published(at)
        return (
            f"SELECT {cls.ID} AS id FROM blog_search"
            f" WHERE blog_search MATCH %s AND {where} ORDER BY rowid DESC",
            [match, *params],
        )

    @classmethod
    def titled(cls, parts, groups, most):
        drafts = Article.objects.drafts().order_by("-updated_at", "-id")
        for part in parts:
            drafts = drafts.filter(title__icontains=part)
        sql, params = drafts.values("id")[:most].query.sql_with_params()
        words = " AND ".join(
            "(" + " OR ".join(f'"{stem}"' for stem in sorted(group)) + ")" for group in groups
        )
        return (
            f"SELECT id FROM (SELECT {cls.ID} AS id FROM blog_search WHERE blog_search MATCH %s"
            f" ORDER BY rowid DESC LIMIT {most}) AS listed UNION SELECT id FROM ({sql}) AS drafts",
            [f"{{{LAYERS[0]}}} : ({words})", *params],
        )

    @classmethod
    def is_said(cls, at):
        where, params = cls._published(at)
        match = "'words : \"' || word || '\"'"
        return (
            f"EXISTS (SELECT 1 FROM blog_search WHERE blog_search MATCH {match} AND {where})",
            params,
        )

    @classmethod
    def _published(cls, at):
        """No later minute; and of what remains each row by the one rule."""
        article = Article.objects.published(at).filter(pk=RawSQL(cls.ID, ()))
        sql, params = article.order_by().values("id").query.sql_with_params()
        last = (int(at.timestamp()) // 60 + 1) * cls.SHIFT
        return f"rowid < %s AND EXISTS ({sql})", [last, *params]

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
                f"INSERT INTO blog_search (blog_search, rowid, {', '.join(cls.NAMES)})"
                f" SELECT 'delete', {cls.KEY.format(row='old')}, {cls._of('old')}"
                " WHERE old.publish_at IS NOT NULL;"
            ),
        )
        parts = {
            "blog_search": f"CREATE VIRTUAL TABLE blog_search USING fts5({', '.join(cls.NAMES)},"
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
            f"INSERT INTO blog_search (rowid, {', '.join(cls.NAMES)})"
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
        return ", ".join(f"{row}.search_{name}" for name in SQLite.NAMES)


class PostgreSQL:
    """A generated tsvector for each layer, of the stems as they are: no dictionary, no parser.

    Of an index PostgreSQL collects all matches before it looks at the first, so a word that half
    of the articles have is looked for in a SAMPLE of them first, with a small index of its own.
    """

    SAMPLE = "mod(id, 256) = 0"

    @classmethod
    def newest(cls, deepest, groups, operator, at):
        operator = {" AND ": " & ", " OR ": " | "}[operator]
        words = operator.join("(" + " | ".join(sorted(group)) + ")" for group in groups)
        articles = cls._matching(f"words_{LAYERS[deepest]} @@ %s::tsquery", [words], at)
        return articles.newest_first().query.sql_with_params()

    @classmethod
    def titled(cls, parts, groups, most):
        """Here drafts are in the index too."""
        words = " & ".join("(" + " | ".join(sorted(group)) + ")" for group in groups)
        match = RawSQL("words_title @@ %s::tsquery", [words], output_field=BooleanField())
        articles = Article.objects.filter(match).order_by("-updated_at", "-id")
        return articles.values("id")[:most].query.sql_with_params()

    @classmethod
    def is_said(cls, at):
        """Rare is what the sample has not. Of that all are counted: where one will do, PostgreSQL
        expects it soon, and reads the articles one after another."""
        match = "words_said @@ CAST(word AS tsquery)"
        parts = [
            cls._matching(f"{match} AND {cls.SAMPLE}", [], at).order_by().query.sql_with_params(),
            cls._matching(match, [], at).order_by().query.sql_with_params(),
        ]
        (sample, of_sample), (every, of_every) = parts
        return (
            f"(EXISTS ({sample}) OR (SELECT COUNT(*) FROM ({every}) AS said) > 0)",
            [*of_sample, *of_every],
        )

    @staticmethod
    def _matching(sql, params, at):
        match = RawSQL(sql, params, output_field=BooleanField())
        return Article.objects.published(at).filter(match).values("id")

    @classmethod
    def take_down(cls, cursor):
        """Nothing: a column that goes takes along those that are generated from it."""

    @classmethod
    def install(cls, cursor, columns):
        """A comment keeps what a column was made by; PostgreSQL words that in its own way."""
        if cls._index(cursor, columns, "said", "search_words"):
            cursor.execute(
                "CREATE INDEX article_words_sample ON blog_article USING gin (words_said)"
                f" WHERE {cls.SAMPLE}"
            )
        for depth, layer in enumerate(LAYERS, start=1):
            text = " || ' ' || ".join(f"search_{name}" for name in LAYERS[:depth])
            if cls._index(cursor, columns, layer, text):
                # With the usual hundred PostgreSQL takes a rare word for a common one, and then
                # reads the articles from the newest on until it has found enough: all of them.
                cursor.execute(
                    f"ALTER TABLE blog_article ALTER COLUMN words_{layer} SET STATISTICS 1000"
                )

    @classmethod
    def _index(cls, cursor, columns, name, text):
        """Make column and index. True where they were absent, or made of other text."""
        column = f"words_{name}"
        value = f"array_to_tsvector(array_remove(string_to_array({text}, ' '), ''))"
        if column in columns:
            if cls._comment(cursor, column) == value:
                return False
            cursor.execute(f"ALTER TABLE blog_article DROP COLUMN {column}")
        cursor.execute(
            f"ALTER TABLE blog_article"
            f" ADD COLUMN {column} tsvector GENERATED ALWAYS AS ({value}) STORED"
        )
        cursor.execute(f"COMMENT ON COLUMN blog_article.{column} IS %s", [value])
        cursor.execute(f"CREATE INDEX article_{column} ON blog_article USING gin ({column})")
        return True

    @staticmethod
    def _comment(cursor, column):
        cursor.execute(
            "SELECT col_description(attrelid, attnum) FROM pg_attribute"
            " WHERE attrelid = 'blog_article'::regclass AND attname = %s",
            [column],
        )
        return cursor.fetchone()[0]


ENGINES = {"sqlite": SQLite, "postgresql": PostgreSQL}
