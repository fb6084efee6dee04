"""Somebody is away: the desk settles it, and the visitor chooses another time from the mail."""

import re
from datetime import date, datetime, timedelta

import icalendar
import pytest

from tests.site import fresh_site, wait_for
from tests.smtp import Mailbox, Server

from . import desk
from .test_desk import LOOKS, found_by_axe

pytestmark = pytest.mark.browser
# With whom the visitor speaks, the hours (UTC) of that adviser's calls, and whether scripts run.
WAYS = {"keyboard": ("Noor", range(7, 11), True), "no scripts": ("Sem", range(11, 16), False)}


@pytest.fixture(scope="module")
def mailbox():
    return Mailbox()


@pytest.fixture(scope="module")
def site(tmp_path_factory, site_template, mailbox):
    """A site of this module's own, which sends its mail over SMTP."""
    folder = tmp_path_factory.mktemp("absence")
    with (
        Server(mailbox) as smtp,
        fresh_site(folder, site_template, EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}") as site,
    ):
        yield site.start()


def calendars(mailbox, address):
    """(method, sequence, uid) of each calendar that was mailed there, in order."""
    found = []
    for mail in mailbox.mails:
        for part in mail.walk() if mail["To"] == address else ():
            if part.get_content_type() == "text/calendar":
                cal = icalendar.Calendar.from_ical(part.get_payload(decode=True))
                event = cal.walk("VEVENT")[0]
                found.append((str(cal["METHOD"]), int(event["SEQUENCE"]), str(event["UID"])))
    return found


def tab_to(page, text, most=120):
    """Tab until what has the focus is called so, or has this name in its form."""
    for _ in range(most):
        page.keyboard.press("Tab")
        called = page.evaluate(
            "(({innerText, value, name, labels}) =>"
            " [innerText, value, name, labels && labels[0] && labels[0].innerText].join(' '))"
            "(document.activeElement)"
        )
        if text in called:
            return
    raise AssertionError(f"Tab does not reach {text}")


def press(page, text, *, by_keyboard):
    """Press a link or a button that leads to a page."""
    if by_keyboard:
        tab_to(page, text)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    else:
        button = page.get_by_role("button", name=text)
        (button if button.count() else page.get_by_role("link", name=text)).first.click()
        page.wait_for_load_state()


def book(page, hours, address) -> date:
    page.goto("/adviesgesprek/")
    for slot in page.locator("input[name=slot]").all():
        start = datetime.fromisoformat(slot.get_attribute("value"))
        if start.hour in hours:
            break
    slot.evaluate("input => { input.checked = true }")
    page.get_by_label("Voornaam").fill("Robin")
    page.get_by_label("Telefoonnummer").fill("06 12345678")
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_role("button", name="Bevestig afspraak").click()
    page.wait_for_url("**/adviesgesprek/afspraak/*")
    return start.astimezone(desk.TZ).date()


def check_looks(page):
    """Nothing for axe to find, nothing too wide, narrow and wide, dark and light."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [(page.url, width, *one) for one in found_by_axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [(page.url, width, "too wide", wide)] if wide > width else []
    assert found == []


@pytest.mark.parametrize("way", WAYS)
def test_an_absence_is_settled_and_the_visitor_chooses_another_time(browser, site, mailbox, way):
    adviser, hours, has_scripts = WAYS[way]
    address = f"{adviser.lower()}-bezoeker@example.org"
    visitor = browser.new_context(base_url=site.url, locale="nl-NL")
    day = book(visitor.new_page(), hours, address)

    # The desk.
    colleague = browser.new_context(
        base_url=site.url, locale="nl-NL", java_script_enabled=has_scripts
    )
    page = colleague.new_page()
    desk.log_in(page, site.accounts["balie"])
    press(page, "Iemand is afwezig", by_keyboard=has_scripts)
    if has_scripts:
        check_looks(page)
        tab_to(page, "adviser")
        page.keyboard.type(adviser)
        page.get_by_label("Eerste dag").fill(day.isoformat())
        page.get_by_label("Laatste dag").fill((day + timedelta(days=1)).isoformat())
    else:
        page.get_by_label("Wie is afwezig?").select_option(label=adviser)
        page.get_by_label("Eerste dag").fill(day.isoformat())
        page.get_by_label("Laatste dag").fill(day.isoformat())
    press(page, "Verder: wat dit doet", by_keyboard=has_scripts)
    assert re.search(r"/gevolgen/$", page.url)
    assert "Krijgt een mail met andere tijden" in page.locator("#content").inner_text()
    if has_scripts:
        check_looks(page)
    press(page, "Regel dit", by_keyboard=has_scripts)
    done = page.get_by_role("status").inner_text()
    assert re.search(r"\d+ bezoekers? krijg(t|en) een mail met andere tijden", done)
    if has_scripts:
        check_looks(page)
    colleague.close()

    # The visitor, from the mail.
    def is_told():
        return [one for one in calendars(mailbox, address) if one[0] == "CANCEL"]

    wait_for(is_told, 20, "the mail about another time arrives")
    mail = [mail for mail in mailbox.mails if mail["To"] == address][-1]
    link = re.search(r"http://\S+/afspraak/[\w-]+/\?kies", mail.get_body(("plain",)).get_content())
    later = browser.new_context(base_url=site.url, locale="nl-NL", java_script_enabled=has_scripts)
    page = later.new_page()
    page.goto(link[0])
    assert page.url == f"{site.url}/adviesgesprek/afspraak/verzetten/"
    if has_scripts:
        check_looks(page)
    press(page, "Terug naar je afspraak", by_keyboard=has_scripts)
    main = page.get_by_role("main")
    assert "Dat ligt aan ons" in main.inner_text()
    assert not re.search("bevestigd|gereserveerd|ingepland", main.inner_text())
    if has_scripts:
        check_looks(page)
    press(page, "Kies een andere tijd", by_keyboard=has_scripts)
    if has_scripts:
        tab_to(page, "dichtbij")
        page.keyboard.press("Space")
    else:
        page.locator(".tile", has_text="dichtbij").first.locator("input").check()
    press(page, "Kies deze tijd", by_keyboard=has_scripts)
    page.wait_for_url("**/adviesgesprek/afspraak/")
    assert "Je afspraak is bevestigd" in main.inner_text()

    def is_confirmed():
        return len(calendars(mailbox, address)) == 3

    wait_for(is_confirmed, 20, "the mail about the new time arrives")
    first, lost, chosen = calendars(mailbox, address)
    uid = first[2]
    assert [first, lost, chosen] == [("REQUEST", 0, uid), ("CANCEL", 1, uid), ("REQUEST", 2, uid)]
    for context in (visitor, later):
        context.close()
