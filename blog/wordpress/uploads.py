"""Pictures in a local copy of wp-content/uploads. Nothing is fetched, nothing outside it is read.

Pure; knows no Django.
"""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

SIZED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z]+$)")
SCALED = re.compile(r"-(?:scaled|rotated)(?=\.[A-Za-z]+$)")
EXTENSION = re.compile(r"(?=\.[A-Za-z]+$)")


class NotThere(Exception):
    """No file for this address; the message says in Dutch why."""


class Uploads:
    def __init__(self, folder: Path | None) -> None:
        self.folder = folder.resolve() if folder else None

    def find(self, address: str) -> tuple[str, Path]:
        """The name below the folder and the file: of the original, where the address is of one of
        the sizes that WordPress makes of it. Raises NotThere."""
        name = name_in(address)
        if not name:
            raise NotThere(_why_not(address))
        if self.folder is None:
            raise NotThere("er is geen map met uploads gegeven (--uploads)")
        for candidate in _originals(name):
            if file := self._inside(candidate):
                return candidate, file
        raise NotThere("staat niet in de map met uploads")

    def _inside(self, name: str) -> Path | None:
        """The file of that name, unless the way to it leads out of the folder."""
        assert self.folder is not None
        try:
            file = (self.folder / name).resolve()
            return file if file.is_relative_to(self.folder) and file.is_file() else None
        except (OSError, ValueError, RuntimeError):  # too long, a NUL, links in a circle
            return None


def name_in(address: str) -> str:
    """`2019/05/foto.jpg` of an address of an upload; empty for any other."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    return path.partition("/uploads/")[2].lstrip("/")


def _originals(name: str) -> list[str]:
    """Names to look for: as it was uploaded, scaled down once, and as it is asked for."""
    plain = SCALED.sub("", SIZED.sub("", name))
    return list(dict.fromkeys([plain, EXTENSION.sub("-scaled", plain, count=1), name]))


def _why_not(address: str) -> str:
    if address.startswith("data:"):
        return "staat in de tekst zelf, niet als bestand"
    return "staat niet bij de uploads van deze site" if address else "heeft geen adres"
