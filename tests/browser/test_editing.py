"""Nothing typed is lost: a tab that crashes, two editors, and a text that is pasted."""

import base64
import re
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from blog import html
from tests.blog.make import an_image
from tests.site import wait_for

from . import desk

pytestmark = pytest.mark.browser
CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(pasted) => {
  const editor = CKEDITOR.instances.id_body;
  const { DataTransfer, ClipboardEvent } = editor.window.$;
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", pasted);
  clipboardData.setData("text/plain", "zonder opmaak");
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  editor.editable().$.dispatchEvent(event);
}"""
EMPTY = """() => new Promise((done) => {
  const editor = CKEDITOR.instances.id_body;
  editor.setData("", { callback: () => { editor.focus(); done(); } });
})"""
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('desk.draft.')).length"
# An article for each test, so that none meets another's work; those of the demo others read.
MAKE = """
from blog.models import Article, Author
for number in range(5):
    Article.objects.create(title=f"Proef {number}", slug=f"proef-{number}", summary="Kort.",
                           body="<p>De tekst.</p>", author=Author.objects.first())
"""
MADE = "SELECT id FROM blog_article WHERE slug LIKE 'proef-%' ORDER BY id"


@pytest.fixture(scope="module")
def articles(site):
    site.shell(MAKE)
    return [pk for (pk,) in site.query(MADE)]


@pytest.fixture
def editing(site, page):
    desk.log_in(page, site.accounts["redactie"])
    return page


def open_article(page, pk):
    page.goto(f"/admin/blog/article/{pk}/change/")
    return desk.Editor(page)


def crash(page):
    """Kill the process that shows the page, as one that ran out of memory is."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash", timeout=5_000)


def body_of(page):
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


def stored(site, pk, field):
    return site.query(f"SELECT {field} FROM blog_article WHERE id = {pk}")[0][0]


def test_what_was_typed_in_a_tab_that_crashed_is_offered_and_put_back(
    editing, context, site, articles
):
    page, pk = editing, articles[0]
    editor = open_article(page, pk)
    page.get_by_label("Samenvatting").fill("Wat ik typte en niet opsloeg.")
    editor.write("Een zin die niet weg mag.")
    wait_for(lambda: page.evaluate(DRAFTS) == 1, what="the draft is kept")
    page.wait_for_timeout(1000)  # the last key and a bit
    crash(page)

    page = context.new_page()
    editor = open_article(page, pk)
    offer = page.locator("#desk-draft")
    offer.wait_for()
    assert "iets getypt dat niet is opgeslagen" in offer.inner_text()
    offer.get_by_role("button", name="Bekijk").click()
    assert "Een zin die niet weg mag." in offer.locator("dl").inner_text()
    offer.get_by_role("button", name="Zet het terug").click()
    assert page.get_by_label("Samenvatting").input_value() == "Wat ik typte en niet opsloeg."
    wait_for(lambda: "Een zin die niet weg mag." in body_of(page), what="the text is back")
    assert offer.is_hidden()
    desk.save(page)
    wait_for(lambda: page.evaluate(DRAFTS) == 0, what="what is saved is no longer kept")
    assert "Een zin die niet weg mag." in stored(site, pk, "body")


ANNA = """
from django.contrib.auth.models import Group
from staff.models import User
anna = User.objects.create_user("anna", password="een zin als wachtwoord", is_staff=True)
User.objects.filter(pk=anna.pk).update(first_name="Anna", last_name="de Vries")
anna.groups.add(Group.objects.get(name="redactie"))
"""


def is_told(page):
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    line = page.locator("#desk-meanwhile")
    return wait_for(line.inner_text, what="the editor is told")


def test_two_editors_on_one_article_are_both_told_and_neither_loses_a_word(
    editing, browser, site, articles
):
    site.shell(ANNA)
    sem, pk = editing, articles[1]
    other = browser.new_context(base_url=site.url, locale="nl-NL", timezone_id="Europe/Amsterdam")
    anna = other.new_page()
    desk.log_in(anna, {"username": "anna", "password": "een zin als wachtwoord"})
    editor = open_article(sem, pk)
    open_article(anna, pk)
    anna.get_by_label("Samenvatting").fill("De samenvatting van Anna.")
    anna.get_by_label("In het kort").fill("Het punt van Anna.")
    desk.save(anna)

    sem.get_by_label("Samenvatting").fill("De samenvatting van Sem.")
    editor.write("Een zin van Sem.")
    assert "Anna de Vries heeft dit artikel op" in is_told(sem)
    sem.get_by_role("button", name="Bewaar en ga verder").click()
    conflict = sem.locator("#verschil")
    conflict.wait_for()
    desk.Editor(sem)
    assert "Anna de Vries heeft het op" in conflict.inner_text()
    assert conflict.locator("strong", has_text="In het kort").is_visible()
    words = [conflict.locator(tag).all_inner_texts() for tag in ("del", "ins")]
    assert ["Anna" in "".join(words[0]), "Sem" in "".join(words[1])] == [True, True]
    assert sem.get_by_label("Samenvatting").input_value() == "De samenvatting van Sem."
    assert sem.get_by_label("In het kort").input_value() == "Het punt van Anna."
    assert stored(site, pk, "summary") == "De samenvatting van Anna."

    theirs = re.compile("^Neem die van Anna de Vries over ?: Samenvatting$")
    conflict.get_by_role("button", name=theirs).click()
    desk.Editor(sem)
    assert sem.get_by_label("Samenvatting").input_value() == "De samenvatting van Anna."
    sem.locator("#verschil button[name=_continue]").click()
    sem.locator(".messagelist .success").wait_for()
    assert stored(site, pk, "summary") == "De samenvatting van Anna."
    assert stored(site, pk, "key_points") == "Het punt van Anna."
    assert "Een zin van Sem." in stored(site, pk, "body")
    wait_for(lambda: sem.evaluate(DRAFTS) == 0, what="what is saved is no longer kept")
    assert "heeft dit artikel op" in is_told(anna)
    other.close()


PASTED = ("word", "google-docs", "web-page")
LAYOUT = re.compile(r"\s*(</?(?:h2|h4|p|ul|ol|li|table|tbody|tr|td)>)\s*")


def clipboard(name):
    return (CLIPBOARD / f"{name}.html").read_text()


def test_what_is_pasted_is_saved_as_it_is_shown_with_its_structure_and_nothing_else(
    editing, site, articles
):
    page, pk = editing, articles[2]
    saved = {}
    for name in PASTED:
        open_article(page, pk)
        page.evaluate(EMPTY)
        page.evaluate(PASTE, clipboard(name))
        wait_for(lambda: "rouwt" in body_of(page), what=f"{name} is pasted")
        shown = html.clean(body_of(page))
        desk.save(page)
        body = stored(site, pk, "body")
        assert html.same_content(body, shown)
        saved[name] = LAYOUT.sub(r"\1", body)
    assert saved == {name: LAYOUT.sub(r"\1", clipboard(f"{name}.saved")) for name in PASTED}
    page.goto(f"/admin/blog/article/{pk}/voorbeeld/")
    article = page.get_by_role("main")
    assert article.get_by_role("heading", name="Kleine kop", level=4).is_visible()
    assert article.get_by_role("link", name="Lees meer").get_attribute("href") == (
        "https://example.org/slaap?id=7"
    )


def test_a_pasted_picture_is_kept_here_or_said_not_to_have_come_along(editing, site, articles):
    page, pk = editing, articles[3]
    open_article(page, pk)
    page.evaluate(EMPTY)
    data = base64.b64encode(an_image((40, 30), kind="PNG")).decode()
    page.evaluate(PASTE, f'<p>Zo:</p><p><img src="data:image/png;base64,{data}"></p>')
    wait_for(lambda: "/media/pictures/" in body_of(page), what="the picture is sent")
    page.evaluate(PASTE, '<p>En <img src="https://example.org/foto.jpg"> zo.</p>')
    page.get_by_text("Er is een afbeelding niet meegekomen.").wait_for()
    desk.save(page)
    body = stored(site, pk, "body")
    assert re.findall(r'src="([^"]+?)[0-9a-f]{32}/', body) == ["/media/pictures/"]


def test_what_was_typed_goes_when_the_editor_signs_out(editing, articles):
    page = editing
    open_article(page, articles[4])
    page.get_by_label("Samenvatting").fill("Nog niet opgeslagen.")
    wait_for(lambda: page.evaluate(DRAFTS) == 1, what="the draft is kept")
    page.on("dialog", lambda dialog: dialog.accept())
    desk.log_out(page)
    page.wait_for_url("**/admin/logout/")
    assert page.evaluate(DRAFTS) == 0


def test_nor_does_another_tab_keep_it_and_what_others_left_goes_when_one_comes(
    editing, context, site, articles
):
    page, other = editing, context.new_page()
    open_article(other, articles[4])
    other.get_by_label("Samenvatting").fill("In het andere tabblad.")
    wait_for(lambda: other.evaluate(DRAFTS) == 1, what="the draft is kept")
    desk.log_out(page)
    page.wait_for_url("**/admin/logout/")
    other.get_by_label("Samenvatting").fill("Nog een woord.")
    other.get_by_text("Je bent afgemeld.").wait_for()
    other.on("dialog", lambda dialog: dialog.accept())
    other.close(run_before_unload=True)
    assert page.evaluate(DRAFTS) == 0

    page.evaluate("localStorage.setItem('desk.draft.0.1.x', '{}')")
    desk.log_in(page, site.accounts["redactie"])
    wait_for(lambda: page.evaluate(DRAFTS) == 0, what="what somebody else left is gone")


def test_an_article_that_has_no_number_yet_is_put_back_too_with_what_was_chosen(editing, context):
    page = editing
    page.goto("/admin/blog/article/add/")
    desk.Editor(page).write("Een nieuw begin.")
    page.locator("#id_title").fill("Nieuw")
    desk.choose(page, "id_author", "Noor")
    wait_for(lambda: page.evaluate(DRAFTS) == 1, what="the draft is kept")
    page.wait_for_timeout(1000)  # the last choice and a bit
    crash(page)
    page = context.new_page()
    page.goto("/admin/blog/article/add/")
    desk.Editor(page)
    page.get_by_role("button", name="Zet het terug").click()
    wait_for(lambda: "Een nieuw begin." in body_of(page), what="the text is back")
    assert page.locator("#id_title").input_value() == "Nieuw"
    assert "Noor" in page.locator("#id_author option:checked").inner_text()
