import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from config.mail import EmlBackend
from contact import callbacks, emails, outbox, person
from contact.models import (
    AccessEntry,
    BookedCell,
    Booking,
    CallAttempt,
    CallbackRequest,
    OutboxMail,
)
from staff.models import User

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
FIND, EXPORT, ERASE = map(reverse, ("person", "person_export", "person_erase"))
ROBIN = {"first_name": "Robin", "phone": "+31612345678", "email": "robin@example.org"}
KIM = {"first_name": "Kim", "phone": "+31687654321", "email": "kim@example.org"}


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()
    make_adviser()


@pytest.fixture
def mails(settings, tmp_path):
    """A site without a mail server: a folder with a file for each mail."""
    settings.EMAIL_BACKEND = "config.mail.EmlBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return lambda: sorted((tmp_path / "mail").glob("*"))


@pytest.fixture
def user():
    user = User.objects.create_user("balie", is_staff=True)
    user.groups.add(Group.objects.get(name="balie"))
    return user


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


def pick(callbacks=(), bookings=(), **more):
    numbers = {"callback": [row.pk for row in callbacks], "booking": [row.pk for row in bookings]}
    return numbers | more


def of(*rows):
    """These as the rows of one person."""
    return person.picked(
        [row.pk for row in rows if isinstance(row, CallbackRequest)],
        [row.pk for row in rows if isinstance(row, Booking)],
    )


def erase(rows, *, user=None, run, **options):
    with run(execute=True):
        return person.erase(rows, by=user, **options)


# --- Found ----------------------------------------------------------------------------------------


def test_a_person_is_found_by_number_or_address_in_whatever_state():
    asked, booked = make_callback(**ROBIN), make_booking(**ROBIN)
    make_callback(**KIM)
    callbacks.mark_called(callback=asked, by=None)
    Booking.objects.update(status="cancelled")
    for known in ({"phone": "+31612345678"}, {"email": "Robin@Example.org"}):
        sure, perhaps = person.find(**known)
        assert (sure.callbacks, sure.bookings) == ([asked], [booked])
        assert not perhaps


def test_who_shares_the_number_or_the_address_is_shown_apart():
    asked = make_callback(**ROBIN)
    at_work = make_callback(**ROBIN | {"phone": "+31102223344", "first_name": "Robin W."})
    sure, perhaps = person.find(phone="+31612345678")
    assert (sure.callbacks, perhaps.callbacks) == ([asked], [at_work])


def test_an_empty_address_is_nobodys():
    make_callback(**ROBIN | {"email": ""})
    make_callback(**KIM | {"email": ""})
    _, perhaps = person.find(phone="+31612345678")
    assert not perhaps


def test_what_stands_in_the_queue_behind_a_request_goes_with_it():
    first, again = make_callback(**ROBIN), make_callback(**ROBIN)
    assert set(of(first).callbacks) == {first, again}


def test_the_page_finds_a_person_and_no_address_tells_whom(desk):
    asked = make_callback(**ROBIN)
    make_callback(**KIM)
    page = desk.post(FIND, {"phone": "06 12 34 56 78"})
    words = page.content.decode()
    assert (f"Terugbelverzoek {asked.pk}" in words, "Kim" in words) == (True, False)
    assert "no-store" in page["Cache-Control"]
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.model, entry.ids) == ("view", "callbackrequest", f" {asked.pk} ")


def test_rows_under_two_names_are_ticked_by_the_desk_and_not_by_the_page(desk):
    make_callback(**ROBIN)
    assert desk.post(FIND, {"phone": "0612345678"}).content.decode().count("checked") == 1
    make_callback(**ROBIN | {"first_name": "Kim"})
    page = desk.post(FIND, {"phone": "0612345678"}).content.decode()
    assert ("verschillende voornamen" in page, page.count("checked")) == (True, 0)


def test_the_page_says_that_nothing_is_kept(desk):
    page = desk.post(FIND, {"email": "niemand@example.org"}).content.decode()
    assert "bewaren we niets" in page
    assert AccessEntry.objects.count() == 0


@pytest.mark.parametrize("typed", [{}, {"phone": "12"}, {"email": "robin"}])
def test_the_page_says_what_it_needs(desk, typed):
    make_callback(**ROBIN)
    page = desk.post(FIND, typed)
    assert (page.status_code, "Fout:" in page.content.decode()) == (422, True)


@pytest.mark.parametrize("role", ["redactie", "psycholoog", "beheer"])
@pytest.mark.parametrize("address", [FIND, EXPORT, ERASE])
def test_the_page_is_for_the_front_desk_alone(client, role, address):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    asked = make_callback(**ROBIN)
    answer = client.post(address, pick([asked], phone="+31612345678", confirmed="1"))
    assert answer.status_code == 403
    assert CallbackRequest.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_three_rows_as_for_one(desk, django_assert_num_queries, rows):
    for number in range(rows):
        make_adviser(f"Noor {number}")
        make_callback(**ROBIN | {"first_name": f"Robin {number}"})
        make_booking(**ROBIN | {"first_name": f"Robin {number}"})
    with django_assert_num_queries(11):
        desk.post(FIND, {"phone": "0612345678"})


# --- Told -----------------------------------------------------------------------------------------


@pytest.fixture
def exported(desk, user):
    """The files of the zip that goes to Robin."""
    asked = make_callback(**ROBIN, subject="vraag", message="Liever na vieren.")
    booked = make_booking(**ROBIN)
    make_callback(**KIM)
    CallAttempt.objects.create(callback=asked, by=user, outcome="no_answer")
    answer = desk.post(EXPORT, pick([asked], [booked]))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'attachment; filename="gegevens-2026-11-23.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_copy_holds_everything_for_a_machine(exported):
    told = json.loads(exported["gegevens.json"])
    [asked], [booked] = told["terugbelverzoeken"], told["adviesgesprekken"]
    assert (asked["voornaam"], asked["bericht"]) == ("Robin", "Liever na vieren.")
    assert [call["uitkomst"] for call in asked["belpogingen"]] == ["geen gehoor"]
    assert booked["begint op"] == "2026-11-24T10:00:00+01:00"
    assert booked["adviseur"] == "Noor"
    assert len(told["mails"]) == 4  # two to Robin, two to the practice
    assert [look["wat"] for look in told["inzages"]] == ["gaf mee", "gaf mee"]


def test_the_copy_holds_it_in_words(exported):
    page = exported["gegevens.html"]
    for words in ("Voornaam: Robin", "Begint op: 24-11-2026 10:00", "Voicemail mag: nee"):
        assert words in page
    assert "Kim" not in page


def test_the_copy_tells_every_field_but_those_that_are_the_sites_own(exported):
    told = json.loads(exported["gegevens.json"])
    for model, rows in ((CallbackRequest, "terugbelverzoeken"), (Booking, "adviesgesprekken")):
        names = {column.name: str(column.verbose_name) for column in model._meta.fields[1:]}
        missing = {name for name, said in names.items() if said not in told[rows][0]}
        assert missing == names.keys() & person.NOT_TOLD


def test_a_copy_is_written_down(exported):
    kinds = AccessEntry.objects.filter(action="export").values_list("model", flat=True)
    assert sorted(kinds) == ["booking", "callbackrequest"]


def test_nothing_ticked_gives_nothing(desk):
    for address in (EXPORT, ERASE):
        page = desk.post(address, follow=True).content.decode()
        assert "niets aangekruist" in page


# --- Erased ---------------------------------------------------------------------------------------


def test_nothing_of_the_person_is_left_and_all_of_others_is(
    user, mails, django_capture_on_commit_callbacks
):
    rows = of(make_callback(**ROBIN), make_callback(**ROBIN), make_booking(**ROBIN))
    CallAttempt.objects.create(callback=rows.callbacks[0], outcome="no_answer")
    kim = make_callback(**KIM)
    outbox.send_due()
    assert len(mails()) == 8
    TUESDAY = TUESDAY_TEN + timedelta(hours=1)
    Booking.objects.update(starts_at=TUESDAY - timedelta(days=2))
    rows = of(*rows.callbacks, *rows.bookings)
    erased = erase(rows, user=user, run=django_capture_on_commit_callbacks)
    assert erased == person.Erased(callbacks=2, bookings=1, mails=6, files=6)
    assert list(CallbackRequest.objects.all()) == [kim]
    assert not Booking.objects.exists()
    assert not CallAttempt.objects.exists()
    assert not BookedCell.objects.exists()
    assert set(OutboxMail.objects.values_list("callback", flat=True)) == {kim.pk}
    assert len(mails()) == 2
    entries = AccessEntry.objects.filter(action="erase").values_list("user", "model")
    assert sorted(entries) == [(user.pk, "booking"), (user.pk, "callbackrequest")]


def test_mail_from_before_the_address_and_the_number_were_corrected_goes_too(
    mails, django_capture_on_commit_callbacks
):
    asked = make_callback(**ROBIN)
    outbox.send_due()
    callbacks.change(callback=asked, phone="+31699999999", email="nieuw@example.org")
    outbox.send_due()
    assert len(mails()) == 3
    erase(of(asked), run=django_capture_on_commit_callbacks)
    assert mails() == []


def test_mail_with_their_number_in_it_goes_whoever_it_went_to(
    mails, django_capture_on_commit_callbacks
):
    asked = make_callback(**ROBIN | {"email": ""})
    message = emails._message("practice_callback", "iemand@example.org", desk="06-12 34 56 78")
    message.send()
    other = emails._message("practice_callback", "iemand@example.org", desk="06 12 34 56 79")
    other.send()
    erase(of(asked), run=django_capture_on_commit_callbacks)
    assert len(mails()) == 1


class ErasedMeanwhile(EmlBackend):
    """Somebody at the desk is quicker than a mail that is on its way."""

    def send_messages(self, messages):
        person.erase(of(CallbackRequest.objects.get()), by=None)
        return super().send_messages(messages)


def test_a_mail_that_was_on_its_way_leaves_no_file_either(mails, settings):
    make_callback(email="robin@example.org")
    settings.EMAIL_BACKEND = f"{__name__}.ErasedMeanwhile"
    OutboxMail.objects.exclude(kind="callback_received").delete()
    outbox.send_due()
    assert not CallbackRequest.objects.exists()
    assert list(settings.EMAIL_FILE_PATH.iterdir()) == []


def test_a_call_that_is_still_to_come_holds_up_an_erasure_until_somebody_says_it_lapses(
    django_capture_on_commit_callbacks,
):
    booked = make_booking(**ROBIN)
    with pytest.raises(person.StillPlanned):
        person.erase(of(booked), by=None)
    assert (Booking.objects.count(), AccessEntry.objects.count()) == (1, 0)
    erase(of(booked), lapses=True, run=django_capture_on_commit_callbacks)
    assert not Booking.objects.exists()
    assert not BookedCell.objects.exists()
    assert make_booking(**KIM).starts_at == TUESDAY_TEN  # the time is free


def test_a_call_that_was_moved_meanwhile_holds_up_an_erasure(time_machine):
    booked = make_booking(**ROBIN)
    time_machine.move_to(TUESDAY_TEN + timedelta(hours=1))
    rows = of(booked)
    Booking.objects.update(starts_at=TUESDAY_TEN + timedelta(days=1))
    with pytest.raises(person.StillPlanned):
        person.erase(rows, by=None)
    assert Booking.objects.exists()


def test_the_desk_sees_what_goes_and_confirms(desk, django_capture_on_commit_callbacks):
    asked = make_callback(**ROBIN)
    page = desk.post(ERASE, pick([asked])).content.decode()
    assert CallbackRequest.objects.exists()
    assert "tot uiterlijk 23 december 2026" in page
    assert "2 mails die klaarstaan, gaan" in page
    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post(ERASE, pick([asked], confirmed="1"), follow=True).content.decode()
    assert not CallbackRequest.objects.exists()
    assert "Gewist: 1 terugbelverzoek, 2 mails." in page
    assert "tot uiterlijk 23-12-2026" in page


def test_the_desk_is_told_to_choose_what_happens_to_a_call_to_come(desk):
    booked = make_booking(**ROBIN)
    page = desk.post(ERASE, pick(bookings=[booked], confirmed="1")).content.decode()
    assert "Kies eerst" in page
    assert Booking.objects.exists()
    desk.post(ERASE, pick(bookings=[booked], confirmed="1", lapses="1"))
    assert not Booking.objects.exists()


def test_opening_the_pages_changes_nothing(desk):
    make_callback(**ROBIN)
    assert desk.get(FIND).status_code == 200
    assert [desk.get(address).status_code for address in (EXPORT, ERASE)] == [405, 405]


def test_the_first_page_leads_there_for_who_may(desk, client):
    assert FIND in desk.get("/admin/").content.decode()
    editor = User.objects.create_user("redactie", is_staff=True)
    editor.groups.add(Group.objects.get(name="redactie"))
    client.force_login(editor)
    assert FIND not in client.get("/admin/").content.decode()
