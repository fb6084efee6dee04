"""The README's table of variables and the code that reads them say the same."""

import re

from django.conf import settings

from tests import variables

ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_the_readme_lists_exactly_the_variables_that_are_read():
    listed = ROW.findall((settings.BASE_DIR / "README.md").read_text())
    assert sorted(listed) == sorted(variables.that_are_read())
