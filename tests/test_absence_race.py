"""Absence settled by several people at once, against the running site: each call settled once."""

from contextlib import closing
from functools import partial

import httpx
import pytest

from tests.site import wait_for
from tests.test_race import together
from tests.visitor import Visitor, free_slots, hidden

APPOINTMENT, MOVE = "/adviesgesprek/afspraak/", "/adviesgesprek/afspraak/verzetten/"
CALLS = 6
# A colleague who has room for the first call of a day and for no other.
COLLEAGUE = """
from datetime import date, time
from contact.models import Adviser, BusyTime, WeeklyHours
bo = Adviser.objects.create(name="Bo")
for day in range(5):
    WeeklyHours.objects.create(adviser=bo, weekday=day, start=time(9), end=time(9, 30))
"""


def signed_in(site, role="balie") -> httpx.Client:
    client = httpx.Client(base_url=site.url, follow_redirects=True, timeout=60)
    token = hidden(client.get("/admin/login/").text, "csrfmiddlewaretoken")
    account = site.accounts[role] | {"csrfmiddlewaretoken": token, "next": "/admin/"}
    assert client.post("/admin/login/", data=account).url.path == "/admin/"
    return client


def press(client, path) -> httpx.Response:
    token = hidden(client.get(path).text, "csrfmiddlewaretoken")
    return client.post(path, data={"csrfmiddlewaretoken": token})


@pytest.fixture
def away(new_site):
    """Noor has calls in the coming days, half of them with an address, and is away on all."""
    site = new_site
    site.environment["REQUESTS_PER_ADDRESS"] = "1000"
    site.start()
    visitors = []
    for number in range(CALLS):
        visitor = Visitor(site.url, "/adviesgesprek/", number)
        mornings = [slot for slot in free_slots(visitor.page) if is_morning(slot)]
        email = f"proef{number}@example.org" if number % 2 else ""
        answer = visitor.post(kind="phone", slot=mornings[0], email=email)
        assert "bevestigd" in answer.text
        visitors.append(visitor)
    site.shell(COLLEAGUE)
    site.shell(
        "from contact.models import Adviser, Booking, Closure; "
        "days = Booking.objects.order_by('starts_at'); "
        "Closure.objects.create(adviser=Adviser.objects.get(name='Noor'), "
        "first_on=days.first().starts_at.date(), last_on=days.last().starts_at.date())"
    )
    yield site, visitors
    for visitor in visitors:
        visitor.close()


def is_morning(slot: str) -> bool:
    return int(slot[11:13]) < 11


def rows(site):
    return site.query(
        "SELECT b.id, b.email, b.status, b.sequence, a.name FROM contact_booking b "
        "JOIN contact_adviser a ON a.id = b.adviser_id ORDER BY b.id"
    )


def told(site, kind):
    return site.query(
        f"SELECT booking_id, count(*) FROM contact_outboxmail WHERE kind = '{kind}' "
        "GROUP BY booking_id ORDER BY booking_id"
    )


def check(site):
    """Each call was settled once: one change, one mail or one place on the call list."""
    calls = rows(site)
    assert {sequence for *_, sequence, _ in calls} == {1}
    given = [row for row in calls if row[2] == "confirmed"]
    lost = [row for row in calls if row[2] == "displaced"]
    assert {row[4] for row in given} <= {"Bo"}
    assert len(given) + len(lost) == CALLS
    mailed = [(row[0], 1) for row in lost if row[1]]
    assert told(site, "booking_displaced") == mailed
    assert told(site, "booking_moved") == [(row[0], 1) for row in given if row[1]]
    on_the_list = site.query(
        "SELECT booking_id FROM contact_callbackrequest WHERE reason = 'displaced' "
        "ORDER BY booking_id"
    )
    assert {(row[0],) for row in lost if not row[1]} <= set(on_the_list)
    assert len(on_the_list) == len(set(on_the_list))
    held = site.query("SELECT adviser_id, starts_at, count(*) FROM contact_bookedcell "
                      "GROUP BY adviser_id, starts_at HAVING count(*) > 1")  # fmt: skip
    assert held == []
    cells = site.query("SELECT count(*) FROM contact_bookedcell")[0][0]
    assert cells == 4 * len(given)
    return given, lost


def test_two_colleagues_who_settle_an_absence_at_once_settle_each_call_once(away):
    site, _ = away
    [(pk,)] = site.query("SELECT id FROM contact_closure")
    page = f"/admin/contact/closure/{pk}/gevolgen/"
    desks = [signed_in(site) for _ in range(6)]
    tokens = [hidden(desk.get(page).text, "csrfmiddlewaretoken") for desk in desks]
    presses = [
        partial(desk.post, page, data={"csrfmiddlewaretoken": token})
        for desk, token in zip(desks, tokens, strict=True)
    ]
    answers = together(*presses)
    assert {answer.status_code for answer in answers} == {200}
    given, lost = check(site)
    assert (len(given) > 0, len(lost) > 0) == (True, True)
    again = desks[0].post(page, data={"csrfmiddlewaretoken": tokens[0]})
    assert again.status_code == 200
    assert check(site) == (given, lost)
    for desk in desks:
        desk.close()


def test_an_absence_settled_while_visitors_move_and_cancel_leaves_each_call_one_way(away):
    site, visitors = away
    [(pk,)] = site.query("SELECT id FROM contact_closure")
    page = f"/admin/contact/closure/{pk}/gevolgen/"
    desks = [signed_in(site) for _ in range(2)]
    tokens = [hidden(desk.get(page).text, "csrfmiddlewaretoken") for desk in desks]
    mover, canceller = visitors[0].window(MOVE), visitors[1].window(APPOINTMENT)
    far = [slot for slot in free_slots(mover.page) if not is_morning(slot)][-1]
    answers = together(
        *(
            partial(desk.post, page, data={"csrfmiddlewaretoken": token})
            for desk, token in zip(desks, tokens, strict=True)
        ),
        partial(mover.post, slot=far),
        partial(canceller.press, f"{APPOINTMENT}afzeggen/"),
    )
    assert {answer.status_code for answer in answers} == {200}
    first, second, *others = rows(site)
    # Moved, either from its own time or after it had lost that; cancelled likewise.
    assert (first[2], first[4]) == ("confirmed", "Sem")
    assert second[2] == "cancelled"
    assert {row[3] for row in others} == {1}
    waiting = site.query(
        "SELECT booking_id FROM contact_callbackrequest WHERE reason = 'displaced' "
        "AND status IN ('open', 'no_answer')"
    )
    assert {(first[0],), (second[0],)}.isdisjoint(waiting)
    for client in (*desks, mover, canceller):
        client.close()


def test_a_worker_that_follows_up_puts_nobody_on_the_call_list_twice(away):
    site, visitors = away
    [(pk,)] = site.query("SELECT id FROM contact_closure")
    with closing(signed_in(site)) as desk:
        press(desk, f"/admin/contact/closure/{pk}/gevolgen/")
    follow_up = (
        "from datetime import timedelta; from django.utils import timezone; "
        "from contact import absence; absence.follow_up(timezone.now() + timedelta(hours=25))"
    )
    together(*[partial(site.shell, follow_up)] * 3)
    lost = [row[0] for row in rows(site) if row[2] == "displaced"]
    listed = wait_for(
        lambda: site.query(
            "SELECT booking_id FROM contact_callbackrequest WHERE reason = 'displaced' "
            "ORDER BY booking_id"
        )
    )
    assert [pk for (pk,) in listed] == lost
    assert "bevestigd" not in visitors[-1].client.get(APPOINTMENT).text
