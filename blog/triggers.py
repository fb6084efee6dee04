"""What the database itself keeps right, whichever way a row is written: save, update, bulk, SQL.

Three things: a link between article and topic knows when its article is published (blog.models.
Listing), a slug that readers have used becomes an old address when it changes (blog.addresses), and
a preview link of an article that was published never answers again (blog.previews).

SQLite forgets the triggers of a table that Django makes anew, and refuses to make one that a
trigger elsewhere names. So they go before migrations and come back after them.
"""

from django.apps import apps as installed
from django.db import connections, transaction

NAMES = {
    "listing_of_link": "blog_article_topics",
    "listing_of_article": "blog_article",
    "old_address": "blog_article",
    "used_preview": "blog_article",
}

_LINK = "UPDATE blog_article_topics SET publish_at = "
OF_LINK = (
    f"{_LINK}(SELECT publish_at FROM blog_article WHERE id = NEW.article_id) WHERE id = NEW.id;"
)
OF_ARTICLE = f"{_LINK}NEW.publish_at WHERE article_id = NEW.id;"
OLD_ADDRESS = """
    DELETE FROM blog_oldaddress WHERE slug = NEW.slug AND article_id = NEW.id;
    INSERT INTO blog_oldaddress (slug, article_id, created_at)
        VALUES (OLD.slug, NEW.id, {now})
        ON CONFLICT (slug)
        DO UPDATE SET article_id = excluded.article_id, created_at = excluded.created_at;
"""
USED_PREVIEW = "DELETE FROM blog_previewlink WHERE article_id = NEW.id;"
ALL_LINKS = f"""
    {_LINK}(SELECT publish_at FROM blog_article WHERE id = article_id)
    WHERE publish_at {{differs}} (SELECT publish_at FROM blog_article WHERE id = article_id)
"""


def drop(using, plan=(), **kwargs):
    connection = connections[using]
    if not plan or "blog_article" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for name, table in NAMES.items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def create(using, plan=(), apps=installed, **kwargs):
    """Make them as they are written here, whatever an older release made; after migrations, put
    right what nobody kept meanwhile."""
    if "listing" not in apps.all_models["blog"]:
        return  # migrated back to before there were any
    connection = connections[using]
    is_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(using=using), connection.cursor() as cursor:
        has_new_column = _add_column(connection, cursor, apps.get_model("blog", "Listing"))
        has_previews = "previewlink" in apps.all_models["blog"]  # not in every older release
        for sql in _on_sqlite() if is_sqlite else _on_postgresql():
            if has_previews or "used_preview" not in sql:
                cursor.execute(sql)
        if plan or has_new_column:
            cursor.execute(ALL_LINKS.format(differs="IS NOT" if is_sqlite else "IS DISTINCT FROM"))


def _add_column(connection, cursor, Listing):
    """Django does not know that the table of links has it, and leaves it out where it makes the
    table anew, with its index. True when it was not there."""
    field, table = Listing._meta.get_field("publish_at"), Listing._meta.db_table
    described = connection.introspection.get_table_description(cursor, table)
    is_new = field.column not in {column.name for column in described}
    if is_new:
        kind = field.db_type(connection)
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN {field.column} {kind} NULL")
    there = connection.introspection.get_constraints(cursor, table)
    for index in Listing._meta.indexes:
        if index.name not in there:
            cursor.execute(str(index.create_sql(Listing, connection.schema_editor())))
    return is_new


def _on_sqlite():
    for name in NAMES:
        yield f"DROP TRIGGER IF EXISTS {name}"
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"  # as Django writes an instant, to be compared
    yield _sqlite("listing_of_link", "AFTER INSERT", "1", OF_LINK)
    changed = "NEW.publish_at IS NOT OLD.publish_at"
    yield _sqlite("listing_of_article", "AFTER UPDATE OF publish_at", changed, OF_ARTICLE)
    left = f"NEW.slug <> OLD.slug AND OLD.publish_at <= {now}"
    yield _sqlite("old_address", "AFTER UPDATE OF slug", left, OLD_ADDRESS.format(now=now))
    was_out = f"{changed} AND OLD.publish_at <= {now}"
    yield _sqlite("used_preview", "AFTER UPDATE OF publish_at", was_out, USED_PREVIEW)


def _sqlite(name, event, condition, body):
    return (
        f"CREATE TRIGGER {name} {event} ON {NAMES[name]} FOR EACH ROW "
        f"WHEN {condition} BEGIN {body} END"
    )


def _on_postgresql():
    now = "statement_timestamp()"
    yield from _postgresql("listing_of_link", "AFTER INSERT", "true", OF_LINK)
    changed = "NEW.publish_at IS DISTINCT FROM OLD.publish_at"
    yield from _postgresql("listing_of_article", "AFTER UPDATE OF publish_at", changed, OF_ARTICLE)
    left = f"NEW.slug <> OLD.slug AND OLD.publish_at <= {now}"
    yield from _postgresql("old_address", "AFTER UPDATE OF slug", left, OLD_ADDRESS.format(now=now))
    was_out = f"{changed} AND OLD.publish_at <= {now}"
    yield from _postgresql("used_preview", "AFTER UPDATE OF publish_at", was_out, USED_PREVIEW)


def _postgresql(name, event, condition, body):
    yield (
        f"CREATE OR REPLACE FUNCTION blog_{name}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {body} RETURN NULL; END $$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {name} {event} ON {NAMES[name]} FOR EACH ROW "
        f"WHEN ({condition}) EXECUTE FUNCTION blog_{name}()"
    )
