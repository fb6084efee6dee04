"""Which addresses are pages that are kept, and what of a query counts."""

import pytest

from config.reading import tidy


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", ""),
        ("/?page=2", ""),
        ("/?p=abc&map=3", ""),
        ("/blogs/", ""),
        ("/blogs/?page=2", "page=2"),
        ("/blogs/?voor=2026-01-01T09:00:00Z-12", "voor=2026-01-01T09:00:00Z-12"),
        ("/blogs/?utm_source=x&page=2&fbclid=y", "page=2"),
        ("/blogs/?voor=a&page=2", "page=2&voor=a"),
        ("/blogs/?page=2&voor=a", "page=2&voor=a"),
        ("/blogs/onderwerp/rouw/?page=3", "page=3"),
        ("/blogs/auteur/noor/?", ""),
        ("/blogs/piekeren/?a=1&b=2&&c", ""),
        ("/blogs/feed/", ""),
        ("/over-ons/?utm_campaign=x", ""),
        ("/zoeken/", ""),
        ("/robots.txt", ""),
        ("/sitemap.xml?p=2", ""),
        ("/sitemap-artikelen-1.xml", ""),
        ("/sitemap-paginas.xml?p=2", ""),
    ],
)
def test_only_the_parameters_that_a_page_knows_count_and_in_one_order(address, kept):
    path, _, query = address.partition("?")
    assert tidy(path, query) == kept


@pytest.mark.parametrize(
    "address",
    [
        "/blogs/?page=2&page=3",
        "/?p=12",  # of the site before this one: home looks it up
        "/?utm_source=x&page_id=12",
        "/blogs/?page=02",
        "/blogs/?page=",
        "/blogs/?page",
        "/blogs/?page=9999999",
        "/blogs/?p%61ge=2",
        "/blogs/?p+age=2",
        "/blogs/?page=%32",
        "/blogs/?page=\u00b2",
        f"/blogs/?voor={'1' * 65}",
        "/blogs/?voor=<script>",
        "/zoeken/?q=rouw",
        "/over-ons/?wat=dit",
        "/contact/?kaart",
    ],
)
def test_a_parameter_that_comes_twice_or_looks_odd_is_for_the_page_to_judge(address):
    path, _, query = address.partition("?")
    assert tidy(path, query) is None


@pytest.mark.parametrize(
    "path",
    [
        "/terugbellen/",
        "/terugbellen/bedankt/",
        "/adviesgesprek/",
        "/afspraak/abc/",
        "/admin/",
        "/admin/blog/",
        "/healthz",
        "/media/pictures/x/400.webp",
        "/static/css/site.css",
        "//blogs/",
        "/blogs//",
        "/blogs",
        "/blogs/../admin/",
        "/./blogs/",
        "/blogs/piekeren",
        "/blogs/a/b/c/",
        "/blogs/caf\u00e9/",
        "/blogs/piekeren/\n",
        "/blogs/voorbeeld/abc/",
        "",
        "*",
    ],
)
def test_whatever_else_is_no_page_to_keep(path):
    assert tidy(path, "") is None
