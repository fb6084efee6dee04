"""A real web server on loopback that serves a calendar, with faults on demand."""

import gzip
import socket
import ssl
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Geheim overleg\r\n"
    b"DTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
PROOF = Path(__file__).with_name("localhost.pem")  # key and certificate, for "localhost" alone


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"], dict(self.headers)))
        with suppress(OSError):
            getattr(self, self.path.strip("/").partition("?")[0], self.missing)()

    def log_message(self, *args):
        pass

    def _answer(self, body=b"", status=200, length=None, **headers):
        self.send_response(status)
        self.send_header("Content-Length", len(body) if length is None else length)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def good(self):
        self._answer(self.server.body, Content_Type="text/calendar")

    def slow_headers(self):
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500:
            self.wfile.write(bytes([letter]))
            time.sleep(0.05)

    def silent(self):
        time.sleep(5)

    def drip(self):
        self.send_response(200)
        self.end_headers()
        for letter in CALENDAR:
            self.wfile.write(bytes([letter]))
            time.sleep(0.05)

    def endless(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(CALENDAR)
        while True:
            self.wfile.write(b"X-NOTHING:" + b"x" * 60_000 + b"\r\n")

    def said_to_be_large(self):
        self._answer(CALENDAR, length=3 * 1024 * 1024)

    def cut_off(self):
        self._answer(CALENDAR, length=len(CALENDAR) + 10)

    def packed(self):
        self._answer(gzip.compress(CALENDAR), Content_Encoding="gzip")

    def page(self):
        self._answer(b"<!doctype html><title>Log in</title>", Content_Type="text/calendar")

    def nonsense(self):
        self.wfile.write(b"\x00\x01 hello\r\n\r\n")

    def broken(self):
        self._answer(status=500)

    def login(self):
        self._answer(status=401, WWW_Authenticate='Basic realm="agenda"')

    def missing(self):
        self._answer(status=404)

    def away(self):
        """Sends on to whatever follows "?"."""
        self._answer(status=302, Location=self.path.partition("?")[2])

    def thrice(self):
        """Sends on as often as the query says, and then serves the calendar."""
        left = int(self.path.partition("?")[2])
        self._answer(status=307, Location=f"/thrice?{left - 1}" if left > 1 else "/good")


class CalendarServer(ThreadingHTTPServer):
    """`with CalendarServer() as server:`; `.address("good")`, and in `.asked` what was asked."""

    daemon_threads = True

    def __init__(self, *, is_secure=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.body = [], CALENDAR
        self.scheme = "http"
        if is_secure:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(PROOF)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"

    def address(self, path="good", host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.server_port}/{path}"

    def handle_error(self, request, client_address):
        pass

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()


def free_port():
    """One at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]
