"""Where the settings come from, each time asked of a Python of its own."""

import os
import subprocess
import sys

from tests.site import BASE_DIR

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
