"""A journal that the client keeps = the database = the mailbox, whatever is killed or away.

    python -m tests.long.journal --kills 200 --minutes 60

Visitors book, move, cancel and ask to be called while server and worker are killed again and
again, and for `--minutes` the mail server refuses, drops or is away. On PostgreSQL with
DATABASE_URL. Ends with what was found wrong, and 0 where that is nothing.

A visitor without an answer does what people do: press again, or look at the page. So the journal
ends certain, and every difference is a fault.
"""

import argparse
import os
import random
import re
import signal
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from icalendar import Calendar

from tests.site import Site, fresh_database, fresh_site, prepared, wait_for
from tests.smtp import Mailbox, Server
from tests.visitor import Visitor, free_slots

BOOKING, CALLBACK = "/adviesgesprek/", "/terugbellen/"
PAGE = f"{BOOKING}afspraak/"
MODES = ["refuse", "away", "tempfail", "drop"]
CLIENTS = 4
# Room for everybody: calls of ten minutes, two months ahead.
SETTING = """
from contact.models import Practice
practice = Practice.load()
practice.call_minutes, practice.step_minutes, practice.horizon_days = 10, 10, 60
practice.save()
"""
# What a killed worker had claimed is due at once, where it would be in five minutes.
DUE_NOW = """
from django.utils import timezone
from contact.models import OutboxMail
OutboxMail.objects.filter(status="waiting").update(due_at=timezone.now())
"""


@dataclass
class Journal:
    """What visitors were told. `calls`: address → when and whether it holds; `asked`: numbers."""

    calls: dict[str, tuple[datetime, bool]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    done: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: int = 0

    def number(self) -> int:
        with self.lock:
            self.numbers += 1
            return self.numbers


class Client(threading.Thread):
    """Visitors, one after another, until told to stop."""

    def __init__(self, site: Site, journal: Journal, stop: threading.Event, seed: int):
        super().__init__(daemon=True)
        self.site, self.journal, self.stop = site, journal, stop
        self.dice = random.Random(seed)
        self.failure: Exception | None = None

    def run(self):
        try:
            while not self.stop.is_set():
                (self.ask if self.dice.random() < 0.4 else self.book)()
        except Exception as error:  # told at the end: a client that gave up proves nothing
            self.failure = error

    def insist(self, action):
        """What `action` gives, tried again for as long as there is no answer."""
        while True:
            with suppress(httpx.HTTPError, TypeError):  # TypeError: no form on what came back
                answer = action()
                if answer.status_code < 500:
                    return answer
            time.sleep(0.2)

    def visitor(self, path: str) -> Visitor:
        while True:
            number = self.journal.number()
            with suppress(httpx.HTTPError, TypeError):
                visitor = Visitor(self.site.url, path, number)
                if "csrfmiddlewaretoken" in visitor.page:
                    visitor.person |= {"email": f"v{number}@example.org"}
                    return visitor
            time.sleep(0.2)

    def ask(self):
        visitor = self.visitor(CALLBACK)
        form = visitor.form(**visitor.person)
        answer = self.insist(lambda: visitor.client.post(CALLBACK, data=form))
        if "We bellen je" in answer.text:
            self.journal.asked.add(form["phone"])
            self.journal.done["asked"] += 1
        visitor.close()

    def book(self):
        visitor = self.visitor(BOOKING)
        address = visitor.person["email"]
        slot = self.dice.choice(free_slots(visitor.page))
        form = visitor.form(**visitor.person, slot=slot, kind="phone")
        answer = self.insist(lambda: visitor.client.post(BOOKING, data=form))
        if "bevestigd" in answer.text:
            self.journal.calls[address] = (datetime.fromisoformat(slot), True)
            self.journal.done["booked"] += 1
            while self.dice.random() < 0.4:
                self.move(visitor, address)
            if self.dice.random() < 0.4:
                self.cancel(visitor, address)
        visitor.close()

    def move(self, visitor: Visitor, address: str):
        page = self.insist(lambda: visitor.client.get(f"{PAGE}verzetten/"))
        if not (slots := free_slots(page.text)):
            return
        slot = self.dice.choice(slots)
        visitor.page = page.text
        form = visitor.form(slot=slot)
        answer = self.insist(lambda: visitor.client.post(f"{PAGE}verzetten/", data=form))
        if answer.status_code == 200 and "verzet" in answer.text:
            self.journal.calls[address] = (datetime.fromisoformat(slot), True)
            self.journal.done["moved"] += 1

    def cancel(self, visitor: Visitor, address: str):
        visitor.page = self.insist(lambda: visitor.client.get(PAGE)).text
        answer = self.insist(lambda: visitor.press(f"{PAGE}afzeggen/"))
        if "afgezegd" in answer.text:
            self.journal.calls[address] = (self.journal.calls[address][0], False)
            self.journal.done["cancelled"] += 1


class MailServer:
    """The one mail server, which can be away as well as faulty."""

    def __init__(self):
        self.mailbox, self.server = Mailbox(), None
        with Server(self.mailbox) as server:
            self.port = server.port

    def set(self, mode: str) -> None:
        if self.server and mode == "away":
            self.server.stop()
            self.server = None
        if mode == "away":
            return
        self.mailbox.mode = mode
        if self.server is None:
            self.server = Server(self.mailbox, self.port)
            self.server.start()


def parts_of(site: Site) -> list[int]:
    """Server, its workers and the worker: whatever of them is running now."""
    commands = ("config.web", "manage.py worker")
    return [p.pid for p in site.family() if any(command in p.command for command in commands)]


def run(site: Site, mail: MailServer, *, kills: int, minutes: float, seed: int = 1) -> list[str]:
    """Give what was found wrong, in sentences; nothing where all is well."""
    journal, stop, dice = Journal(), threading.Event(), random.Random(seed)
    mail.set("ok")
    clients = [Client(site, journal, stop, seed * 100 + n) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    begin, length = time.monotonic(), minutes * 60 * 1.25  # a tenth before and after all goes well
    killed, mode = 0, "ok"
    while (passed := time.monotonic() - begin) < length or killed < kills:
        wanted = mode_at(passed / length)
        if wanted != mode:
            mode = wanted
            mail.set(mode)
        if (
            killed < kills
            and passed >= length * (killed + 1) / (kills + 1)
            and (pids := parts_of(site))
        ):
            with suppress(ProcessLookupError):
                os.kill(dice.choice(pids), signal.SIGKILL)
                killed += 1
        time.sleep(0.05)
    stop.set()
    for client in clients:
        client.join(120)
    mail.set("ok")
    site.wait()
    wait_for(lambda: settled(site), 300, "each mail is sent or no longer needed")
    told = ", ".join(f"{name} {count}" for name, count in sorted(journal.done.items()))
    say(f"{killed} kills in {length / 60:.1f} minutes; the journal: {told}")
    wrong = [f"a visitor gave up: {c.failure!r}" for c in clients if c.failure or c.is_alive()]
    return wrong + compare(journal, site, mail.mailbox)


def mode_at(share: float) -> str:
    """How the mail server behaves at this share of the run: for four fifths it is at fault."""
    if not 0.1 <= share < 0.9:
        return "ok"
    return MODES[int((share - 0.1) / 0.8 * len(MODES) * 2) % len(MODES)]


def settled(site: Site) -> bool:
    """Whether no mail waits; what a killed worker had claimed need not wait for its lease."""
    time.sleep(1)
    waiting = site.query("SELECT COUNT(*) FROM contact_outboxmail WHERE status = 'waiting'")
    if waiting[0][0]:
        site.shell(DUE_NOW)
        time.sleep(5)
    return waiting[0][0] == 0


# --- The three compared -------------------------------------------------------------------------


def compare(journal: Journal, site: Site, mailbox: Mailbox) -> list[str]:
    return [
        *calls_against_database(journal, site),
        *requests_against_database(journal, site),
        *mail_against_database(site, mailbox),
        *mail_against_journal(journal, mailbox),
    ]


def calls_against_database(journal: Journal, site: Site):
    rows = site.query("SELECT email, starts_at, status FROM contact_booking")
    stored = defaultdict(list)
    for email, start, status in rows:
        stored[email].append((instant(start), status == "confirmed"))
    for email, told in journal.calls.items():
        if stored[email] != [told]:
            yield f"call of {email}: told {told}, stored {stored[email]}"
    for email in stored.keys() - journal.calls.keys():
        yield f"call of {email} is stored, and nobody was told"
    held = site.query(
        "SELECT COUNT(*) FROM contact_bookedcell c JOIN contact_booking b ON b.id = c.booking_id"
        " WHERE b.status <> 'confirmed'"
    )[0][0]
    if held:
        yield f"{held} cells are held by calls that do not stand"


def requests_against_database(journal: Journal, site: Site):
    stored = Counter(phone for (phone,) in site.query("SELECT phone FROM contact_callbackrequest"))
    told = {"+31" + phone.removeprefix("0") for phone in journal.asked}
    for phone in told - stored.keys():
        yield f"request of {phone} is lost"
    for phone in stored.keys() - told:
        yield f"request of {phone} is stored, and nobody was told"
    for phone, count in stored.items():
        if count > 1:
            yield f"request of {phone} is stored {count} times"


def mail_against_database(site: Site, mailbox: Mailbox):
    rows = site.query(
        "SELECT m.status, m.kind, m.revision, m.booking_id, b.revision, COALESCE(b.email, c.email)"
        " FROM contact_outboxmail m LEFT JOIN contact_booking b ON b.id = m.booking_id"
        " LEFT JOIN contact_callbackrequest c ON c.id = m.callback_id"
    )
    states = Counter(status for status, *_ in rows)
    sent = Counter()
    for status, kind, revision, booking, newest, email in rows:
        to_visitor = not kind.startswith("practice")
        if status == "sent":
            sent[email if to_visitor else ""] += 1
        elif status != "void" or booking is None or revision == newest:
            yield f"a mail ({kind}) about {email} ended as {status}"
    arrived, ids = Counter(), defaultdict(set)
    for mail in mailbox.mails:
        to = str(mail["To"])
        key = to if re.fullmatch(r"v\d+@example\.org", to) else ""
        arrived[key] += 1
        ids[key].add(mail["Message-ID"])
    for key in sent.keys() | ids.keys():
        if sent[key] != len(ids[key]):
            yield f"to {key or 'the practice'}: {sent[key]} sent, {len(ids[key])} arrived"
    repeats = arrived.total() - sum(map(len, ids.values()))
    say(f"mails: {dict(states)}; arrived {arrived.total()}, of which {repeats} repeats with one id")


def mail_against_journal(journal: Journal, mailbox: Mailbox):
    """The last calendar entry that a visitor has says what the visitor was told last."""
    entries = {}
    for mail in mailbox.mails:
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                [event] = calendar.walk("VEVENT")
                entry = (
                    int(event["SEQUENCE"]),
                    event.decoded("DTSTART").astimezone(UTC),
                    calendar["METHOD"] == "REQUEST",
                )
                to = str(mail["To"])
                entries[to] = max(entries.get(to, entry), entry)
    for email, told in journal.calls.items():
        if email not in entries or entries[email][1:] != told:
            yield f"mail to {email}: told {told}, mailed {entries.get(email)}"


def instant(value) -> datetime:
    """SQLite gives text, PostgreSQL a datetime."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def running_site(folder: Path, template, mail: MailServer):
    with fresh_site(
        folder,
        template,
        EMAIL_URL=f"smtp://127.0.0.1:{mail.port}",
        MAIL_RETRY_SECONDS="0.5",
        REQUESTS_PER_ADDRESS="1000000",
        REQUESTS_PER_PHONE="1000000",
    ) as site:
        site.shell(SETTING)
        yield site.start()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=60, help="how long mail is at fault")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    mail = MailServer()
    with TemporaryDirectory() as folder, fresh_database() as engine:
        template = prepared(Path(folder), engine)
        with running_site(Path(folder), template, mail) as site:
            wrong = run(site, mail, kills=options.kills, minutes=options.minutes, seed=options.seed)
    mail.set("away")
    for line in wrong:
        say(f"WRONG: {line}")
    say("all three agree" if not wrong else f"{len(wrong)} differences")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
