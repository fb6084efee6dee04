from datetime import timedelta

import pytest
from django.utils import timezone

from blog import today

from .make import (
    FAR_AHEAD,
    LONG_AGO,
    make_article,
    make_draft,
    make_scheduled,
    make_staff,
    make_topic,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EDITOR, SIGNER = ["view_article", "change_article"], ["view_article", "sign_article"]


def lists(user):
    return {
        section.title: [(line.title, line.says, line.remark) for line in section.lines]
        for section in today.sections(user)
    }


def day_of(date):
    return f"{date.day}-{date.month}-{date.year}"


def test_an_editor_reads_what_is_due_what_comes_and_what_is_being_written():
    asks = make_topic(needs_signature=True)
    make_article("Oud", review_due_on=TODAY), make_article("Goed", review_due_on=FAR_AHEAD.date())
    make_scheduled("Straks", topics=[asks])
    make_draft("Concept")
    found = lists(make_staff(*EDITOR))
    [[(title, says, remark)]] = [found.pop("Concepten")]
    assert found == {
        "Herziening nodig": [("Oud", f"sinds {day_of(TODAY)}", "")],
        "Ingepland": [("Straks", "zo 6 jan 2999 10:00", "Nog niet afgetekend")],
    }
    assert (title, says.split()[0], remark) == ("Concept", "gewijzigd", "")


def test_a_psychologist_reads_what_asks_for_a_signature():
    asks = make_topic(needs_signature=True)
    make_article("Nog niet", topics=[asks])
    make_article("Al wel", topics=[asks], reviewed_at=LONG_AGO)
    make_article("Weg", topics=[asks], withdraw_at=LONG_AGO + timedelta(days=1))
    make_article("Hoeft niet", review_due_on=TODAY)
    found = lists(make_staff(*SIGNER))
    assert [(name, [title for title, *_ in lines]) for name, lines in found.items()] == [
        ("Af te tekenen", ["Nog niet"])
    ]


def test_a_list_is_short_and_leads_to_the_rest():
    for number in range(7):
        make_article(f"Oud {number}", review_due_on=TODAY - timedelta(days=number))
    [section] = today.sections(make_staff(*EDITOR))
    assert [line.title for line in section.lines] == [f"Oud {n}" for n in (6, 5, 4, 3, 2)]
    assert section.has_more is True
    assert section.all_url == "/admin/blog/article/?stand=herziening"


@pytest.mark.parametrize(
    ("permissions", "says"),
    [(EDITOR, True), (SIGNER, True), (["view_article"], False), (["view_booking"], False)],
)
def test_when_nothing_is_due_that_is_said_to_who_would_do_it(client, permissions, says):
    client.force_login(make_staff(*permissions))
    page = client.get("/admin/").content.decode()
    assert ("Niets te doen: alles is nagekeken." in page) == says


@pytest.mark.parametrize("rows", [1, 3])
def test_the_first_page_takes_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, rows
):
    topic = make_topic(needs_signature=True)
    for row in range(rows):
        make_article(f"Oud {row}", review_due_on=TODAY, topics=[topic])
        make_scheduled(f"Straks {row}", topics=[topic]), make_draft(f"Later {row}", topics=[topic])
    client.force_login(make_staff(*EDITOR, "sign_article"))
    with django_assert_num_queries(12):
        assert client.get("/admin/").status_code == 200
