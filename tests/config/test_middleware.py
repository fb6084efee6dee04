from ipaddress import ip_network

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from config.middleware import BusyDatabase, TrustedProxies, client_address


def seen_by(settings, trusted, **meta):
    settings.TRUSTED_PROXIES = [ip_network(proxy) for proxy in trusted]
    request = RequestFactory().get("/", **meta)
    TrustedProxies(lambda request: None)(request)
    return client_address(request), request.META.get("HTTP_X_FORWARDED_PROTO")


def test_a_stranger_is_not_believed(settings):
    forged = {"HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen_by(settings, [], REMOTE_ADDR="198.51.100.1", **forged) == ("198.51.100.1", None)


def test_a_proxy_is_known_also_where_its_ipv4_is_written_as_ipv6(settings):
    meta = {"REMOTE_ADDR": "::ffff:10.0.0.1", "HTTP_X_FORWARDED_FOR": "::ffff:203.0.113.9"}
    assert seen_by(settings, ["10.0.0.0/8"], **meta)[0] == "203.0.113.9"


@pytest.mark.parametrize(
    ("hops", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("10.9.9.9, 203.0.113.9", "203.0.113.9"),  # what the client itself put in front
        ("203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("", "10.0.0.1"),
        ("nonsense", "10.0.0.1"),
        ("203.0.113.9:5555", "203.0.113.9"),
        ("[2001:db8::9]:5555", "2001:db8::9"),
        ("203.0.113.9, junk", "203.0.113.9"),
    ],
)
def test_a_trusted_proxy_tells_the_address_nearest_to_it_that_is_no_proxy(settings, hops, client):
    told = {"HTTP_X_FORWARDED_FOR": hops, "HTTP_X_FORWARDED_PROTO": "https"}
    trusted = ["10.0.0.0/30"]
    assert seen_by(settings, trusted, REMOTE_ADDR="10.0.0.1", **told) == (client, "https")


@pytest.mark.django_db
def test_pages_travel_compressed_and_only_where_it_pays(client):
    accept = {"accept-encoding": "gzip"}
    assert client.get("/terugbellen/", headers=accept)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/healthz", headers=accept)


def test_a_busy_database_gives_a_dutch_page_that_says_when_to_try_again():
    middleware = BusyDatabase(lambda request: None)
    request = RequestFactory().get("/")
    answer = middleware.process_exception(request, OperationalError("database is locked"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Probeer" in answer.content.decode()


def test_any_other_fault_is_not_hidden():
    middleware = BusyDatabase(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.django_db
def test_a_nul_in_a_cookie_or_a_query_of_the_desk_is_a_bad_request(client):
    assert client.get("/admin/login/?next=%00").status_code == 400
    client.cookies["sessionid"] = "\0abc"
    assert client.get("/admin/login/").status_code == 400


@pytest.mark.django_db
def test_nobody_keeps_the_answer_that_there_is_nothing(client):
    assert client.get("/blogs/komt-nog/")["Cache-Control"] == "no-cache"
