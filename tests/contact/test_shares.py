from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contact.shares import FREELY, LEFT, NEAREST, leaves_enough

DAY = datetime(2026, 11, 24, 8, tzinfo=UTC)


def starts(count):
    return [DAY + timedelta(minutes=30 * n) for n in range(count)]


def take(free, pick, most=1000):
    """How many one address gets that asks for what `pick` chooses until it is refused."""
    held, free = [], list(free)
    while free and len(held) < most:
        start = pick(free)
        if not leaves_enough(start, held=held, free=free):
            break
        free.remove(start)
        held.append(start)
    return len(held), free


@given(st.integers(27, 300), st.data())
def test_twenty_calls_from_one_address_are_never_refused_where_there_are_27_starts(count, data):
    """The demo practice has about 200."""
    seed = data.draw(st.randoms(use_true_random=False))
    for pick in (min, max, lambda free: seed.choice(free)):
        assert take(starts(count), pick, most=20)[0] == 20


@given(st.integers(0, 40))
def test_the_first_calls_are_never_refused(count):
    assert take(starts(count), min, most=FREELY)[0] == min(count, FREELY)


@given(st.integers(FREELY + 2, 300))
def test_who_takes_the_nearest_leaves_a_quarter_of_them(count):
    _, free = take(starts(count), min)
    near = starts(count)[:NEAREST]
    assert len(set(near) & set(free)) * LEFT >= len(near)


@given(st.integers(FREELY + 2, 60), st.randoms(use_true_random=False))
def test_whatever_is_taken_others_find_something_near(count, random):
    _, free = take(starts(count), random.choice)
    assert len(free) * LEFT >= min(count, NEAREST)


def test_what_lies_further_ahead_may_always_be_taken():
    all_of_them = starts(100)
    held = all_of_them[:24]
    assert not leaves_enough(all_of_them[24], held=held, free=all_of_them[24:])
    assert leaves_enough(all_of_them[32], held=held, free=all_of_them[24:])


def test_a_start_that_colleagues_share_counts_for_each_of_them():
    shared = starts(4) * 2  # two colleagues, four starts
    assert take(shared, min) == (6, starts(4)[3:] * 2)


def test_the_figures_of_the_demo():
    """Of its 200 starts an address gets 24 of the nearest 32, and then those after them."""
    held, free = take(starts(200), min)
    assert (held, len(free)) == (24, 176)
    assert take(starts(200), max)[0] == 192
