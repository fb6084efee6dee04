import logging

import pytest
from django.test import Client

from config.logs import WithoutPersonalData


def logged(**fields):
    record = logging.makeLogRecord(fields)
    WithoutPersonalData().filter(record)
    return logging.Formatter().format(record)


def test_a_query_string_does_not_reach_the_log():
    line = logged(msg="Not Found: %s", args=("/zoeken/?q=verdriet",))
    assert line == "Not Found: /zoeken/"


def test_the_token_of_a_lasting_link_does_not_reach_the_log():
    line = logged(msg="Method Not Allowed (%s): %s", args=("POST", "/afspraak/abc-DEF_123/"))
    assert line == "Method Not Allowed (POST): /afspraak/…/"


def test_an_exception_leaves_its_type_and_place_but_not_its_words():
    try:
        raise ValueError("Robin 0612345678")
    except ValueError as error:
        line = logged(msg="Oeps", exc_info=(type(error), error, error.__traceback__))
    assert "Robin" not in line
    assert "test_logs.py" in line
    assert line.endswith("ValueError")


@pytest.mark.django_db
def test_what_somebody_searches_for_is_in_no_log(caplog):
    Client().get("/nergens/?q=verdriet")
    for record in caplog.records:
        WithoutPersonalData().filter(record)
        assert "verdriet" not in logging.Formatter().format(record)
