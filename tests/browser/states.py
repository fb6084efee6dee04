"""Every public page and the states it can be in, each with the steps that lead there."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.site import Site


def send(page: Page) -> None:
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_load_state()


def fill_person(page: Page) -> None:
    page.get_by_label("Voornaam").fill("Robin")
    page.get_by_label("Telefoonnummer").fill("06 12345678")


def send_empty(page: Page) -> None:
    send(page)


def send_long_words(page: Page) -> None:
    page.get_by_label("Voornaam").fill("Arbeidsongeschiktheidsverzekeringsmaatschappij" * 2)
    page.get_by_label("Telefoonnummer").fill("12")
    send(page)


def ask(page: Page) -> None:
    fill_person(page)
    send(page)


def ask_in_words(page: Page, message: str) -> None:
    fill_person(page)
    page.locator("#id_message").fill(message)
    send(page)


def ask_in_panic(page: Page) -> None:
    ask_in_words(page, "Ik ben bang dat ik doodga.")


def ask_with_number(page: Page) -> None:
    ask_in_words(page, "Mijn bsn is 123456782. Graag na vieren.")


def take_number_out(page: Page) -> None:
    ask_with_number(page)
    page.get_by_role("button", name="Haal het getal weg").click()
    page.wait_for_load_state()


def book(page: Page) -> None:
    page.locator("input[name=slot]").last.evaluate("input => { input.checked = true }")
    fill_person(page)
    send(page)


def book_taken(page: Page) -> None:
    """Send a start that is not offered, as a page that stood open too long would."""
    page.locator("input[name=slot]").first.evaluate(
        "input => { input.checked = true; input.value = '2026-01-05T09:00:00Z' }"
    )
    fill_person(page)
    send(page)


def book_and_return(page: Page) -> None:
    book(page)
    page.goto("/adviesgesprek/")


def book_and_unfold(page: Page) -> None:
    book(page)
    for summary in page.locator("details summary").all():
        summary.click()


def book_and_move(page: Page) -> None:
    book(page)
    page.goto("/adviesgesprek/afspraak/verzetten/")


def book_and_cancel(page: Page) -> None:
    book(page)
    page.get_by_text("Afspraak afzeggen?").click()
    page.locator("form[action$='afzeggen/'] button").click()
    page.wait_for_load_state()


def change_too_often(page: Page) -> None:
    ask(page)
    for number in range(6):
        page.get_by_label("Telefoonnummer").fill(f"06 1234569{number}")
        send(page)


def open_all_days(page: Page) -> None:
    for summary in page.locator(".slots summary").all():
        summary.click()


def unfold_exit(page: Page) -> None:
    page.get_by_text("Zo wis je het").click()


# For what the desk or the clock does: what stands ready in a shell of the site.
BEHIND = """
from datetime import timedelta
from django.utils import timezone
from contact import bookings, callbacks
from contact.models import Booking, CallbackRequest
now = timezone.now()
minutes = lambda count: timedelta(minutes=count)
booking = Booking.objects.order_by("pk").last()
callback = CallbackRequest.objects.order_by("pk").last()
held = Booking.objects.filter(pk=booking and booking.pk)
asked = CallbackRequest.objects.filter(pk=callback and callback.pk)
"""
IN_VAIN = "held.update(starts_at=now - minutes(8), ends_at=now + minutes(12))"


@dataclass(frozen=True)
class State:
    """`behind` happens after the steps, in a shell of the site; then the page is opened anew."""

    name: str
    path: str
    steps: Callable[[Page], None] | None = None
    behind: str = ""

    def open(self, page: Page, site: Site) -> None:
        page.goto(self.path)
        if self.steps:
            self.steps(page)
        if self.behind:
            site.shell(BEHIND + self.behind)
            page.goto(page.url)


STATES = [
    State("home", "/"),
    State("artikelen", "/blogs/"),
    State("artikelen-2", "/blogs/?page=2"),
    State("artikel", "/blogs/aangeleerde-hulpeloosheid/"),
    State("artikel-met-tabel", "/blogs/grenzen-aangeven-op-het-werk/"),
    State("artikel-lang", "/blogs/te-veel-moeten-van-jezelf/"),
    State("artikel-113", "/blogs/verder-na-verlies-door-zelfdoding/"),
    State("artikel-uitweg", "/blogs/ruzie-of-geweld/"),
    State("artikel-uitweg-open", "/blogs/ruzie-of-geweld/", unfold_exit),
    State("artikel-hulp-onder", "/blogs/piekeren-in-de-nacht/"),
    State("onderwerp", "/blogs/onderwerp/zelfbeeld/"),
    State("onderwerp-uitweg", "/blogs/onderwerp/relaties-en-veiligheid/"),
    State("auteur", "/blogs/auteur/noor-verhalen/"),
    State("zoeken", "/zoeken/"),
    State("zoeken-gevonden", "/zoeken/?q=rouw"),
    State("zoeken-niets", "/zoeken/?q=xyzzy"),
    State("over-ons", "/over-ons/"),
    State("tarieven", "/tarieven/"),
    State("contact", "/contact/"),
    State("terugbellen", "/terugbellen/"),
    State("terugbellen-fouten", "/terugbellen/", send_empty),
    State("terugbellen-lange-woorden", "/terugbellen/", send_long_words),
    State("terugbellen-bedankt", "/terugbellen/", ask),
    State("terugbellen-bedankt-paniek", "/terugbellen/", ask_in_panic),
    State("terugbellen-bedankt-getal", "/terugbellen/", ask_with_number),
    State("terugbellen-bedankt-getal-weg", "/terugbellen/", take_number_out),
    State("terugbellen-bedankt-te-vaak", "/terugbellen/", change_too_often),
    State("terugbellen-bedankt-laat", "/terugbellen/", ask, "asked.update(promised_at=now)"),
    State(
        "terugbellen-bedankt-geprobeerd",
        "/terugbellen/",
        ask,
        "callbacks.log_call(callback=callback, by=None, outcome='no_answer')",
    ),
    State(
        "terugbellen-niet-bereikt",
        "/terugbellen/",
        ask,
        "callbacks.log_call(callback=callback, by=None, outcome='wrong')",
    ),
    State("terugbellen-gesloten", "/terugbellen/bedankt/"),
    State("adviesgesprek", "/adviesgesprek/"),
    State("adviesgesprek-alle-dagen", "/adviesgesprek/", open_all_days),
    State("adviesgesprek-fouten", "/adviesgesprek/", send_empty),
    State("adviesgesprek-bezet", "/adviesgesprek/", book_taken),
    State("adviesgesprek-nog-een", "/adviesgesprek/", book_and_return),
    State("afspraak", "/adviesgesprek/", book),
    State("afspraak-wijzigen", "/adviesgesprek/", book_and_unfold),
    State("afspraak-verzetten", "/adviesgesprek/", book_and_move),
    State("afspraak-afgezegd", "/adviesgesprek/", book_and_cancel),
    State("afspraak-loopt-uit", "/adviesgesprek/", book, "held.update(delay_minutes=10)"),
    State(
        "afspraak-nu-video",
        "/adviesgesprek/",
        book,
        "held.update(kind='video', room='https://example.org/kamer', starts_at=now)",
    ),
    State("afspraak-niet-gebeld", "/adviesgesprek/", book, IN_VAIN),
    State(
        "afspraak-bellen-alsnog",
        "/adviesgesprek/",
        book,
        f"{IN_VAIN}; from contact import missed; missed.not_called(booking=held.get())",
    ),
    State(
        "afspraak-kan-niet",
        "/adviesgesprek/",
        book,
        "bookings.displace(booking=booking, now=now)",
    ),
    State("afspraak-gesloten", "/adviesgesprek/afspraak/"),
    State("niet-gevonden", "/nergens/"),
]
