import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from contact import demo
from contact.models import Fact
from contact.templatetags.desk import due_today
from staff.models import User

from .make import MONDAY, make_practice

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
LIST = "/admin/contact/fact/"


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


def make_fact(kind="kosten", **fields) -> Fact:
    return Fact.objects.create(kind=kind, **({"text": "Dat lees je hier."} | fields))


def make_user(role) -> User:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


# --- For the visitor -----------------------------------------------------------------------------


def test_the_contact_page_tells_each_fact_at_its_anchor_with_its_date(client):
    make_fact("klachten", checked_on=date(2025, 11, 4))
    make_fact("kosten", amount=110, checked_on=date(2026, 1, 12))
    page = client.get("/contact/").content.decode()
    assert page.index('id="kosten"') < page.index('id="klachten"')
    assert 'Peildatum: <time datetime="2025-11-04">4-11-2025</time>' in page
    assert "<strong>€\xa0110 per gesprek</strong>" in page


@pytest.mark.parametrize(
    ("fact", "figures"),
    [
        (Fact(kind="kosten", amount=110), "€\xa0110 per gesprek"),
        (Fact(kind="kosten", amount="99.50"), "€\xa099,50 per gesprek"),
        (Fact(kind="kosten", amount=0), "€\xa00 per gesprek"),
        (
            Fact(kind="wachttijd", weeks_to_intake=4, weeks_to_treatment=1),
            "4 weken tot het eerste gesprek, daarna 1 week tot de behandeling",
        ),
        (Fact(kind="wachttijd", weeks_to_intake=0), "0 weken tot het eerste gesprek"),
        (Fact(kind="wachttijd", weeks_to_treatment=2), "2 weken tot de behandeling"),
        (Fact(kind="klachten"), ""),
    ],
)
def test_figures_are_told_in_words(fact, figures):
    fact.clean_fields(exclude=["text"])
    assert fact.figures == figures


@pytest.mark.parametrize("url", ["/adviesgesprek/", "/terugbellen/"])
@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ([], []),
        (["wachttijd"], ["wachttijd"]),
        (["klachten", "kosten", "wachttijd"], ["kosten", "wachttijd", "klachten"]),
    ],
)
def test_the_forms_lead_to_the_facts_that_there_are(client, url, kinds, told):
    for kind in kinds:
        make_fact(kind)
    page = client.get(url).content.decode()
    assert [kind for kind in Fact.Kind.values if f'href="/contact/#{kind}"' in page] == told
    assert ("Wat komt er daarna?" in page) == bool(told)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_contact_page_asks_the_database_as_often_for_one_fact_as_for_three(
    client, django_assert_num_queries, rows
):
    for kind in Fact.Kind.values[:rows]:
        make_fact(kind)
    with django_assert_num_queries(12):
        client.get("/contact/")


def test_the_demo_has_an_answer_to_every_question():
    Fact.objects.bulk_create(Fact(**fact) for fact in demo.FACTS)
    assert [fact.kind for fact in Fact.objects.in_order()] == Fact.Kind.values
    for fact in Fact.objects.all():
        fact.full_clean()
    assert set(Fact.QUESTIONS) == set(Fact.Kind)


# --- For the desk --------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "stale"), [(0, False), (180, False), (181, True)])
def test_a_fact_grows_old_after_half_a_year(days, stale):
    assert Fact(checked_on=TODAY - timedelta(days=days)).is_stale(TODAY) == stale


def test_a_fact_may_grow_old_sooner():
    fact = Fact(checked_on=TODAY - timedelta(days=32), goes_stale_after_days=31)
    assert fact.is_stale(TODAY)


@pytest.mark.parametrize(
    ("role", "told"),
    [("balie", True), ("beheer", True), ("redactie", False), ("psycholoog", False)],
)
def test_whoever_can_check_an_old_fact_sees_it_on_the_first_page(role, told):
    make_fact(checked_on=date(2026, 1, 1))
    make_fact("klachten")
    lines = [line for line in due_today(make_user(role)) if line.url == LIST]
    assert [(line.count, line.is_late) for line in lines] == ([(1, True)] if told else [])


def test_the_list_marks_what_is_old_and_one_action_makes_it_of_today(client):
    old = make_fact(checked_on=date(2026, 1, 1))
    client.force_login(make_user("balie"))
    assert "nakijken" in client.get(LIST).content.decode()
    data = {"action": "still_true", "_selected_action": [old.pk]}
    page = client.post(LIST, data, follow=True).content.decode()
    assert "1 × nagekeken; de peildatum is nu vandaag." in page
    old.refresh_from_db()
    assert old.checked_on == TODAY


def test_there_is_one_answer_per_subject_and_figures_only_where_they_belong():
    make_fact("kosten", amount=110)
    for wrong in (
        {"kind": "kosten"},
        {"kind": "klachten", "amount": 5},
        {"kind": "klachten", "weeks_to_intake": 5},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_fact(**wrong)


# --- A notice on every page ----------------------------------------------------------------------

PAGES = ["/", "/blogs/", "/zoeken/", "/contact/", "/terugbellen/", "/adviesgesprek/"]


@pytest.mark.parametrize("url", PAGES)
def test_a_notice_stands_once_and_first_on_every_page_and_nothing_does_when_it_is_empty(
    client, url
):
    notice = "Onze telefoon heeft een <storing>."
    assert '<p class="notice' not in client.get(url).content.decode()
    make_practice(notice=notice)
    main = client.get(url).content.decode().partition("<main")[2]
    first = main.partition(">")[2].lstrip()
    told = '<p class="notice opening">Onze telefoon heeft een &lt;storing&gt;.</p>'
    assert first.startswith(told)
    assert main.count("Onze telefoon") == 1


def test_the_desk_shows_no_notice(admin_client):
    make_practice(notice="Onze telefoon heeft een storing.")
    assert "storing" not in admin_client.get("/admin/").content.decode()


def test_a_day_that_is_still_to_come_is_no_day_on_which_somebody_looked():
    fact = make_fact("kosten")
    fact.checked_on = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as error:
        fact.full_clean()
    assert list(error.value.message_dict) == ["checked_on"]


@pytest.mark.parametrize("field", ["night_line_name", "night_line_phone"])
def test_a_line_for_the_night_has_a_name_and_a_number(field):
    practice = make_practice(**{field: ""})
    with pytest.raises(ValidationError) as error:
        practice.full_clean()
    assert list(error.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("wat kost het", ["kosten"]),
        ("Kosten vergoeding", ["kosten", "vergoeding"]),
        ("wachtlijst", ["wachttijd"]),
        ("verwijzing huisarts", ["verwijzing"]),
        ("ik heb een klacht", ["klachten"]),
        ("piekeren", []),
        ("", []),
    ],
)
def test_a_search_for_what_is_known_leads_to_it(client, query, kinds):
    for kind in Fact.Kind.values:
        make_fact(kind)
    page = client.get("/zoeken/", {"q": query}).content.decode()
    led_to = re.findall(r'<a class="tap"\s+href="/contact/#(\w+)"', page)
    assert [kind for kind in led_to if kind in Fact.Kind.values] == kinds
