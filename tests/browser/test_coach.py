"""The coach in the real editor: marks that are in no text, and the way to their place."""

import pytest

from . import desk

pytestmark = pytest.mark.browser
HARD = (
    "Derhalve hopen wij dat je, als het je allemaal te veel is en je nergens meer zin in hebt, "
    "toch belt, want er wordt in de ochtend altijd door iemand naar je verhaal geluisterd."
)
MARKED = """() => [...CKEDITOR.instances.id_body.window.$.CSS.highlights].map(
    ([kind, marks]) => [kind, [...marks].map(String)])"""


def marked(page):
    return dict(page.evaluate(MARKED))


def test_what_is_hard_is_marked_in_the_editor_and_leaves_no_trace_in_the_text(page, site):
    desk.log_in(page, site.accounts["redactie"])
    page.goto("/admin/blog/article/add/")
    page.locator("#id_title").fill("Een proef van de coach")
    page.locator("#id_summary").fill("Kort.")
    editor = desk.Editor(page)
    editor.write(HARD)
    remarks = page.locator("#coach .coach-go")
    remarks.nth(2).wait_for()
    assert marked(page) == {
        "coach-long": [HARD],
        "coach-passive": ["wordt in de ochtend altijd door iemand naar je verhaal geluisterd"],
        "coach-word": ["Derhalve"],
    }

    # The keyboard brings you from the remark to the words, in the editor.
    remarks.filter(has_text="Moeilijk woord").press("Enter")
    selected = "CKEDITOR.instances.id_body.window.$.getSelection().toString()"
    assert page.evaluate(selected) == "Derhalve"
    assert page.evaluate("document.activeElement.matches('iframe.cke_wysiwyg_frame')")

    page.get_by_label("Toon in de tekst").uncheck()
    assert marked(page) == {}
    page.get_by_label("Toon in de tekst").check()
    assert len(marked(page)) == 3
    assert page.evaluate("CKEDITOR.instances.id_body.getData()").strip() == f"<p>{HARD}</p>"

    # A coach that cannot be reached says so, and stops nobody.
    page.route("**/coach/", lambda route: route.abort())
    editor.new_line()
    editor.write("Nog een zin.")
    page.locator("#coach .coach-state").get_by_text("Nakijken lukte niet.").wait_for()
    desk.choose(page, "id_author", "Noor")
    desk.save(page)
    body = page.evaluate("document.getElementById('id_body').value")
    assert body.split() == f"<p>{HARD}</p> <p>Nog een zin.</p>".split()
