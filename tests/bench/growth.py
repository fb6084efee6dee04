"""What each page costs with 100 articles and with 100,000, and what the first view weighs."""

import re
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import brotli

from config.stylesheet import stylesheet
from tests.site import BASE_DIR, fresh_database

from .content import COMMON, RARE
from .visitor import Visitor

FEW, MANY = 100, 100_000
ROUNDS = 7
ADMIN = "/admin/blog/article/"
OLDER = re.compile(r'rel="next"\s+href="([^"]+)"')
SEARCHES = {
    "zoeken: zeldzaam woord": f"/zoeken/?q={RARE}",
    "zoeken: woord in de helft": f"/zoeken/?q={COMMON}",
    "zoeken: begin van een woord": f"/zoeken/?q={COMMON[:4]}",
    "zoeken: twee woorden": f"/zoeken/?q=angstgevoel+{COMMON}",
    "zoeken: niets te vinden": "/zoeken/?q=qqqxyz",
}
# The page that stands for the same page among few and among many: the deepest that both have.
PAGES = {
    "voorpagina": "/",
    "lijst": "/blogs/",
    "lijst, pagina 2": "/blogs/?page=2",
    "lijst, een na diepste bladzijde op nummer": "/blogs/?page={by_number}",
    "lijst, diep": "{deep:/blogs/}",
    "onderwerp": "/blogs/onderwerp/onderwerp-3/",
    "onderwerp, diep": "{deep:/blogs/onderwerp/onderwerp-3/}",
    "auteur": "/blogs/auteur/auteur-1/",
    "auteur, diep": "{deep:/blogs/auteur/auteur-1/}",
    "artikel": "/blogs/artikel-7/",
    "oud of onbekend adres (404)": "/blogs/bestaat-niet/",
    "feed": "/blogs/feed/",
    "sitemap": "/sitemap.xml",
}
