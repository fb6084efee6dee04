"""What the first view of each page weighs: HTML, stylesheets and scripts, as brotli sends them."""

import re

import brotli

from config.stylesheet import SHEETS, stylesheet
from tests.site import BASE_DIR

STATIC = BASE_DIR / "static"
TARGET = 12 * 1024
SCRIPT = re.compile(r'<script[^>]* src="[^"]*/static/([^"]+)"')
PAGES = {
    "voorpagina": "/",
    "lijst": "/blogs/",
    "onderwerp": "/blogs/onderwerp/{topic}/",
    "auteur": "/blogs/auteur/{author}/",
    "langste artikel": "/blogs/{longest}/",
    "zoeken": "/zoeken/?q=piekeren",
    "terugbellen": "/terugbellen/",
    "adviesgesprek": "/adviesgesprek/",
}


def run(demo, say=print):
    """Of a site with the demo content. A page is compressed on the spot (5), a file once (11)."""
    names = demo.ask(names=True)
    sheets = {
        name: _size(stylesheet(STATIC / folder).encode(), 11) for name, folder in SHEETS.items()
    }
    say(f"{'Eerste weergave, in bytes (brotli)':<46}{'HTML':>9}{'CSS':>10}{'JS':>8}{'samen':>10}")
    for label, path in PAGES.items():
        html = demo.visit(path.format(**names))["body"]
        scripts = sum(_size((STATIC / name).read_bytes(), 11) for name in SCRIPT.findall(html))
        page = _size(html.encode(), 5)
        css = sum(
            size for name, size in sheets.items() if f"/static/{name.removesuffix('css')}" in html
        )
        total = css + page + scripts
        mark = "" if total <= TARGET else f"   meer dan {TARGET}"
        say(f"{label:<46}{page:>9}{css:>10}{scripts:>8}{total:>10}{mark}")


def _size(content, quality):
    return len(brotli.compress(content, quality=quality))
