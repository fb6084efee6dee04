import re

import pytest
from django.conf import settings
from django.template import Context, Engine, Origin

from config.templates import Loader


@pytest.fixture
def written(tmp_path):
    """What a template says after it was loaded, by its name and what stands in its file."""

    def load(name, contents):
        (tmp_path / name).write_text(contents)
        loader = Loader(Engine(dirs=[tmp_path]))
        return loader.get_contents(Origin(tmp_path / name, template_name=name, loader=loader))

    return load


@pytest.mark.parametrize(
    ("contents", "loaded"),
    [
        ("<ul>\n  <li>\n\n    a b\n  </li>\n</ul>\n", "<ul>\n<li>\na b\n</li>\n</ul>"),
        ("<b>a</b> <i>b</i>", "<b>a</b> <i>b</i>"),
        ("a  \n   b", "a\nb"),
    ],
)
def test_a_page_loses_its_indentation_and_keeps_a_gap_where_there_was_one(
    written, contents, loaded
):
    assert written("page.html", contents) == loaded


def test_the_text_of_a_mail_stays_as_it_is(written):
    assert written("mail.txt", "Dag,\n\n  daar\n") == "Dag,\n\n  daar\n"


def test_what_somebody_wrote_keeps_its_lines(written):
    template = Engine().from_string(written("page.html", "<p>\n  {{ text }}\n</p>"))
    assert template.render(Context({"text": "een\n  twee"})) == "<p>\neen\n  twee\n</p>"


def test_no_template_of_ours_holds_text_whose_lines_mean_something():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    assert [
        str(file)
        for file in templates
        if re.search(r"<pre|<textarea[^>]*>[^<]*\n", file.read_text())
    ] == []
