"""A callback from the form to the call: with scripts and without, at the desk by keyboard."""

import re
from itertools import count

import pytest

from .desk import log_in
from .states import send
from .test_desk import LOOKS, found_by_axe

pytestmark = pytest.mark.browser
QUEUE = "/admin/contact/callbackrequest/"
numbers = count(1)


@pytest.fixture
def plain_page(browser, site):
    """A browser in which no script runs."""
    context = browser.new_context(
        base_url=site.url, locale="nl-NL", timezone_id="Europe/Amsterdam", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.fixture(params=["page", "plain_page"], ids=["with scripts", "without scripts"])
def any_page(request):
    return request.getfixturevalue(request.param)


def ask(page) -> str:
    """Ask to be called under a name that nobody has yet."""
    name = f"Nora {'abcdefghijklmnopqrstuvwxyz'[next(numbers)]}"
    page.goto("/terugbellen/")
    page.get_by_label("Voornaam").fill(name)
    page.get_by_label("Telefoonnummer").fill("06 12345678")
    page.get_by_label(re.compile("iets bij zeggen")).fill("Vraag naar mij.")
    send(page)
    page.wait_for_url("**/terugbellen/bedankt/*")
    return name


def row_of(page, name):
    return page.locator("#result_list tbody tr", has_text=name)


def tab_to(page, name, most=120):
    """Press Tab until the focus is on what is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()"
        )
        if focused == name:
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_a_callback_is_asked_called_and_tried_again(any_page, site):
    page = any_page
    name = ask(page)
    answer = page.get_by_role("main").inner_text()
    assert re.search(r"Een collega van de praktijk belt je uiterlijk \w+dag \d", answer)
    assert "06 12345678" in answer
    page.get_by_label(re.compile("nummer", re.IGNORECASE)).fill("06 12345699")
    send(page)
    assert "Je nummer is aangepast" in page.get_by_role("main").inner_text()

    log_in(page, site.accounts["balie"])
    page.goto(QUEUE)
    page.get_by_role("button", name=f"Ik bel {name} nu").click()
    page.wait_for_url("**/gesprek/")
    number = page.get_by_role("link", name="06 12345699")
    assert number.get_attribute("href") == "tel:+31-6-12345699"
    assert page.get_by_text("geen voicemail").is_visible()
    assert page.get_by_text("Vraag naar mij.").is_visible()
    assert page.get_by_text("Jij belt nu").is_visible()
    page.get_by_role("button", name="Geen gehoor").click()
    page.wait_for_url(f"**{QUEUE}")
    assert "Probeer het opnieuw vanaf" in page.locator(".messagelist").inner_text()
    text = row_of(page, name).inner_text()
    assert "opnieuw vanaf" in text
    assert "geen gehoor (1×)" in text


def test_a_call_is_claimed_made_and_noted_with_the_keyboard_alone(page, site):
    name = ask(page)
    log_in(page, site.accounts["balie"])
    page.goto(QUEUE)
    tab_to(page, f"Ik bel {name} nu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gesprek/")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "tel:+31-6-12345678"
    tab_to(page, "Gesproken", most=3)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{QUEUE}")
    assert "Gesproken: afgehandeld." in page.locator(".messagelist").inner_text()
    assert row_of(page, name).count() == 0


def test_somebody_on_the_telephone_is_entered_with_the_keyboard_alone(page, site):
    log_in(page, site.accounts["balie"])
    page.goto(f"{QUEUE}add/")
    name = f"Tess {'abcdefghijklmnopqrstuvwxyz'[next(numbers)]}"
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type("0612345678")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{QUEUE}")
    messages = page.locator(".messagelist").inner_text()
    assert "Zeg erbij: we bellen uiterlijk" in messages
    assert name not in messages
    assert "voicemail mag" in row_of(page, name).inner_text()


def test_axe_finds_nothing_on_the_page_to_call_from_and_nothing_is_too_wide(page, site):
    name = ask(page)
    log_in(page, site.accounts["balie"])
    page.goto(QUEUE)
    page.get_by_role("button", name=f"Ik bel {name} nu").click()
    page.wait_for_url("**/gesprek/")
    calling = page.url
    found = []
    for url in (calling, QUEUE, calling.replace("gesprek", "change")):
        page.goto(url)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [(url, width, *one) for one in found_by_axe(page)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [(url, width, "too wide", wide)] if wide > width else []
    assert found == []
    page.goto(calling)
    page.get_by_role("button", name="geef terug").click()
