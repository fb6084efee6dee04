"""What stands on the answer pages, and what a form says that was sent too often."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site import fresh_site

from .states import ask_in_words, fill_person, send
from .test_states import RULES

pytestmark = pytest.mark.browser
HELP = [
    "Heb je vandaag nog hulp nodig?",
    "Denk je aan zelfdoding?",
    "Ben je niet veilig?",
    "Nu in paniek?",
]
TEXT = "Mijn bsn is 123456782. Graag na vieren."


@pytest.fixture
def plain_page(browser, site):
    """A browser in which no script runs."""
    context = browser.new_context(
        base_url=site.url, locale="nl-NL", timezone_id="Europe/Amsterdam", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def narrow_site(tmp_path_factory, site_template):
    """A site of this module's own that takes one request for a number."""
    folder = tmp_path_factory.mktemp("answers")
    with fresh_site(folder, site_template, REQUESTS_PER_PHONE="1") as site:
        yield site.start()


def headings(page):
    return [text for text in page.locator("main h3").all_inner_texts() if text in HELP]


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("Graag na vieren.", HELP[0]),
        ("Mijn broer is overleden door zelfdoding.", HELP[0]),
        ("Ik wil niet meer leven.", HELP[1]),
        ("Mijn vriend slaat me.", HELP[2]),
        ("Ik ben bang dat ik doodga.", HELP[3]),
    ],
)
def test_the_same_help_stands_there_for_everybody_and_words_put_one_first(page, message, first):
    page.goto("/terugbellen/")
    ask_in_words(page, message)
    assert headings(page) == [first, *(heading for heading in HELP if heading != first)]
    keeps = " ".join(
        f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies()
    ) + page.evaluate("JSON.stringify([localStorage, sessionStorage, location.href])")
    assert not re.search("suicide|danger|panic|dood", keeps)


def test_every_number_of_help_can_be_pressed(page):
    page.goto("/terugbellen/")
    ask_in_words(page, "Graag na vieren.")
    links = page.locator("main aside a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert sorted(set(links)) == [
        "https://www.113.nl/", "tel:0800-0113", "tel:0800-2000", "tel:112", "tel:113",
    ]  # fmt: skip
    low = page.locator("main aside a").evaluate_all(
        "all => all.map(a => a.getBoundingClientRect().height).filter(height => height < 24)"
    )
    assert low == []


def test_without_scripts_a_number_is_taken_out_with_the_keyboard_alone(plain_page, site):
    page = plain_page
    page.goto("/terugbellen/")
    ask_in_words(page, TEXT)
    assert "op een burgerservicenummer lijkt" in page.get_by_role("main").inner_text()
    button = page.get_by_role("button", name="Haal het getal weg")
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/terugbellen/bedankt/\?weggehaald$"))
    words = page.get_by_role("main").inner_text()
    assert "Dat is weggehaald." in words
    assert "burgerservicenummer" not in words
    stored = site.query("SELECT message FROM contact_callbackrequest ORDER BY id DESC LIMIT 1")
    assert stored[0][0] == "Mijn bsn is [weggehaald]. Graag na vieren."


def test_with_scripts_what_happened_takes_the_focus(page):
    page.goto("/terugbellen/")
    ask_in_words(page, TEXT)
    page.get_by_role("button", name="Haal het getal weg").click()
    page.wait_for_load_state()
    said = page.get_by_role("status")
    assert said.evaluate("box => box === document.activeElement")
    assert "Dat is weggehaald." in said.inner_text()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_form_sent_too_often_keeps_all_and_says_kindly_whom_to_call(browser, narrow_site, width):
    context = browser.new_context(
        base_url=narrow_site.url, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    for _ in range(2):
        page.goto("/terugbellen/")
        ask_in_words(page, "Graag na vieren.")
    assert urlsplit(page.url).path == "/terugbellen/"
    assert page.title().startswith("Fout: ")
    notice = page.get_by_role("alert")
    assert notice.evaluate("box => box.contains(document.activeElement)")
    assert "Het laatste staat bij ons, dus we bellen je." in notice.inner_text()
    assert notice.get_by_role("link").get_attribute("href").startswith("tel:")
    typed = {
        name: page.locator(f"[name={name}]").input_value()
        for name in ("first_name", "phone", "message")
    }
    assert typed == {"first_name": "Robin", "phone": "06 12345678", "message": "Graag na vieren."}
    page.goto("/adviesgesprek/")
    slot = page.locator("input[name=slot]").first
    slot.check()
    value = slot.input_value()
    fill_person(page)
    send(page)
    assert page.locator("input[name=slot]:checked").input_value() == value
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page, options=RULES).response["violations"] == []
    context.close()
