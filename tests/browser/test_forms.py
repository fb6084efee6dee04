"""The forms as somebody without a mouse, or without scripts, meets them."""

import re

import pytest

from .states import fill_person, send

pytestmark = pytest.mark.browser


@pytest.fixture
def plain_page(browser, site):
    """A browser in which no script runs."""
    context = browser.new_context(
        base_url=site.url, locale="nl-NL", timezone_id="Europe/Amsterdam", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_a_call_is_booked_with_the_keyboard_alone(page):
    page.goto("/adviesgesprek/")
    press = page.keyboard.press

    def tab_to(name, most=80):
        for _ in range(most):
            press("Tab")
            focused = page.evaluate("document.activeElement.name || document.activeElement.type")
            if focused == name:
                return
        raise AssertionError(f"Tab does not reach {name}")

    tab_to("slot")
    press("Space")
    press("ArrowRight")
    tab_to("first_name")
    page.keyboard.type("Robin")
    tab_to("phone")
    page.keyboard.type("06 12345678")
    tab_to("submit")
    press("Enter")
    page.wait_for_url("**/adviesgesprek/afspraak/*")
    assert "bevestigd" in page.get_by_role("main").inner_text()


def test_errors_take_the_focus_and_lead_to_their_fields(page):
    page.goto("/terugbellen/")
    send(page)
    assert page.title().startswith("Fout: ")
    summary = page.get_by_role("alert")
    assert summary.evaluate("box => box.contains(document.activeElement)")
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "id_first_name"
    field = page.get_by_label("Voornaam")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    texts = [page.locator(f"#{part}").inner_text() for part in described]
    assert any("Vul je voornaam in" in text for text in texts)


def test_without_scripts_a_callback_is_asked_corrected_and_its_errors_read(plain_page):
    page = plain_page
    page.goto("/terugbellen/")
    send(page)
    assert "Vul je voornaam in" in page.get_by_role("alert").inner_text()
    fill_person(page)
    page.get_by_label(re.compile("erbij zeggen|er iets bij", re.IGNORECASE)).fill(
        "Liever na vieren."
    )
    send(page)
    page.wait_for_url("**/terugbellen/bedankt/*")
    assert "06 12345678" in page.get_by_role("main").inner_text()
    page.get_by_label(re.compile("nummer", re.IGNORECASE)).fill("06 12345699")
    send(page)
    assert "06 12345699" in page.get_by_role("main").inner_text()


def test_without_scripts_a_call_is_booked_moved_and_turned_into_a_callback(plain_page):
    page = plain_page
    page.goto("/adviesgesprek/")
    page.locator("input[name=slot]").nth(3).check()
    fill_person(page)
    send(page)
    page.wait_for_url("**/adviesgesprek/afspraak/*")
    first = page.get_by_role("main").inner_text()
    page.get_by_role("link", name=re.compile("verzet|andere tijd", re.IGNORECASE)).first.click()
    page.locator("input[name=slot]").nth(5).check()
    send(page)
    page.wait_for_url(re.compile(r"/afspraak/\?verzet$"))
    assert page.get_by_role("main").inner_text() != first
    page.get_by_text("Liever geen vaste tijd?").click()
    page.get_by_role("button", name=re.compile("bel mij", re.IGNORECASE)).click()
    page.wait_for_url("**/terugbellen/bedankt/*")


def test_reading_needs_no_scripts(plain_page):
    page = plain_page
    page.goto("/")
    page.get_by_role("main").get_by_role(
        "link", name=re.compile("Aangeleerde hulpeloosheid")
    ).click()
    assert page.get_by_role("heading", level=1).is_visible()
    page.goto("/zoeken/?q=rouw")
    assert (
        page.get_by_role("main").get_by_role("link", name=re.compile("Rouwen")).first.is_visible()
    )
