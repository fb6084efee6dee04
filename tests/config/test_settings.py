"""Where the settings come from, each time asked of a Python of its own."""

import os
import re
import subprocess
import sys

import pytest

from tests.site import BASE_DIR

# As config.prepare does it: the one line, and no traceback.
ONE_LINE = (
    "import importlib, sys; from django.core.exceptions import ImproperlyConfigured\n"
    "try: importlib.import_module(sys.argv[1])\n"
    "except ImproperlyConfigured as error: sys.exit(str(error))"
)
SHOW = (
    "import importlib, sys; settings = importlib.import_module(sys.argv[1]);"
    "print(settings.SITE_URL, settings.MAIL_FROM)"
)


def address_and_sender(settings: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", SHOW, settings],
        cwd=BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_a_file_sets_what_the_environment_does_not(tmp_path):
    file = tmp_path / "practice.env"
    file.write_text("SITE_URL=http://one.example\nMAIL_FROM=one@example.org\n")
    said = address_and_sender("config.settings", ENV_FILE=str(file), MAIL_FROM="two@example.org")
    assert said == "http://one.example two@example.org"


def test_neither_the_environment_nor_a_file_changes_the_tests(tmp_path):
    file = tmp_path / "practice.env"
    file.write_text("SITE_URL=http://one.example\n")
    said = address_and_sender("tests.settings", ENV_FILE=str(file), MAIL_FROM="two@example.org")
    assert said == "http://127.0.0.1:8000 afspraken@spreekkamer.example.org"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("CACHE_URL", "nonsense"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://root@127.0.0.1/x"),
        ("DEBUG", "maybe"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "smtp://host:abc"),
        ("MAIL_FROM", "nonsense"),
        ("MAIL_RETRY_SECONDS", "-1"),
        ("PORT", "x"),
        ("REQUESTS_PER_ADDRESS", "veel"),
        ("SECRET_KEY", "kort"),
        ("SITE_URL", "ftp://one.example"),
        ("SITE_URL", "http://[bad"),
        ("SITE_URL", "http://one.example:99999"),
        ("SITE_URL", "https://user:pw@one.example"),
        ("SITE_URL", "https://one.example?x=1"),
        ("TRUSTED_PROXIES", "nonsense"),
    ],
)
def test_a_value_that_cannot_be_is_named_in_one_line(name, value):
    https = {"SITE_URL": "https://one.example", "SECRET_KEY": "x" * 50, "DEBUG": "0"}
    answer = subprocess.run(
        [sys.executable, "-c", f"{ONE_LINE}", "config.settings"],
        cwd=BASE_DIR,
        env=os.environ | https | {name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    assert re.fullmatch(rf"{name} .+: zet er .+\n", answer.stderr)


def test_debug_pages_are_never_public():
    public = {"SITE_URL": "https://one.example", "SECRET_KEY": "x" * 50, "DEBUG": "1"}
    with pytest.raises(subprocess.CalledProcessError):
        address_and_sender("config.settings", **public)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("submission://n%40me:p%2Fw@host", "host 587 n@me p/w True False"),
        ("smtps://host", "host 465   False True"),
        ("smtp://127.0.0.1:8025", "127.0.0.1 8025   False False"),
    ],
)
def test_a_mail_address_says_host_port_and_how_it_is_encrypted(url, expected):
    code = (
        "from config import settings as s; print(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER,"
        "s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASE_DIR,
        env=os.environ | {"EMAIL_URL": url},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert said == expected
