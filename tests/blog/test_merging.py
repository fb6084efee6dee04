import pytest

from blog.merging import Fields, rows, three_way

BASE = {"title": "A", "summary": "b", "body": "c", "slug": "d"}


def merged(theirs, mine, base=BASE):
    mine = BASE | mine
    return three_way(
        BASE, base=base, theirs=BASE | theirs, is_mine=lambda name, value: mine[name] == value
    )


@pytest.mark.parametrize(
    ("theirs", "mine", "found"),
    [
        ({}, {}, Fields((), ())),
        ({"title": "X"}, {}, Fields(("title",), ())),
        ({}, {"title": "Y"}, Fields((), ())),
        ({"title": "X"}, {"title": "Y"}, Fields((), ("title",))),
        ({"title": "X"}, {"title": "X"}, Fields((), ())),
        ({"title": "X", "body": "X"}, {"summary": "Y", "body": "Y"}, Fields(("title",), ("body",))),
    ],
)
def test_who_changed_which_field(theirs, mine, found):
    assert merged(theirs, mine) == found


def test_without_a_start_every_difference_is_one_of_both():
    assert merged({"title": "X"}, {"body": "Y"}, base=None) == Fields((), ("title", "body"))


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "result"),
    [
        ({"a": 1}, {"a": 1, "b": 1}, {"a": 1}, {"a": 1, "b": 1}),
        ({"a": 1}, {}, {"a": 1, "b": 1}, {"b": 1}),
        ({"a": 1}, {"a": 1, "b": 1}, {}, {"b": 1}),
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 3}),
        ({"a": 1}, {"a": 2}, {}, {"a": 2}),
        ({"a": 1}, {}, {"a": 3}, {"a": 3}),
        (None, {"a": 1}, {"b": 1}, {"a": 1, "b": 1}),
    ],
)
def test_rows_of_both_stand_together(base, theirs, mine, result):
    assert rows(base=base, theirs=theirs, mine=mine) == result
