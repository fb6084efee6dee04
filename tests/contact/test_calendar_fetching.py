"""A calendar is fetched from where it may come, and cannot be turned against the server."""

import socket
from ipaddress import ip_address, ip_network
from time import monotonic

import pytest

from contact.calendars.addresses import check, is_public, place_of
from contact.calendars.fetching import fetch
from contact.calendars.troubles import CalendarTrouble, Trouble

from .calendar_server import CALENDAR, PROOF, CalendarServer, free_port

LOOPBACK = [ip_network("127.0.0.0/8"), ip_network("::1/128")]


@pytest.fixture
def server():
    with CalendarServer() as server:
        yield server


def refused(address, allowed=LOOPBACK, seconds=10.0):
    with pytest.raises(CalendarTrouble) as caught:
        fetch(address, allowed=allowed, seconds=seconds)
    return caught.value.trouble


# --- Which addresses ----------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["1.1.1.1", "145.131.0.1", "2606:4700:4700::1111", "2a02::1"])
def test_a_public_address_may_be_asked(address):
    assert is_public(ip_address(address))
    check(place_of("https://agenda.example.org/a.ics"), [address], [])


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:1.1.1.1", "64:ff9b::7f00:1",
        "64:ff9b::1.1.1.1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
        "3fff::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_no_other_address_is_asked_nor_a_host_that_is_there_too(address):
    assert not is_public(ip_address(address))
    place = place_of("https://agenda.example.org/a.ics")
    for found in ([address], ["1.1.1.1", address]):
        with pytest.raises(CalendarTrouble) as caught:
            check(place, found, [])
        assert caught.value.trouble == Trouble.NOT_PUBLIC


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://agenda.example.org/a.ics",
        "gopher://agenda.example.org/",
        "https://",
        "https:///a.ics",
        "https://naam:wachtwoord@agenda.example.org/a.ics",
        "https://naam@agenda.example.org/a.ics",
        "https://agenda.example.org:0/a.ics",
        "https://agenda.example.org:99999/a.ics",
        "https://[::1/a.ics",
        "https://[fe80::1%25eth0]/a.ics",
        "https://" + "a" * 80 + ".nl/",
        "agenda.example.org/a.ics",
    ],
)
def test_what_is_no_web_address_is_refused_before_anybody_is_asked(address):
    assert refused(address) == Trouble.ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "http://agenda.example.org/a.ics",
        "https://agenda.example.org:8443/a.ics",
        "https://agenda.example.org:22/a.ics",
    ],
)
def test_without_security_or_at_another_port_only_an_allowed_network_is_asked(address):
    place = place_of(address)
    with pytest.raises(CalendarTrouble) as caught:
        check(place, ["1.1.1.1"], LOOPBACK)
    assert caught.value.trouble == Trouble.ADDRESS
    check(place, ["127.0.0.1"], LOOPBACK)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "[::ffff:7f00:1]",
    ],
)
def test_loopback_by_whatever_name_is_refused_unless_it_is_allowed(host):
    assert refused(f"https://{host}/a.ics", allowed=[]) == Trouble.NOT_PUBLIC


def test_a_name_that_does_not_exist_is_said_to():
    assert refused("https://agenda.invalid/a.ics") == Trouble.UNKNOWN_HOST


# --- What comes back ----------------------------------------------------------------------------
def test_a_calendar_comes_as_it_is(server):
    assert fetch(server.address(), allowed=LOOPBACK) == CALENDAR


def test_nothing_of_ours_goes_along(server, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    fetch(server.address("good?key=a%20b&c=é"), allowed=LOOPBACK)
    [(path, _, headers)] = server.asked
    assert path == "/good?key=a%20b&c=%C3%A9"
    assert headers == {
        "Host": f"127.0.0.1:{server.server_port}",
        "Accept": "text/calendar",
        "Accept-Encoding": "identity",
        "User-Agent": "Spreekkamer",
    }


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("endless", Trouble.LARGE),
        ("said_to_be_large", Trouble.LARGE),
        ("cut_off", Trouble.UNREACHABLE),
        ("packed", Trouble.COMPRESSED),
        ("page", Trouble.NO_CALENDAR),
        ("nonsense", Trouble.REFUSED),
        ("broken", Trouble.REFUSED),
        ("login", Trouble.DENIED),
        ("missing", Trouble.GONE),
        ("away?", Trouble.REDIRECTS),
        ("thrice?4", Trouble.REDIRECTS),
        ("away?http://169.254.169.254/latest/meta-data", Trouble.NOT_PUBLIC),
        ("away?https://10.0.0.1/", Trouble.NOT_PUBLIC),
        ("away?//10.0.0.1/", Trouble.NOT_PUBLIC),
        ("away?file:///etc/passwd", Trouble.ADDRESS),
        ("away?https://a:b@agenda.example.org/", Trouble.ADDRESS),
    ],
)
def test_what_is_wrong_is_called_by_its_name(server, path, trouble):
    assert refused(server.address(path)) == trouble


def test_a_calendar_that_moved_is_followed_three_times(server):
    assert fetch(server.address("thrice?3"), allowed=LOOPBACK) == CALENDAR
    assert len(server.asked) == 4


@pytest.mark.parametrize("path", ["slow_headers", "silent", "drip"])
def test_who_answers_slowly_is_not_waited_for(server, path):
    begun = monotonic()
    assert refused(server.address(path), seconds=0.5) == Trouble.SLOW
    assert 0.4 < monotonic() - begun < 1.5


def test_nobody_there_is_said_so():
    assert refused(f"http://127.0.0.1:{free_port()}/") == Trouble.UNREACHABLE


def test_the_connection_goes_to_the_address_that_was_judged(server, monkeypatch):
    """A name that leads elsewhere when it is asked a second time leads nowhere."""
    answers = ["127.0.0.1", "127.0.0.2"]
    really = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *args, **kwargs: really(answers.pop(0), *args, **kwargs)
    )
    address = server.address(host="agenda.example.org")
    assert fetch(address, allowed=[ip_network("127.0.0.1/32")]) == CALENDAR
    assert answers == ["127.0.0.2"]
    assert server.asked[0][1] == f"agenda.example.org:{server.server_port}"


def test_a_secure_connection_is_with_who_has_the_name(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(PROOF))
    with CalendarServer(is_secure=True) as server:
        assert fetch(server.address(host="localhost"), allowed=LOOPBACK) == CALENDAR
        assert refused(server.address(host="127.0.0.1")) == Trouble.CERTIFICATE
    monkeypatch.delenv("SSL_CERT_FILE")
    with CalendarServer(is_secure=True) as server:
        assert refused(server.address(host="localhost")) == Trouble.CERTIFICATE
        assert server.asked == []
