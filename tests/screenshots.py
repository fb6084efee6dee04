"""Take the pictures in docs/screenshots from the real site: `make screenshots`."""

import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.browser import desk
from tests.browser.states import ask, book
from tests.site import BASE_DIR, Site, fresh_database, fresh_site, prepared

FOLDER = BASE_DIR / "docs" / "screenshots"
ARTICLE = "/blogs/aangeleerde-hulpeloosheid/"
CALLBACKS, CALLS = "/admin/contact/callbackrequest/", "/admin/contact/booking/"
HARD_TO_READ = (
    "Teneinde de klachten te verminderen wordt door de behandelaar middels een interventie aan de "
    "cognities gewerkt, hetgeen in de praktijk door de meeste mensen als behoorlijk ingewikkeld "
    "wordt ervaren wanneer er niet goed wordt uitgelegd waarom."
)
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}


def keep(page: Page, name: str, *, whole: bool = False) -> None:
    """Save what the page shows, in few colours: our pages have few."""
    file = FOLDER / f"{name}.png"
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, full_page=whole)
    Image.open(file).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
        file, optimize=True
    )


def visit(browser: Browser, site: Site, size: dict, scheme: str = "light") -> Page:
    context = browser.new_context(
        base_url=site.url,
        viewport=size,
        color_scheme=scheme,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
    )
    return context.new_page()


def take_all(browser: Browser, site: Site) -> None:
    pages = {"home": "/", "artikel": ARTICLE, "adviesgesprek": "/adviesgesprek/"}
    pages |= {"terugbellen": "/terugbellen/", "artikelen": "/blogs/"}
    for name, path in pages.items():
        page = visit(browser, site, WIDE)
        page.goto(path)
        keep(page, name)
        page = visit(browser, site, PHONE, "dark" if name == "artikel" else "light")
        page.goto(path)
        keep(page, f"{name}-telefoon")
    page = visit(browser, site, WIDE)
    page.goto("/adviesgesprek/")
    book(page)
    keep(page, "afspraak")
    page.goto("/terugbellen/")
    ask(page)
    keep(page, "terugbellen-bedankt")
    site.shell("from tests.busy_practice import fill; fill()")
    take_front_desk(browser, site)
    page.goto("/adviesgesprek/afspraak/")
    keep(page, "afspraak-andere-tijd")
    desk.log_in(page, site.accounts["redactie"])
    page.goto("/admin/blog/article/")
    keep(page, "bureau-artikelen")
    page.get_by_role("link", name="Aangeleerde hulpeloosheid").first.click()
    editor = desk.Editor(page)
    keep(page, "bureau-artikel")
    editor.new_line()
    editor.paragraph(HARD_TO_READ)
    editor.link("klik hier", "http://www.example.org/")
    page.locator("#id_title").fill("Aangeleerde hulpeloosheid, en hoe je weer begint te proberen")
    page.locator("[data-preview]").first.click()
    page.frame_locator(".preview-dialog iframe").locator("h1").wait_for()
    keep(page, "bureau-voorbeeld")
    page.locator(".preview-dialog [data-close]").click()
    page.get_by_role("button", name="Kijk opnieuw na").click()
    page.locator("#nakijklijst").get_by_text("klik hier").first.wait_for()
    page.locator("#nakijklijst-kop").evaluate("kop => kop.scrollIntoView()")
    keep(page, "bureau-nakijklijst")
    desk.save(page)
    page.get_by_role("link", name="Alle versies, en terugzetten").click()
    page.get_by_role("link", name="Wat er veranderde").first.click()
    keep(page, "bureau-verschil")


def take_front_desk(browser: Browser, site: Site) -> None:
    """What the front desk sees on a busy day; it ends with the call of Robin, who has no time."""
    page = visit(browser, site, WIDE)
    desk.log_in(page, site.accounts["balie"])
    keep(page, "bureau")
    soon = (datetime.now(desk.TZ).date() + timedelta(days=4)).isoformat()
    pages = {
        "terugbellen": CALLBACKS,
        "inplannen": f"{CALLS}add/",
        "week": f"{CALLS}week/?day={soon}",
        "dagblad": f"{CALLS}day/?day={soon}",
        "mail": "/admin/contact/outboxmail/?voor=bezoeker",
        "inzicht": "/admin/contact/measure/",
    }
    for name, path in pages.items():
        page.goto(path)
        keep(page, f"bureau-{name}")
    page.goto(CALLBACKS)
    page.locator("tr", has_text="voicemail mag").locator(".call-now").first.click()
    page.get_by_role("button", name="Geen gehoor").wait_for()
    keep(page, "bureau-bellen")
    page.goto("/admin/iemands-gegevens/")
    page.get_by_label("Telefoonnummer").fill("06 12345678")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("heading", name="Gevonden").wait_for()
    keep(page, "bureau-gegevens")
    phone = visit(browser, site, PHONE, "dark")
    phone.context.add_cookies(page.context.cookies())
    phone.goto(CALLBACKS)
    keep(phone, "bureau-terugbellen-telefoon")
    page.goto("/admin/contact/closure/afwezig/")
    page.get_by_label("Wie is afwezig?").select_option(label="Noor")
    page.get_by_label("Laatste dag").fill(soon)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Regel dit").wait_for()
    keep(page, "bureau-afwezig")
    site.shell(
        "from contact import bookings, models;"
        "bookings.displace(booking=models.Booking.objects.get(first_name='Robin'))"
    )


def main() -> None:
    path = chromium.find()
    if not path:
        sys.exit("Geen Chromium gevonden: installeer het, of wijs het aan met CHROMIUM=.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_database() as engine,
        sync_playwright() as playwright,
    ):
        template = prepared(Path(folder), engine)
        with fresh_site(Path(folder), template) as site:
            site.start()
            browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
            take_all(browser, site)
            browser.close()


if __name__ == "__main__":
    main()
