"""The manual of the front desk names buttons and pages as the screen has them."""

import re

import pytest

from tests.site import BASE_DIR

MANUAL = (BASE_DIR / "docs" / "balie.md").read_text()
# These two hold a number of the moment; bold words that end in a dot begin a paragraph.
COUNTED = {"Zeg 40 gesprekken af", "Trek 12 verzoeken in"}
BOLD = re.findall(r"\*\*([^*]+)\*\*", MANUAL.replace("\n", " "))
NAMED = sorted({name for name in BOLD if not name.endswith(".")} - COUNTED)
SOURCES = [
    *(BASE_DIR / "templates" / "admin").rglob("*.html"),
    *(BASE_DIR / "contact").rglob("*.py"),
]


@pytest.fixture(scope="module")
def screens():
    # What Django itself makes of a name: `sluiting` -> `Sluiting toevoegen`; and its way out.
    return "\n".join(file.read_text() for file in SOURCES).lower() + "sluiting toevoegen afmelden"


@pytest.mark.parametrize("name", NAMED)
def test_what_the_manual_names_stands_on_a_screen(screens, name):
    assert name.removeprefix("+ ").lower() in screens
