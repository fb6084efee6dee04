"""A readable difference: what it says, and that nothing goes missing in it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog import differences, html
from blog.blocks import of_html, of_text
from blog.differences import (
    MOST_SHOWN,
    MOST_WORK,
    Fold,
    Kind,
    of_bodies,
    of_fields,
    of_lines,
    of_texts,
)


def said(difference):
    """Each block as its kind and its words, with -[what went] and +[what came]."""
    signs = {Kind.SAME: "{}", Kind.REMOVED: "-({})", Kind.ADDED: "+({})"}
    return [
        (block.kind.value, " ".join(signs[piece.kind].format(piece.text) for piece in block.pieces))
        for block in difference.blocks
    ]


def words(difference, *kinds):
    """The words of one side, without what only says how they look."""
    pieces = [
        piece
        for block in difference.blocks
        for piece in block.pieces
        if piece.kind in kinds and not piece.is_note
    ]
    return "".join(piece.text for piece in pieces).replace(" ", "")


def words_of(blocks):
    return "".join(token.text for block in blocks for token in block.tokens if not token.note)


def test_texts_that_say_the_same_have_no_difference():
    assert of_texts("Een  twee\r\ndrie ", "Een twee\n\ndrie") is None


def test_words_that_went_and_came_stand_among_those_that_stayed():
    difference = of_texts("De hond blaft hard.", "De kat blaft zacht.")
    assert said(difference) == [
        ("changed", "De -(hond) +(kat) blaft -(hard) +(zacht) ."),
    ]


def test_a_sign_stays_at_its_word_and_a_word_has_its_space():
    pieces = of_texts("Ja, nee", "Ja, nooit").blocks[0].pieces
    assert [(piece.text, piece.is_spaced) for piece in pieces] == [
        ("Ja,", True),
        ("nee", True),
        ("nooit", True),
    ]


def test_a_line_that_came_is_a_block_of_its_own():
    assert said(of_texts("Een\nDrie", "Een\nTwee\nDrie")) == [
        ("same", "Een"),
        ("added", "+(Twee)"),
        ("same", "Drie"),
    ]


def test_values_that_are_no_sentences_change_as_a_whole():
    assert said(of_lines("3 november 2026\nRouw", "4 november 2026\nRouw")) == [
        ("removed", "-(3 november 2026)"),
        ("added", "+(4 november 2026)"),
        ("same", "Rouw"),
    ]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("los<p>a</p><h2>b</h2>", ["alinea", "alinea", "kop 2"]),
        ("<ul><li>a<ol><li><p>b</p></li></ol></li></ul>", ["punt", "genummerd punt, niveau 2"]),
        ("<blockquote><p>a</p></blockquote>", ["citaat"]),
        ("<table><caption>a</caption><tr><td>b</td></tr></table>",
         ["bijschrift van de tabel", "rij van de tabel"]),
        ('<figure><img src="/media/pictures/x"><figcaption>a</figcaption></figure>',
         ["afbeelding", "bijschrift"]),
        ("<hr>", ["lijn"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_block_goes_by_the_name_that_editors_know(body, names):
    assert [block.name for block in of_html(body).blocks] == names


def test_another_kind_of_block_is_said():
    block = of_bodies("<p>Slaap</p>", "<h2>Slaap</h2>").blocks[0]
    assert (block.kind, block.name, block.was) == ("changed", "kop 2", "alinea")


def test_a_link_that_leads_elsewhere_is_said_in_words():
    difference = of_bodies(
        '<p>Bel <a href="tel:112">ons</a>.</p>', '<p>Bel <a href="/x/">ons</a>.</p>'
    )
    assert said(difference) == [
        ("changed", "Bel -([link naar tel:112]) +([link naar /x/]) ons [einde link] ."),
    ]


def test_another_picture_is_said_in_words():
    one, other = (f'<img src="/media/pictures/{sign * 32}/800.webp" alt="Zee">' for sign in "ab")
    assert said(of_bodies(one, other)) == [
        ("changed", "Zee -([bestand aaaaaaaa]) +([bestand bbbbbbbb])"),
    ]


def test_another_look_of_the_same_words_is_said_in_words():
    difference = of_bodies("<p>Nooit doen</p>", "<p><strong>Nooit</strong> doen</p>")
    assert said(difference) == [("changed", "+([vet]) Nooit +([einde vet]) doen")]


def test_of_a_paragraph_that_came_nobody_hears_what_is_bold():
    difference = of_bodies("", '<p><b>Bel</b> <a href="/x/">ons</a></p>')
    assert said(difference) == [("added", "+(Bel) +([link naar /x/]) +(ons)")]


def test_what_no_word_says_is_said_to_have_changed():
    difference = of_bodies("<ol><li>a</li></ol>", '<ol start="3"><li>a</li></ol>')
    assert (difference.is_layout_only, difference.words_added) == (True, 0)


def test_how_the_editor_writes_the_same_is_no_difference():
    assert of_bodies("<p>Een</p><p>Twee</p>", "<p>Een</p>\n\n<p>Twee</p>\n") is None


def test_what_stayed_far_from_a_change_is_folded():
    before = "".join(f"<p>Alinea {number}</p>" for number in range(9))
    shown = of_bodies(before, before.replace("Alinea 5", "Anders")).shown
    assert [len(one.blocks) if isinstance(one, Fold) else one.kind.value for one in shown] == [
        4, "same", "removed", "added", "same", 2,
    ]  # fmt: skip


def test_of_fields_those_that_differ_are_given_under_the_name_people_know():
    before = {"title": "A", "body": "<p>a b c</p>", "slug": "a", "gone": "x"}
    after = {"title": "B", "body": "<p>a b d</p>", "slug": "a"}
    found = of_fields(before, after, labels={"title": "titel"})
    assert [(one.field, one.label) for one in found] == [
        ("title", "titel"),
        ("body", "body"),
        ("gone", "gone"),
    ]


def test_words_that_came_and_went_are_counted():
    difference = of_texts("Een twee drie vier", "Een drie vier vijf zes")
    assert (difference.words_added, difference.words_removed) == (2, 1)


# --- Nothing goes missing ------------------------------------------------------------------------

LIGHT = settings(deadline=None, max_examples=50)
TEXT = st.text(alphabet="ab c.\n", max_size=80)
BODY = st.lists(
    st.tuples(
        st.sampled_from(["p", "h2", "li", "blockquote", "td", "b", "figcaption"]),
        st.text(alphabet="ab c.", max_size=30),
    ),
    max_size=12,
).map(lambda parts: html.clean("".join(f"<{tag}>{text}</{tag}>" for tag, text in parts)))


@given(TEXT, TEXT)
@LIGHT
def test_what_stayed_and_came_is_the_text_after_and_with_what_went_the_one_before(before, after):
    difference = of_texts(before, after)
    if difference is None:
        assert of_text(before) == of_text(after)
        return
    assert words(difference, Kind.SAME, Kind.REMOVED) == re.sub(r"\s", "", before)
    assert words(difference, Kind.SAME, Kind.ADDED) == re.sub(r"\s", "", after)


@given(BODY, BODY)
@LIGHT
def test_so_it_is_with_bodies(before, after):
    difference = of_bodies(before, after)
    one, other = of_html(before), of_html(after)
    if difference is None:
        assert (one.blocks, one.layout) == (other.blocks, other.layout)
        return
    assert words(difference, Kind.SAME, Kind.REMOVED) == words_of(one.blocks)
    assert words(difference, Kind.SAME, Kind.ADDED) == words_of(other.blocks)


@given(BODY)
@LIGHT
def test_no_word_of_a_body_is_lost_in_its_blocks(body):
    assert words_of(of_html(body).blocks) == re.sub(r"\s", "", html.text(body))


# --- And it is never long in coming --------------------------------------------------------------

MANY = 4_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>a</p>" * MANY, "<p>b</p>" * MANY),
        ("<p>a</p>" * MANY, "<p>a</p><p>b</p>" * MANY),
        (f"<p>{'a b ' * MANY}</p>", f"<p>{'b c ' * MANY}</p>"),
    ],
    ids=["other blocks", "twice as many", "few words, often"],
)
def test_a_body_of_tens_of_kilobytes_is_compared_coarsely_where_it_would_take_long(before, after):
    assert of_bodies(before, after).is_coarse


def paragraphs(said):
    return "".join(f"<p>{words}</p>" for words in said)


def test_many_alike_paragraphs_are_held_against_one_another_for_a_while_only(monkeypatch):
    compared = []
    likeness = differences._likeness
    monkeypatch.setattr(
        differences,
        "_likeness",
        lambda *pair: compared.append(sum(one.total() for one in pair)) or likeness(*pair),
    )
    before = [f"een twee {n}" if n % 40 else f"anker {n}" for n in range(9_000)]
    after = [f"{said} drie" if "een" in said else said for said in before]
    difference = of_bodies(paragraphs(before), paragraphs(after))
    assert (difference.is_coarse, sum(compared) <= MOST_WORK) == (True, True)
    assert words(difference, Kind.SAME, Kind.ADDED) == "".join(after).replace(" ", "")


def weight(blocks):
    return sum(1 + len(piece.text) // 100 for block in blocks for piece in block.pieces)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (paragraphs(f"a {n}" for n in range(6_000)), paragraphs(f"b {n}" for n in range(6_000))),
        (f"<p>{'a b ' * 20_000}</p>", f"<p>{'a c ' * 20_000}</p>"),
        ("", "<p>" + '<a href="/x/">a</a> b ' * 10_000),
        ("", f"<p>{'woord ' * 50_000}</p>"),
    ],
    ids=["paragraphs", "words", "links", "one paragraph"],
)
def test_of_very_much_the_begin_is_shown(before, after):
    difference = of_bodies(before, after)
    assert (difference.is_cut, 0 < weight(difference.shown) <= MOST_SHOWN) == (True, True)


def test_of_very_much_that_stayed_the_begin_is_shown_and_all_of_the_change():
    before = paragraphs(f"Alinea {number}" for number in range(9_000))
    difference = of_bodies(before, before.replace("Alinea 8999", "Anders 8999"))
    fold, *others = difference.shown
    assert (fold.count, len(fold.blocks) < 1_000, difference.is_cut) == (8_998, True, False)
    assert [one.kind.value for one in others] == ["same", "changed"]
