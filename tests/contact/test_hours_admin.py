"""Hours of one day and busy times at the desk: each role its own rows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from contact import slots
from contact.models import BusyTime, SpecialHours

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_practice
from .test_admin import make_user

pytestmark = pytest.mark.django_db
SPECIAL, BUSY = (f"admin:contact_{name}" for name in ("specialhours", "busytime"))
DAY = {"day": "24-11-2026", "start": "14:00", "end": "15:00"}
STRETCH = {
    "starts_at_0": "24-11-2026",
    "starts_at_1": "10:00",
    "ends_at_0": "24-11-2026",
    "ends_at_1": "11:00",
}


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice(horizon_days=1)


@pytest.fixture
def psychologist(client):
    user = make_user("psycholoog")
    make_adviser("Noor", user=user)
    make_adviser("Sem")
    client.force_login(user)
    return client


def adviser(name):
    from contact.models import Adviser

    return Adviser.objects.get(name=name)


def busy(name, source="desk", days=0):
    start = TUESDAY_TEN + timedelta(days=days)
    return BusyTime.objects.create(
        adviser=adviser(name),
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        source=source,
    )


@pytest.mark.parametrize(
    ("url", "model", "row"), [(SPECIAL, SpecialHours, DAY), (BUSY, BusyTime, STRETCH)]
)
def test_a_psychologist_fills_in_own_rows_only(psychologist, url, model, row):
    add = reverse(url + "_add")
    refused = psychologist.post(add, row | {"adviser": adviser("Sem").pk})
    assert list(refused.context["adminform"].form.errors) == ["adviser"]
    assert psychologist.post(add, row | {"adviser": adviser("Noor").pk}).status_code == 302
    assert model.objects.get().adviser == adviser("Noor")


def test_what_is_filled_in_takes_those_times_at_once(psychologist):
    psychologist.post(reverse(BUSY + "_add"), STRETCH | {"adviser": adviser("Noor").pk})
    found = slots.offered(MONDAY)
    assert list(found[TUESDAY_TEN]) == [adviser("Sem")]


@pytest.mark.parametrize(
    ("url", "row", "field"),
    [(SPECIAL, {"end": "14:00"}, "‘Van’"), (BUSY, {"ends_at_1": "10:00"}, "‘Van’")],
)
def test_an_end_before_the_start_is_refused_in_words(psychologist, url, row, field):
    whole = (DAY if url == SPECIAL else STRETCH) | row | {"adviser": adviser("Noor").pk}
    assert field in psychologist.post(reverse(url + "_add"), whole).content.decode()


def test_a_psychologist_sees_own_rows_only(psychologist):
    mine, other = busy("Noor"), busy("Sem")
    shown = psychologist.get(reverse(BUSY + "_changelist")).context["cl"].result_list
    assert list(shown) == [mine]
    change = reverse(BUSY + "_change", args=[other.pk])
    assert psychologist.get(change).status_code == 302


def test_what_an_own_calendar_brought_is_read_only(psychologist):
    row = busy("Noor", source="calendar")
    change = reverse(BUSY + "_change", args=[row.pk])
    assert psychologist.get(change).status_code == 200
    assert psychologist.post(change, STRETCH | {"adviser": row.adviser_id}).status_code == 403
    assert psychologist.post(reverse(BUSY + "_delete", args=[row.pk])).status_code == 403


def test_what_is_over_stands_in_the_list_of_all(psychologist):
    busy("Noor", days=-7)
    url = reverse(BUSY + "_changelist")
    assert len(psychologist.get(url).context["cl"].result_list) == 0
    assert len(psychologist.get(url + "?wanneer=alle").context["cl"].result_list) == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [(SPECIAL, 7), (BUSY, 7)])
def test_a_list_asks_as_often_for_three_rows_as_for_one(
    psychologist, django_assert_num_queries, rows, url, queries
):
    noor = adviser("Noor")
    for n in range(rows):
        busy("Noor", days=n)
        SpecialHours.objects.create(
            adviser=noor, day="2026-11-24", start="14:00", end=f"{15 + n}:00"
        )
    with django_assert_num_queries(queries):
        psychologist.get(reverse(url + "_changelist"))


def test_all_hours_of_an_adviser_and_the_most_calls_a_day_stand_on_one_page(client):
    make_adviser("Noor")
    busy("Noor")
    busy("Noor", source="calendar", days=1)
    client.force_login(make_user("beheer"))
    url = reverse("admin:contact_adviser_change", args=[adviser("Noor").pk])
    page = client.get(url)
    counts = {
        form.formset.prefix: len(form.formset.initial_forms)
        for form in page.context["inline_admin_formsets"]
    }
    assert counts["busy_times"] == 1
    assert counts["special_hours"] == 0
    assert 'name="max_per_day"' in page.content.decode()
