"""The checklist at the desk: from a point to its place, in the way of its errors, and mended."""

from datetime import UTC, datetime

import pytest

from . import desk

pytestmark = pytest.mark.browser
WRONG = (
    "<p>Je hoeft niet te wachten tot het stil is.</p>"
    "<h3>Te diep begonnen</h3>"
    '<p>Lees het <a href="https://www.thuisarts.nl/slapen">hier</a>.</p>'
    "<p>Bel ons op 010 765 43 21.</p>"
)


def selected(page):
    return page.evaluate("CKEDITOR.instances.id_body.getSelection().getSelectedText()")


def test_a_point_leads_to_its_place_and_an_error_keeps_it_offline_until_it_is_mended(page, site):
    desk.log_in(page, site.accounts["redactie"])
    page.goto("/admin/blog/article/add/")
    page.locator("#id_title").fill("Een pauze die blijft")
    page.locator("#id_summary").fill("Pauze nemen is lastig. Zo begin je klein.")
    editor = desk.Editor(page)
    page.evaluate("html => CKEDITOR.instances.id_body.setData(html)", WRONG)
    editor.text.get_by_text("Te diep begonnen").wait_for()
    desk.choose(page, "id_author", "Noor")
    panel = page.get_by_role("region", name="Nakijklijst")

    # What was never saved is looked over, and said to who does not see it.
    panel.get_by_role("button", name="Kijk opnieuw na").click()
    page.get_by_role("status").filter(has_text="Nagekeken: 1 fout, 2 adviezen.").wait_for()

    # Each point leads to its place, also with the keyboard.
    for words in ("Te diep begonnen", "hier", "010 765 43 21"):
        panel.get_by_role("link", name=f"‘{words}’").press("Enter")
        assert selected(page) == words
        assert editor.text.evaluate("body => body.ownerDocument.hasFocus()")

    # It does not go online, and all is still there.
    desk.publish_at(page, datetime(2026, 1, 5, 9, tzinfo=UTC))
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.locator(".field-publish_at .errorlist").get_by_text("staat nog 1 fout").wait_for()
    editor = desk.Editor(page)
    assert editor.text.get_by_text("Bel ons op 010 765 43 21.").is_visible()
    assert page.locator("#id_title").input_value() == "Een pauze die blijft"

    # Mend it where the list says, and it goes.
    panel.get_by_role("link", name="‘Te diep begonnen’").click()
    editor.format("Kop 2")
    desk.save(page)
    assert panel.locator(".checklist-said").inner_text() == "Nagekeken: 2 adviezen."
    assert page.goto("/blogs/een-pauze-die-blijft/").status == 200


def test_the_list_follows_in_a_pause_and_leads_to_fields_and_pictures(page, site):
    desk.log_in(page, site.accounts["redactie"])
    page.goto("/admin/blog/article/?q=paniekaanval")
    page.locator("#result_list .field-title a").first.click()
    editor = desk.Editor(page)
    panel = page.get_by_role("region", name="Nakijklijst")
    page.evaluate(
        """() => {
            const editor = CKEDITOR.instances.id_body;
            editor.setData(editor.getData().replace(/alt="[^"]*"/, 'alt="IMG_2034"'));
        }"""
    )
    editor.text.locator("img[alt=IMG_2034]").wait_for()
    page.locator("#id_meta_title").fill("Een titel die veel te lang is. " * 3)
    page.locator("#id_meta_description").fill("Kort.")
    said = panel.locator(".checklist-said")
    said.filter(has_text="Nagekeken: 1 fout, 2 adviezen.").wait_for()
    panel.get_by_role("link", name="omschrijving in zoekmachines").click()
    assert page.evaluate("document.activeElement.id") == "id_meta_description"
    panel.get_by_role("link", name="‘IMG_2034’").click()
    focused = page.evaluate("CKEDITOR.instances.id_body.widgets.focused.parts.image.$.alt")
    assert focused == "IMG_2034"
