"""A canary: one person with words that stand nowhere else, in every field, through everything that
can happen to them. Found in the tables about people and in the mail addressed to them, and nowhere
else; after they are erased, nowhere."""

import base64
import email
import re
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import httpx

from tests.site import wait_for
from tests.visitor import Visitor, free_slots, hidden

ADDRESS = "kanariepost@vogels.example.org"
NAME, SUBJECT, MESSAGE = "Kanariegeel", "zandloperkwestie", "wintertuinverhaal"
FIRST_NUMBER, NUMBER = "0648765431", "0647654321"
# Without the zero: +31 6 48765431 holds it as well.
WORDS = [NAME, SUBJECT, MESSAGE, "kanariepost", FIRST_NUMBER[2:], NUMBER[2:]]
PERSON = {"first_name": NAME, "phone": FIRST_NUMBER}
WISH = {"email": ADDRESS, "subject": SUBJECT, "message": f"Een {MESSAGE}."}
ABOUT_PEOPLE = {"contact_callbackrequest", "contact_booking"}
APPOINTMENT = "/adviesgesprek/afspraak/"
CALLS, QUEUE = "/admin/contact/booking/", "/admin/contact/callbackrequest/"
DESK = "/admin/contact"
PERSON_PAGE = "/admin/iemands-gegevens/"

# A request that cannot be stored, and an error that quotes it: what a page that breaks does.
BREAKS = {
    "sqlite": [
        "CREATE TRIGGER breaks BEFORE INSERT ON contact_outboxmail BEGIN "
        f"SELECT RAISE(ABORT, 'broken by {NAME} {NUMBER}'); END"
    ],
    "postgres": [
        "CREATE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'broken by {NAME} {NUMBER}'; END $$",
        "CREATE TRIGGER breaks BEFORE INSERT ON contact_outboxmail FOR EACH ROW "
        "EXECUTE FUNCTION breaks()",
    ],
}


def found_in(text: str | bytes) -> list[str]:
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return [word for word in WORDS if word.lower() in text.lower()]


class Form(HTMLParser):
    """What a browser would send of the form with this id, as it stands."""

    def __init__(self, page: str, id: str):
        super().__init__()
        self.id, self.values, self._inside, self._area = id, {}, False, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        name = at.get("name")
        if tag == "form":
            self._inside = at.get("id") == self.id
        elif not self._inside:
            return
        elif tag == "option" and "selected" in at:
            self.values[self._select] = at.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "input" and name and self._is_sent(at):
            self.values[name] = at.get("value", "")

    @staticmethod
    def _is_sent(at) -> bool:
        kind = at.get("type", "text")
        return "checked" in at if kind in ("checkbox", "radio") else kind != "submit"

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data


class Trail:
    """Every address that the site answered at or sent a browser to, with the title of its page:
    what a browser's history keeps."""

    def __init__(self):
        self.lines = []

    def of(self, client: httpx.Client) -> httpx.Client:
        client.event_hooks = {"response": [self._note]}
        return client

    def _note(self, response):
        response.read()
        self.lines += [str(response.request.url), response.headers.get("Location", "")]
        if response.headers.get("Content-Type", "").startswith("text/html"):
            self.lines += re.findall(r"<title>(.*?)</title>", response.text, re.DOTALL)

    def told(self) -> list[str]:
        return [line for line in self.lines if found_in(line)]


# --- What happens to them -------------------------------------------------------------------------


def ask(site, trail):
    """A callback: refused once, asked twice, the number corrected."""
    with closing(Visitor(site.url, "/terugbellen/")) as visitor:
        trail.of(visitor.client)
        visitor.person = PERSON
        refused = visitor.post(**WISH | {"phone": FIRST_NUMBER[:-1]})
        assert (refused.status_code, MESSAGE in refused.text) == (422, True)
        assert "We bellen je" in visitor.post(**WISH).text
        visitor.reload()
        page = visitor.post(**WISH).text
        token = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
        path = "/terugbellen/bedankt/"
        assert NUMBER[2:] in visitor.client.post(path, data=token | {"phone": NUMBER}).text
        # A form without its token: the page that says so shows what was typed.
        again = visitor.client.post("/terugbellen/", data=PERSON | WISH)
        assert (again.status_code, MESSAGE in again.text) == (403, True)


def book(site, trail):
    """One call that is moved and cancelled, and one that stands."""
    for number, phone in enumerate((FIRST_NUMBER, NUMBER)):
        with closing(Visitor(site.url, "/adviesgesprek/")) as visitor:
            trail.of(visitor.client)
            visitor.person = PERSON | {"phone": phone}
            slots = free_slots(visitor.page)
            wish = {"email": ADDRESS, "kind": "phone"}
            assert NAME in visitor.post(**wish, slot="2020-01-01T10:00:00Z").text
            assert "bevestigd" in visitor.post(**wish, slot=slots[number]).text
            if number == 0:
                visitor.page = visitor.client.get(f"{APPOINTMENT}verzetten/").text
                path, visitor.path = visitor.path, f"{APPOINTMENT}verzetten/"
                marks = {
                    name: hidden(visitor.page, name) for name in ("csrfmiddlewaretoken", "shown")
                }
                moved = visitor.client.post(
                    visitor.path, data=marks | {"slot": free_slots(visitor.page)[3]}
                )
                assert moved.status_code == 200
                visitor.page, visitor.path = moved.text, path
                assert "afgezegd" in visitor.press(f"{APPOINTMENT}afzeggen/").text
                assert visitor.client.get(f"{APPOINTMENT}afspraak.ics").status_code == 200


def an_appointment(site, trail, number) -> Visitor:
    """One more call, far enough ahead; the page of it is open."""
    visitor = Visitor(site.url, "/adviesgesprek/")
    trail.of(visitor.client)
    visitor.person = PERSON | {"phone": NUMBER}
    slot = free_slots(visitor.page)[number]
    visitor.page = visitor.post(email=ADDRESS, kind="phone", slot=slot).text
    assert "bevestigd" in visitor.page
    return visitor


def last_call(site) -> int:
    [(pk,)] = site.query("SELECT max(id) FROM contact_booking")
    return pk


def lose_and_choose(site, trail, desk):
    """Their adviser is away: they choose another time, from the page that the mail leads to."""
    with closing(an_appointment(site, trail, 20)) as visitor:
        pk = last_call(site)
        [(adviser, start)] = site.query(
            f"SELECT adviser_id, starts_at FROM contact_booking WHERE id = {pk}"
        )
        day = str(start)[:10]
        away = {"adviser": adviser, "first_on": day, "last_on": day}
        page = press(desk, f"{DESK}/closure/afwezig/", away)
        assert NAME in page.text
        press(desk, page.url.path, {})
        assert state_of(site, pk) == "displaced"
        assert NAME in desk.get(page.url.path).text
        wait_for(lambda: is_sent(site, "booking_displaced"), 60, "the mail with times is sent")
        [link] = links_in(site, "?kies")
        visitor.path = "/adviesgesprek/afspraak/verzetten/"
        visitor.page = visitor.client.get(link).text
        assert "kan niet doorgaan" in visitor.client.get(APPOINTMENT).text
        marks = {name: hidden(visitor.page, name) for name in ("csrfmiddlewaretoken", "shown")}
        chosen = marks | {"slot": free_slots(visitor.page)[30]}
        assert "bevestigd" in visitor.client.post(visitor.path, data=chosen).text


def wait_in_vain(site, trail, desk):
    """Reminded a day and an hour before; then it gets later, and then nobody calls."""
    with closing(an_appointment(site, trail, 25)) as visitor:
        pk = last_call(site)
        token = {"csrfmiddlewaretoken": hidden(visitor.page, "csrfmiddlewaretoken")}
        visitor.client.post(f"{APPOINTMENT}herinnering/", data=token | {"wil": "ja"})
        for minutes, kind in ((20 * 60, "reminder_day"), (50, "reminder_hour")):
            put(site, pk, minutes)
            wait_for(lambda kind=kind: is_sent(site, kind), 90, f"{kind} is sent")
        put(site, pk, 0)
        late = f"{CALLS}{pk}/loopt-uit/"
        assert NAME in desk.get(late).text
        press(desk, late, {"minuten": "10"})
        wait_for(lambda: is_sent(site, "booking_delayed"), 60, "the delay is told")
        put(site, pk, -30)
        visitor.page = visitor.client.get(APPOINTMENT).text
        assert visitor.press(f"{APPOINTMENT}niet-gebeld/").status_code == 200
        assert site.query("SELECT id FROM contact_callbackrequest WHERE reason = 'not_called'")
        press(desk, f"{CALLS}?wanneer=alle", {"action": "no_show", "_selected_action": pk})
        assert state_of(site, pk) == "no_show"


def put(site, pk, minutes):
    """The call begins so many minutes from now, and was made long ago."""
    site.shell(
        "from datetime import timedelta\nfrom django.utils import timezone\n"
        "from contact.models import BookedCell, Booking\n"
        f"start = timezone.now() + timedelta(minutes={minutes})\n"
        f"BookedCell.objects.filter(booking={pk}).delete()\n"
        f"Booking.objects.filter(pk={pk}).update(starts_at=start,"
        " ends_at=start + timedelta(minutes=20), changed_at=start - timedelta(days=9))"
    )


def state_of(site, pk) -> str:
    [(status,)] = site.query(f"SELECT status FROM contact_booking WHERE id = {pk}")
    return status


def is_sent(site, kind) -> bool:
    sent = f"SELECT id FROM contact_outboxmail WHERE kind = '{kind}' AND status = 'sent'"
    return bool(site.query(sent))


def links_in(site, end) -> set[str]:
    """The lasting links in the mails that end so."""
    found = re.escape(site.url) + r"(/afspraak/[\w-]{43}/" + re.escape(end) + ")"
    return {link for mail in mails(site) for link in re.findall(found, text_of(mail))}


def go_astray(site):
    """Addresses that a visitor or a mail program made up; these are not the site's."""
    with httpx.Client(base_url=site.url, timeout=60) as client:
        for path in ("/nergens/", "/zoeken/", "/terugbellen/", "/admin/", "/afspraak/onbekend/"):
            client.get(path, params={"q": NAME, "naam": NAME, "tel": NUMBER, "p": MESSAGE})


def break_down(site):
    """The database refuses what they ask, in words that quote them."""
    engine = "sqlite" if is_sqlite(site) else "postgres"
    site.shell(_run(BREAKS[engine]))
    with closing(Visitor(site.url, "/terugbellen/")) as visitor:
        visitor.person = PERSON | {"first_name": f"{NAME} de tweede"}
        assert visitor.post(**WISH).status_code == 500
    on = " ON contact_outboxmail" if engine == "postgres" else ""
    site.shell(_run([f"DROP TRIGGER breaks{on}"]))


def _run(statements):
    lines = "".join(f"\n    cursor.execute({sql!r})" for sql in statements)
    return f"from django.db import connection\nwith connection.cursor() as cursor:{lines}"


def log_in(site, trail, role="balie") -> httpx.Client:
    desk = trail.of(httpx.Client(base_url=site.url, timeout=60, follow_redirects=True))
    token = hidden(desk.get("/admin/login/").text, "csrfmiddlewaretoken")
    account = site.accounts[role]
    page = desk.post("/admin/login/", data=account | {"csrfmiddlewaretoken": token, "next": ""})
    assert "Vandaag" in page.text
    return desk


def press(desk, path, data):
    token = desk.cookies["csrftoken"]
    headers = {"Referer": str(desk.base_url.join(path))}
    return desk.post(path, data=data | {"csrfmiddlewaretoken": token}, headers=headers)


def handle(site, desk):
    """The desk looks for them, opens, edits, calls, and gives them a copy."""
    lists = [f"{DESK}/callbackrequest/", f"{DESK}/booking/"]
    for path in lists:
        desk.get(path)
        for words in (NAME, NUMBER, ADDRESS):
            assert NAME in press(desk, path, {"q": words}).text
    asked = "FROM contact_callbackrequest WHERE reason = 'asked'"
    corrected = f"{asked} AND phone = '+31{NUMBER[1:]}'"
    [(pk,)] = site.query(f"SELECT id {corrected}")
    change = f"{lists[0]}{pk}/change/"
    values = Form(desk.get(change).text, "callbackrequest_form").values
    edited = {"message": f"Een lang {MESSAGE}.", "subject": f"de {SUBJECT}"}
    assert desk.get(press(desk, change, values | edited).url).status_code == 200
    assert site.query(f"SELECT message {corrected}") == [(edited["message"],)]
    call(site, desk, pk)
    desk.get(f"{lists[0]}{pk}/history/")
    for typed in ({"phone": NUMBER}, {"email": ADDRESS}):
        assert NAME in press(desk, PERSON_PAGE, typed).text
    copy = press(desk, f"{PERSON_PAGE}meegeven/", picked(site))
    assert copy.headers["Content-Type"] == "application/zip"


def call(site, desk, pk):
    """Claimed, given back, claimed again, and tried."""
    assert NAME in press(desk, f"{QUEUE}{pk}/ik-bel/", {}).text
    press(desk, f"{QUEUE}{pk}/geef-terug/", {})
    assert NUMBER[2:] in press(desk, f"{QUEUE}{pk}/ik-bel/", {}).text.replace(" ", "")
    press(desk, f"{QUEUE}{pk}/uitkomst/", {"outcome": "voicemail", "seen": "0"})  # they say no
    press(desk, f"{QUEUE}{pk}/uitkomst/", {"outcome": "no_answer", "seen": "0"})
    assert site.query(f"SELECT attempts FROM contact_callbackrequest WHERE id = {pk}") == [(1,)]
    assert NAME in desk.get(f"{QUEUE}{pk}/gesprek/").text


def plan_by_telephone(site, desk):
    """Planned and moved with them on the line, after a refusal; and put in the queue."""
    page = desk.get(f"{CALLS}add/").text
    slots = free_slots(page)
    told = {"first_name": NAME, "phone": NUMBER, "email": ADDRESS, "kind": "phone"}
    told["form_key"] = hidden(page, "form_key")
    refused = press(desk, f"{CALLS}add/", told)
    assert (refused.status_code, NAME in refused.text) == (422, True)
    assert NAME in press(desk, f"{CALLS}add/", told | {"slot": slots[40]}).text
    pk = last_call(site)
    move = f"{CALLS}{pk}/verzetten/"
    page = desk.get(move).text
    # In the morning: with Noor, whose calendar is read below.
    morning = next(slot for slot in free_slots(page)[45:] if slot[11:13] < "11")
    other = {"slot": morning, "form_key": hidden(page, "form_key")}
    assert "Verzet: " in press(desk, move, other).text
    add = f"{QUEUE}add/"
    assert NAME in press(desk, add, {"first_name": NAME, "phone": NUMBER[:-1]}).text
    press(desk, add, {"first_name": NAME, "phone": NUMBER, "email": ADDRESS})
    return pk


def look_around(site, trail, desk, pk):
    """Where else the desk meets them: the week, the sheet of the day, the mails, a flood, and the
    calendar of their adviser."""
    [(start,)] = site.query(f"SELECT starts_at FROM contact_booking WHERE id = {pk}")
    day = datetime.fromisoformat(str(start)[:10])
    assert NAME in desk.get(f"{CALLS}week/", params={"week": f"{day:%G-W%V}"}).text
    assert NAME in desk.get(f"{CALLS}day/", params={"day": f"{day:%Y-%m-%d}"}).text
    sent = "SELECT max(id) FROM contact_outboxmail WHERE status = 'sent' AND booking_id = "
    [(mail,)] = site.query(f"{sent}{pk}")
    assert desk.get(f"{DESK}/outboxmail/").status_code == 200
    press(desk, f"{DESK}/outboxmail/{mail}/opnieuw/", {})
    assert site.query("SELECT id FROM contact_outboxmail WHERE key LIKE '%~1'")
    with closing(log_in(site, trail, "psycholoog")) as noor:
        [(adviser,)] = site.query("SELECT id FROM contact_adviser WHERE name = 'Noor'")
        page = press(noor, f"{DESK}/adviser/{adviser}/agenda/", {"act": "renew-feed"}).text
        address = re.search(r"/agenda/[\w-]+/gesprekken\.ics", page)[0]
    with trail.of(httpx.Client(base_url=site.url, timeout=60)) as stranger:
        feed = stranger.get(address)
    assert feed.text.count("BEGIN:VEVENT") >= 1
    assert found_in(feed.text) == []
    now = datetime.now(UTC)
    days = {"van": now - timedelta(days=1), "tot": now + timedelta(days=1)}
    flood = {name: f"{at:%Y-%m-%dT%H:%M}" for name, at in days.items()} | {"soort": "gesprekken"}
    assert desk.get(f"{CALLS}opruimen/", params=flood).status_code == 200
    press(desk, f"{CALLS}opruimen/", {"soort": "gesprekken", "rijen": str(pk), "mail": "een"})
    assert state_of(site, pk) == "cancelled"


def picked(site) -> dict[str, list]:
    return {
        name: [pk for (pk,) in site.query(f"SELECT id FROM {table}")]
        for name, table in (
            ("callback", "contact_callbackrequest"),
            ("booking", "contact_booking"),
        )
    }


def erase(site, desk):
    page = press(desk, f"{PERSON_PAGE}wissen/", picked(site))
    assert NAME in page.text
    page = press(desk, f"{PERSON_PAGE}wissen/", picked(site) | {"confirmed": "1", "lapses": "1"})
    assert "Gewist: " in page.text


# --- Where they are found -------------------------------------------------------------------------


def is_sqlite(site) -> bool:
    return "DATABASE_URL" not in site.environment


def tables_with_them(site) -> set[str]:
    if not is_sqlite(site):
        names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    else:
        # Those of an index of words have no rows of their own; the bytes of the file have all.
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    tables = [name for (name,) in site.query(names)]
    assert set(tables) > ABOUT_PEOPLE | {"django_admin_log", "contact_accessentry"}
    return {name for name in tables if found_in(str(site.query(f'SELECT * FROM "{name}"')))}


def sessions(site) -> str:
    """What the sessions hold, in the clear."""
    texts = []
    for (data,) in site.query("SELECT session_data FROM django_session"):
        packed = data.split(":")[0]
        raw = base64.urlsafe_b64decode(packed.lstrip(".") + "==")
        texts.append((zlib.decompress(raw) if packed.startswith(".") else raw).decode())
    return "\n".join(texts)


def mails(site) -> list[email.message.Message]:
    return [email.message_from_bytes(f.read_bytes()) for f in (site.var / "mail").glob("*")]


def text_of(mail) -> str:
    parts = [part.get_payload(decode=True) or b"" for part in mail.walk()]
    return mail.as_string() + b"\n".join(parts).decode("utf-8", "replace")


def files_with_them(site) -> list[str]:
    """Of all files but the mails and, while they are in it, the database: logs, caches, media."""
    files = [site.log, *(path for path in site.var.rglob("*") if path.is_file())]
    return [file.name for file in files if "mail" not in file.parts and _holds(file)]


def _holds(file: Path) -> bool:
    try:
        return bool(found_in(file.read_bytes()))
    except FileNotFoundError:
        return False  # the worker was quicker


def is_all_sent(site) -> bool:
    return not site.query("SELECT id FROM contact_outboxmail WHERE status = 'waiting'")


def test_a_person_is_found_in_their_rows_and_their_mail_alone_and_once_erased_nowhere(new_site):
    new_site.environment["REQUESTS_PER_ADDRESS"] = "1000"  # they alone get all these mails
    site, trail = new_site.start(), Trail()
    ask(site, trail)
    book(site, trail)
    go_astray(site)
    break_down(site)
    with closing(log_in(site, trail)) as desk:
        lose_and_choose(site, trail, desk)
        wait_in_vain(site, trail, desk)
        handle(site, desk)
        planned = plan_by_telephone(site, desk)
        wait_for(lambda: is_all_sent(site), 60, "all mail is sent")
        look_around(site, trail, desk, planned)
        wait_for(lambda: is_all_sent(site), 60, "all mail is sent")

        assert len(trail.lines) > 100
        assert trail.told() == []
        assert tables_with_them(site) == ABOUT_PEOPLE
        assert len(sessions(site)) > 100
        assert found_in(sessions(site)) == []
        holding = files_with_them(site)
        assert bool(holding) == is_sqlite(site)
        assert [name for name in holding if not name.startswith("db.sqlite3")] == []
        log = site.log.read_text()
        assert re.search(r"Error: |Error$|Exception$", log, re.MULTILINE), "the 500 was logged"
        theirs = [mail for mail in mails(site) if found_in(text_of(mail))]
        assert {mail["To"] for mail in theirs} == {ADDRESS}
        assert len(theirs) >= 15
        assert found_in(" ".join(str(mail["Subject"]) for mail in mails(site))) == []

        erase(site, desk)
        wait_for(lambda: is_all_sent(site), 60, "all mail is sent")
        wait_for(lambda: files_with_them(site) == [], 90, "no file holds them, the log neither")
        assert tables_with_them(site) == set()
        assert [mail for mail in mails(site) if found_in(text_of(mail))] == []
        assert trail.told() == []
        looks = site.query("SELECT DISTINCT action FROM contact_accessentry ORDER BY action")
        assert {action for (action,) in looks} == {
            "change", "erase", "export", "feed", "list", "print", "view",
        }  # fmt: skip
