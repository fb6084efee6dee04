"""Titles and summaries: plain, resolved, and cut where a word ends."""

import pytest

from blog.wordpress.heads import cut, first_sentences, resolved

VALUES = {"title": "Slapen", "sitename": "De praktijk", "category": "Slaap"}


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("%%title%% %%page%% %%sep%% %%sitename%%", "Slapen - De praktijk"),
        ("%%title%% %%sep%% %%onbekend%%", "Slapen"),
        ("%%onbekend%% %%sep%% %%title%%", "Slapen"),
        ("%title% %sep% %sitename%", "Slapen - De praktijk"),
        ("50% korting en 100% zeker", "50% korting en 100% zeker"),
        ("Zelf bedacht &amp; <b>vet</b>", "Zelf bedacht & vet"),
        ("Zelf \u202ebedacht", "Zelf bedacht"),
        ("", ""),
    ],
)
def test_variables_are_filled_in_or_left_out_with_what_parted_them(given, becomes):
    assert resolved(given, VALUES) == becomes


@pytest.mark.parametrize(
    ("text", "most", "becomes"),
    [
        ("Kort", 4, "Kort"),
        ("Een twee drie", 9, "Een twee…"),
        ("Een twee drie", 10, "Een twee…"),
        ("Een, twee", 6, "Een…"),
        ("Onafgebroken", 6, "Onafg…"),
    ],
)
def test_a_text_is_cut_after_a_whole_word(text, most, becomes):
    assert cut(text, most) == becomes
    assert len(becomes) <= most


@pytest.mark.parametrize(
    ("body", "becomes"),
    [
        ("<p>Kort.</p><p>Meer.</p>", "Kort."),
        ("<h2>Kop</h2><p>&nbsp;</p><p>Een <b>zin</b>.</p>", "Een zin."),
        ("<p>Een zin. Nog een zin die er niet meer bij past.</p>", "Een zin."),
        ("<p>Een zin zonder eind die doorgaat</p>", "Een zin zonder eind die…"),
        ("<ul><li>Punt</li></ul>", ""),
    ],
)
def test_a_summary_is_whole_sentences(body, becomes):
    assert first_sentences(body, most=25) == becomes
