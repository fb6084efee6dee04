"""Week and day sheet at the desk: with the keyboard, on a phone, on paper."""

import re
from datetime import date, timedelta

import pytest

from .desk import log_in

pytestmark = pytest.mark.browser
CALLS = "/admin/contact/booking/"
WEEK, DAY = f"{CALLS}week/", f"{CALLS}day/"

# Ten advisers, a busy Monday, one who is ill and a call that waits for another time.
CROWD = """
from datetime import date, datetime, time, timedelta
from contact import access, slots
from contact.models import Adviser, Booking, BusyTime, Closure, WeeklyHours
monday = date.fromisoformat("{monday}")
for n in range(10):
    adviser = Adviser.objects.create(name=f"Collega Lang-Achternaam {n}")
    for weekday in range(5):
        WeeklyHours.objects.create(adviser=adviser, weekday=weekday, start=time(9), end=time(12))
    for k in range(5):
        start = datetime.combine(monday, time(9), slots.TZ) + timedelta(minutes=30 * k)
        Booking.objects.create(
            adviser=adviser, starts_at=start, ends_at=start + timedelta(minutes=20),
            first_name="Wilhelmina-Alexandrina", phone="+31612345678",
            token_hash=f"{monday}-{n}-{k}", status="displaced" if n + k == 9 else "confirmed",
        )
    BusyTime.objects.create(adviser=adviser, starts_at=start, ends_at=start + timedelta(hours=1))
Closure.objects.create(adviser=adviser, first_on=monday, last_on=monday, reason="Ziek")
"""


@pytest.fixture(scope="module")
def crowd(site):
    """The Monday of a week that nobody else's test looks at."""
    today = date.today()  # noqa: DTZ011  any week will do
    monday = today + timedelta(days=63 - today.weekday())
    site.shell(CROWD.replace("{monday}", monday.isoformat()))
    yield monday
    site.shell(
        "from contact.models import Adviser, Booking, Closure\n"
        "mine = Adviser.objects.filter(name__startswith='Collega Lang')\n"
        "Booking.objects.filter(adviser__in=mine).delete(); mine.delete()"
    )


def week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{WEEK}?week={year}-W{week:02}"


def test_the_week_is_walked_with_the_keyboard(page, site, crowd):
    log_in(page, site.accounts["balie"])
    page.goto("/admin/")
    way = page.get_by_role("navigation", name="Vaak nodig").get_by_role("link", name="Week")
    way.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{WEEK}")
    this_week = page.get_by_role("heading", level=1).inner_text()
    turn = page.get_by_role("navigation", name="Andere week")
    turn.get_by_role("link", name="Volgende week").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/week/?week=*")
    assert page.get_by_role("heading", level=1).inner_text() != this_week
    turn.get_by_role("link", name="Deze week").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.get_by_role("heading", level=1).inner_text() == this_week
    # To another day and one adviser, then to a call of that day.
    page.get_by_label("Naar dag").fill(crowd.isoformat())
    page.get_by_label("Wie").focus()
    page.keyboard.type("Collega Lang-Achternaam 3")
    page.get_by_role("button", name="Toon").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(week_of(crowd)) + r"&adviser=\d+$"))
    calls = page.get_by_role("link", name="Wilhelmina-Alexandrina")
    assert calls.count() == 5
    calls.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"{CALLS}\d+/change/$"))


def test_nothing_of_a_crowded_week_or_day_is_to_the_side_or_out_of_reach(page, site, crowd):
    log_in(page, site.accounts["balie"])
    found = []
    for path in (week_of(crowd), f"{DAY}?day={crowd}"):
        page.goto(path)
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [(path, width, wide)] if wide > width else []
        page.set_viewport_size({"width": 360, "height": 800})
        found += page.evaluate(
            """() => [...document.querySelectorAll(".week a, .sheet a, .turn a, .tabs a")]
                .filter(a => a.offsetParent && a.getBoundingClientRect().height < 24)
                .map(a => a.outerHTML.slice(0, 120))"""
        )
    assert found == []


def test_on_a_wide_screen_each_day_is_a_column_and_each_adviser_a_row(page, site, crowd):
    log_in(page, site.accounts["balie"])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(week_of(crowd))
    tops = page.evaluate(
        """() => [...document.querySelectorAll(".week > *")].map(
            column => [...column.children].slice(1).map(
                cell => Math.round(cell.getBoundingClientRect().top)))"""
    )
    assert (len(tops), len(tops[0])) == (6, 12)  # the names, five days; the demo has two advisers
    assert all(column == tops[0] for column in tops)
    lefts = page.evaluate(
        """() => [...document.querySelectorAll(".week > *")].map(column => new Set(
            [...column.children].map(cell => cell.getBoundingClientRect().left)).size)"""
    )
    assert lefts == [1] * 6


def test_the_days_that_stay_in_view_cover_nothing_that_has_the_focus(page, site, crowd):
    log_in(page, site.accounts["balie"])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(week_of(crowd))
    links = page.locator(".week-cell .is-call a")
    links.last.focus()
    hidden = []
    for number in reversed(range(links.count())):
        links.nth(number).focus()
        hidden += links.nth(number).evaluate(
            """a => { const box = a.getBoundingClientRect();
                const top = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
                return a.contains(top) ? [] : [a.innerText]; }"""
        )
    assert hidden == []


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_sheet_prints_black_on_white_a_page_per_adviser(page, site, crowd):
    log_in(page, site.accounts["balie"])
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(f"{DAY}?day={crowd}")
    sheets = page.locator(".sheet").count()
    assert pages_of(page.pdf(prefer_css_page_size=True)) == sheets
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        """() => [...document.querySelectorAll("body, .sheet *")].filter(e => e.offsetParent)
            .map(e => getComputedStyle(e)).map(s => `${s.color} ${s.backgroundColor}`)
            .filter((pair, n, all) => all.indexOf(pair) === n).sort()"""
    )
    assert [c for c in colours if c not in ALLOWED] == []
    for out_of_the_way in ("#header", ".tabs", ".turn", ".breadcrumbs"):
        assert page.locator(out_of_the_way).first.is_hidden()
    assert page.locator(".paper-foot").count() == sheets
    assert page.locator(".paper-foot").first.is_visible()


BLACK, WHITE, CLEAR = "rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"
ALLOWED = {f"{BLACK} {WHITE}", f"{BLACK} {CLEAR}"}


def test_one_weeks_calls_of_two_advisers_fit_on_one_sheet(page, site):
    log_in(page, site.accounts["balie"])
    page.goto(WEEK)
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


def test_the_button_that_prints_is_there_only_with_a_script(page, browser, site):
    log_in(page, site.accounts["balie"])
    page.goto(DAY)
    assert page.get_by_role("button", name="Print").is_visible()
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    plain = context.new_page()
    log_in(plain, site.accounts["balie"])
    plain.goto(DAY)
    assert plain.locator("[data-print]").is_hidden()
    context.close()
