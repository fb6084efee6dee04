"""What may change under a signature, and what may not."""

import pytest

from blog.spelling import is_spelling_only, is_spelling_only_in_html

SPELLING = [
    ("De behandleing helpt.", "De behandeling helpt."),
    ("Hij word boos", "Hij wordt boos"),
    ("Dit is een lange termijn plan", "Dit is een langetermijnplan"),
    ("teveel werk", "te veel werk"),
    ("een cafe", "een café"),
    ("een psycoloog", "een psycholoog"),
    ("Ik heb stres", "Ik heb stress"),
    ("een paniek aanval", "een paniekaanval"),
    ("je bent moe", "Je bent moe,"),
    ("angsstoornis", "angststoornis"),
    ("dat gebeurd vaak", "dat gebeurt vaak"),
    ("zo'n dag", "zo’n dag"),
    ("behandekingen", "behandelingen"),
    ("teidens de nacht", "tijdens de nacht"),
    ("niet, zegt ze", "Niet. Zegt ze"),
    ("je lichaaam", "je lichaam"),
    ("Bel 112.", "Bel 112!"),
    ("foto's", "foto’s"),
    ("lichamelijke symptonen", "lichamelijke symptomen"),
    ("twee  woorden", "twee woorden"),
]
MORE = [
    ("Bel 112", "Bel 113"),
    ("Je moet niet wachten", "Je moet wachten"),
    ("Dit is veilig", "Dit is onveilig"),
    ("wel", "niet"),
    ("geen kind", "een kind"),
    ("drie weken", "vier weken"),
    ("vijftien", "vijftig"),
    ("zestig", "zeventig"),
    ("Neem 5 mg", "Neem 5 ml"),
    ("Neem 0,5 mg", "Neem 05 mg"),
    ("tien % korting", "tien korting"),
    ("het helpt", "het helpt vaak"),
    ("angst", "angel"),
    ("Bel je huisarts", "Bel je psycholoog"),
    ("een klacht", "klachten"),
    ("klacht", "klachten"),
    ("de lever", "de lezer"),
    ("je kunt", "je moet"),
    ("na het eten", "voor het eten"),
    ("Stop met pillen", "Stop pillen"),
    ("minder", "milder"),
    ("hyperactief", "hypoactief"),
    ("eerst praten dan slapen", "eerst slapen dan praten"),
    ("", "nieuw"),
]


@pytest.mark.parametrize(("before", "after"), SPELLING)
def test_corrected_spelling_is_spelling(before, after):
    assert is_spelling_only(before, after)
    assert is_spelling_only(after, before)


@pytest.mark.parametrize(("before", "after"), MORE)
def test_other_words_are_more_than_spelling(before, after):
    assert not is_spelling_only(before, after)
    assert not is_spelling_only(after, before)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<p>Hij word &amp; is</p>", "<p>Hij wordt &amp; is</p>", True),
        ("<h2>Tijdens</h2>\n<p>a</p>", "<h2>Teidens</h2> <p>a</p>", True),
        ("<h2>Kop</h2>", "<h3>Kop</h3>", False),
        ("<p>Heel goed</p>", "<p><strong>Heel</strong> goed</p>", False),
        ('<a href="tel:112">bel</a>', '<a href="tel:113">bel</a>', False),
        ("<p>Een</p>", "<p>Een</p><p>Twee</p>", False),
        ("<p>twee woorden</p>", "<p>twee</p><p>woorden</p>", False),
    ],
)
def test_in_a_text_with_markup_the_markup_has_to_stay(before, after, expected):
    assert is_spelling_only_in_html(before, after) is expected
