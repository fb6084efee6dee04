"""What was kept is gone the moment it is no longer true, from whichever process one asks.

A connection stays with one process of the server, so that several of them reach both.
"""

import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from django.db import connection

from tests.site import wait_for
from tests.visitor import hidden

CONNECTIONS = 12


@pytest.fixture
def readers(site):
    """Connections of several visitors, held open: among them, every process answers."""
    clients = [httpx.Client(base_url=site.url, timeout=60) for _ in range(CONNECTIONS)]
    yield clients
    for client in clients:
        client.close()


@pytest.fixture
def editor(site):
    """Signed in at the desk."""
    with httpx.Client(base_url=site.url, timeout=60, follow_redirects=True) as client:
        token = hidden(client.get("/admin/login/").text, "csrfmiddlewaretoken")
        account = site.accounts["redactie"]
        form = {"csrfmiddlewaretoken": token, "next": "/admin/", **account}
        assert client.post("/admin/login/", data=form).status_code == 200
        yield client


def first_article(site) -> tuple[int, str, str]:
    sql = "SELECT id, slug, title FROM blog_article WHERE publish_at IS NOT NULL ORDER BY id"
    return site.query(f"{sql} LIMIT 1")[0]


def test_a_change_by_an_editor_is_live_on_the_next_request_from_every_process(
    site, readers, editor
):
    _, slug, _ = first_article(site)
    sql = "SELECT id, slug, body, position FROM blog_page WHERE is_in_footer ORDER BY id LIMIT 1"
    number, page_slug, body, position = site.query(sql)[0]
    address = f"/admin/blog/page/{number}/change/"
    pages = ("/", f"/blogs/{slug}/", "/zoeken/", f"/{page_slug}/")
    for round_ in range(3):
        for reader in readers:
            for path in pages:
                assert reader.get(path).status_code == 200
        form = {
            "csrfmiddlewaretoken": hidden(editor.get(address).text, "csrfmiddlewaretoken"),
            "title": f"Nieuwe titel {round_}",
            "slug": page_slug,
            "description": "",
            "body": body,
            "position": str(position),
            "is_in_footer": "on",
        }
        assert editor.post(address, data=form).url.path == "/admin/blog/page/"
        shown = {form["title"] in reader.get(path).text for reader in readers for path in pages}
        assert shown == {True}


@pytest.mark.parametrize("field", ["publish_at", "withdraw_at"])
def test_an_article_appears_and_disappears_at_its_second_though_pages_were_kept(
    site, readers, field
):
    number, slug, _ = first_article(site)
    moment = datetime.now(UTC) + timedelta(seconds=8)
    site.shell(
        "from blog.models import Article; from datetime import datetime;"
        f"moment = datetime.fromisoformat('{moment.isoformat()}');"
        f"Article.objects.filter(pk={number}).update({field}=moment)",
    )
    was, will_be = (False, True) if field == "publish_at" else (True, False)
    seen = []
    while datetime.now(UTC) < moment + timedelta(seconds=2):
        for reader in readers:
            before = datetime.now(UTC)
            is_there = reader.get(f"/blogs/{slug}/").status_code == 200
            after = datetime.now(UTC)
            if after < moment:
                seen.append(is_there == was)
            elif before >= moment:
                seen.append(is_there == will_be)
    assert len(seen) > CONNECTIONS
    assert all(seen)
    site.shell(
        "from blog.models import Article; from datetime import UTC, datetime;"
        "long_ago = datetime(2020, 1, 6, tzinfo=UTC);"
        f"Article.objects.filter(pk={number}).update(publish_at=long_ago, withdraw_at=None)",
    )
    assert {reader.get(f"/blogs/{slug}/").status_code for reader in readers} == {200}


def wait_for_quiet(site) -> None:
    """Until the worker has nothing left to do that pages show, such as renditions of pictures."""
    editions = []

    def is_quiet():
        editions.append((site.var / "edition").read_bytes())
        time.sleep(0.5)
        return len(editions) > 6 and len(set(editions[-6:])) == 1

    wait_for(is_quiet, 60, "no new edition for three seconds")


def commit_untold(site, sql: str) -> None:
    """What a process leaves that is killed between its commit and the word of it."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(site.var / "db.sqlite3")) as database:
            database.execute(sql)
            database.commit()
    else:
        import psycopg

        with psycopg.connect(site.environment["DATABASE_URL"]) as database:
            database.execute(sql)


def test_a_server_process_that_was_killed_leaves_nothing_stale(new_site):
    site = new_site.start()
    _, slug, title = first_article(site)
    new = "Stil gewijzigd"

    def titles():
        """What a dozen new visitors read."""
        found = set()
        for _ in range(CONNECTIONS):
            try:
                page = httpx.get(f"{site.url}/blogs/{slug}/", timeout=60).text
            except httpx.HTTPError:
                page = ""  # the new process is not listening yet
            found |= set(re.findall(r"<h1>(.*?)</h1>", page)) or {""}
        return found

    wait_for_quiet(site)
    assert titles() == {title}
    commit_untold(site, f"UPDATE blog_article SET title = '{new}'")
    assert titles() == {title}  # kept: nobody was told
    before = set(site.server_workers())
    os.kill(min(before), signal.SIGKILL)
    wait_for(lambda: set(site.server_workers()) - before, 30, "a new server process")
    wait_for(lambda: titles() == {new}, 20, "every process tells what is true")
