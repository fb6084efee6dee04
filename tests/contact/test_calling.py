from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest
from django.db import OperationalError, connection

from contact import callbacks
from contact.models import CallAttempt, CallbackRequest, Closure, OutboxMail
from staff.models import User

from .make import MONDAY, a_day, make_callback, make_practice

pytestmark = pytest.mark.django_db
Outcome = CallAttempt.Outcome
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def practice():
    return make_practice()


@pytest.fixture
def sanne():
    return User.objects.create_user("sanne")


@pytest.fixture
def daan():
    return User.objects.create_user("daan")


def claim(asked, by, now=MONDAY):
    return callbacks.claim(callback=asked, by=by, now=now)


def log(asked, by, outcome=Outcome.NO_ANSWER, now=MONDAY, **seen):
    asked.refresh_from_db()
    return callbacks.log_call(callback=asked, by=by, outcome=outcome, now=now, **seen)


def state_of(asked):
    asked.refresh_from_db()
    return asked.status, asked.attempts


# --- Claim ----------------------------------------------------------------------------------


def test_whoever_claims_first_calls_and_a_colleague_does_not(sanne, daan):
    asked = make_callback()
    assert (claim(asked, sanne), claim(asked, daan)) == (True, False)
    asked.refresh_from_db()
    assert asked.claimed_by == sanne
    assert asked.is_claimed(MONDAY)


def test_a_claim_lapses_after_half_an_hour(sanne, daan):
    asked = make_callback()
    claim(asked, sanne)
    assert claim(asked, daan, MONDAY + timedelta(minutes=29)) is False
    assert claim(asked, daan, MONDAY + timedelta(minutes=30)) is True


def test_who_claims_again_has_another_half_hour(sanne, daan):
    asked = make_callback()
    claim(asked, sanne)
    assert claim(asked, sanne, MONDAY + timedelta(minutes=20)) is True
    assert claim(asked, daan, MONDAY + timedelta(minutes=40)) is False


def test_a_claim_is_given_back_by_whoever_has_it(sanne, daan):
    asked = make_callback()
    claim(asked, sanne)
    assert callbacks.give_back(callback=asked, by=daan) is False
    assert callbacks.give_back(callback=asked, by=sanne) is True
    assert claim(asked, daan) is True


def test_who_asked_twice_is_claimed_once(sanne, daan):
    first, again = make_callback(), make_callback()
    assert (claim(again, sanne), claim(first, daan)) == (True, False)


def test_who_needs_no_call_cannot_be_claimed(sanne):
    asked = make_callback()
    callbacks.mark_withdrawn(callback=asked, by=sanne)
    assert claim(asked, sanne) is False


@pytest.mark.parametrize("outcome", Outcome.values)
def test_while_a_colleague_calls_nobody_else_writes_how_it_ended(sanne, daan, outcome):
    asked = make_callback()
    claim(asked, sanne)
    assert log(asked, daan, outcome) is False
    assert CallAttempt.objects.count() == 0
    assert log(asked, sanne, outcome) is True
    asked.refresh_from_db()
    assert asked.claimed_by is None


# --- Attempts -------------------------------------------------------------------------------


def test_an_attempt_says_who_called_when_and_how_it_ended(sanne):
    asked = make_callback()
    log(asked, sanne, Outcome.VOICEMAIL, MONDAY + HOUR)
    attempt = CallAttempt.objects.get()
    assert (attempt.callback, attempt.by, attempt.outcome) == (asked, sanne, "voicemail")
    assert attempt.at == MONDAY + HOUR
    assert state_of(asked) == ("no_answer", 1)


def test_the_next_attempt_is_proposed_for_another_part_of_the_day(sanne):
    asked = make_callback()
    log(asked, sanne)
    asked.refresh_from_db()
    assert asked.next_attempt_at.isoformat() == "2026-11-23T11:00:00+00:00"  # noon
    log(asked, sanne, now=MONDAY + 4 * HOUR)
    asked.refresh_from_db()
    assert asked.next_attempt_at.isoformat() == "2026-11-24T08:00:00+00:00"


def test_the_queue_goes_by_promise_and_then_by_next_attempt(sanne):
    tried = make_callback(first_name="Ali")
    log(tried, sanne)  # again at noon
    mornings = make_callback(first_name="Bo", day_part="ochtend")  # promised for Tuesday at ten
    untried = make_callback(first_name="Kim")  # promised for one o'clock
    assert list(CallbackRequest.objects.to_call()) == [tried, untried, mornings]
    log(mornings, sanne)  # again on Tuesday at nine
    late = make_callback(first_name="Do", now=MONDAY + 7 * HOUR)  # promised for Tuesday at noon
    assert list(CallbackRequest.objects.to_call()) == [tried, untried, mornings, late]


def test_two_colleagues_who_note_one_call_count_it_once(sanne, daan):
    asked = make_callback()
    assert log(asked, sanne) is True
    assert log(asked, daan, now=MONDAY + timedelta(minutes=2)) is False
    assert state_of(asked) == ("no_answer", 1)


def test_a_form_that_was_sent_before_counts_no_second_attempt(sanne):
    asked = make_callback()
    log(asked, sanne, seen=0)
    assert log(asked, sanne, seen=0, now=MONDAY + HOUR) is False
    assert log(asked, sanne, seen=1, now=MONDAY + HOUR) is True


def test_after_the_attempts_of_the_practice_it_closes_and_a_mail_says_so(sanne, practice):
    asked = make_callback(email="robin@example.org")
    for n in range(3):
        assert not OutboxMail.objects.filter(kind="callback_unreached").exists()
        log(asked, sanne, now=MONDAY + n * HOUR)
    assert state_of(asked) == ("unreached", 3)
    assert asked.handled_at == MONDAY + 2 * HOUR
    assert OutboxMail.objects.filter(kind="callback_unreached").count() == 1


def test_the_practice_sets_how_many_attempts_there_are(sanne):
    make_practice(max_attempts=1)
    asked = make_callback()
    log(asked, sanne)
    assert state_of(asked) == ("unreached", 1)
    assert OutboxMail.objects.filter(kind="callback_unreached").count() == 0  # no address


def test_a_wrong_number_is_not_called_again(sanne):
    asked = make_callback(email="robin@example.org")
    log(asked, sanne, Outcome.WRONG_NUMBER)
    assert state_of(asked) == ("unreached", 0)
    assert OutboxMail.objects.filter(kind="callback_unreached").count() == 1


def test_who_asked_twice_from_one_address_hears_once_that_we_could_not_reach_them(sanne):
    first, again = (make_callback(email="robin@example.org") for _ in range(2))
    log(first, sanne, Outcome.WRONG_NUMBER)
    assert state_of(again)[0] == "unreached"
    assert OutboxMail.objects.filter(kind="callback_unreached").count() == 1


def test_who_asks_again_after_that_is_called_anew_and_the_desk_knows_of_before(sanne):
    make_practice(max_attempts=1)
    closed = make_callback()
    log(closed, sanne)
    again = make_callback(first_name="robin", now=MONDAY + HOUR)
    assert (again.follows, again.status, again.attempts) == (closed, "open", 0)
    assert list(CallbackRequest.objects.to_call()) == [again]
    assert make_callback(first_name="Kim").follows is None


def test_who_asks_again_while_we_try_is_promised_a_time_that_the_queue_keeps(sanne):
    first = make_callback()
    log(first, sanne, now=MONDAY + 7 * HOUR)  # next attempt: Tuesday at nine
    again = make_callback(now=MONDAY + 7 * HOUR, day=a_day("2026-11-23"))
    first.refresh_from_db()
    assert (first.promised_at, first.next_attempt_at) == (again.promised_at, None)


def test_another_number_is_tried_from_the_start(sanne):
    asked = make_callback()
    log(asked, sanne)
    callbacks.change(callback=asked, phone="+31612345600", now=MONDAY + HOUR)
    assert state_of(asked) == ("open", 0)
    assert asked.next_attempt_at is None
    assert asked.promised_at.isoformat() == "2026-11-23T13:00:00+00:00"


def test_a_number_that_is_corrected_during_the_call_can_be_tried_at_once(sanne):
    asked = make_callback()
    log(asked, sanne)
    callbacks.change(callback=asked, phone="+31612345600", by_visitor=False, now=MONDAY)
    assert log(asked, sanne, now=MONDAY + timedelta(minutes=1)) is True


def test_withdrawn_takes_the_claim_with_it(sanne):
    asked = make_callback()
    claim(asked, sanne)
    callbacks.mark_withdrawn(callback=asked, by=None)
    asked.refresh_from_db()
    assert (asked.claimed_by, asked.claimed_at) == (None, None)


def test_noting_on_a_repeat_counts_for_the_one_that_is_called(sanne):
    first, again = make_callback(), make_callback()
    log(again, sanne)
    log(again, sanne, now=MONDAY + HOUR)
    assert state_of(first) == ("no_answer", 2)


# --- At one moment --------------------------------------------------------------------------
PEOPLE = 8


def at_one_moment(act, users):
    """What `act(user)` gives for each, all begun together, each with a connection of its own."""
    begin = Barrier(len(users))

    def do(user):
        begin.wait(timeout=30)
        try:
            return turn(lambda: act(user))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(do, users))


def turn(act):
    """Wait for one's turn, as the site does: the tests' SQLite, in memory, refuses at once."""
    for _ in range(1000):
        try:
            return act()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            sleep(0.005)
    raise AssertionError("the database stays locked")


@pytest.fixture
def colleagues():
    return [User.objects.create_user(f"collega{n}") for n in range(PEOPLE)]


@pytest.mark.django_db(transaction=True)
def test_of_colleagues_who_claim_at_one_moment_one_calls(colleagues):
    for n in range(5):
        asked = make_callback(first_name=f"Kim {n}")
        won = at_one_moment(lambda user, asked=asked: claim(asked, user), colleagues)
        assert won.count(True) == 1
        asked.refresh_from_db()
        assert asked.claimed_by == colleagues[won.index(True)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("outcome", Outcome.values)
def test_colleagues_who_note_at_one_moment_count_once(colleagues, outcome):
    asked = make_callback(email="robin@example.org")
    make_callback()
    noted = at_one_moment(
        lambda user: callbacks.log_call(callback=asked, by=user, outcome=outcome), colleagues
    )
    assert noted.count(True) == 1
    assert CallAttempt.objects.count() == 1
    asked.refresh_from_db()
    assert asked.attempts == (outcome in ("no_answer", "voicemail"))


@pytest.mark.django_db(transaction=True)
def test_colleagues_who_make_new_promises_at_one_moment_make_each_once(colleagues):
    asked = [make_callback(first_name=f"Kim {n}", email="kim@example.org") for n in range(5)]
    closure = Closure.objects.create(first_on=a_day("2026-11-23"), last_on=a_day("2026-11-23"))
    made = at_one_moment(
        lambda user: callbacks.promise_again(closure, by=user, now=MONDAY), colleagues
    )
    assert OutboxMail.objects.filter(kind="callback_moved").count() == len(asked)
    assert set(CallbackRequest.objects.values_list("revision", flat=True)) == {1}
    assert sum(made) <= len(asked)  # on SQLite in memory a colleague may have had to begin again
