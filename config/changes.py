"""Notice, at the database itself, that something which a public page shows has changed.

Save, update, bulk_create, raw SQL; site, worker, shell: all of it passes a database connection,
and signals see but half of it. What a transaction changed counts when that has been committed.
"""

import re

from django.db import transaction
from django.db.backends.signals import connection_created

from . import edition

# The tables that public pages show, as patterns. What visitors ask of us is on none of them, save
# for the times that are no longer free.
SHOWN = (
    # These serve the worker, the search box and the desk.
    r"blog_(?!(?:articlereads|historical\w*|imported|internallink|keyword|previewlink|savedfilter"
    r"|searchmiss|vocabulary|wordform)\b)\w+",
    r"contact_(?:adviser|bookedcell|busytime|closure|fact|openinghours|practice\w*|specialhours"
    r"|weeklyhours)",
    r"staff_user",  # the name of a reviewer who is no author
)
NAMES_SHOWN = re.compile(rf"\b(?:{'|'.join(SHOWN)})\b", re.IGNORECASE)
WRITES = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|ALTER|DROP)\b"
    r"|\s*WITH\b.*\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s",
    re.IGNORECASE | re.DOTALL,
)


def watch() -> None:
    connection_created.connect(_install, dispatch_uid="config.changes")


def _install(connection, **kwargs):
    if _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


def _notice(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    sql = str(sql)
    if WRITES.match(sql) and NAMES_SHOWN.search(sql):
        connection = context["connection"]
        if connection.in_atomic_block:
            _announce_on_commit(connection)
        else:
            announce()
            if "RETURNING" in sql:
                _announce_on_close(context["cursor"])
    return result


def announce() -> None:
    edition.of_site().advance()


def _announce_on_commit(connection):
    """Once per transaction; again where a savepoint takes the first with it when it rolls back."""
    open_savepoints = set(connection.savepoint_ids)
    if not any(
        function is announce and savepoints <= open_savepoints
        for savepoints, function, *_ in connection.run_on_commit
    ):
        transaction.on_commit(announce, using=connection.alias, robust=True)


def _announce_on_close(cursor):
    """Outside a transaction SQLite commits INSERT … RETURNING when its rows have been fetched."""
    close = cursor.close

    def close_and_announce():
        close()
        announce()

    cursor.close = close_and_announce
