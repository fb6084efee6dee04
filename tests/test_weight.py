"""The first view of an article and of a form is light, as the running site sends it."""

import re

import httpx

MOST = 12 * 1024  # bytes of HTML and CSS, compressed
MOST_OF_A_FORM = 14 * 1024  # what a server sends before it waits for the first answer
BLOCKING = re.compile(r"<script(?![^>]*(?:defer|ld\+json))")
SHEETS = re.compile(r'<link rel="stylesheet"\s+href="([^"]+)"')


def weight(client, address):
    """Bytes on the way, as they came."""
    with client.stream("GET", address) as answer:
        return sum(map(len, answer.iter_raw()))


def test_every_article_of_the_demo_fits_and_asks_for_one_stylesheet_and_waits_for_no_script(site):
    with httpx.Client(base_url=site.url, headers={"Accept-Encoding": "br"}, timeout=60) as client:
        found = re.findall(r"<loc>[^<]*(/blogs/[a-z0-9-]+/)</loc>", client.get("/sitemap.xml").text)
        heavy, sheets, blocking = {}, set(), []
        for address in found:
            page = client.get(address).text
            [sheet] = SHEETS.findall(page)
            sheets.add(sheet)
            blocking += BLOCKING.findall(page)
            if (bytes_ := weight(client, address) + weight(client, sheet)) > MOST:
                heavy[address] = bytes_
    assert len(found) >= 14
    assert (heavy, len(sheets), blocking) == ({}, 1, [])


def test_each_form_comes_in_one_go_with_all_times_of_the_demo(site):
    headers = {"Accept-Encoding": "gzip, br"}
    with httpx.Client(base_url=site.url, headers=headers, timeout=60) as client:
        for address in ("/terugbellen/", "/adviesgesprek/"):
            page = client.get(address).text
            assert BLOCKING.findall(page) == []
            parts = [address, *SHEETS.findall(page)]
            assert len(parts) == 3
            assert sum(weight(client, part) for part in parts) <= MOST_OF_A_FORM, address
