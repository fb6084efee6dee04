"""Truly parallel requests against the running production server: one winner, clear refusals."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from tests.visitor import Visitor, free_slots

VISITORS = 50
ROUNDS = 2
REFUSED = re.compile("niet meer vrij|koos net deze tijd")


BOOKING = "/adviesgesprek/"


@pytest.fixture
def visitors(site):
    with ThreadPoolExecutor(VISITORS) as pool:
        everybody = list(pool.map(lambda n: Visitor(site.url, BOOKING, n), range(VISITORS)))
    yield everybody
    for visitor in everybody:
        visitor.close()


def post_together(visitors, slot: str) -> list[httpx.Response]:
    together = Barrier(len(visitors))

    def post(visitor):
        together.wait(timeout=60)
        return visitor.post(kind="phone", slot=slot)

    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(post, visitors))


def test_of_fifty_who_want_one_slot_one_has_it_and_the_others_are_told_what_is_free(visitors):
    slots = free_slots(visitors[0].page)
    for slot in slots[:ROUNDS]:
        answers = post_together(visitors, slot)
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
    visitor = Visitor(site.url, BOOKING, 77)
    form = visitor.form(kind="phone", slot=free_slots(visitor.page)[-1])
    cookies = dict(visitor.client.cookies)
    visitor.close()

    def press(_):
        with httpx.Client(
            base_url=site.url, follow_redirects=True, cookies=cookies, timeout=60
        ) as c:
            return c.post(BOOKING, data=form).text

    with ThreadPoolExecutor(20) as pool:
        pages = list(pool.map(press, range(20)))
    assert all("bevestigd" in page for page in pages)
    links = {re.search(r"/afspraak/[\w-]{43}/", page)[0] for page in pages}
    assert len(links) == 1
