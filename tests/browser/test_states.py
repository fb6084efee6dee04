"""Each page and state: nothing for axe to find, nobody else asked, nothing too wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .states import STATES, State

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": WCAG}}
READING = [state for state in STATES if state.steps is None]
LOOKS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_axe_finds_nothing_narrow_or_wide_light_or_dark(page, site, state: State):
    state.open(page, site)
    found = {}
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        result = Axe().run(page, options=RULES)
        found |= {
            (width, scheme, violation["id"]): [node["html"][:120] for node in violation["nodes"]]
            for violation in result.response["violations"]
        }
    assert found == {}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_nothing_is_wider_than_the_narrowest_screen(page, site, state: State):
    page.set_viewport_size({"width": 320, "height": 640})
    state.open(page, site)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320


@pytest.mark.parametrize("state", READING, ids=lambda state: state.name)
def test_reading_asks_nobody_else_keeps_nothing_and_breaks_no_policy(page, context, site, state):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(state.path)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    # The browser itself notes an answer that is not 200, and nothing else may be said.
    assert [
        text for text in said if not (answer.status >= 400 and str(answer.status) in text)
    ] == []
    keeps = {cookie["name"] for cookie in context.cookies()}
    is_form = state.path in ("/terugbellen/", "/adviesgesprek/")
    assert keeps == ({"csrftoken"} if is_form else set())
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
