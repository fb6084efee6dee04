"""Where links within the site lead: judged for many texts at once."""

from datetime import timedelta

import pytest

from blog.checks import inner_links

from .make import LONG_AGO, make_article

pytestmark = pytest.mark.django_db


def test_readings_at_different_moments_are_judged_in_one_query(django_assert_num_queries):
    make_article(slug="straks", publish_at=LONG_AGO + timedelta(days=9))
    address = "/blogs/straks"
    readings = [
        inner_links.Reading(frozenset({address}), LONG_AGO + timedelta(days=days))
        for days in (8, 9)
    ]
    readings.append(inner_links.Reading(frozenset({"/blogs/ik/"}), LONG_AGO, slug="ik"))
    with django_assert_num_queries(1):
        found = inner_links.judge(readings)
    assert found == [
        {address: inner_links.Verdict("link-later")},
        {address: inner_links.FINE},
        {"/blogs/ik/": inner_links.FINE},
    ]


def test_where_the_address_alone_tells_nothing_is_asked(django_assert_num_queries, settings):
    fine = frozenset({"/", "/blogs", "/contact/", f"{settings.STATIC_URL}img/share.png"})
    with django_assert_num_queries(0):
        assert inner_links.judge([inner_links.Reading(fine, LONG_AGO)]) == [
            dict.fromkeys(fine, inner_links.FINE)
        ]
