"""What a visitor does with a call, from the first key to the last: no mouse, with and without
scripts. Nothing that was typed is lost, the focus is always to be seen, and each answer says what
happened."""

import re

import pytest

from .states import BEHIND

pytestmark = pytest.mark.browser
APPOINTMENT = re.compile(r"/adviesgesprek/afspraak/(\?\w+)?$")
ANSWER = re.compile(r"/terugbellen/bedankt/(\?\w+)?$")
# What has the focus, as a screen reader calls it, and whether it can be seen to have it.
FOCUSED = """() => {
  const it = document.activeElement
  const label = it.labels && it.labels[0]
  const edges = [it, label].filter(Boolean).map((one) => getComputedStyle(one).outlineStyle)
  const called = [label && label.innerText, it.name, it.innerText].filter(Boolean).join(" ")
  return [called, edges.some((edge) => edge !== "none")]
}"""


class Keys:
    """Somebody at a keyboard."""

    def __init__(self, page):
        self.page, self.press, self.type = page, page.keyboard.press, page.keyboard.type

    def to(self, text, most=120):
        """Tab until the focus is on what is called so; fail where nobody could see the focus."""
        for _ in range(most):
            self.press("Tab")
            called, is_seen = self.page.evaluate(FOCUSED)
            assert is_seen, f"the focus on {called!r} is not to be seen"
            if text in called:
                return
        raise AssertionError(f"Tab does not reach {text!r}")

    def follow(self, text):
        """To a link or a button, and through it."""
        self.to(text)
        with self.page.expect_navigation():
            self.press("Enter")

    def fill(self, text, words):
        self.to(text)
        self.press("Control+a")
        self.type(words)

    def send(self, text):
        self.fill("Voornaam", "Robin")
        self.fill("Telefoonnummer", "06 12345678")
        self.follow(text)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def keys(request, browser, site):
    context = browser.new_context(
        base_url=site.url,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        java_script_enabled=request.param,
    )
    context.set_default_timeout(10_000)
    found = Keys(context.new_page())
    found.has_scripts = request.param
    yield found
    context.close()


def words(keys):
    return " ".join(keys.page.get_by_role("main").inner_text().split())


def tells_at_once(keys, role):
    """What is told is announced; with scripts reading goes on there, without it comes first."""
    box = keys.page.get_by_role(role)
    if keys.has_scripts:
        assert box.evaluate("box => box === document.activeElement")
    return box.inner_text()


def book(keys, email=""):
    keys.page.goto("/adviesgesprek/")
    keys.to("slot")
    keys.press("Space")
    keys.press("ArrowRight")
    keys.fill("Voornaam", "Robin")
    keys.fill("Telefoonnummer", "06 12345678")
    if email:
        keys.fill("E-mailadres", email)
    keys.follow("Bevestig afspraak")
    keys.page.wait_for_url(APPOINTMENT)
    assert "Je afspraak is bevestigd" in words(keys)


def behind(keys, site, python):
    """What the desk or the clock does, after which the visitor looks again."""
    site.shell(BEHIND + python)
    keys.page.goto(re.sub(r"\?.*", "", keys.page.url))


def test_a_call_is_booked_after_an_error_reminded_of_moved_and_cancelled(keys):
    page = keys.page
    page.goto("/adviesgesprek/")
    keys.fill("Voornaam", "Robin")
    keys.follow("Bevestig afspraak")
    assert page.title().startswith("Fout: ")
    assert "Kies een tijd die je uitkomt." in tells_at_once(keys, "alert")
    assert page.get_by_label("Voornaam").input_value() == "Robin"
    keys.to("Kies een tijd die je uitkomt.")
    keys.press("Enter")
    assert page.evaluate("location.hash") == "#id_slot_0"
    if keys.has_scripts:
        assert page.evaluate("document.activeElement.name") == "slot"

    book(keys, "robin@example.org")
    keys.to("een uur van tevoren")
    keys.press("Enter")
    keys.follow("Mail mij ook een uur van tevoren")
    assert "We mailen je ook een uur van tevoren." in tells_at_once(keys, "status")

    keys.follow("Kies een andere tijd")
    keys.to("slot")
    keys.press("Space")
    for _ in range(4):
        keys.press("ArrowRight")
    keys.follow("Verzet naar deze tijd")
    page.wait_for_url(re.compile(r"/afspraak/\?verzet$"))
    assert page.title().startswith("Je afspraak is verzet")
    assert "je nieuwe tijd is bevestigd" in words(keys)

    keys.to("Afspraak afzeggen?")
    keys.press("Enter")
    keys.follow("Ja, zeg mijn afspraak af")
    assert page.title().startswith("Je afspraak is afgezegd")
    assert "Zet in je agenda" not in words(keys)
    keys.follow("Kies een nieuwe tijd")
    assert page.get_by_role("button", name="Bevestig afspraak").is_visible()


def test_a_call_at_a_fixed_time_becomes_one_without(keys):
    book(keys)
    keys.to("Liever geen vaste tijd?")
    keys.press("Enter")
    keys.follow("Bel mij zonder vaste tijd")
    keys.page.wait_for_url(ANSWER)
    assert "Je afspraak is afgezegd." in words(keys)
    assert re.search(r"belt je uiterlijk \w+dag", words(keys))


def test_a_callback_is_asked_after_an_error_corrected_tried_and_asked_again(keys, site):
    page = keys.page
    page.goto("/terugbellen/")
    keys.fill("Voornaam", "Robin")
    keys.fill("Telefoonnummer", "12 34")
    keys.to("Op welke dag")
    keys.press("ArrowDown")
    keys.to("voicemail")
    keys.press("Space")
    keys.fill("iets bij zeggen", "Vraag naar mij.")
    keys.follow("Bel mij terug")
    assert "We herkennen dit nummer niet." in tells_at_once(keys, "alert")
    kept = page.locator("form").first
    assert kept.locator("[name=phone]").input_value() == "12 34"
    assert kept.locator("[name=message]").input_value() == "Vraag naar mij."
    assert kept.locator("[name=day]").input_value() != ""
    assert kept.locator("[name=voicemail_ok]").is_checked()
    keys.fill("Telefoonnummer", "06 12345678")
    keys.follow("Bel mij terug")
    page.wait_for_url(ANSWER)
    assert re.search(r"Een collega van de praktijk belt je uiterlijk \w+dag", words(keys))

    keys.fill("Telefoonnummer", "06 12345699")
    keys.follow("Verbeter mijn nummer")
    assert "We bellen je nu op 06 12345699." in tells_at_once(keys, "status")
    behind(keys, site, "callbacks.log_call(callback=callback, by=None, outcome='no_answer')")
    assert "we hebben je al gebeld" in words(keys)
    behind(keys, site, "callbacks.log_call(callback=callback, by=None, outcome='wrong')")
    assert page.title().startswith("We konden je niet bereiken")
    keys.follow("Vraag dan opnieuw of we je bellen")
    keys.send("Bel mij terug")
    page.wait_for_url(ANSWER)
    assert re.search(r"belt je uiterlijk \w+dag", words(keys))


def test_who_waits_in_vain_reads_of_the_delay_says_so_and_reads_when_we_call(keys, site):
    book(keys)
    behind(keys, site, "held.update(delay_minutes=10)")
    assert "Je gesprek begint ongeveer 10 minuten later" in words(keys)
    behind(keys, site, "held.update(delay_minutes=0, starts_at=now, ends_at=now + minutes(20))")
    assert "Het is tijd voor je gesprek" in words(keys)
    assert "Ik ben niet gebeld" not in words(keys)
    behind(keys, site, "held.update(starts_at=now - minutes(8), ends_at=now + minutes(12))")
    keys.follow("Ik ben niet gebeld")
    assert "We bellen je alsnog" in words(keys)
    assert re.search(r"We bellen je uiterlijk \w+dag", words(keys))
    assert "Ik ben niet gebeld" not in words(keys)


def test_who_lost_the_time_lets_us_call_or_lets_it_go(keys, site):
    book(keys)
    behind(keys, site, "bookings.displace(booking=booking, now=now)")
    assert keys.page.title().startswith("Je afspraak kan niet doorgaan")
    keys.to("Hoeft het niet meer?")
    keys.press("Enter")
    keys.follow("Laat mijn afspraak vervallen")
    assert keys.page.title().startswith("Je afspraak is afgezegd")
    book(keys)
    behind(keys, site, "bookings.displace(booking=booking, now=now)")
    keys.to("Liever dat wij je bellen?")
    keys.press("Enter")
    keys.follow("Bel mij liever")
    keys.page.wait_for_url(ANSWER)
    assert re.search(r"belt je uiterlijk \w+dag", words(keys))
