"""What may change under a signature, and what may not."""

import time

import pytest

from blog.language.spelling import bare, is_spelling_only, is_spelling_only_in_html

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
    ("je vind het fijn", "je vindt het fijn"),
    ("5 - 10 keer", "5-10 keer"),
    ("na ½ dag.", "Na ½ dag"),
    ("cafe\u0301", "café"),
    ("psychotherapeut", "psy\u00adcho\u00adthe\u00adra\u00adpeut"),
    ("Waarom ?", "waarom?"),
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
    # Amounts.
    ("De dosis is ½ tablet", "De dosis is ¼ tablet"),
    ("½ tablet", "tablet"),
    ("De angst ↑", "De angst ↓"),
    ("50 % minder", "50 ‰ minder"),
    ("€ 50", "$ 50"),
    ("een effect +", "een effect −"),
    ("−5 graden", "5 graden"),
    ("10² keer", "10³ keer"),
    ("fase Ⅱ", "fase Ⅲ"),
    ("5 - 10 mg", "5 10 mg"),
    ("1,5 mg", "15 mg"),
    ("2 tabletten 1 keer", "2 1 tabletten keer"),
    ("½ ab", "ab ½"),
    ("50 µg", "50 mg"),
    ("vijfmaal daags", "viermaal daags"),
    # Opposites and names.
    ("onderdosering", "overdosering"),
    ("hypotensie", "hypertensie"),
    ("de klachten verminderen", "de klachten vermeerderen"),
    ("fluoxetine", "fluvoxamine"),
    ("prednison", "prednisolon"),
    ("carbamazepine", "oxcarbazepine"),
    # The same letters, and something else to see.
    ("Stop niet", "Stop n\u0336i\u0336e\u0336t\u0336"),
    ("Stop n\u0336iet zelf", "Stop niet z\u0336elf"),
    ("Stop niet", "Stop n\u20ddiet"),
    ("Stop niet", "Stop \u202eniet"),
    ("Stop niet", "Stop ni\u200bet"),
    # A question.
    ("Stop met pillen.", "Stop met pillen?"),
    ("Stop met pillen.", "Stop met pillen？"),
    ("Stop! Pillen helpen.", "Stop? Pillen helpen."),
    # Addresses.
    ("https://a.nl/foo-bar", "https://a.nl/foobar"),
    ("info@praktijk.nl", "info@praktyk.nl"),
]
# One slip apart, and words of their own: only who knows them can tell.
ANOTHER_WORD = [
    ("Stop niet met de medicatie", "Stop niet met de meditatie"),
    ("je gaat wennen", "je gaat wenen"),
    ("pillen", "pilen"),
    ("voorkomen", "voortkomen"),
    ("het vermindert", "het verhindert"),
    ("verdragen", "vertragen"),
    ("we werken", "we werkten"),
    ("ondernemen", "ondernamen"),
    ("clonazepam", "clorazepam"),
    ("lijden", "leiden"),
    ("hard", "hart"),
    ("rouw", "rauw"),
    ("weten", "wetten"),
    ("de noot", "de nood"),
]


def everything(word):
    return True


def the_words_of(text):
    return {bare(word) for word in text.casefold().split()}.__contains__


@pytest.mark.parametrize(("before", "after"), SPELLING)
def test_corrected_spelling_is_spelling(before, after):
    assert is_spelling_only(before, after, known=the_words_of(after))


@pytest.mark.parametrize(("before", "after"), MORE)
def test_other_words_are_more_than_spelling(before, after):
    assert not is_spelling_only(before, after, known=the_words_of(after))
    assert not is_spelling_only(after, before, known=the_words_of(before))


@pytest.mark.parametrize(("before", "after"), ANOTHER_WORD)
def test_a_word_that_is_known_is_no_slip_of_another(before, after):
    assert not is_spelling_only(before, after, known=everything)
    assert not is_spelling_only(before, after, known=the_words_of(before))
    assert not is_spelling_only(after, before, known=everything)


def test_a_word_that_nobody_knows_mends_no_slip():
    assert not is_spelling_only("behandleing", "behandeling", known=lambda word: False)


@pytest.mark.parametrize(("before", "after"), [("ͺ", "ab"), ("½ x", "² y"), ("_", "a"), ("5", "a")])
def test_a_sign_that_is_hardly_a_letter_is_more_than_spelling(before, after):
    assert not is_spelling_only(before, after, known=everything)
    assert not is_spelling_only(after, before, known=everything)


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
        ("<p>1,<b>5</b> mg</p>", "<p>1<b>5</b> mg</p>", False),
        ("<p>Het is &frac12;</p>", "<p>Het is &frac14;</p>", False),
    ],
)
def test_in_a_text_with_markup_the_markup_has_to_stay(before, after, expected):
    known = the_words_of("wordt teidens")
    assert is_spelling_only_in_html(before, after, known=known) is expected


@pytest.mark.parametrize("unit", [".", '"', "1", "½", "a", "a ", "a-", "1-", "- ", "( ", "<"])
def test_a_text_of_one_sign_over_and_over_is_judged_at_once(unit):
    text = unit * 50_000
    start = time.process_time()
    assert not is_spelling_only(text + "a", text + " b", known=everything)
    assert time.process_time() - start < 5
