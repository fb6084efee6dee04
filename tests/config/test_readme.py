"""The README's table of variables and the code that reads them say the same."""

import re

from django.conf import settings

READ = re.compile(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)"|os\.environ\.get\(\s*"([A-Z_]+)\"""")
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
READERS = ("settings", "run", "web", "prepare")


def test_the_readme_lists_exactly_the_variables_that_are_read():
    sources = [(settings.BASE_DIR / "config" / f"{name}.py").read_text() for name in READERS]
    read = {one or other for source in sources for one, other in READ.findall(source)}
    listed = ROW.findall((settings.BASE_DIR / "README.md").read_text())
    assert sorted(listed) == sorted(read)
