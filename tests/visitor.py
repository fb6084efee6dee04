"""A visitor with a browser of their own, over HTTP: for tests of the running site."""

import re

import httpx


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def free_slots(page: str) -> list[str]:
    return re.findall(r'value="(\d{4}-\d\d-\d\dT[^"]+Z)"', page)


class Visitor:
    """Has a form open: `page` is what `path` showed."""

    def __init__(self, url: str, path: str, number: int = 0, cookies: httpx.Cookies | None = None):
        self.client = httpx.Client(base_url=url, follow_redirects=True, timeout=60, cookies=cookies)
        self.path = path
        self.reload()
        self.person = {"first_name": f"Proef {number}", "phone": f"06{12000000 + number}"}

    def reload(self) -> None:
        """Open a new form."""
        self.page = self.client.get(self.path).text

    def window(self, path: str) -> "Visitor":
        """Another window of the same browser."""
        other = Visitor(str(self.client.base_url), path, cookies=self.client.cookies)
        other.person = self.person
        return other

    def form(self, **fields: str) -> dict[str, str]:
        marks = {name: hidden(self.page, name) for name in ("csrfmiddlewaretoken", "shown")}
        return marks | self.person | {"email": ""} | fields

    def post(self, **fields: str) -> httpx.Response:
        return self.client.post(self.path, data=self.form(**fields))

    def press(self, path: str) -> httpx.Response:
        """Press the one button that posts to `path`; it sends nothing but the token."""
        token = {"csrfmiddlewaretoken": hidden(self.page, "csrfmiddlewaretoken")}
        return self.client.post(path, data=token)

    def close(self) -> None:
        self.client.close()
