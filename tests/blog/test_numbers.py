"""Numbers to call in a line of text: which are, and which only look like one."""

import pytest

from blog.numbers import with_numbers


def numbers(text):
    return [address for _, address in with_numbers(text) if address]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Bel 112.", ["tel:112"]),
        ("Bel 113 of gratis 0800-0113, dag en nacht.", ["tel:113", "tel:0800-0113"]),
        ("Meteen 112 bellen", ["tel:112"]),
        ("Veilig Thuis: 0800-2000", ["tel:0800-2000"]),
        ("De Kindertelefoon (0800 0432) luistert", ["tel:08000432"]),
        ("De Luisterlijn: 088 0767 000.", ["tel:0880767000"]),
        ("Bel 010-012 34 56, 0612345678", ["tel:010-0123456", "tel:0612345678"]),
    ],
)
def test_a_number_to_call_gets_an_address(text, addresses):
    assert numbers(text) == addresses


@pytest.mark.parametrize(
    "text",
    [
        "In 112 gesprekken",  # nobody is told to call
        "Bel, of chat op 113.nl",
        "Bel als het € 112 kost",
        "Bel als het 112% is",
        "Bel als het 112,50 kost",
        "Bel voor 1-12-2026 of na 01-02-2026",
        "Bel 1120 mensen, of 2112",
        "Artikel 0800",
        "",
    ],
)
def test_what_only_looks_like_one_stays_text(text):
    assert numbers(text) == []


@pytest.mark.parametrize("text", ["Bel 113 of 0800-0113 <b>", "112", "Geen nummer.", "Bel 112"])
def test_the_parts_are_the_text(text):
    assert "".join(part for part, _ in with_numbers(text)) == text
