"""Leaving at once, with script and without. Nothing goes outside: the way out is answered here."""

import pytest

pytestmark = pytest.mark.browser
ARTICLE = "/blogs/ruzie-of-geweld/"
OUT = "https://www.knmi.nl/"
NAME = "Verlaat deze pagina snel"


@pytest.fixture
def asked(context):
    """What the world outside is asked."""
    requests = []

    def answer(route):
        requests.append(route.request)
        route.fulfill(body="<title>Weer</title>", content_type="text/html; charset=utf-8")

    context.route(f"{OUT}**", answer)
    return requests


def follow(page):
    page.get_by_role("link", name=NAME).first.click()


def follow_the_one_below_the_text(page):
    page.get_by_role("link", name=NAME).last.click()


def press_three_times(page):
    for _ in range(3):
        page.keyboard.press("Escape")


@pytest.mark.parametrize("leave", [follow, follow_the_one_below_the_text, press_three_times])
@pytest.mark.parametrize("path", [ARTICLE, "/blogs/onderwerp/relaties-en-veiligheid/"])
def test_who_leaves_is_away_and_back_does_not_lead_here(page, site, asked, path, leave):
    page.goto("/blogs/")
    page.goto(path)
    leave(page)
    page.wait_for_url(OUT)
    assert "referer" not in asked[0].headers
    page.go_back()
    assert page.url == f"{site.url}/blogs/"


def test_twice_or_slowly_is_no_wish_to_leave(page, site, asked):
    page.clock.install()
    page.goto(ARTICLE)
    for _ in range(4):
        page.keyboard.press("Escape")
        page.clock.run_for(1100)
    assert (page.url, asked) == (f"{site.url}{ARTICLE}", [])


def test_the_page_is_gone_before_the_next_one_comes(page, asked):
    page.goto(ARTICLE)
    at_once = page.evaluate(
        """() => {
            const press = () => new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
            for (let time = 0; time < 3; time += 1) document.body.dispatchEvent(press());
            return [document.body.getClientRects().length, document.title];
        }"""
    )
    assert at_once == [0, ""]


def test_without_script_it_is_a_link_in_the_same_tab(browser, site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    headers = []

    def answer(route):
        headers.append(route.request.headers)
        route.fulfill(body="Weer", content_type="text/plain")

    context.route(f"{OUT}**", answer)
    page = context.new_page()
    page.goto(ARTICLE)
    page.get_by_role("link", name=NAME).first.click()
    page.wait_for_url(OUT)
    assert ["referer" in sent for sent in headers] == [False]
    assert len(context.pages) == 1
    context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_it_is_in_view_first_and_covers_nothing(page, width):
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(ARTICLE)
    exit_box = page.get_by_role("link", name=NAME).first.bounding_box()
    head_box = page.get_by_role("banner").bounding_box()
    assert exit_box["height"] >= 44
    assert exit_box["y"] >= 0
    assert exit_box["y"] + exit_box["height"] <= head_box["y"] < 600
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == NAME


def test_the_way_to_erase_the_visit_unfolds_and_tells_of_the_key_where_that_works(page, browser):
    page.goto(ARTICLE)
    page.get_by_text("Zo wis je het").click()
    assert page.get_by_text("Drie keer op Esc").is_visible()
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.url)
    plain.get_by_text("Zo wis je het").click()
    assert plain.get_by_text("privévenster").is_visible()
    assert plain.get_by_text("Drie keer op Esc").is_hidden()
    context.close()


def test_it_is_not_printed(page):
    page.goto(ARTICLE)
    page.emulate_media(media="print")
    links = page.locator("[data-quick-exit]").all()
    assert [link.is_hidden() for link in links] == [True, True]


@pytest.mark.parametrize("path", [ARTICLE, "/blogs/verder-na-verlies-door-zelfdoding/"])
def test_every_number_to_call_is_high_enough_to_press(page, path):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(path)
    links = page.locator('.help-cards a, .prose a[href^="tel:"]').all()
    assert len(links) > 4
    assert [link.bounding_box()["height"] >= 44 for link in links] == [True] * len(links)
