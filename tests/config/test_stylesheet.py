from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from config.stylesheet import squeeze, stylesheet


@pytest.mark.parametrize(
    ("written", "squeezed"),
    [
        ("a {\n    color: red;\n\n\n}\n", "a {\ncolor: red;\n}\n"),
        ("/* why */\na { }", "a { }\n"),
        (".a/* one element */.b { }", ".a/**/.b { }\n"),
        (".a /* two elements */ .b { }", ".a .b { }\n"),
        (
            'a::before { content: "/*  not a comment  */"; }',
            'a::before { content: "/*  not a comment  */"; }\n',
        ),
        ("a::before { content: '\\'  /*'; }", "a::before { content: '\\'  /*'; }\n"),
        ("a { background: url(/static/*.png) }", "a { background: url(/static/*.png) }\n"),
        ("a { width: calc(1px  +  2px) }", "a { width: calc(1px + 2px) }\n"),
    ],
)
def test_comments_and_superfluous_space_go_and_nothing_else(written, squeezed):
    assert squeeze(written) == squeezed


def test_layers_come_first_and_the_rest_by_name(tmp_path):
    for name in ("zebra", "article", "layers"):
        (tmp_path / f"{name}.css").write_text(f".{name} {{ }}\n")
    assert stylesheet(tmp_path) == ".layers { }\n.article { }\n.zebra { }\n"


def test_a_change_is_seen_the_next_time_it_is_asked_for(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    settings.VAR = tmp_path / "var"
    source = tmp_path / "css" / "layers.css"
    source.parent.mkdir()
    finder = finders.get_finder("config.stylesheet.StylesheetFinder")

    source.write_text("a { }")
    assert Path(finder.find("css/site.css")).read_text() == "a { }\n"
    source.write_text("b { }")
    assert Path(finder.find("css/site.css")).read_text() == "b { }\n"
    assert finder.find("css/other.css") == []


def test_both_are_collected_under_the_names_that_pages_link_to():
    finder = finders.get_finder("config.stylesheet.StylesheetFinder")
    found = dict(finder.list([]))
    assert list(found) == ["css/site.css", "css/forms.css"]
    assert [storage.exists(name) for name, storage in found.items()] == [True, True]
