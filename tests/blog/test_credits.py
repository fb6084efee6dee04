"""Who made a picture, under it: in its caption, in a new one, or straight after it."""

import pytest

from blog.credits import credit_html, with_pictures
from blog.models import Picture

IMG = '<img src="a">'
LINE = '<small class="credit">Beeld: Noor</small>'


@pytest.mark.parametrize(
    ("credit", "line"),
    [
        ("Noor", LINE),
        (" eigen werk ", '<small class="credit">Beeld: eigen werk</small>'),
        ("Foto: Noor (CC BY 4.0)", '<small class="credit">Foto: Noor (CC BY 4.0)</small>'),
        ("© Noor", '<small class="credit">© Noor</small>'),
        ("<b>", '<small class="credit">Beeld: &lt;b&gt;</small>'),
        (" ", ""),
    ],
)
def test_a_line_says_what_it_is_about_once(credit, line):
    assert credit_html(Picture(credit=credit)) == line


def test_no_picture_has_no_line():
    assert credit_html(None) == ""


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"<p>{IMG}</p>", f"<p>P {LINE}</p>"),
        (f"<figure>{IMG}</figure>", f"<figure>P<figcaption>{LINE}</figcaption></figure>"),
        (
            f"<figure>{IMG}<figcaption>Stil</figcaption></figure>{IMG}",
            f"<figure>P<figcaption>Stil {LINE}</figcaption></figure>P {LINE}",
        ),
        (
            f"<figure><figcaption>Stil</figcaption>{IMG}</figure>",
            f"<figure><figcaption>Stil</figcaption>P {LINE}</figure>",
        ),
        ("</figure></figcaption><figure></figure>", "</figure></figcaption><figure></figure>"),
    ],
)
def test_it_stands_with_its_own_picture(body, shown):
    assert with_pictures(body, lambda tag: ("P", LINE)) == shown


def test_without_a_credit_nothing_is_added():
    body = f"<figure>{IMG}<figcaption>Stil</figcaption></figure>"
    assert with_pictures(body, lambda tag: (tag, "")) == body
