import pytest
from django.http import QueryDict

from blog.admin.filters import MOST, kept
from blog.models import SavedFilter

from .make import make_staff

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/article/"
FILTERS = f"{LIST}filters/"
KEEP = f"{FILTERS}bewaren/"


@pytest.fixture
def user():
    return make_staff("view_article")


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


def make_filter(user, name="Concepten", query="stand=draft"):
    return SavedFilter.objects.create(user=user, name=name, query=query)


def errors(response):
    form = response.context["new"] or next(
        form for _, form, _ in response.context["rows"] if form.errors
    )
    return dict(form.errors)


def test_what_the_list_shows_is_kept_under_a_name(editor, user):
    response = editor.post(KEEP, {"name": "Mijn concepten", "query": "stand=draft&mijn=1"})
    assert response["Location"] == f"{LIST}?stand=draft&mijn=1"
    saved = user.saved_filters.get()
    assert (saved.name, saved.query) == ("Mijn concepten", "stand=draft&mijn=1")


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ("q=rouw&stand=draft&o=-3", "stand=draft&o=-3&q=rouw"),
        ("stand=weg&onderwerp=x&auteur=0&mijn=2&opmerkingen=y&o=t", ""),
        ("p=9&e=1&_popup=1&next=//elders.nl&author__user__password=x", ""),
        ("q=a%00b%0D%0Ac", "q=a+b+c"),
        ("onderwerp=7&auteur=99999999999999999999", "onderwerp=7"),
    ],
)
def test_only_what_a_filter_knows_is_kept(given, query):
    assert kept(QueryDict(given)).urlencode() == query


def test_the_list_links_to_ones_own_filters_and_marks_the_one_shown(editor, user):
    make_filter(user)
    make_filter(make_staff(username="sem"), "Van Sem")
    page = " ".join(editor.get(LIST, {"stand": "draft"}).content.decode().split())
    assert '<a href="?stand=draft" aria-current="true">Concepten</a>' in page
    assert "Van Sem" not in page


@pytest.mark.parametrize("name", ["concepten", "", "x" * 61, "a\0b"])
def test_a_name_that_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(editor, user, name):
    make_filter(user)
    response = editor.post(KEEP, {"name": name, "query": "mijn=1"})
    if "\0" in name:
        assert response.status_code in (200, 400)
    else:
        assert (list(errors(response)), response.context["query"]) == (["name"], "mijn=1")
        assert response.context["new"]["name"].value() == name
    assert user.saved_filters.count() == 1


@pytest.mark.parametrize("query", ["", "p=3", "q=" + "%C3%A9" * 200])
def test_a_filter_that_says_nothing_or_too_much_is_not_kept(editor, user, query):
    assert list(errors(editor.post(KEEP, {"name": "A", "query": query}))) == ["name"]
    assert user.saved_filters.count() == 0


def test_there_are_so_many_and_no_more(editor, user):
    for number in range(MOST):
        make_filter(user, f"Filter {number}")
    response = editor.post(KEEP, {"name": "Nog een", "query": "mijn=1"})
    assert errors(response) == {"name": ["Je hebt al 20 filters. Verwijder er eerst een."]}


def test_a_filter_can_get_another_name(editor, user):
    saved = make_filter(user)
    editor.post(f"{FILTERS}{saved.pk}/", {f"{saved.pk}-name": "Anders"})
    assert [one.name for one in user.saved_filters.all()] == ["Anders"]


def test_but_not_one_that_another_has(editor, user):
    saved = make_filter(user)
    make_filter(user, "Ingepland")
    response = editor.post(f"{FILTERS}{saved.pk}/", {f"{saved.pk}-name": "INGEPLAND"})
    assert errors(response) == {"name": ["Je hebt al een filter dat “INGEPLAND” heet."]}


def test_a_filter_can_be_deleted(editor, user):
    saved = make_filter(user)
    editor.post(f"{FILTERS}{saved.pk}/", {"delete": "1"})
    assert user.saved_filters.count() == 0


def test_nobody_touches_those_of_another(editor):
    other = make_filter(make_staff(username="sem"))
    assert editor.post(f"{FILTERS}{other.pk}/", {"delete": "1"}).status_code == 404
    assert SavedFilter.objects.count() == 1


def test_looking_keeps_and_deletes_nothing(editor, user):
    saved = make_filter(user)
    addresses = [FILTERS, KEEP, f"{FILTERS}{saved.pk}/"]
    assert [editor.get(address).status_code for address in addresses] == [200, 405, 405]


def test_who_may_see_no_articles_has_no_filters(client):
    user = make_staff("view_topic", username="x")
    client.force_login(user)
    saved = make_filter(user)
    answers = [client.get(FILTERS), client.post(KEEP), client.post(f"{FILTERS}{saved.pk}/")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_filters_take_as_many_queries_for_one_as_for_three(
    editor, user, django_assert_num_queries, rows
):
    for row in range(rows):
        make_filter(user, f"Filter {row}")
    with django_assert_num_queries(6):
        assert editor.get(FILTERS).status_code == 200
