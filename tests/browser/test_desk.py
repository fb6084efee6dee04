"""The desk's own pages: nothing for axe to find but what Django brings, nothing too wide or heavy.

A part that adds a page adds it to PAGES.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from .desk import Editor, log_in

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": WCAG}}
LOOKS = [(360, "dark"), (1280, "light")]  # no colour depends on the width
MOST = 1_000_000  # bytes from /static/, as they come over the line
LIST = "/admin/blog/article/"
CALLS = "/admin/contact/booking/"
WEEK, DAY = f"{CALLS}week/", f"{CALLS}day/"
AWAY = "/admin/contact/closure/afwezig/"

# What Django's own pages and CKEditor's have: the rule, and where it is found. Nothing else.
KNOWN = {
    # select2 shows a field of its own and says of it only what was chosen.
    "aria-input-field-name": r"select2-",
    # The table of an inline: the column of the row's name, and that of the mark to delete it.
    "empty-table-header": r'<th(?: class="original")?></th>',
    # Date and time in two fields under one name; the fields of an inline; select2's own.
    "list": r"select2-selection__rendered",
    "select-name": r'<select name="related_picks-',
    # The search of a list: a picture is its label.
    "label-title-only": r'id="searchbar"',
    "label": r'name="(?:publish|withdraw)_at_[01]"|name="related_picks-|select2-search__field',
}

PAGES = {
    "redactie": [
        "/admin/",
        LIST,
        f"{LIST}?stand=draft&q=xyzzy",
        f"{LIST}?stand=published&onderwerp=1",
        f"{LIST}filters/",
        f"{LIST}1/change/",
        f"{LIST}add/",
        f"{LIST}1/history/",
        "/admin/blog/picture/",
        "/admin/pictures/browse/?CKEditorFuncNum=1",
    ],
    "psycholoog": ["/admin/", f"{LIST}1/change/", WEEK, DAY, AWAY],
    "balie": [
        "/admin/",
        CALLS,
        WEEK,
        DAY,
        AWAY,
        "/admin/contact/callbackrequest/",
        "/admin/contact/callbackrequest/add/",
        "/admin/contact/callbackrequest/beloftes/",
        "/admin/contact/measure/",
        "/admin/contact/outboxmail/",
    ],
    "beheer": ["/admin/", LIST],
}


def found_by_axe(page):
    """(rule, element) of all that axe finds and nobody knew of."""
    for violation in Axe().run(page, options=RULES).response["violations"]:
        for node in violation["nodes"]:
            known = KNOWN.get(violation["id"])
            if not (known and re.search(known, node["html"])):
                yield violation["id"], node["html"][:160]


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing_new_and_nothing_is_too_wide(page, site, role):
    page.emulate_media(reduced_motion="reduce")
    log_in(page, site.accounts[role])
    found = []
    for path in PAGES[role]:
        page.goto(path)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found += [(path, width, *one) for one in found_by_axe(page)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [(path, width, "too wide", wide)] if wide > width else []
    assert found == []


def test_a_filter_is_made_kept_used_and_taken_away_without_a_script(browser, site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, site.accounts["redactie"])
    page.goto(LIST)
    page.get_by_role("navigation", name="Stand").get_by_role("link", name="Gepubliceerd").click()
    page.get_by_label("Onderwerp").select_option(label="Zelfbeeld")
    page.get_by_role("button", name="Toon").click()
    page.get_by_text("Bewaar dit filter").click()
    page.get_by_label("Naam").fill("Zelfbeeld online")
    page.get_by_role("button", name="Bewaren").click()
    kept = page.get_by_role("navigation", name="Bewaarde filters")
    kept.get_by_role("link", name="Zelfbeeld online").click()
    shown = page.locator("#result_list tbody tr")
    count = shown.count()
    all_about = [text for text in shown.all_inner_texts() if "Zelfbeeld" in text]
    assert (len(all_about), count > 0) == (count, True)
    kept.get_by_role("link", name="Namen wijzigen of verwijderen").click()
    page.get_by_role("button", name="Verwijderen: Zelfbeeld online").click()
    assert page.get_by_text("Je hebt nog geen filters bewaard.").is_visible()
    context.close()


def test_the_first_opening_of_an_article_weighs_less_than_a_megabyte(page, site):
    log_in(page, site.accounts["redactie"])
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    static, sizes = set(), {}

    def answered(event):
        if event["response"]["url"].startswith(f"{site.url}/static/"):
            static.add(event["requestId"])

    def finished(event):
        sizes[event["requestId"]] = event["encodedDataLength"]

    client.on("Network.responseReceived", answered)
    client.on("Network.loadingFinished", finished)
    page.goto(f"{LIST}1/change/")
    Editor(page)
    page.wait_for_load_state("networkidle")
    weight = sum(sizes.get(request, 0) for request in static)
    assert (len(static) > 20, weight < MOST) == (True, True), weight
