"""Fetch a calendar, within bounds of time and size, from where it may come (see `addresses`).

The standard library over a socket of our own: each connection goes to the very address that was
judged, so that a name which answers differently the second time leads nowhere.
"""

import http.client
import io
import socket
import ssl
from collections.abc import Collection
from time import monotonic
from typing import Any
from urllib.parse import urljoin

from .addresses import Network, Place, check, place_of
from .troubles import CalendarTrouble, Trouble

SECONDS = 10.0  # for all of it, redirects included
LARGEST = 2 * 1024 * 1024  # bytes
MOST_REDIRECTS = 3
MOST_TRIES = 3  # addresses of one host
REDIRECTS = (301, 302, 303, 307, 308)
STATUS = {
    401: Trouble.DENIED,
    403: Trouble.DENIED,
    407: Trouble.DENIED,
    404: Trouble.GONE,
    410: Trouble.GONE,
}
HEADERS = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Spreekkamer"}
START = b"BEGIN:VCALENDAR"


def fetch(address: str, *, allowed: Collection[Network] = (), seconds: float = SECONDS) -> bytes:
    """The calendar at an address. `allowed` are networks that may be asked though not public.

    Raises CalendarTrouble. It sends no cookie and no password, and asks no proxy.
    """
    until = monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        place = place_of(address)
        answer = _ask(place, allowed, until)
        if isinstance(answer, bytes):
            return answer
        try:
            address = urljoin(address, answer)
        except ValueError:
            raise CalendarTrouble(Trouble.ADDRESS) from None
    raise CalendarTrouble(Trouble.REDIRECTS)


def _ask(place: Place, allowed: Collection[Network], until: float) -> bytes | str:
    """The calendar, or the address to which we are sent on."""
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.auto_open = 0  # it opens none of its own
    try:
        with _connected(place, allowed, until) as opened:
            connection.sock = _Hurried(opened, until)
            connection.request("GET", place.target, headers=HEADERS | {"Host": place.name})
            return _answer(connection.getresponse())
    except ssl.SSLError:
        raise CalendarTrouble(Trouble.CERTIFICATE) from None
    except TimeoutError:
        raise CalendarTrouble(Trouble.SLOW) from None
    except OSError:
        raise CalendarTrouble(Trouble.UNREACHABLE) from None
    except (http.client.HTTPException, ValueError):
        raise CalendarTrouble(Trouble.REFUSED) from None


def _answer(response: http.client.HTTPResponse) -> bytes | str:
    if response.status in REDIRECTS:
        return response.getheader("Location") or ""
    if response.status != 200:
        raise CalendarTrouble(STATUS.get(response.status, Trouble.REFUSED))
    if response.getheader("Content-Encoding", "identity").strip().lower() != "identity":
        raise CalendarTrouble(Trouble.COMPRESSED)
    if (response.length or 0) > LARGEST:
        raise CalendarTrouble(Trouble.LARGE)
    body = b""
    while part := response.read(min(65536, LARGEST + 1 - len(body))):
        body += part
        if len(body) > LARGEST:
            raise CalendarTrouble(Trouble.LARGE)
    if response.length:  # the rest of it never came
        raise CalendarTrouble(Trouble.UNREACHABLE)
    if not body.removeprefix(b"\xef\xbb\xbf").lstrip()[: len(START)].upper() == START:
        raise CalendarTrouble(Trouble.NO_CALENDAR)
    return body


def _connected(place: Place, allowed: Collection[Network], until: float) -> socket.socket:
    """A connection, secured where the address says so, to one of the addresses that were judged."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CalendarTrouble(Trouble.UNKNOWN_HOST) from None
    check(place, [str(where[0]) for *_, where in found], allowed)
    plain = _first_that_answers(found[:MOST_TRIES], until)
    if place.scheme == "http":
        return plain
    try:
        plain.settimeout(_left(until))
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=place.host)
    except BaseException:
        plain.close()
        raise


def _first_that_answers(found: list[Any], until: float) -> socket.socket:
    error: OSError = OSError()
    for number, (family, kind, protocol, _, where) in enumerate(found):
        plain = socket.socket(family, kind, protocol)
        try:
            plain.settimeout(_left(until) / (len(found) - number))
            plain.connect(where)
        except OSError as caught:
            plain.close()
            error = caught
        else:
            return plain
    raise error


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Hurried:
    """A connection, as http.client wants one, that ends at a moment, however little it hands over
    at a time."""

    def __init__(self, connection: socket.socket, until: float):
        self._connection, self._until = connection, until

    def sendall(self, data: Any) -> None:
        self._connection.settimeout(_left(self._until))
        self._connection.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._connection, self._until))

    def close(self) -> None:
        """Left to whoever opened it: http.client says so before the answer has been read."""


class _Reader(io.RawIOBase):
    def __init__(self, connection: socket.socket, until: float):
        self._connection, self._until = connection, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(_left(self._until))
        return self._connection.recv_into(buffer)
