"""Which topic led to a form, counted apart from the person."""

from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone

from blog.models import Topic
from contact import insight
from contact.access import topic_in
from contact.models import Booking, CallbackRequest, TopicCount
from contact.slots import offered
from tests.blog.make import make_article

from .make import make_adviser, make_practice

pytestmark = pytest.mark.django_db
FORM = {"first_name": "Robin", "phone": "06 12345678"}


@pytest.fixture
def grief():
    topic = Topic.objects.create(name="Rouw", slug="rouw", position=1)
    other = Topic.objects.create(name="Werk", slug="werk", position=2)
    article = make_article(slug="verder-na-verlies")
    article.topics.set([other, topic])
    make_practice()
    return topic


def mark_of(client, path, came_from):
    answer = client.get(path, headers={"referer": f"{settings.SITE_URL}{came_from}"})
    return answer.context["form"]["shown"].value()


@pytest.fixture
def at_ten(time_machine):
    """It is ten o'clock when the form is shown; `later()` is a minute on."""
    time_machine.move_to("2026-11-25T09:00:00Z", tick=False)
    return lambda: time_machine.shift(60)


def counted():
    return [(row.topic, row.kind, row.count) for row in TopicCount.objects.order_by("kind")]


@pytest.mark.parametrize(
    "came_from", ["/blogs/verder-na-verlies/?utm_source=x", "/blogs/onderwerp/rouw/"]
)
def test_who_reads_and_asks_is_counted_once_for_the_topic(grief, client, at_ten, came_from):
    mark = mark_of(client, "/terugbellen/", came_from)
    for _ in range(2):
        at_ten()
        client.post("/terugbellen/", FORM | {"shown": mark})
    assert counted() == [("rouw", "callback", 1)]
    assert TopicCount.objects.get().quarter == "2026-Q4"
    row = CallbackRequest.objects.values().get()
    assert "rouw" not in " ".join(map(str, row.values()))


def test_a_robot_is_not_counted(grief, client, at_ten):
    mark = mark_of(client, "/terugbellen/", "/blogs/onderwerp/rouw/")
    client.post("/terugbellen/", FORM | {"shown": mark})  # within a second
    assert CallbackRequest.objects.get().is_suspect
    assert counted() == []


def test_a_booking_counts_too_and_keeps_no_topic(grief, client, at_ten):
    make_adviser()
    mark = mark_of(client, "/adviesgesprek/", "/blogs/onderwerp/rouw/")
    at_ten()
    slot = next(iter(offered(timezone.now()))).strftime("%Y-%m-%dT%H:%M:%SZ")
    client.post("/adviesgesprek/", FORM | {"shown": mark, "slot": slot, "kind": "phone"})
    assert counted() == [("rouw", "booking", 1)]
    row = Booking.objects.values().get()
    assert "rouw" not in " ".join(map(str, row.values()))


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://elders.example.org/blogs/verder-na-verlies/",
        f"{settings.SITE_URL}/",
        f"{settings.SITE_URL}/blogs/",
        f"{settings.SITE_URL}/blogs/feed/",
        f"{settings.SITE_URL}/blogs/bestaat-niet/",
        f"{settings.SITE_URL}/blogs/[/",
        f"{settings.SITE_URL}.evil.example.org/blogs/onderwerp/rouw/",
    ],
)
def test_elsewhere_leads_to_no_topic(grief, client, referer):
    answer = client.get("/terugbellen/", headers={"referer": referer})
    assert answer.status_code == 200
    assert topic_in(answer.context["form"]["shown"].value()) == ""


def test_a_draft_tells_no_topic(grief, client):
    article = make_article(slug="nog-niet", publish_at=None)
    article.topics.set([grief])
    assert topic_in(mark_of(client, "/terugbellen/", "/blogs/nog-niet/")) == ""


def test_a_forged_mark_counts_for_nothing(grief, client):
    client.post("/terugbellen/", FORM | {"shown": "abc.rouw:1:xyz"})
    assert counted() == []


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 3, 31), "2026-Q1"),
        (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_quarters(day, quarter):
    assert insight.quarter_of(day) == quarter
