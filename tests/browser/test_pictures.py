"""The focal point at the desk, and the picture that a browser chooses."""

import pytest

from . import desk

pytestmark = pytest.mark.browser


def test_a_click_on_the_picture_sets_its_focal_point(page, site):
    desk.log_in(page, site.accounts["redactie"])
    page.goto("/admin/blog/picture/")
    page.locator("#result_list .field-__str__ a").first.click()
    picture = page.locator(".field-thumbnail .readonly img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.9})
    assert page.locator("#id_focal_x").input_value() == "20"
    assert page.locator("#id_focal_y").input_value() == "90"
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.locator("#result_list .field-__str__ a").first.click()
    left = page.locator(".focal-mark").evaluate("mark => mark.style.insetInlineStart")
    assert left == "20%"


def test_a_browser_that_reads_avif_gets_it_in_the_width_that_it_needs(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/blogs/aangeleerde-hulpeloosheid/")
    cover = page.locator(".cover img")
    assert cover.evaluate("img => img.currentSrc").endswith("/400.avif")
