import re

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.safestring import SafeString

from blog.responsive import body_html, picture_html, widths_for

from .make import make_article, make_picture

pytestmark = pytest.mark.django_db


def test_a_picture_is_offered_in_each_width_there_is():
    picture = make_picture((2000, 1000), rendered=True)
    base = f"/media/pictures/{picture.token}"
    assert picture_html(picture, alt="Twee vormen", sizes="50vw", css_class="kop") == (
        f'<picture><source type="image/avif" srcset="{base}/400.avif 400w, {base}/800.avif 800w, '
        f'{base}/1200.avif 1200w, {base}/1600.avif 1600w" sizes="50vw">'
        f'<img src="{base}/800.webp" srcset="{base}/400.webp 400w, {base}/800.webp 800w, '
        f'{base}/1200.webp 1200w, {base}/1600.webp 1600w" sizes="50vw" width="2000" '
        'height="1000" alt="Twee vormen" class="kop" loading="lazy" decoding="async"></picture>'
    )


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (400, [400]),
        (600, [400, 600]),
        (800, [400, 800]),
        (1599, [400, 800, 1200, 1599]),
        (1600, [400, 800, 1200, 1600]),
        (3200, [400, 800, 1200, 1600]),
    ],
)
def test_a_picture_has_at_most_four_widths_and_never_more_than_its_own(width, widths):
    assert widths_for(width) == widths


@pytest.mark.parametrize(
    ("x", "y", "classes"),
    [(50, 50, None), (20, 54, "x20"), (0, 100, "x0 y100"), (96, 44, "x100 y40")],
)
def test_the_focal_point_is_told_in_steps_of_ten(x, y, classes):
    picture = make_picture()
    picture.focal_x, picture.focal_y = x, y
    found = re.search(r'class="([^"]*)"', picture_html(picture))
    assert (found and found[1]) == classes


@pytest.mark.parametrize("axis", ["x", "y"])
def test_the_stylesheet_knows_each_step(axis):
    css = (settings.BASE_DIR / "static/css/picture.css").read_text()
    steps = re.findall(rf"\.{axis}(\d+) {{\s+--{axis}: (\d+)%;", css)
    assert steps == [(str(step), str(step)) for step in range(0, 101, 10) if step != 50]


def test_a_small_picture_is_its_own_largest_width():
    picture = make_picture((600, 400), rendered=True)
    base = f"/media/pictures/{picture.token}"
    assert f'srcset="{base}/400.webp 400w, {base}/600.webp 600w"' in picture_html(picture)


def test_before_the_worker_came_by_the_original_is_shown():
    picture = make_picture()
    assert picture_html(picture) == (
        f'<img src="{picture.original_url}" width="600" height="400" alt="" loading="lazy" '
        'decoding="async">'
    )


def test_the_first_picture_of_a_page_is_not_lazy():
    assert 'loading="eager" fetchpriority="high"' in picture_html(make_picture(), lazy=False)


def test_an_alternative_text_cannot_break_out():
    assert 'alt="&quot;&gt;&lt;script&gt;"' in picture_html(make_picture(), alt='"><script>')


def test_the_tag_renders_the_same_element():
    picture = make_picture()
    template = Template(
        '{% load pictures %}{% picture p alt="a" sizes="9rem" lazy=False class="b" %}'
    )
    assert template.render(Context({"p": picture})) == picture_html(
        picture, alt="a", sizes="9rem", lazy=False, css_class="b"
    )


def test_the_tag_renders_nothing_for_no_picture():
    assert Template("{% load pictures %}{% picture p %}").render(Context({"p": None})) == ""


def test_pictures_in_a_body_are_made_responsive_in_one_query(django_assert_num_queries):
    one, other = make_picture(rendered=True), make_picture(rendered=True)
    body = f'<p><img src="{one.original_url}" alt="a"><img src="{other.original_url}"></p>'
    with django_assert_num_queries(1):
        html = body_html(body)
    sizes = "(min-width: 45rem) 42rem, 100vw"
    assert (
        html
        == f"<p>{picture_html(one, alt='a', sizes=sizes)}{picture_html(other, sizes=sizes)}</p>"
    )


def test_a_picture_drawn_smaller_in_the_editor_is_shown_smaller():
    picture = make_picture((600, 400), rendered=True)
    html = body_html(f'<img alt="a" height="200" src="{picture.original_url}" width="300">')
    assert 'sizes="(min-width: 300px) 300px, 100vw" width="300" height="200"' in html


def test_a_body_without_pictures_asks_nothing(django_assert_num_queries):
    article = make_article(body="<p>Tekst</p>")
    with django_assert_num_queries(0):
        assert (article.body_html, type(article.body_html)) == ("<p>Tekst</p>", SafeString)


def test_a_picture_that_is_gone_leaves_its_words():
    gone = f'<img alt="Twee vormen" src="/media/pictures/{"0" * 32}/origineel.jpg">'
    assert body_html(gone) == gone
