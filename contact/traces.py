"""What stays in the files of the database of a row that was deleted, and how it goes.

SQLite overwrites what it deletes (settings: secure_delete), but not the copies that it leaves in a
page when rows move to another; and the write-ahead log keeps a page as it was until it is emptied.
So the tables about people are written anew in the transaction that deletes, and the log is emptied
after it. Who still reads holds that up; the worker empties it every minute.

PostgreSQL keeps a deleted row until a VACUUM, and a WAL archive or backup for as long as those are
kept; what is kept outside the database, nothing here reaches.
"""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction

from .models import Booking, CallbackRequest

PEOPLE = (CallbackRequest, Booking)
PATIENCE = 500  # milliseconds in which readers may finish, while writers wait


def rewrite(*models) -> None:
    """Put the rows of these tables on new pages; the old ones are overwritten.

    Inside the transaction that deleted, for then no kill can come between.
    """
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for model in models:
            for sql in anew(model._meta.db_table):
                cursor.execute(sql)


def anew(table: str) -> list[str]:
    """The statements that write a table anew; what is kept meanwhile is in memory (settings)."""
    return [
        f"CREATE TEMP TABLE kept AS SELECT * FROM {table}",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} SELECT * FROM kept",
        "DROP TABLE kept",
    ]


def wipe() -> bool:
    """After an erasure has been committed: whether nothing of it is left in the database's files.

    On PostgreSQL it waits for nobody longer than PATIENCE either; autovacuum comes by later.
    """
    if connection.in_atomic_block:
        return False  # it has not been committed yet
    if connection.vendor == "sqlite":
        return empty_log()
    tables = ", ".join(model._meta.db_table for model in PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {PATIENCE}")
        try:
            # The first takes the dead rows away; the second, which alone would keep those for as
            # long as any other database of the server is written to, their bytes.
            cursor.execute(f"VACUUM {tables}")
            cursor.execute(f"VACUUM (FULL) {tables}")
        except OperationalError:
            return False
        finally:
            cursor.execute("SET lock_timeout = DEFAULT")
    return True


def empty_log() -> bool:
    """Bring the write-ahead log of SQLite home and empty it; False where somebody still reads."""
    if connection.vendor != "sqlite":
        return True
    log = Path(f"{settings.DATABASES['default']['NAME']}-wal")
    with suppress(FileNotFoundError):
        if log.stat().st_size == 0:
            return True
    timeout = 1000 * settings.DATABASES["default"]["OPTIONS"]["timeout"]
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except OperationalError:  # another connection empties it at this moment
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {timeout}")
    return not is_busy
