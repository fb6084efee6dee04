import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.urls import reverse

from contact import callbacks
from contact.admin import searching
from staff.models import User

from .make import make_callback, make_practice

pytestmark = pytest.mark.django_db
CALLBACKS = reverse("admin:contact_callbackrequest_changelist")
BOOKINGS = reverse("admin:contact_booking_changelist")


@pytest.fixture
def desk(client):
    make_practice()
    user = User.objects.create_user("balie", is_staff=True)
    user.groups.add(Group.objects.get(name="balie"))
    client.force_login(user)
    return client


def search(client, words, url=CALLBACKS):
    return client.post(url, {"q": words})


def shown(client, address):
    return list(client.get(address).context["cl"].result_list)


def test_the_words_of_a_search_stand_in_no_address(desk):
    asked = make_callback(first_name="Robin")
    answer = search(desk, "Robin")
    assert answer.status_code == 302
    assert "robin" not in answer["Location"].lower()
    assert shown(desk, answer["Location"]) == [asked]


def test_the_words_of_a_search_stay_in_no_session(desk):
    make_callback(first_name="Robin")
    search(desk, "Robin")
    kept = [row.get_decoded()["gevonden"] for row in Session.objects.all()]
    assert "Robin" not in str(kept)


def test_words_that_somebody_puts_in_an_address_are_taken_out_and_find_nothing(desk):
    make_callback(first_name="Robin")
    answer = desk.get(CALLBACKS, {"q": "Robin", "stand": "alle"})
    assert (answer.status_code, answer["Location"]) == (302, f"{CALLBACKS}?stand=alle")


def test_who_is_looked_for_is_found_in_whatever_state(desk):
    asked = make_callback(first_name="Robin")
    callbacks.mark_called(callback=asked, by=None)
    assert shown(desk, CALLBACKS) == []
    assert shown(desk, search(desk, "Robin")["Location"]) == [asked]


def test_a_filter_that_was_chosen_narrows_what_is_found(desk):
    make_callback(first_name="Robin")
    answer = search(desk, "Robin", CALLBACKS + "?stand=called")
    page = desk.get(answer["Location"])
    assert list(page.context["cl"].result_list) == []
    assert "1 gevonden, waarvan 0 in deze lijst" in page.content.decode()


def test_filters_and_pages_keep_what_was_found(desk, monkeypatch):
    monkeypatch.setattr("contact.admin.callbacks.CallbackRequestAdmin.list_per_page", 1)
    for number in range(3):
        make_callback(first_name="Robin", phone=f"+3161234567{number}")
        make_callback(first_name="Kim", phone=f"+3162234567{number}")
    address = search(desk, "Robin")["Location"]
    page = desk.get(address + "&p=2")
    assert [row.first_name for row in page.context["cl"].result_list] == ["Robin"]
    mark = page.context["cl"].mark
    assert page.context["cl"].get_query_string({"stand": "open"}) == f"?q={mark}&stand=open"
    assert f"q={mark}" in page.content.decode()


def test_an_action_reaches_what_was_found_only(desk):
    robin, kim = make_callback(first_name="Robin"), make_callback(first_name="Kim")
    address = search(desk, "Robin")["Location"]
    picked = {"action": "called", "_selected_action": [robin.pk, kim.pk]}
    desk.post(address, picked)
    robin.refresh_from_db()
    kim.refresh_from_db()
    assert (robin.status, kim.status) == ("called", "open")


def test_two_searches_stand_open_beside_each_other(desk):
    robin, kim = make_callback(first_name="Robin"), make_callback(first_name="Kim")
    first, second = (search(desk, name)["Location"] for name in ("Robin", "Kim"))
    assert (shown(desk, first), shown(desk, second)) == ([robin], [kim])


def test_old_searches_make_room_and_then_say_so(desk):
    make_callback(first_name="Robin")
    first = search(desk, "Robin")["Location"]
    for _ in range(searching.MOST_SEARCHES):
        search(desk, "Robin")
    page = desk.get(first, follow=True)
    assert "Zoek opnieuw" in page.content.decode()
    [row] = Session.objects.all()
    assert len(row.get_decoded()["gevonden"]) == searching.MOST_SEARCHES


def test_nothing_typed_is_no_search(desk):
    answer = search(desk, "  ", CALLBACKS + "?stand=alle&p=2")
    assert answer["Location"] == f"{CALLBACKS}?stand=alle"


def test_very_many_found_are_the_newest_and_the_page_says_so(desk, monkeypatch):
    monkeypatch.setattr(searching, "MOST_FOUND", 2)
    rows = [make_callback(first_name="Robin", phone=f"+3161234567{n}") for n in range(3)]
    page = desk.get(search(desk, "Robin")["Location"])
    assert {row.pk for row in page.context["cl"].result_list} == {row.pk for row in rows[1:]}
    assert "de nieuwste 2" in page.content.decode()


def test_the_stock_search_for_a_related_row_finds_nobody_by_name(desk):
    make_callback(first_name="Robin")
    query = {"app_label": "contact", "model_name": "outboxmail", "field_name": "callback"}
    answer = desk.get(reverse("admin:autocomplete"), query | {"term": "Robin"})
    assert answer.json()["results"] == []


def test_the_search_works_without_script_and_takes_no_address(desk):
    page = desk.get(CALLBACKS).content.decode()
    form = page[page.index('id="changelist-search"') :].partition("</form>")[0]
    assert form.startswith('id="changelist-search" method="post"')
    assert "csrfmiddlewaretoken" in form


@pytest.mark.parametrize("address", [CALLBACKS, BOOKINGS])
def test_no_cache_keeps_a_page_of_the_desk(desk, address):
    assert "no-store" in desk.get(address)["Cache-Control"]
