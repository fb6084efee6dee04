"""A call by telephone, planned with the keyboard alone."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from .desk import log_in

pytestmark = pytest.mark.browser


@pytest.fixture
def plan(page, site):
    """The page as it opens, with the cursor in the first field."""
    log_in(page, site.accounts["balie"])
    page.goto("/admin/contact/booking/add/")
    return page


def type_person(page, name, number):
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(number)
    for _ in range(4):  # past the address, how, and with whom
        page.keyboard.press("Tab")


def test_a_free_time_is_planned_in_a_few_keys(plan):
    type_person(plan, "Bel", "0612999001")
    plan.keyboard.press("ArrowDown")
    plan.keyboard.press("Enter")
    plan.wait_for_url(re.compile(r"/booking/\d+/change/"))
    expect(plan.locator(".messagelist")).to_contain_text("Ingepland")
    expect(plan.locator(".messagelist")).not_to_contain_text("Bel")


def test_any_other_moment_warns_and_the_next_enter_confirms(plan):
    type_person(plan, "Bel", "0612999002")
    sunday = date.today() + timedelta(days=7 - date.today().weekday() + 6)  # noqa: DTZ011
    plan.locator("#id_day").fill(sunday.isoformat())
    plan.locator("#id_time").fill("19:30")
    plan.locator("#id_adviser").select_option(label="Noor")
    plan.locator("#id_time").press("Enter")
    expect(plan.locator("#toch")).to_contain_text("Het valt buiten het spreekuur van Noor.")
    expect(plan.get_by_role("button", name="Toch inplannen")).to_be_focused()
    plan.keyboard.press("Enter")
    plan.wait_for_url(re.compile(r"/booking/\d+/change/"))
