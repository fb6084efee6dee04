"""Seeing what nobody else can see yet: unsaved, by a shared link, and on another day."""

from datetime import UTC, datetime, timedelta

import pytest

from .desk import TZ, Editor, log_in

pytestmark = pytest.mark.browser
ADD = "/admin/blog/article/add/"
SLUGS = {"Kwikstaartjes": "dan-pas-te-lezen", "Zeekomkommers": "dan-niet-meer"}
MAKE = """
from datetime import datetime
from blog.models import Article, Author
Article.objects.update_or_create(slug="{slug}", defaults=dict(
    title="{title}", summary="Kort over {slug}.", body="<p>De tekst van {slug}.</p>",
    author=Author.objects.first(), publish_at={publish_at}, withdraw_at={withdraw_at}))
"""


def make(site, slug, title, publish_at=None, withdraw_at=None):
    moments = {
        name: f"datetime.fromisoformat('{at.isoformat()}')" if at else None
        for name, at in (("publish_at", publish_at), ("withdraw_at", withdraw_at))
    }
    site.shell(MAKE.format(slug=slug, title=title, **moments))
    return site.query(f"SELECT id FROM blog_article WHERE slug = '{slug}'")[0][0]


@pytest.fixture
def other(browser, site):
    """Somebody else, with a browser of their own."""
    context = browser.new_context(base_url=site.url, locale="nl-NL")
    yield context.new_page()
    context.close()


def test_an_editor_sees_what_is_not_saved_yet_as_wide_as_a_phone_and_as_a_computer(page, site):
    log_in(page, site.accounts["redactie"])
    page.goto(ADD)
    Editor(page).heading("Wat je voelt")
    page.get_by_label("Titel:", exact=True).fill("Nog nergens opgeslagen")
    page.get_by_label("Samenvatting:").fill("Denken aan zelfdoding, en wat dan helpt.")
    with page.expect_response("**/voorbeeld/") as answer:
        page.get_by_role("button", name="Bekijk zoals het wordt").click()
    policy = answer.value.header_value("content-security-policy")
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert answer.value.header_value("x-frame-options") == "SAMEORIGIN"
    shown = page.frame_locator("iframe[name=voorbeeld-op-de-site]")
    shown.get_by_role("heading", name="Nog nergens opgeslagen").wait_for()
    assert shown.locator(".prose h2").inner_text() == "Wat je voelt"
    assert shown.locator(".crisis").count() >= 1
    root = shown.locator("html")
    assert root.evaluate("() => innerWidth") == 1280
    page.get_by_role("button", name="Telefoon").click()
    assert root.evaluate("() => innerWidth") == 360
    assert root.evaluate("e => e.scrollWidth") <= 360
    root.press("Escape")
    page.locator("#voorbeeld-venster").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == "Bekijk zoals het wordt"
    assert page.locator("#id_title").input_value() == "Nog nergens opgeslagen"
    assert site.query("SELECT 1 FROM blog_article WHERE title LIKE 'Nog nergens%'") == []


def test_who_was_given_a_link_reads_along_until_it_is_published(page, other, site):
    key = make(site, "gedeeld-voorbeeld", "Een gedeeld voorbeeld")
    log_in(page, site.accounts["redactie"])
    page.goto(f"/admin/blog/article/{key}/change/")
    page.get_by_label("Onderschrift:").fill("Nog niet opgeslagen")
    page.get_by_role("button", name="Maak een link").click()
    address = page.get_by_label("Je link").input_value()
    assert page.get_by_label("Onderschrift:").input_value() == "Nog niet opgeslagen"
    assert other.goto(address).status == 200
    assert other.get_by_role("heading", level=1).inner_text() == "Een gedeeld voorbeeld"
    assert other.get_by_text("Voorbeeld, nog niet gepubliceerd.").is_visible()
    assert other.context.cookies() == []
    make(site, "gedeeld-voorbeeld", "Een gedeeld voorbeeld", datetime.now(UTC))
    assert other.goto(address).status == 404
    make(site, "gedeeld-voorbeeld", "Een gedeeld voorbeeld")
    assert other.goto(address).status == 404
    page.goto(f"/admin/blog/article/{key}/change/")
    assert page.get_by_role("button", name="Trek in").count() == 0


def test_a_colleague_sees_the_site_of_another_day_and_nobody_else_does(page, other, site):
    now = datetime.now(UTC)
    then = now + timedelta(days=10)
    make(site, "dan-pas-te-lezen", "Kwikstaartjes", now + timedelta(days=5))
    make(site, "dan-niet-meer", "Zeekomkommers", now - timedelta(days=1), now + timedelta(days=5))
    log_in(page, site.accounts["redactie"])
    page.get_by_label("Dag").fill(f"{then.astimezone(TZ):%Y-%m-%d}")
    page.get_by_label("Tijd in Nederland").fill("09:00")
    page.get_by_role("button", name="Bekijk de site").click()
    page.get_by_text("Zo ziet de site eruit op").wait_for()

    def told(reader):
        """Which of the two each channel tells of."""
        found = []
        for path in ("/blogs/", "/blogs/feed/", "/sitemap.xml", "/zoeken/?q=tekst+van+dan"):
            text = reader.request.get(path).text()
            found.append([word for word, slug in SLUGS.items() if f"/{slug}/" in text])
        return found

    for _ in range(3):  # whichever process of the server answers
        assert told(page) == [["Kwikstaartjes"]] * 4
        assert told(other) == [["Zeekomkommers"]] * 4
    page.get_by_role("button", name="Terug naar nu").click()
    page.wait_for_url("**/")
    assert page.get_by_text("Zo ziet de site eruit op").count() == 0
    assert told(page) == [["Zeekomkommers"]] * 4
