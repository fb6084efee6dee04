"""A long article in a real browser: the way through it, on paper, and the way to pass it on."""

import re

import pytest

from tests.site import wait_for

pytestmark = pytest.mark.browser
LONG = "/blogs/te-veel-moeten-van-jezelf/"
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
CHAPTER = "Reken op onrust"
SHIFT = """
new Promise(resolve => new PerformanceObserver(list => {
  resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0));
}).observe({type: "layout-shift", buffered: true}) || setTimeout(() => resolve(0), 500))
"""
MOVED = """
new Promise(resolve => {
  const moved = [];
  const note = ({node}) => {
    const element = node && (node.closest ? node : node.parentElement);
    if (!element?.closest(".byline")) moved.push(element?.outerHTML ?? "gone");
  };
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) entry.sources.forEach(note);
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(moved), 500);
})
"""
PAINTED = """
new Promise(resolve => new PerformanceObserver(list => {
  if (list.getEntriesByName("first-contentful-paint").length) resolve();
}).observe({type: "paint", buffered: true}))
"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["folded", "beside"])
def test_the_contents_lead_to_a_chapter(page, size):
    page.set_viewport_size(size)
    page.goto(LONG)
    contents = page.get_by_role("navigation", name="Op deze pagina")
    assert contents.count() == 1
    if size is PHONE:
        assert not contents.get_by_role("link").first.is_visible()
        contents.get_by_text("Op deze pagina").click()
    contents.get_by_role("link", name=CHAPTER).click()
    assert page.url.endswith("#kop-reken-op-onrust")
    assert 0 <= page.get_by_role("heading", name=CHAPTER).bounding_box()["y"] < 60
    page.keyboard.press("Tab")  # goes on from there, and not from the contents
    assert page.evaluate("document.activeElement.closest('nav') === null")


@pytest.mark.parametrize("width", [992, 1280, 2560])
def test_the_contents_stand_beside_the_text_and_never_over_it(page, width):
    page.set_viewport_size({"width": width, "height": 500})
    page.goto(LONG)
    page.get_by_role("heading", name=CHAPTER).scroll_into_view_if_needed()
    contents = page.get_by_role("navigation", name="Op deze pagina").bounding_box()
    assert contents["y"] >= 0
    assert contents["x"] + contents["width"] <= page.locator(".prose").bounding_box()["x"]


def test_a_reference_leads_to_its_source_and_back(page):
    page.goto(LONG)
    page.get_by_role("link", name="Bron 2", exact=True).click()
    assert page.locator("#bron-2:target").inner_text().startswith("Trimbos-instituut")
    page.get_by_role("link", name="Terug naar de tekst bij bron 2").click()
    assert page.locator(".ref:target").inner_text() == "[2]"


def test_a_table_that_is_too_wide_can_be_reached_and_scrolled_with_the_keyboard(page):
    page.set_viewport_size(PHONE)
    page.goto(LONG)
    table = page.get_by_role("region", name=re.compile("^Tabel: "))
    page.get_by_role("link", name="Bron 2", exact=True).focus()  # the next after the table
    page.keyboard.press("Shift+Tab")
    assert table.evaluate("region => region === document.activeElement")
    page.keyboard.press("ArrowRight")
    wait_for(lambda: page.evaluate("document.activeElement.scrollLeft") > 0)


def test_the_link_can_be_copied_and_the_page_says_so(page, context, site):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(LONG)
    page.get_by_role("button", name="Kopieer de link").click()
    page.get_by_role("status").get_by_text("Gekopieerd").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == site.url + LONG


def test_without_script_there_is_a_mail_link_and_no_button_that_does_nothing(browser, site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(LONG)
    assert page.get_by_role("link", name="Mail het iemand").is_visible()
    assert page.get_by_role("button").count() == 0
    context.close()


def test_on_paper_stands_what_is_read_and_nothing_to_press(page):
    page.goto(LONG)
    page.emulate_media(media="print")
    stays = [".gist", ".prose", ".byline", ".sources", ".footer .phone"]
    goes = [".masthead nav", ".toc", ".toc-folded", ".share", ".related-row", ".back", ".kicker"]
    shown = {name: page.locator(name).first.is_visible() for name in stays + goes}
    assert shown == dict.fromkeys(stays, True) | dict.fromkeys(goes, False)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_shifts_while_an_article_loads(page, size):
    page.set_viewport_size(size)
    page.goto("/", wait_until="networkidle")  # its letters are at hand; below they are late
    page.goto(LONG, wait_until="networkidle")
    assert page.evaluate(SHIFT) == 0


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_letters_that_come_late_move_what_follows_in_the_byline_and_nothing_else(page, size):
    page.set_viewport_size(size)
    held = []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.goto(LONG, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    for route in held:
        route.continue_()
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('1em Newsreader')")
    assert page.evaluate(MOVED) == []
