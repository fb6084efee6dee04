"""What becomes of each item of an export, judged before anything is written. Pure; no Django."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from .heads import plain
from .reading import Creator, Item, Site, items

# What WordPress keeps for itself, by what we call it in the report.
MACHINERY = {
    "nav_menu_item": "regels van menu's",
    "revision": "oudere versies",
    "custom_css": "eigen opmaak",
    "customize_changeset": "instellingen van het thema",
    "oembed_cache": "tussengeheugen",
    "wp_global_styles": "instellingen van het thema",
    "wp_navigation": "menu's",
    "wp_template": "sjablonen",
    "wp_template_part": "sjablonen",
    "wp_block": "herbruikbare blokken",
    "wpcf7_contact_form": "formulieren",
    "elementor_library": "sjablonen",
}
CLOSED = {
    "draft": "",
    "future": "",
    "pending": "wachtte daar op een akkoord: is hier een concept",
    "private": "was daar privé: is hier een concept",
}
GONE = {"trash": "stond daar in de prullenbak", "auto-draft": "was daar nooit bewaard"}
NO_CATEGORY = {"uncategorized", "geen-categorie", "niet-gecategoriseerd", "zonder-categorie"}


@dataclass(frozen=True)
class Planned:
    """An item that becomes an article or a page; `publish_at` is None for a concept."""

    item: Item  # without its text
    name: str  # what the report calls it
    is_page: bool
    publish_at: datetime | None
    changed_at: datetime | None
    notes: tuple[str, ...] = ()


@dataclass
class Plan:
    site: Site
    planned: dict[str, Planned] = field(default_factory=dict)
    attachments: dict[str, Item] = field(default_factory=dict)
    hanging: dict[str, list[str]] = field(default_factory=dict)  # attachments of each post
    not_taken: list[str] = field(default_factory=list)
    comments: int = 0

    @property
    def creators(self) -> dict[str, Creator]:
        return self.site.creators


def make(path: Path, *, now: datetime, zone: tzinfo) -> Plan:
    """Read the whole file once, and decide. Raises Malformed."""
    plan = Plan(Site())
    machinery: dict[str, int] = {}
    seen: set[str] = set()
    for item in items(path, plan.site):
        plan.comments += item.comments
        if item.kind in MACHINERY:
            what = MACHINERY[item.kind]
            machinery[what] = machinery.get(what, 0) + 1
        elif item.id in seen:
            plan.not_taken.append(f"{_name(item)}: staat twee keer in het bestand")
        elif item.kind == "attachment":
            plan.attachments[item.id] = replace(item, body="")
            plan.hanging.setdefault(item.parent, []).append(item.id)
        elif reason := _why_not(item):
            plan.not_taken.append(f"{_name(item)}: {reason}")
        else:
            plan.planned[item.id] = _planned(item, now, zone)
        seen.add(item.id)
    plan.not_taken += [f"{count} {what}" for what, count in machinery.items()]
    if plan.comments:
        plan.not_taken.append(f"reacties van lezers: {plan.comments} (persoonsgegevens)")
    return plan


def _name(item: Item) -> str:
    kind = {"post": "artikel", "page": "pagina"}.get(item.kind, item.kind)
    return f"“{plain(item.title)[:80] or 'zonder titel'}” ({kind} {item.id})"


def _why_not(item: Item) -> str:
    if item.kind not in ("post", "page"):
        return f"de soort “{item.kind[:40]}” kennen we niet"
    if item.status in GONE:
        return GONE[item.status]
    if not plain(item.title) and not plain(item.body):
        return "heeft geen titel en geen tekst"
    return ""


def _planned(item: Item, now: datetime, zone: tzinfo) -> Planned:
    at = moment(item.date_gmt, item.date, zone)
    notes = [CLOSED[item.status]] if CLOSED.get(item.status) else []
    is_closed = item.status in CLOSED
    if item.status == "future" and at:
        is_closed = at <= now  # it never appeared there; somebody should look first
        if is_closed:
            notes.append("was daar ingepland en nooit verschenen: is hier een concept")
    elif item.status not in ("publish", *CLOSED):
        is_closed = True
        notes.append(f"de staat “{item.status[:20]}” kennen we niet: is hier een concept")
    if item.password:
        is_closed = True
        notes.append("had daar een wachtwoord: is hier een concept")
    if not is_closed and at is None:
        is_closed = True
        notes.append("heeft geen leesbare datum: is hier een concept")
    is_page = item.kind == "page"
    if is_page and (is_closed or item.status == "future"):
        is_page = False
        at, is_closed = None, True
        notes.append("een pagina kan hier geen concept zijn: staat bij de artikelen")
    light = replace(item, body="", excerpt="", meta={**item.meta, "_elementor_data": ""})
    changed = moment(item.modified_gmt, item.modified, zone)
    return Planned(
        light, _name(item), is_page, None if is_closed else at, changed or at, tuple(notes)
    )


def moment(gmt: str, local: str, zone: tzinfo) -> datetime | None:
    """The instant; by the clock of the site where there is none by Greenwich (0000-00-00)."""
    rules: tuple[tuple[str, tzinfo], ...] = ((gmt, UTC), (local, zone))
    for text, tz in rules:
        try:
            found = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=tz)
            if 1990 < found.year < 2100:
                return found.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def name_of(creator: Creator | None) -> str:
    """The name to show; empty where there is none but that with which they log in."""
    name = " ".join(creator.name.split()) if creator else ""
    if not creator or "@" in name or name.casefold() == creator.login.casefold():
        return ""
    return name


Free = Callable[[str], bool]


def free_slug(wanted: str, is_free: Free, most: int = 100) -> str:
    """The first of `naam`, `naam-2`, `naam-3` that is free, and not too long."""
    number, slug = 1, _short(wanted, most)
    while not is_free(slug):
        number += 1
        slug = f"{_short(wanted, most - 1 - len(str(number)))}-{number}"
    return slug


def _short(slug: str, most: int) -> str:
    if len(slug) <= most:
        return slug
    return slug[: most + 1].rpartition("-")[0] or slug[:most]
