"""One stylesheet from many short files, without a build step.

The files of static/css are joined into `css/site.css`: layers.css, which fixes the order of the
cascade layers, then the others by name. `@import` would have the browser fetch them one by one
before it shows anything. What only forms need, static/css/forms, is `css/forms.css` in the same
way: pages to read are spared it.
"""

import os
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEETS = {"css/site.css": "css", "css/forms.css": "css/forms"}

_STRING_OR_URL = r"""(?P<kept>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\(\s*[^\s"')]+\s*\))"""
_GAP = r"(?P<gap>(?:\s|/\*.*?\*/)+)"
_TOKEN = re.compile(f"{_STRING_OR_URL}|{_GAP}", re.DOTALL)


def squeeze(css: str) -> str:
    """Strip comments, and make one line break or blank of any white space.

    Never nothing at all: in `calc(1px + 2px)`, in a selector and in a custom property white space
    means something. Compression makes light of what stays.
    """

    def replacement(token: re.Match[str]) -> str:
        if token["kept"]:
            return token["kept"]
        gap = re.sub(r"/\*.*?\*/", "", token["gap"], flags=re.DOTALL)
        if not gap:
            return "/**/"  # `.a/**/.b` is one element, `.a .b` is two
        return "\n" if "\n" in gap else " "

    return _TOKEN.sub(replacement, css).strip() + "\n"


def stylesheet(folder: Path) -> str:
    """The files of `folder` in the order in which the browser must read them."""
    files = sorted(folder.glob("*.css"), key=lambda file: (file.name != "layers.css", file.name))
    return "".join(squeeze(file.read_text(encoding="utf-8")) for file in files)


class StylesheetFinder(BaseFinder):
    """Gives Django the joined stylesheets, made anew each time it asks."""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path not in SHEETS:
            return []
        built = self._build(path).path(path)
        return [built] if find_all else built

    def list(self, ignore_patterns):
        for name in SHEETS:
            yield name, self._build(name)

    def _build(self, name) -> FileSystemStorage:
        storage = FileSystemStorage(location=settings.VAR / "stylesheet")
        css = stylesheet(Path(settings.STATICFILES_DIRS[0]) / SHEETS[name])
        target = Path(storage.path(name))
        if not target.exists() or target.read_text(encoding="utf-8") != css:
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_suffix(f".{os.getpid()}")
            unfinished.write_text(css, encoding="utf-8")
            unfinished.replace(target)
        return storage
