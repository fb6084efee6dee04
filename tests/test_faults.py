"""What was confirmed is there, whatever is killed or away."""

import os
import re
import signal
import time
from contextlib import closing

import httpx
import pytest

from tests.site import fresh_site, wait_for
from tests.smtp import Mailbox, Server
from tests.visitor import Visitor, free_slots

CALLBACK, BOOKING = "/terugbellen/", "/adviesgesprek/"
KILLS = 6
ENOUGH = 20  # confirmed requests to look for afterwards, however slow the machine


@pytest.fixture
def make_site(tmp_path, site_template):
    """`make_site(NAME=value)`: a running site with these variables."""
    opened = []

    def make(**environment):
        manager = fresh_site(tmp_path, site_template, **environment)
        opened.append(manager)
        return manager.__enter__().start()

    yield make
    for manager in opened:
        manager.__exit__(None, None, None)


def server_and_worker(site) -> list[int]:
    """The server, its workers and the worker: whatever of them is running now."""
    parts = ("config.web", "manage.py worker")
    return [p.pid for p in site.family() if any(part in p.command for part in parts)]


def test_no_confirmed_request_is_lost_or_doubled_when_server_and_worker_are_killed(make_site):
    site = make_site(REQUESTS_PER_ADDRESS="100000")
    visitors = [Visitor(site.url, CALLBACK, n) for n in range(10)]
    confirmed, number, killed = set(), 0, 0
    next_kill = time.monotonic() + 1
    while killed < KILLS or len(confirmed) < ENOUGH or not site.answers():
        if killed < KILLS and time.monotonic() > next_kill and (pids := server_and_worker(site)):
            os.kill(pids[killed % len(pids)], signal.SIGKILL)
            killed, next_kill = killed + 1, time.monotonic() + 1.5
        number += 1
        visitor = visitors[number % len(visitors)]
        visitor.person = {"first_name": "Proef", "phone": f"06{13000000 + number}"}
        try:
            visitor.reload()
            answer = visitor.post()
        except (httpx.HTTPError, TypeError):  # TypeError: no form on what came back
            continue  # not confirmed: it may be there, and may not
        if answer.status_code == 200 and "We bellen je" in answer.text:
            confirmed.add(f"+316{13000000 + number}")
    for visitor in visitors:
        visitor.close()
    stored = [phone for (phone,) in site.query("SELECT phone FROM contact_callbackrequest")]
    assert confirmed <= set(stored)
    assert len(stored) == len(set(stored))


def test_with_mail_away_the_forms_answer_as_ever_and_the_mail_comes_later(make_site):
    mailbox = Mailbox()
    with Server(mailbox) as server:
        port = server.port  # and now nobody listens there
    site = make_site(EMAIL_URL=f"smtp://127.0.0.1:{port}", MAIL_RETRY_SECONDS="0.5")
    with closing(Visitor(site.url, BOOKING, 1)) as visitor:
        wish = {"slot": free_slots(visitor.page)[0], "kind": "phone"}
        assert "bevestigd" in visitor.post(email="robin@example.org", **wish).text
    with closing(Visitor(site.url, CALLBACK, 2)) as visitor:
        assert "We bellen je" in visitor.post(email="robin@example.org").text
    mailbox.mode = "refuse"
    with Server(mailbox, port):
        wait_for(lambda: mailbox.refusals >= 2, 30, "the worker tries, and tries again")
        assert mailbox.mails == []
        mailbox.mode = "ok"
        wait_for(lambda: len(mailbox.mails) >= 4, 30, "two mails to the visitor, two to the desk")
    subjects = sorted(re.sub(r" op .*", "", str(mail["Subject"])) for mail in mailbox.mails)
    assert subjects == [
        "Er is een adviesgesprek geboekt",
        "Je afspraak",
        "Nieuw terugbelverzoek",
        "We bellen je terug",
    ]


def test_a_slow_mail_server_holds_up_nobody_at_the_form(make_site):
    mailbox = Mailbox()
    mailbox.mode = "stall"
    with Server(mailbox) as server:
        site = make_site(EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        for number in range(3):
            with closing(Visitor(site.url, CALLBACK, number)) as visitor:
                assert "We bellen je" in visitor.post(email="robin@example.org").text
            wait_for(lambda: mailbox.stalled, 30, "the worker talks to the slow server")
        assert mailbox.mails == []  # the server still has not taken one, and nobody waited for it
