"""A version is put back in a real browser, by the keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from . import desk
from .test_states import LOOKS, RULES

pytestmark = pytest.mark.browser
SLUG = "een-artikel-om-terug-te-zetten"
NEW = "Dit staat er pas later."
HERE = """() => {
  const here = document.activeElement;
  return here.matches("a, button, input") ? here.textContent || here.value : "";
}"""


@pytest.fixture
def article(site, page):
    """A draft of this test's own, made at the desk."""
    desk.log_in(page, site.accounts["redactie"])
    page.goto("/admin/blog/article/add/")
    page.locator("#id_title").fill("Een artikel om terug te zetten")
    page.locator("#id_slug").fill(SLUG)
    page.get_by_label("Samenvatting").fill("Over terugzetten.")
    desk.Editor(page).paragraph("Dit stond er eerst.")
    desk.choose(page, "id_author", "Noor")
    desk.save(page)
    return page.url.partition("?")[0].replace("change/", "")


def press_on(page, name, most=80):
    """Tab to a link or button with this name, and press it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if name in " ".join(here.split()):
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"Tab does not reach {name}")


def axe_finds(page):
    found = {}
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        result = Axe().run(page, {"include": [["#content"]]}, options=RULES)
        found |= {
            (width, scheme, violation["id"]): [node["html"][:120] for node in violation["nodes"]]
            for violation in result.response["violations"]
        }
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    return found


def test_a_version_is_put_back_with_the_keyboard_alone(page, article):
    page.goto(f"{article}change/")
    editor = desk.Editor(page)
    editor.new_line()
    editor.paragraph(NEW)
    desk.save(page)

    page.goto(f"{article}change/")
    press_on(page, "Geschiedenis")
    page.wait_for_url("**/versies/")
    assert axe_finds(page) == {}
    press_on(page, "Wat er veranderde")
    page.wait_for_url("**/versies/*/")
    assert page.locator("ins").all_inner_texts() == [NEW]
    assert axe_finds(page) == {}

    page.go_back()
    press_on(page, "Zet deze versie terug")
    page.wait_for_url("**/terugzetten/")
    assert page.locator("del").all_inner_texts() == [NEW]
    assert axe_finds(page) == {}
    press_on(page, "Ja, zet deze versie terug")
    page.wait_for_url("**/change/")
    assert "is teruggezet" in page.locator(".messagelist .success").inner_text()
    assert desk.Editor(page).text.inner_text().strip() == "Dit stond er eerst."
    first = page.locator("#versies li").first
    assert "Demo redactie" in first.inner_text()
    assert "teruggezet" in first.inner_text()
