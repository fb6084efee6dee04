"""What the desk says before it does it: when an article appears, moves and goes."""

import pytest
from playwright.sync_api import expect

from . import desk

pytestmark = pytest.mark.browser
TITLE = "Een proefartikel over vooruitkijken"
PIEKEREN = "Piekeren in de nacht"
WHO_LINKS = "Thought-action fusion"
MOMENT = "Wordt gepubliceerd op dinsdag 3 november 2099, 09:00, Nederlandse tijd"


@pytest.fixture
def editor(page, site):
    desk.log_in(page, site.accounts["redactie"])
    return page


def open_article(page, title):
    page.goto(f"/admin/blog/article/?q={title}")
    page.locator("#result_list tbody th a", has_text=title).click()
    desk.Editor(page)


def test_the_words_follow_what_is_typed_and_hold_after_saving(editor):
    page = editor
    page.goto("/admin/blog/article/add/")
    text = desk.Editor(page)
    main = page.locator(".submit-row [name=_save]")
    expect(main).to_have_text("Bewaar als concept")
    page.get_by_label("Titel:").fill(TITLE)
    page.get_by_label("Samenvatting").fill("Vooruitkijken is lastig.")
    text.paragraph("Kijk vooruit.")
    desk.choose(page, "id_author", "Noor")
    # As a search engine will show it, from the article until there are other words.
    seen = page.locator(".seen-title")
    expect(seen).to_have_text(f"{TITLE} · Praktijk Twee Stoelen")
    page.get_by_label("Titel in zoekmachines").fill("Vooruit kijken " * 6)
    expect(seen).to_contain_text("Vooruit kijken")
    expect(page.locator("[data-seen=title-fits]")).to_contain_text("wordt afgekapt")
    # The moments.
    page.locator("#id_publish_at_0").fill("3-11-2099")
    page.locator("#id_publish_at_1").fill("9:00")
    expect(main).to_have_text(MOMENT)
    expect(page.locator(".field-in_words .readonly")).to_have_text(f"{MOMENT}.")
    page.get_by_role("button", name="Over een jaar").click()
    assert page.locator("#id_review_due_on").input_value() != ""
    page.locator("#id_review_due_on").fill("3-11-2100")
    main.click()
    said = page.locator(".messagelist")
    expect(said).to_contain_text(f"{TITLE} is bewaard. {MOMENT}.")
    said.get_by_role("link", name=TITLE).click()
    state = page.get_by_role("region", name="Ingepland")
    expect(state).to_contain_text(f"{MOMENT}.")
    expect(state).to_contain_text("vóór 3-11-2100")
    # And away with it.
    page.get_by_role("link", name="Verwijderen").click()
    page.get_by_role("button", name="Ja, verwijder voorgoed").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_another_address_and_withdrawing_show_who_links_and_do_nothing_yet(editor):
    page = editor
    open_article(page, PIEKEREN)
    expect(page.get_by_role("region", name="Hiernaar linken")).to_contain_text(WHO_LINKS)
    address = page.url
    slug = page.locator("#id_slug").input_value()
    page.locator("#id_slug").fill("een-ander-adres")
    page.locator("#id_summary").fill("Getypt en niet kwijt.")
    page.get_by_role("button", name="Bewaar en ga verder").click()
    asked = page.locator(".field-confirm_address")
    expect(asked).to_contain_text(f"Wie /blogs/{slug}/ opent, komt vanzelf op")
    expect(asked).to_contain_text(WHO_LINKS)
    expect(asked.get_by_role("checkbox", name="Ja, verander het adres")).not_to_be_checked()
    expect(page.locator("#id_summary")).to_have_value("Getypt en niet kwijt.")
    page.goto(address)
    expect(page.locator("#id_slug")).to_have_value(slug)
    page.get_by_role("button", name="Nu intrekken").click()
    expect(page.get_by_role("heading", name="Nu intrekken?")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(WHO_LINKS)
    page.get_by_role("link", name="Nee, terug").click()
    expect(page.get_by_role("region", name="Gepubliceerd")).to_be_visible()
