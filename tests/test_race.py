"""Truly parallel requests against the running production server: one winner, clear refusals."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from functools import partial
from random import Random

import pytest

from tests.long.race import Crowd, appointment_of, together
from tests.visitor import Visitor, free_slots

VISITORS = 50
ROUNDS = 2
REFUSED = re.compile("niet meer vrij|koos net deze tijd")
CALLBACK, BOOKING = "/terugbellen/", "/adviesgesprek/"
APPOINTMENT = f"{BOOKING}afspraak/"
MOVE, CANCEL = f"{APPOINTMENT}verzetten/", f"{APPOINTMENT}afzeggen/"


@pytest.fixture
def visitors(site):
    with ThreadPoolExecutor(VISITORS) as pool:
        everybody = list(pool.map(lambda n: Visitor(site.url, BOOKING, n), range(VISITORS)))
    yield everybody
    for visitor in everybody:
        visitor.close()


def test_of_fifty_who_want_one_slot_one_has_it_and_the_others_are_told_what_is_free(visitors):
    slots = free_slots(visitors[0].page)
    for slot in slots[:ROUNDS]:
        answers = together(*(partial(v.post, kind="phone", slot=slot) for v in visitors))
        won = [answer for answer in answers if "bevestigd" in answer.text]
        lost = [answer for answer in answers if "bevestigd" not in answer.text]
        assert (len(won), len(lost)) == (1, VISITORS - 1)
        assert {answer.status_code for answer in lost} == {409}
        for answer in lost:
            assert REFUSED.search(answer.text)
            assert not re.search("gereserveerd|ingepland", answer.text)
            still_free = free_slots(answer.text)
            assert still_free
            assert slot not in still_free


def test_one_visitor_who_presses_twenty_times_has_one_booking(site):
    with closing(Visitor(site.url, BOOKING, 77)) as visitor:
        form = visitor.form(kind="phone", slot=free_slots(visitor.page)[-1])
        windows = [visitor.window(BOOKING) for _ in range(20)]
    pages = together(*(partial(w.client.post, BOOKING, data=form) for w in windows))
    for window in windows:
        window.close()
    assert all("bevestigd" in page.text for page in pages)
    links = {re.search(r"/afspraak/[\w-]{43}/", page.text)[0] for page in pages}
    assert len(links) == 1


def test_several_calls_moved_to_one_slot_give_it_to_one_and_leave_the_others_as_they_were(visitors):
    movers, slots = visitors[:8], free_slots(visitors[0].page)
    wanted, *first = slots[10:19]
    for visitor, slot in zip(movers, first, strict=True):
        assert "bevestigd" in visitor.post(kind="phone", slot=slot).text
        visitor.path = MOVE
        visitor.reload()
    answers = together(*(partial(visitor.post, slot=wanted) for visitor in movers))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    for visitor, answer, slot in zip(movers, answers, first, strict=True):
        stands = wanted if answer.status_code == 200 else slot
        assert appointment_of(visitor) == (datetime.fromisoformat(stands), True)
    movers[0].path = BOOKING
    movers[0].reload()
    free = free_slots(movers[0].page)
    left = first[[answer.status_code for answer in answers].index(200)]
    assert {wanted, *first} & set(free) == {left}


def test_a_call_moved_and_cancelled_at_once_is_cancelled_and_holds_no_time(site):
    with closing(Visitor(site.url, BOOKING, 78)) as visitor:
        slots = free_slots(visitor.page)[20:26]
        assert "bevestigd" in visitor.post(kind="phone", slot=slots[0]).text
        moving = [visitor.window(MOVE) for _ in slots[1:]]
        cancelling = [visitor.window(APPOINTMENT) for _ in slots[1:]]
        answers = together(
            *(partial(w.post, slot=slot) for w, slot in zip(moving, slots[1:], strict=True)),
            *(partial(w.press, CANCEL) for w in cancelling),
        )
        assert {answer.status_code for answer in answers} == {200}
        assert appointment_of(visitor)[1] is False
        visitor.reload()
        assert set(slots) <= set(free_slots(visitor.page))
        for window in (*moving, *cancelling):
            window.close()


def test_one_person_who_asks_to_be_called_in_twenty_windows_waits_in_the_queue_once(site):
    windows = [Visitor(site.url, CALLBACK, 79) for _ in range(20)]
    answers = together(*(window.post for window in windows))
    for window in windows:
        window.close()
    assert {answer.status_code for answer in answers} == {200}
    assert all("We bellen je" in answer.text for answer in answers)
    asked = site.query(
        "SELECT id, same_as_id FROM contact_callbackrequest WHERE phone = '+31612000079'"
    )
    [first] = [pk for pk, same_as in asked if same_as is None]
    assert len(asked) == 20
    assert {same_as for _, same_as in asked} == {None, first}


def test_one_form_sent_twenty_times_at_once_is_one_request(site):
    with closing(Visitor(site.url, CALLBACK, 80)) as visitor:
        form, windows = visitor.form(), [visitor.window(CALLBACK) for _ in range(20)]
    answers = together(*(partial(w.client.post, CALLBACK, data=form) for w in windows))
    for window in windows:
        window.close()
    assert {answer.status_code for answer in answers} == {200}
    asked = site.query("SELECT id FROM contact_callbackrequest WHERE phone = '+31612000080'")
    assert len(asked) == 1


def test_whatever_visitors_do_at_once_each_time_has_one_holder_and_their_pages_say_so(site):
    """A short run of `python -m tests.long.race`, which has a thousand rounds."""
    with Crowd(site, n=20, chance=Random(1)) as crowd:
        for _ in range(6):
            crowd.round()
    assert crowd.violations == []
    assert {"book", "move", "cancel"} <= crowd.done.keys()
