"""What all tests share: the engine they run on, the real site, a real browser."""

import os
from importlib import import_module

import pytest
from django.core.cache import cache
from django.db import connection

from tests import chromium
from tests.site import fresh_database, fresh_site, prepared

ENGINES = {"sqlite": "sqlite", "postgres": "postgresql"}  # marker: vendor
IN_CI = os.environ.get("CI") == "true"


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: drives a real Chromium")
    config.addinivalue_line("markers", "sqlite: only on SQLite; not collected elsewhere")
    config.addinivalue_line("markers", "postgres: only on PostgreSQL; not collected elsewhere")


def pytest_collection_modifyitems(config, items):
    """Leave out what is about the other database engine."""
    others = [marker for marker, vendor in ENGINES.items() if vendor != connection.vendor]
    left_out = [item for item in items if any(map(item.get_closest_marker, others))]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def _skipped(config) -> list:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if reporter else []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """On the build machine everything runs: a skip there is a failure."""
    if IN_CI and not hasattr(session.config, "workerinput") and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    if IN_CI and (skipped := _skipped(config)):
        terminalreporter.section("skipped, which CI=true makes a failure", red=True, bold=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            terminalreporter.line(f"{report.nodeid}: {reason}", red=True)


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test counted or kept is not there for the next."""
    cache.clear()


def _empty_the_access_log_too():
    """What ends a test that commits empties all tables, and the access log lets nobody do that."""
    lock = import_module("contact.migrations.0005_access_log_is_append_only")
    empty = connection.ops.execute_sql_flush

    def empty_all(statements):
        lock.release(connection)
        empty(statements)
        lock.guard(connection)

    connection.ops.execute_sql_flush = empty_all


_empty_the_access_log_too()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After a test whose end empties all tables, put back what migrations had loaded."""
    yield
    marker = item.get_closest_marker("django_db")
    if nextitem and marker and marker.kwargs.get("transaction"):
        from blog.models import HelpCard

        cards = import_module("blog.migrations.0003_help_cards").CARDS
        with item._request.getfixturevalue("django_db_blocker").unblock():
            HelpCard.objects.bulk_create(HelpCard(**card) for card in cards)


# --- The real site ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def site_template(tmp_path_factory, worker_id):
    """What `fresh_site` copies: the demo content. On SQLite all test processes share it."""
    folder = tmp_path_factory.getbasetemp()
    if connection.vendor == "sqlite" and worker_id != "master":
        folder = folder.parent
    with fresh_database() as engine:
        yield prepared(folder, engine)


@pytest.fixture(scope="session")
def site(tmp_path_factory, site_template):
    """The site as `make run` serves it, with the demo content: `.url`, `.var`, `.accounts`.

    All tests come from one address, and many give one number, so it takes as many requests from
    there as they send.
    """
    folder = tmp_path_factory.mktemp("site")
    without_limits = {"REQUESTS_PER_ADDRESS": "100000", "REQUESTS_PER_PHONE": "100000"}
    with fresh_site(folder, site_template, **without_limits) as site:
        yield site.start()


@pytest.fixture
def new_site(tmp_path, site_template):
    """A site of this test's own, not started: `.start()`, or `.launch()` without waiting."""
    with fresh_site(tmp_path, site_template) as site:
        yield site


# --- A real browser -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    path = chromium.find()
    if not path:
        pytest.skip("no Chromium here: install it, or name one in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser, site):
    """A visitor from the Netherlands; addresses start at the site."""
    context = browser.new_context(base_url=site.url, locale="nl-NL", timezone_id="Europe/Amsterdam")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context):
    return context.new_page()
