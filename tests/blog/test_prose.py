"""What is made of a cleaned text when it is shown. No database: text in, text out."""

import time

import pytest

from blog import html
from blog.prose import Heading, Source, anchor_of, lines, minutes, source_list, typeset

# --- Anchors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Wat doe je nu?", "kop-wat-doe-je-nu"),
        ("’s Nachts: één idee, twee coördinaten", "kop-s-nachts-een-idee-twee-coordinaten"),
        ("Foto's en foto’s", "kop-fotos-en-fotos"),
        ("Bel 112", "kop-bel-112"),
        ("inhoud", "kop-inhoud"),
        ("???", "kop"),
        (
            "een twee drie vier vijf zes zeven acht negen",
            "kop-een-twee-drie-vier-vijf-zes-zeven-acht",
        ),
    ],
)
def test_an_anchor_is_made_of_the_words_of_a_heading(text, anchor):
    assert anchor_of(text) == anchor


def test_headings_get_an_anchor_and_are_listed_without_their_markup():
    prose = typeset("<h2>Eén <em>ding</em> &amp; meer</h2><p>a</p><h3>Klein</h3><h4>Kleiner</h4>")
    assert prose.html == (
        '<h2 id="kop-een-ding-meer">Eén <em>ding</em> &amp; meer</h2><p>a</p>'
        '<h3 id="kop-klein">Klein</h3><h4>Kleiner</h4>'
    )
    assert prose.headings == (
        Heading(2, "Eén ding & meer", "kop-een-ding-meer"),
        Heading(3, "Klein", "kop-klein"),
    )


def test_an_anchor_stays_when_other_headings_come_and_go():
    one = typeset("<h2>Een</h2><h2>Wat helpt</h2>")
    other = typeset("<h2>Nieuw</h2><h2>Wat helpt</h2><h3>Nog een</h3>")
    assert one.headings[1] in other.headings


def test_the_same_heading_twice_gets_two_anchors():
    anchors = [heading.anchor for heading in typeset("<h2>A</h2><h2>A 2</h2><h2>A</h2>").headings]
    assert anchors == ["kop-a", "kop-a-2", "kop-a-3"]


def test_an_anchor_that_another_heading_took_is_passed_over():
    anchors = [heading.anchor for heading in typeset("<h2>A</h2><h3>A</h3>" * 2).headings]
    assert anchors == ["kop-a", "kop-a-2", "kop-a-3", "kop-a-4"]
    anchors = [heading.anchor for heading in typeset("<h2>A 3</h2>" + "<h2>A</h2>" * 3).headings]
    assert anchors == ["kop-a-3", "kop-a", "kop-a-2", "kop-a-4"]


def test_a_heading_without_words_gets_no_anchor():
    image = f'<h2><img alt="" src="/media/pictures/{"0" * 32}/origineel.jpg"></h2>'
    assert typeset(image).html == image


@pytest.mark.parametrize(("count", "entries"), [(2, 0), (3, 3)])
def test_a_table_of_contents_lists_the_chapters_of_a_text_that_has_three(count, entries):
    body = "".join(f"<h2>Kop {number}</h2><h3>Deel</h3>" for number in range(count))
    contents = typeset(body).contents
    assert [heading.level for heading in contents] == [2] * entries


# --- Tables --------------------------------------------------------------------------------------

TABLE = "<tbody><tr><td>a</td></tr></tbody></table>"


def region(label):
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'


def test_a_table_scrolls_in_a_region_named_by_its_caption():
    table = f'<table><caption>Wie &amp; "wat"</caption>{TABLE}'
    label = "Tabel: Wie &amp; &quot;wat&quot;"
    assert typeset(table).html == f"{region(label)}{table}</div>"


def test_tables_without_a_caption_are_told_apart_by_their_number():
    table = f"<table>{TABLE}"
    assert typeset(table * 2).html == (
        f"{region('Tabel 1')}{table}</div>{region('Tabel 2')}{table}</div>"
    )


def test_a_table_in_a_table_scrolls_with_it():
    table = f"<table><tbody><tr><td><table>{TABLE}</td></tr></tbody></table>"
    assert typeset(table).html == f"{region('Tabel 1')}{table}</div>"


# --- Sources -------------------------------------------------------------------------------------


def test_a_number_in_brackets_leads_to_its_source_and_back():
    prose = typeset("<p>Ja [1]. Nee [2], en weer [1].</p>", sources=2)
    assert prose.html == (
        '<p>Ja <a class="ref" id="ref-1" href="#bron-1" aria-label="Bron 1">[1]</a>. '
        'Nee <a class="ref" id="ref-2" href="#bron-2" aria-label="Bron 2">[2]</a>, '
        'en weer <a class="ref" id="ref-1-2" href="#bron-1" aria-label="Bron 1">[1]</a>.</p>'
    )
    assert prose.backs == (("ref-1", "ref-1-2"), ("ref-2",))


@pytest.mark.parametrize(
    "body",
    [
        "<p>Er is geen bron [2], geen [0], geen [x] en geen [99].</p>",
        '<p><a href="/blogs/">een link [1]</a></p>',
        '<p><img alt="plaat [1]" src="/media/x"></p>',
    ],
)
def test_what_names_no_source_stays_text(body):
    assert typeset(body, sources=1).html == body
    assert typeset(body, sources=1).backs == ((),)


def test_what_comes_after_a_heading_or_link_can_be_a_reference():
    body = '<h2>Kop</h2><p><a href="/">x</a> <b>y [1]</b></p>'
    assert typeset(body, sources=1).backs == (("ref-1",),)


def test_a_heading_holds_no_reference():
    assert typeset("<h2>Kop [1]</h2>", sources=1).html == '<h2 id="kop-kop-1">Kop [1]</h2>'


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Thuisarts.nl, https://www.thuisarts.nl/", ("Thuisarts.nl", "https://www.thuisarts.nl/")),
        ("Een boek (1969).", ("Een boek (1969).", "")),
        ("Over rouw (http://a.nl/x?y=1).", ("Over rouw", "http://a.nl/x?y=1")),
        ("https://a.nl/", ("https://a.nl/", "https://a.nl/")),
        ("Kwaad javascript:alert(1)", ("Kwaad javascript:alert(1)", "")),
        ("Kwaad https://bank.nl@a.nl/", ("Kwaad https://bank.nl@a.nl/", "")),
        ("Stuk https://[a.nl/", ("Stuk https://[a.nl/", "")),
        ('Stuk https://a.nl/"><script>', ('Stuk https://a.nl/"><script>', "")),
        ("Zie https://a.nl/ en nog iets", ("Zie https://a.nl/ en nog iets", "")),
    ],
)
def test_an_address_at_the_end_of_a_source_is_its_link(line, source):
    assert source_list(line) == [Source(*source)]


def test_each_line_that_says_something_is_one_source():
    assert source_list("- Een\n\n  Twee  \n") == [Source("Een"), Source("Twee")]


def test_a_source_shows_the_host_of_its_address():
    assert Source("a", "https://www.ggzstandaarden.nl/x").host == "ggzstandaarden.nl"
    assert Source("a").host == ""


# --- Quotes, lines, minutes ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["— Noor", "– Noor", "<cite>Noor</cite>"])
def test_who_said_it_stands_beside_the_quote(name):
    shown = name if name.startswith("<") else "Noor"
    assert typeset(f"<blockquote>\n<p>Rust.</p>\n<p>{name}</p>\n</blockquote>").html == (
        f"<figure><blockquote><p>Rust.</p></blockquote><figcaption>{shown}</figcaption></figure>"
    )


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote><p>Rust.</p></blockquote>",
        "<blockquote><p>— Noor</p><p>Rust.</p></blockquote>",
        "<blockquote><p>a</p></blockquote><p>— Noor</p>",
        "<blockquote><p>a</p><p>— Noor</p>b</blockquote>",
        "<blockquote><p>a</p><p><cite>Noor</cite> zei het</p></blockquote>",
        "<blockquote>— Noor</blockquote>",
    ],
)
def test_a_quote_of_nobody_stays_as_it_is(quote):
    assert typeset(quote).html == quote


def test_of_a_quote_in_a_quote_the_inner_has_its_sayer():
    inner = "<blockquote><p>b</p><p>— Noor</p></blockquote>"
    assert typeset(f"<blockquote><p>a</p>{inner}</blockquote>").html == (
        "<blockquote><p>a</p><figure><blockquote><p>b</p></blockquote>"
        "<figcaption>Noor</figcaption></figure></blockquote>"
    )


@pytest.mark.parametrize(
    "body",
    [
        f"<blockquote><p>a</p><p>—{' ' * 100_000}</p><p>klaar</p></blockquote>",
        f"<blockquote>{'<p>—a</p>' * 10_000}<p>klaar</p></blockquote>",
        "<blockquote>" * 10_000,
        "<h2>Kop</h2>" * 8_000,
        "<p>" + "[1]" * 20_000 + "</p>",
        "<h2>a</h2>" + "[1]" * 20_000,
        "<" * 100_000,
    ],
    ids=lambda body: body[:30],
)
def test_a_text_of_one_thing_over_and_over_is_typeset_at_once(body):
    start = time.process_time()
    typeset(body, sources=1)
    assert time.process_time() - start < 5


def test_a_point_is_a_line_without_the_dash_that_people_put_before_it():
    assert lines("- Een\n• Twee\r\n\n* Drie\nVier - vijf") == ["Een", "Twee", "Drie", "Vier - vijf"]


@pytest.mark.parametrize(("words", "expected"), [(0, 1), (1, 1), (200, 1), (201, 2), (1000, 5)])
def test_two_hundred_words_take_a_minute(words, expected):
    assert minutes("woord " * words) == expected


def test_nothing_is_made_that_the_allow_list_would_not_leave_words_of():
    body = html.clean("<h2>A</h2><table><tr><td>b [1]</td></tr></table><blockquote><p>c</p>")
    assert html.text(typeset(body, sources=1).html) == html.text(body)
