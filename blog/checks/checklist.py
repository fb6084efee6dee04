"""What to put right before an article goes online, as far as its own words tell.

Pure: a Draft in, Points out. What depends on other rows, blog.checks.checking adds.
"""

import re
from collections import defaultdict
from typing import Any

from blog import care
from blog.language import wording
from blog.seen import DESCRIPTION_FITS, TITLE

from .points import Check, Draft, Found, Place, report

BOLD_LINE = 80  # characters: longer is no heading
ENDS_A_SENTENCE = (".", "!", ":", ";", ",", "…", ")", "”", "’")


def codes(article: Any) -> list[str]:
    """Of the points that the article's own words raise: each once, in the order of the list."""
    return [point.code for point in report(Draft.of(article), OWN).points]


def summary(draft: Draft) -> Found:
    if not draft.summary.strip():
        yield "no-summary", Place("summary")


IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|bmp|svg)$", re.IGNORECASE)
# What a camera, a phone or a program calls a picture; and words that say only that it is one.
NO_DESCRIPTION = re.compile(
    r"(?:img|dsc[fn]?|dcim|pxl|mvimg|p|image|foto|photo|picture|scan|whatsapp[ _-]image"
    r"|screenshot|schermafbeelding|afbeelding|untitled|naamloos|unnamed|plaatje|logo|banner|download"
    r"|shutterstock|istock|unsplash|pexels|pixabay|adobestock|alt|alt[ _-]?tekst)?"
    r"[\s_()\d.:x-]*(?:om|at|wa\d*)?[\s_()\d.:x-]*(?:kopie|copy|bewerkt|edited|scaled|def)?",
    re.IGNORECASE,
)
# `kop-en-schotel` is a word; `twee-stoelen-bij-raam` and `logo_def_2` are what a file is called.
SLUG = re.compile(
    r"[a-z0-9]+(?:-[a-z0-9]+){3,}|(?=[^_]*_)[a-z0-9]+(?:[_-][a-z0-9]+)+", re.IGNORECASE
)


def is_file_name(alt: str) -> bool:
    """Whether a description is but the name of a file, or a word that describes nothing."""
    alt = alt.strip()[:250]
    if not alt:
        return False
    return bool(IMAGE_FILE.search(alt) or NO_DESCRIPTION.fullmatch(alt) or SLUG.fullmatch(alt))


def descriptions(draft: Draft) -> Found:
    for image in draft.of_kind("img"):
        place = Place("body", image.text, "img", image.nth, note=f"afbeelding {image.nth + 1}")
        if not image.text:
            yield "alt-none", place
        elif is_file_name(image.text):
            yield "alt-file", place
    if is_file_name(draft.picture_alt):
        yield "alt-file", Place("picture_alt", draft.picture_alt.strip())
    if draft.has_picture and not draft.picture_alt.strip():
        yield "alt-cover", Place("picture_alt")


def headings(draft: Draft) -> Found:
    last = 1  # the title of the article
    for heading in draft.of_kind("h"):
        place = Place("body", heading.text, "h", heading.nth)
        if not heading.text:
            yield "heading-empty", place
        if heading.level > last + 1:
            yield "heading-order", place
        last = heading.level
    for paragraph in draft.of_kind("p"):
        text = paragraph.text
        is_line = len(text) <= BOLD_LINE and not text.endswith(ENDS_A_SENTENCE)
        if paragraph.is_bold and is_line and re.search(r"[^\W\d_]{2}", text):
            yield "heading-fake", Place("body", text, "p", paragraph.nth)


# A link of these words alone says nothing, if one of the first is among them.
POINTING = frozenset(
    "hier klik lees meer verder link links pagina site website webpagina artikel blog bekijk kijk "
    "download".split()
)
AROUND = frozenset(
    "op deze dit die de het een via voor over naar ga info informatie en dan nu ook door om te "
    "lezen klikken kijken volg volgende".split()
)
WORD = re.compile(r"[^\W_]+")
BARE = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S{6,}", re.IGNORECASE)


def link_texts(draft: Draft) -> Found:
    links = draft.of_kind("a")
    to: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        to[link.text.casefold()].add(link.address.rstrip("/"))
    told = set()
    for link in links:
        words = WORD.findall(link.text.casefold())
        place = Place("body", link.text, "a", link.nth)
        if not link.text:
            yield "link-empty", place
        elif BARE.fullmatch(link.text):
            yield "link-bare", place
        elif not POINTING.isdisjoint(words) and (POINTING | AROUND).issuperset(words):
            yield "link-vague", place
        elif len(to[link.text.casefold()]) > 1 and (same := link.text.casefold()) not in told:
            told.add(same)
            yield "link-same", place


def insecure_links(draft: Draft) -> Found:
    for link in draft.of_kind("a"):
        is_ours = bool(draft.site) and link.address.startswith(f"{draft.site}/")
        if link.address.lower().startswith("http://") and not is_ours:
            yield "link-http", Place("body", link.text, "a", link.nth, note=link.address)


def in_search(draft: Draft) -> Found:
    if len(draft.meta_title or draft.title) > TITLE:
        yield "title-long", Place("meta_title" if draft.meta_title else "title")
    if description := draft.meta_description.strip():
        if len(description) >= DESCRIPTION_FITS.stop:
            yield "meta-long", Place("meta_description")
        elif len(description) < DESCRIPTION_FITS.start:
            yield "meta-short", Place("meta_description")


def suicide(draft: Draft) -> Found:
    if draft.suicide == care.Suicide.NONE:
        return
    for name, text in draft.texts.items():
        for found in wording.remarks(text):
            yield found.code, Place(name, found.quote)


OWN = (
    Check("Samenvatting", summary),
    Check("Beschrijving van afbeeldingen", descriptions),
    Check("Koppen", headings),
    Check("Woorden van links", link_texts),
    Check("Veilige links", insecure_links),
    Check("Titel en omschrijving in zoekmachines", in_search),
    Check("Woorden over zelfdoding", suicide),
)
