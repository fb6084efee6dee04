from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from contact import access_log
from contact.models import AccessEntry, CallbackRequest
from staff.models import User

from .make import make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
BOOKINGS = reverse("admin:contact_booking_changelist")
CALLBACKS = reverse("admin:contact_callbackrequest_changelist")
LOG = reverse("admin:contact_accessentry_changelist")
YEAR = timedelta(days=366)


@pytest.fixture(autouse=True)
def practice():
    make_practice()


def make_user(role):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def desk(client):
    client.force_login(make_user("balie"))
    return client


def written():
    """Kind, action and numbers of every entry, the eldest first."""
    return [
        (entry.model, entry.action, [int(pk) for pk in entry.ids.split()])
        for entry in AccessEntry.objects.order_by("pk")
    ]


def page_of(row):
    return reverse(f"admin:contact_{row._meta.model_name}_change", args=[row.pk])


# --- What is written down -------------------------------------------------------------------------


def test_a_list_writes_the_numbers_on_that_page_and_whose_look_it_was(desk):
    rows = [make_callback(first_name=name) for name in ("Kim", "Bo")]
    desk.get(CALLBACKS)
    [(kind, action, ids)] = written()
    assert (kind, action, sorted(ids)) == ("callbackrequest", "list", [row.pk for row in rows])
    assert AccessEntry.objects.get().user.username == "balie"


def test_the_list_of_calls_writes_too(desk):
    make_adviser()
    booking = make_booking()
    desk.get(BOOKINGS + "?wanneer=alle")
    assert written() == [("booking", "list", [booking.pk])]


def test_an_empty_list_writes_nothing(desk):
    desk.get(CALLBACKS)
    assert written() == []


def test_opening_saving_and_acting_each_write(desk):
    asked = make_callback()
    desk.get(page_of(asked))
    desk.post(page_of(asked), {"first_name": "Robin", "phone": "06 12345678", "day_part": "middag"})
    desk.post(CALLBACKS, {"action": "called", "_selected_action": [asked.pk]})
    actions = [(action, ids) for _, action, ids in written()]
    assert actions == [("view", [asked.pk]), ("change", [asked.pk]), ("change", [asked.pk])]


def test_a_save_that_is_refused_shows_the_page_again_and_writes_that(desk):
    asked = make_callback()
    desk.post(page_of(asked), {"first_name": "", "phone": "06 12345678"})
    assert written() == [("callbackrequest", "view", [asked.pk])]


def test_no_request_is_deleted_but_with_all_of_its_person(client):
    client.force_login(User.objects.create_superuser("root"))
    asked = make_callback()
    delete = reverse("admin:contact_callbackrequest_delete", args=[asked.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_no_words_of_a_search_are_written(desk):
    asked = make_callback(first_name="Robin")
    desk.post(CALLBACKS, {"q": "Robin"}, follow=True)
    assert written() == [("callbackrequest", "list", [asked.pk])]


def test_very_many_rows_make_more_entries_than_one(desk):
    access_log.note_ids(None, "change", CallbackRequest, list(range(1, 1502)))
    assert [len(ids) for _, _, ids in written()] == [1000, 501]


def test_a_colleague_who_is_gone_leaves_the_log_as_it_was(desk):
    make_callback()
    desk.get(CALLBACKS)
    user = User.objects.get(username="balie")
    pk = user.pk
    user.delete()
    assert AccessEntry.objects.values_list("user_id", flat=True).get() == pk


# --- What the database keeps ----------------------------------------------------------------------


def make_entry(age=timedelta(), **fields):
    fields = {"action": "view", "model": "booking", "ids": " 1 "} | fields
    return AccessEntry.objects.create(at=timezone.now() - age, **fields)


def refused(write):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        write()
    return True


def test_the_database_lets_nobody_change_an_entry():
    entry = make_entry()
    assert refused(lambda: AccessEntry.objects.update(ids=" 2 "))
    entry.ids = " 2 "
    assert refused(entry.save)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE contact_accessentry SET ids = ' 2 '")
    assert AccessEntry.objects.get().ids == " 1 "


def test_the_database_lets_nobody_delete_an_entry_younger_than_five_years():
    make_entry(5 * YEAR - timedelta(days=8))
    assert refused(AccessEntry.objects.all().delete)
    assert AccessEntry.objects.count() == 1


def test_an_entry_older_than_five_years_may_go():
    make_entry(5 * YEAR)
    assert AccessEntry.objects.all().delete()[0] == 1


@pytest.mark.postgres
def test_nobody_empties_the_log_in_one_go():
    make_entry()
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute("TRUNCATE contact_accessentry"))


# --- Who reads it ---------------------------------------------------------------------------------


@pytest.fixture
def keeper(client):
    client.force_login(make_user("beheer"))
    return client


def numbers_shown(client, **query):
    return [entry.ids for entry in client.get(LOG, query).context["cl"].result_list]


def test_who_saw_number_twelve_is_found(keeper):
    make_entry(ids=" 112 120 ")
    make_entry(ids=" 3 12 7 ")
    assert numbers_shown(keeper, q="12") == [" 3 12 7 "]
    assert numbers_shown(keeper, q="geen nummer") == []


def test_the_log_is_narrowed_to_a_colleague_and_to_a_kind(keeper):
    balie = make_user("balie")
    make_entry(user=balie)
    make_entry(model="callbackrequest", ids=" 2 ")
    assert numbers_shown(keeper, medewerker=balie.pk) == [" 1 "]
    assert numbers_shown(keeper, soort="callbackrequest") == [" 2 "]


def test_the_log_says_who_and_nobody_can_write_in_it(keeper):
    user = make_user("balie")
    User.objects.filter(pk=user.pk).update(first_name="Sanne")
    entry = make_entry(user=user)
    make_entry(user_id=999_999)  # whose account is gone
    page = keeper.get(LOG).content.decode()
    assert ("Sanne" in page, "medewerker 999999" in page) == (True, True)
    change = reverse("admin:contact_accessentry_change", args=[entry.pk])
    assert keeper.get(change).status_code == 200
    assert keeper.post(change, {"ids": " 2 "}).status_code == 403
    assert keeper.get(reverse("admin:contact_accessentry_add")).status_code == 403
    delete = reverse("admin:contact_accessentry_delete", args=[entry.pk])
    assert keeper.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["redactie", "balie", "psycholoog"])
def test_nobody_else_reads_it(client, role):
    client.force_login(make_user(role))
    assert client.get(LOG).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_asks_as_often_for_three_entries_as_for_one(
    keeper, django_assert_num_queries, rows
):
    user = make_user("balie")
    for _ in range(rows):
        make_entry(user=user)
    with django_assert_num_queries(9):
        keeper.get(LOG)
