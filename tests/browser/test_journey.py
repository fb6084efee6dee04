"""From an empty page at the desk to a cancelled call: one journey, everything real."""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from tests.site import fresh_site, wait_for
from tests.smtp import Mailbox, Server

from . import desk

pytestmark = pytest.mark.browser
TITLE = "Een proefartikel over pauze nemen"
SLUG = "een-proefartikel-over-pauze-nemen"
PICKED = ["Rouwen zonder tijdschema", "Te veel moeten van jezelf"]


@pytest.fixture(scope="module")
def mailbox():
    return Mailbox()


@pytest.fixture(scope="module")
def site(tmp_path_factory, site_template, mailbox):
    """A site of this module's own, which sends its mail over SMTP."""
    folder = tmp_path_factory.mktemp("journey")
    with (
        Server(mailbox) as smtp,
        fresh_site(folder, site_template, EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}") as site,
    ):
        yield site.start()


def write_article(page, picture, moment):
    page.goto("/admin/blog/article/add/")
    page.locator("#id_title").fill(TITLE)
    page.get_by_label("Samenvatting").fill("Pauze nemen is lastig. Zo begin je klein.")
    editor = desk.Editor(page)
    editor.paragraph("Je hoeft niet te wachten tot het stil is.")
    editor.heading("Waarom een pauze helpt")
    editor.bullets("je hoofd komt tot rust", "je ziet weer waar je was")
    editor.link("Plan een gesprek", "/adviesgesprek/")
    editor.picture(picture, "Twee vormen naast elkaar")
    desk.choose(page, "id_author", "Noor")
    desk.choose(page, "id_topics", "Stress")
    for row, title in enumerate(PICKED):
        if row:
            page.locator(".add-row a").click()
        page.locator(f"#id_related_picks-{row}-position").fill(str(row + 1))
        desk.choose(page, f"id_related_picks-{row}-related", title)
    desk.publish_at(page, moment)
    desk.save(page)


def test_an_article_is_written_appears_in_time_and_leads_to_a_call_that_is_cancelled(
    site, page, mailbox, browser
):
    # The desk: write and schedule.
    desk.log_in(page, site.accounts["redactie"])
    write_article(page, "static/img/share.png", datetime.now(UTC) + timedelta(days=1))
    written, visitor = page, browser.new_context(base_url=site.url, locale="nl-NL")
    page = visitor.new_page()
    assert page.goto(f"/blogs/{SLUG}/").status == 404
    assert TITLE not in page.goto("/blogs/").text()

    # It appears when its time comes, by itself.
    written.goto(written.url)
    desk.Editor(written)
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=5)
    desk.publish_at(written, moment)
    desk.save(written)

    def is_there():
        return page.goto(f"/blogs/{SLUG}/").status == 200

    wait_for(is_there, 40, "the scheduled article appears")
    assert datetime.now(UTC) >= moment
    article = page.get_by_role("main")
    assert page.get_by_role("heading", level=1).inner_text() == TITLE
    assert article.get_by_role("heading", name="Waarom een pauze helpt").is_visible()
    assert article.locator("li", has_text="je hoofd komt tot rust").is_visible()
    picture = article.get_by_role("img", name="Twee vormen naast elkaar")
    picture.scroll_into_view_if_needed()
    wait_for(lambda: picture.evaluate("img => img.naturalWidth") > 0, what="the picture loads")
    assert (picture.get_attribute("width"), picture.get_attribute("loading")) == ("1200", "lazy")
    related = page.get_by_role("heading", name=re.compile("Lees meer over dit onderwerp"))
    titles = related.locator("xpath=ancestor::section[1]//h3").all_inner_texts()
    assert titles[:2] == PICKED
    assert len(titles) == 4

    # From the article to a booking.
    page.get_by_role("main").get_by_role("link", name=re.compile("adviesgesprek")).last.click()
    page.wait_for_url("**/adviesgesprek/")
    page.locator("input[name=slot]").first.check(force=True)
    page.get_by_label("Voornaam").fill("Robin")
    page.get_by_label("Telefoonnummer").fill("06 12345678")
    page.get_by_label("E-mailadres").fill("robin@example.org")
    page.get_by_role("button", name=re.compile("afspraak", re.IGNORECASE)).click()
    page.wait_for_url("**/adviesgesprek/afspraak/*")
    assert "bevestigd" in page.get_by_role("main").inner_text()

    # The mail and its calendar file, over SMTP.
    def mail_about(method):
        for mail in mailbox.mails:
            for part in mail.walk():
                if part.get_content_type() == "text/calendar":
                    cal = icalendar.Calendar.from_ical(part.get_payload(decode=True))
                    if str(cal["METHOD"]) == method:
                        return mail, cal.walk("VEVENT")[0]
        return None

    mail, invitation = wait_for(lambda: mail_about("REQUEST"), 20, "the confirmation arrives")
    assert str(invitation["SUMMARY"]) == "Belafspraak"
    link = re.search(r"http://\S+/afspraak/[\w-]+/", mail.get_body(("plain",)).get_content())[0]

    # Days later, from the mail, in another browser: cancel.
    later = browser.new_context(locale="nl-NL")
    page = later.new_page()
    page.goto(link)
    assert page.url == f"{site.url}/adviesgesprek/afspraak/"
    page.get_by_text("Afspraak afzeggen?").click()
    page.get_by_role("button", name=re.compile("Zeg .*af|Afzeggen", re.IGNORECASE)).click()
    page.wait_for_load_state()
    assert "afgezegd" in page.get_by_role("main").inner_text()
    _, cancellation = wait_for(lambda: mail_about("CANCEL"), 20, "the cancellation arrives")
    assert str(cancellation["UID"]) == str(invitation["UID"])
    assert int(cancellation["SEQUENCE"]) == int(invitation["SEQUENCE"]) + 1
    visitor.close()
    later.close()
