"""Nothing of an erased person is left in the files of the database: real files, read as bytes."""

import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, transaction

from contact import traces
from contact.models import Booking, CallbackRequest, OutboxMail
from tests.site import environment_of

from .make import make_adviser, make_booking, make_callback, make_practice

WORDS = [b"Kanariegeel", b"98765432", b"zeldzaamwoord"]
SEEDS = range(60)


def lived(file: Path, seed: int) -> sqlite3.Connection:
    """A table of people as the site's settings keep it, in which rows of all sizes came, grew and
    went; at last one person, who stood in it often, is deleted."""
    chance = random.Random(seed)
    table = sqlite3.connect(file, isolation_level=None)
    table.executescript(settings_of_the_site())
    table.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name, phone, words, key UNIQUE)")
    insert = "INSERT INTO people (name, phone, words, key) VALUES (?, ?, ?, ?)"
    theirs = "name = 'Kanariegeel'"
    for number in range(2500):
        key, long = f"{chance.random()}", chance.randrange(1, 400 if number % 10 == 0 else 60)
        if chance.random() < 0.01:
            person = ("Kanariegeel", "+31698765432", "zeldzaamwoord " * long, key)
        else:
            person = (f"Kim {number}", f"+316{number:08}", "woorden " * long, key)
        table.execute(insert, person)
        other = chance.randrange(1, number + 2)
        if chance.random() < 0.3:
            words = "anders " * chance.randrange(0, 200)
            update = f"UPDATE people SET words = ? WHERE id = ? AND NOT {theirs}"
            table.execute(update, (words, other))
        if chance.random() < 0.2:
            table.execute(f"DELETE FROM people WHERE id = ? AND NOT {theirs}", (other,))
    assert table.execute(f"DELETE FROM people WHERE {theirs}").rowcount > 5
    return table


def settings_of_the_site() -> str:
    from config import settings

    options = settings.DATABASES["default"].get("OPTIONS", {})
    return options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def held(file: Path, table: sqlite3.Connection) -> list[bytes]:
    """Which of their words are in the bytes of the database's files."""
    table.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    return [word for word in WORDS if word in content]


@pytest.mark.sqlite
def test_deleting_leaves_copies_behind_and_writing_the_table_anew_leaves_none(tmp_path):
    """Where SQLite itself has come to leave none, contact.traces.rewrite can go."""
    for seed in SEEDS:
        file = tmp_path / f"{seed}.sqlite3"
        with closing(lived(file, seed)) as table:
            if not held(file, table):
                continue
            before = table.execute("SELECT * FROM people ORDER BY id").fetchall()
            for sql in ("BEGIN IMMEDIATE", *traces.anew("people"), "COMMIT"):
                table.execute(sql)
            assert held(file, table) == []
            assert table.execute("SELECT * FROM people ORDER BY id").fetchall() == before
            return
    pytest.fail("SQLite left no copy of anybody")


@pytest.mark.django_db
def test_rows_that_are_written_anew_are_what_they_were():
    make_practice()
    make_adviser()
    make_callback(booking=make_booking(email="robin@example.org"), message="Hallo")
    models = (CallbackRequest, Booking, OutboxMail)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    with transaction.atomic():
        traces.rewrite(*traces.PEOPLE)
    connection.check_constraints()
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert make_callback(first_name="Kim").pk > before[0][-1]["id"]


READER = """
import sqlite3
from pathlib import Path
from django.conf import settings
from contact import traces
from contact.models import Measure
file = settings.DATABASES["default"]["NAME"]
log = Path(f"{file}-wal")
Measure.objects.create(day="2026-01-01", name="callbacks")
reader = sqlite3.connect(file)
reader.execute("BEGIN")
reader.execute("SELECT count(*) FROM contact_measure").fetchall()
Measure.objects.create(day="2026-01-02", name="callbacks")
assert not traces.empty_log() and log.stat().st_size
reader.rollback()
assert traces.empty_log() and not log.stat().st_size
assert traces.empty_log()
"""


@pytest.mark.sqlite
def test_a_reader_holds_up_the_emptying_of_the_log_and_it_is_done_later(tmp_path, site_template):
    shutil.copy(site_template.var / "db.sqlite3", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", READER],
        env=environment_of(tmp_path, DJANGO_SETTINGS_MODULE="config.settings"),
        check=True,
        capture_output=True,
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_no_dead_row_is_left():
    make_practice()
    for _ in range(3):
        make_callback(first_name=f"Kim {random.random()}")
    CallbackRequest.objects.all().delete()
    assert traces.wipe()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('contact_callbackrequest')")
        assert cursor.fetchone() == (0,)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_still_reads_holds_up_the_cleaning_and_is_not_waited_for():
    import psycopg

    with psycopg.connect(**_connection_of_the_test()) as reader:
        reader.execute("SELECT count(*) FROM contact_callbackrequest")
        assert not traces.wipe()
    assert traces.wipe()


def _connection_of_the_test() -> dict:
    known = connection.get_connection_params()
    return {name: known[name] for name in ("dbname", "user", "host", "port") if name in known}
