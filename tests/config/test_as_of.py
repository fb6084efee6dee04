"""The site as of another minute: for who chose it, in everything it shows, and for nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import caches

from blog.models import Article
from config import as_of, clock
from contact.models import Booking, CallbackRequest, Closure
from contact.reach import reach_at
from tests.blog.make import make_article, make_staff, make_topic
from tests.contact.make import make_adviser, make_practice

pytestmark = pytest.mark.django_db
DESK = "/admin/site-op-datum/"
COOKIE = settings.PREVIEW_COOKIE_NAME
# A Tuesday at nine; what is to come has appeared by then, and what is to go is gone.
THEN = {"day": "2030-11-05", "time": "09:00"}
BETWEEN = datetime(2030, 11, 1, 8, tzinfo=UTC)


@pytest.fixture
def colleague(client):
    make_practice(notice="")
    client.force_login(make_staff("view_article"))
    return client


@pytest.fixture
def then(colleague):
    """A colleague for whom it is THEN."""
    assert colleague.post(DESK, THEN)["Location"] == "/"
    return colleague


@pytest.fixture
def coming():
    return make_article("Straks", publish_at=BETWEEN, topics=[make_topic()])


@pytest.fixture
def going():
    return make_article("Binnenkort weg", withdraw_at=BETWEEN)


CHANNELS = ["/", "/blogs/", "/blogs/feed/", "/sitemap.xml", "/zoeken/?q=tekst"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_shows_what_is_out_by_then_and_not_what_is_gone(then, coming, going, channel):
    page = then.get(channel).content.decode()
    assert (f"/blogs/{coming.slug}/" in page, f"/blogs/{going.slug}/" in page) == (True, False)


def test_so_do_the_pages_themselves_and_what_stands_below_them(then, coming, going):
    beside = make_article("Ernaast", days=1)
    assert then.get(going.get_absolute_url()).status_code == 410
    answer = then.get(beside.get_absolute_url())
    assert answer.context["related"] == [coming]
    assert then.get("/blogs/onderwerp/rouw/").status_code == 200


def test_a_moment_in_the_past_works_as_well(colleague):
    make_article("Nieuw", days=400)
    old = make_article("Oud", withdraw_at=datetime(2020, 6, 1, tzinfo=UTC))
    colleague.post(DESK, {"day": "2020-02-03", "time": "09:00"})
    answer = colleague.get("/blogs/")
    assert list(answer.context["articles"]) == [old]


def test_the_practice_is_as_open_as_it_will_be():
    make_practice()
    with clock.set_at(datetime(2030, 11, 5, 8, tzinfo=UTC)):
        assert reach_at().until == "17:00"
    with clock.set_at(datetime(2030, 11, 5, 20, tzinfo=UTC)):
        assert reach_at().opens.replace("\xa0", " ") == "morgen om 9:00"


def test_so_are_its_closures_and_its_free_times(then):
    make_adviser()
    Closure.objects.create(first_on=date(2030, 12, 2), last_on=date(2030, 12, 3), reason="Studie")
    page = then.get("/contact/").content.decode()
    assert "2 december tot en met" in page
    offered = then.get("/adviesgesprek/").context["form"].offered
    assert min(offered) == datetime(2030, 11, 6, 8, tzinfo=UTC)
    days = [value for value, _ in then.get("/terugbellen/").context["form"].fields["day"].choices]
    assert days[1] == "2030-11-05"


def test_each_page_says_so_and_is_nobody_elses(then):
    for path in ("/", "/blogs/", "/contact/", "/zoeken/?q=x", "/terugbellen/", "/niets-daar/"):
        answer = then.get(path)
        page = " ".join(answer.content.decode().split())
        assert "<strong>dinsdag 5 november 2030 om 09:00</strong>" in page
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
        assert "Cookie" in answer["Vary"]
    assert then.get("/blogs/feed/")["Cache-Control"] == "private, no-store"


def test_back_to_now_shows_the_present(then, coming):
    answer = then.post(f"{DESK}nu/")
    assert answer["Location"] == "/"
    page = then.get("/").content.decode()
    assert ("Zo ziet de site eruit" in page, coming.slug in page) == (False, False)


@pytest.mark.parametrize("path", ["/terugbellen/", "/adviesgesprek/"])
def test_no_form_is_taken_in_a_time_that_is_not(then, path):
    answer = then.post(path, {"first_name": "Robin", "phone": "0612345678"})
    assert answer.status_code == 409
    assert "Dit formulier is niet verstuurd" in answer.content.decode()
    assert (CallbackRequest.objects.count(), Booking.objects.count()) == (0, 0)


def test_the_desk_stays_in_the_present(then, coming):
    then.force_login(make_staff("view_article", "change_article", username="sem"))
    then.post(DESK, THEN)
    page = then.get("/admin/blog/article/").content.decode()
    assert "Zo ziet de site eruit" not in page
    assert Article.objects.published().count() == 0


# --- Whose it is -----------------------------------------------------------------------------


def test_who_is_logged_out_sees_the_present_and_loses_the_cookie(then, coming):
    cookie = then.cookies[COOKIE].value
    then.logout()
    then.cookies[COOKIE] = cookie
    answer = then.get("/")
    assert coming.slug not in answer.content.decode()
    assert answer.cookies[COOKIE].value == ""
    assert answer["Cache-Control"] == "private, no-store"


def test_it_is_not_for_another_colleague_nor_for_who_may_not_see_articles(then, coming):
    cookie = then.cookies[COOKIE].value
    for user in (make_staff("view_article", username="sem"), make_staff(username="bo")):
        then.force_login(user)
        then.cookies[COOKIE] = cookie
        assert coming.slug not in then.get("/").content.decode()


@pytest.mark.parametrize("value", ["", "2030-11-05T08:00:00+00:00", "x:y:z", "é"])
def test_a_cookie_that_we_did_not_sign_is_none(colleague, coming, value):
    colleague.cookies[COOKIE] = value
    assert coming.slug not in colleague.get("/").content.decode()


def test_the_cookie_stays_on_the_server_s_side_of_the_page(then):
    cookie = then.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_only_who_may_see_articles_chooses(client):
    assert client.post(DESK, THEN).status_code == 302
    client.force_login(make_staff())
    assert client.get(DESK).status_code == 403
    assert client.post(DESK, THEN).status_code == 403
    assert COOKIE not in client.cookies
    assert "Site op datum" not in client.get("/admin/").content.decode()


def test_asking_changes_nothing(colleague):
    assert colleague.get(DESK).status_code == 200
    assert colleague.get(f"{DESK}nu/").status_code == 405
    assert COOKIE not in colleague.cookies
    assert "Site op datum" in colleague.get("/admin/").content.decode()


# --- The moment ------------------------------------------------------------------------------


def test_it_is_a_time_in_the_netherlands_summer_and_winter():
    instants = [clock.instant_of(datetime(2026, month, 3, 9)) for month in (7, 11)]  # noqa: DTZ001
    assert instants == [
        datetime(2026, 7, 3, 7, tzinfo=UTC),
        datetime(2026, 11, 3, 8, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("day", "time", "says"),
    [
        ("2026-03-29", "02:30", "Deze tijd bestaat niet: op zondag 29 maart 2026"),
        ("2026-10-25", "02:30", "Deze tijd komt op zondag 25 oktober 2026 twee keer voor"),
        ("2026-10-25", "25:00", "Schrijf de tijd als 09:00."),
        ("2026-10-25", "", "Kies een tijd."),
        ("", "09:00", "Kies een dag."),
        ("morgen", "09:00", "Schrijf de dag als 31-12-2026."),
        ("9999-12-31", "09:00", "Kies een dag in de jaren 2000 tot en met 2099."),
        ("0001-01-01", "00:00", "Kies een dag in de jaren 2000 tot en met 2099."),
        ("2026-10-25\0", "09:00", "Schrijf de dag als 31-12-2026."),
    ],
)
def test_what_is_no_one_moment_is_said_at_the_field(colleague, day, time, says):
    answer = colleague.post(DESK, {"day": day, "time": time})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert COOKIE not in colleague.cookies


@pytest.mark.parametrize(("time", "hour"), [("01:59", 0), ("03:00", 1)])
def test_just_beside_the_change_of_the_clock_there_is_one(time, hour):
    form = as_of.MomentForm({"day": "2026-03-29", "time": time})
    assert form.is_valid()
    assert form.cleaned_data["moment"].hour == hour


# --- Nothing of it stays behind --------------------------------------------------------------


def test_the_clock_is_right_again_after_whatever_went_wrong():
    def break_down():
        with clock.set_at(BETWEEN):
            assert clock.now() == BETWEEN
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_down()
    assert clock.shown_at() is None
    assert datetime.now(UTC) - clock.now() < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_what_every_page_needs_is_neither_taken_from_memory_nor_put_there():
    known = caches["site"]
    assert known.get_or_set("word", "nu") == "nu"
    with clock.set_at(BETWEEN):
        assert known.get_or_set("word", "dan") == "dan"
        assert known.get_or_set("other", "dan") == "dan"
    assert known.get_or_set("word", "later") == "nu"
    assert known.get_or_set("other", "later") == "later"


@pytest.mark.django_db(transaction=True)
def test_a_topic_that_is_empty_yet_is_not_remembered_from_then(client, coming):
    make_practice()
    make_article("Al lang")
    client.force_login(make_staff("view_article"))
    client.post(DESK, THEN)
    assert "Rouw" in client.get("/").content.decode()
    client.post(f"{DESK}nu/")
    assert "Rouw" not in client.get("/").content.decode()
