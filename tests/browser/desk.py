"""What an editor does at the desk, with keyboard and mouse, in the real editor."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import FrameLocator, Page

TZ = ZoneInfo("Europe/Amsterdam")


def log_in(page: Page, account: dict[str, str]) -> None:
    page.goto("/admin/")
    page.get_by_label("Gebruikersnaam").fill(account["username"])
    page.get_by_label("Wachtwoord").fill(account["password"])
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url("**/admin/")


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Afmelden").click()


class Editor:
    """CKEditor on an article's change page: types like a person, uses its own buttons."""

    def __init__(self, page: Page):
        self.page = page
        self.text = page.frame_locator("#cke_id_body iframe.cke_wysiwyg_frame").locator("body")
        self.text.wait_for()

    def button(self, name: str) -> None:
        self.page.locator(f"#cke_id_body .cke_button__{name}").click()

    def format(self, name: str) -> None:
        """Give the paragraph at the cursor a format, such as `Kop 2`."""
        self.page.locator("#cke_id_body .cke_combo__format a.cke_combo_button").click()
        panel: FrameLocator = self.page.frame_locator("iframe.cke_panel_frame >> visible=true")
        panel.get_by_role("option", name=name).click()

    def write(self, text: str) -> None:
        """Write at the end, as one paragraph, list item or heading."""
        self.text.press("Control+End")
        self.page.keyboard.insert_text(text)

    def new_line(self) -> None:
        self.text.press("Control+End")
        self.page.keyboard.press("Enter")

    def heading(self, text: str) -> None:
        self.format("Kop 2")
        self.write(text)
        self.new_line()  # the editor goes on with an ordinary paragraph

    def paragraph(self, text: str) -> None:
        self.write(text)
        self.new_line()

    def bullets(self, *items: str) -> None:
        self.button("bulletedlist")
        for item in items:
            self.write(item)
            self.new_line()
        self.page.keyboard.press("Enter")  # a second one leaves the list

    def link(self, text: str, address: str) -> None:
        """A paragraph that is a link, through the dialog."""
        self.button("link")
        dialog = self.page.locator(".cke_dialog:visible")
        dialog.get_by_label("Weergavetekst").fill(text)
        dialog.get_by_label("URL").fill(address)
        dialog.get_by_title("OK").click()
        dialog.wait_for(state="hidden")
        self.new_line()

    def picture(self, file, alt: str) -> None:
        """Upload a picture through the dialog and place it."""
        self.button("image")
        dialog = self.page.locator(".cke_dialog:visible")
        dialog.get_by_role("tab", name="Upload").click()
        upload = dialog.frame_locator("iframe").locator("input[type=file]")
        upload.set_input_files(file)
        dialog.get_by_role("button", name="Naar server verzenden").click()
        dialog.get_by_label("Alternatieve tekst").wait_for()
        dialog.get_by_label("Alternatieve tekst").fill(alt)
        dialog.get_by_title("OK").click()
        dialog.wait_for(state="hidden")


def choose(page: Page, field: str, text: str) -> None:
    """Pick from one of the admin's autocomplete fields."""
    page.locator(f"#{field} + .select2 .select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def publish_at(page: Page, moment: datetime) -> None:
    local = moment.astimezone(TZ)
    page.locator("#id_publish_at_0").fill(f"{local:%d-%m-%Y}")
    page.locator("#id_publish_at_1").fill(f"{local:%H:%M:%S}")


def save(page: Page) -> None:
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.locator(".messagelist .success").wait_for()
