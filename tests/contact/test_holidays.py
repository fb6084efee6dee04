from datetime import date

import holidays as oracle
import pytest
from django.core.exceptions import ValidationError

from contact.closed import closed_days
from contact.holidays import NAMES, holidays
from contact.models import Closure, Practice

from .make import MONDAY, NO_ROWS, a_day, make_adviser, make_callback, make_practice


@pytest.mark.parametrize("year", range(2020, 2061))
def test_the_days_are_those_that_another_calendar_has(year):
    theirs = oracle.country_holidays("NL", years=year, categories=("public", "optional"))
    assert set(holidays(year).values()) == set(theirs)


@pytest.mark.parametrize(
    ("year", "name", "day"),
    [
        (2027, "tweede-paasdag", date(2027, 3, 29)),
        (2027, "hemelvaartsdag", date(2027, 5, 6)),
        (2026, "koningsdag", date(2026, 4, 27)),
        (2025, "koningsdag", date(2025, 4, 26)),  # the 27th was a Sunday
        (2016, "hemelvaartsdag", date(2016, 5, 5)),
        (2016, "bevrijdingsdag", date(2016, 5, 5)),
    ],
)
def test_each_name_has_its_day(year, name, day):
    assert holidays(year)[name] == day


def test_every_name_has_a_day_in_every_year():
    assert list(holidays(2027)) == list(NAMES)


# --- What the practice keeps ---------------------------------------------------------------------


def labels(today, practice, rows=()):
    return [(str(closed.first), closed.reason) for closed in closed_days(today, practice, rows)]


def test_a_practice_works_on_good_friday_and_liberation_day_unless_it_says_otherwise():
    kept = dict(labels(date(2027, 1, 1), Practice()))
    assert "2027-03-26" not in kept
    assert "2027-05-05" not in kept
    assert kept["2027-04-27"] == "Koningsdag"


def test_next_years_days_count_when_this_year_is_nearly_over():
    practice = Practice(holidays=["nieuwjaarsdag", "tweede-kerstdag"])
    assert labels(date(2026, 12, 26), practice) == [
        ("2026-12-26", "Tweede kerstdag"),
        ("2027-01-01", "Nieuwjaarsdag"),
        ("2027-12-26", "Tweede kerstdag"),
    ]


def test_closures_and_holidays_stand_in_one_order():
    week = Closure(first_on=date(2026, 12, 24), last_on=date(2026, 12, 31), reason="Vakantie")
    practice = Practice(holidays=["eerste-kerstdag"])
    assert labels(date(2026, 12, 1), practice, [week])[:2] == [
        ("2026-12-24", "Vakantie"),
        ("2026-12-25", "Eerste kerstdag"),
    ]


@pytest.mark.parametrize("wrong", ["koningsdag", ["sinterklaas"], {"koningsdag": True}, [1]])
def test_only_days_that_exist_can_be_kept(wrong):
    with pytest.raises(ValidationError) as refused:
        Practice(holidays=wrong).clean_fields()
    assert list(refused.value.error_dict) == ["holidays"]


# --- Nobody forgets them -------------------------------------------------------------------------

CHRISTMAS_EVE = MONDAY.replace(month=12, day=24, hour=15)  # Thursday, four in the afternoon


@pytest.fixture
def christmas(db, time_machine):
    time_machine.move_to(CHRISTMAS_EVE, tick=False)
    make_adviser()
    return make_practice()


def test_a_promise_waits_until_after_the_holiday(christmas):
    asked = make_callback(now=CHRISTMAS_EVE)
    # One hour of phone time is left today; then Christmas and a weekend.
    assert asked.promised_at == MONDAY.replace(month=12, day=28, hour=11)


def test_no_call_is_offered_on_the_holiday_nor_can_a_callback_be_wished_for_then(christmas, client):
    for page in ("/adviesgesprek/", "/terugbellen/"):
        text = client.get(page).content.decode()
        assert "vrijdag 25 december" not in text
        assert "maandag 28 december" in text


def test_the_contact_page_tells_each_closure_once_and_none_on_a_day_without_hours(
    christmas, client
):
    Closure.objects.create(
        first_on=a_day("2026-12-25"), last_on=a_day("2026-12-25"), reason="Dicht"
    )
    found = client.get("/contact/").context["closures"][:2]
    assert found == [
        {"label": "vrijdag 25 december", "reason": "Dicht"},
        {"label": "vrijdag 1 januari 2027", "reason": "Nieuwjaarsdag"},
    ]


def test_a_practice_that_works_on_the_holiday_offers_it(christmas, client):
    make_practice(holidays=[])
    assert "vrijdag 25 december" in client.get("/adviesgesprek/").content.decode()


def test_the_desk_ticks_the_holidays(christmas, admin_client):
    url = "/admin/contact/practice/1/change/"
    form = admin_client.get(url).context["adminform"].form
    assert form.initial["holidays"] == christmas.holidays
    data = {name: value for name, value in form.initial.items() if value is not None}
    answer = admin_client.post(url, data | {"holidays": ["koningsdag"]} | NO_ROWS)
    assert answer.status_code == 302
    assert Practice.load().holidays == ["koningsdag"]


def test_a_closure_that_begins_in_a_weekend_and_ends_on_a_working_day_is_told(christmas, client):
    make_practice(holidays=[])
    Closure.objects.create(first_on=a_day("2026-12-26"), last_on=a_day("2026-12-27"))
    Closure.objects.create(first_on=a_day("2027-01-02"), last_on=a_day("2027-01-04"))
    assert [told["label"] for told in client.get("/contact/").context["closures"]] == [
        "zaterdag 2 januari 2027 tot en met maandag 4 januari 2027"
    ]


def test_easter_monday_is_told_though_easter_sunday_is_not(db, client, time_machine):
    time_machine.move_to("2027-03-25T12:00:00+01:00", tick=False)
    make_practice()
    told = [told["label"] for told in client.get("/contact/").context["closures"]]
    assert told[0] == "maandag 29 maart"
