import pytest

from blog.words import is_compound, same_as, stem, terms

# Forms of one word, as readers and writers mix them.
FAMILIES = [
    "piekeren piekert pieker gepiekerd piekerde",
    "behandeling behandelingen behandelen behandelt behandelde behandeld behandelaar",
    "grens grenzen",
    "slaap slapen slaapt sliep geslapen",
    "angst angsten angstig angstige",
    "rouw rouwen rouwt gerouwd rouwde",
    "gedachte gedachten",
    "paniekaanval paniekaanvallen",
    "werk werken werkt gewerkt werkte",
    "leven leeft geleefd",
    "huis huizen",
    "lief lieve",
    "boos boze boosheid",
    "eenzaam eenzame eenzaamheid",
    "psycholoog psychologen",
    "kind kinderen",
    "vergoeding vergoedingen vergoed vergoedt vergoeden",
    "verlies verliezen verliest verloren",
    "voelen voelt gevoel gevoelens gevoeld",
    "helpen helpt hielp geholpen",
    "gesprek gesprekken",
    "klacht klachten",
    "therapie therapieën therapieen",
    "relatie relaties",
    "trauma trauma's traumas",
    "schaamte schamen schaamt",
    "depressie depressies",
    "depressief depressieve",
    "scheiding scheiden scheidt gescheiden",
    "ademen adem ademt",
    "dood doden dode",
    "beeld beelden",
    "droom dromen droomt",
    "patiënt patiënten patienten",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_forms_of_a_word_have_one_stem(family):
    assert len({stem(word.replace("'", "")) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    ["angst angel", "rouw vrouw", "werk wereld", "moeder moe", "maag maagd", "hulp hulpeloos",
     "vriend vriendin", "ander ouder", "slaap slaag", "beter beet"],
)  # fmt: skip
def test_two_words_have_two(pair):
    one, other = pair.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", sorted({word for family in FAMILIES for word in family.split()}))
def test_a_stem_is_its_own_stem(word):
    assert stem(stem(word)) == stem(word)


def test_a_stem_is_without_accents():
    assert (stem("suïcide"), stem("coördineert")) == ("suicide", stem("coordineert"))


def test_of_a_word_without_end_the_begin_counts():
    assert stem("gege-" * 20_000) == stem("gege-" * 8)


def test_terms_are_plain_and_parts_of_a_word_are_there_apart_and_together():
    assert terms("Burn-out, in café’s!") == ["burn", "out", "burnout", "in", "cafe"]
    assert terms("Bel 0800-0113 of 5") == ["bel", "0800", "0113", "08000113", "of", "5"]
    assert terms("’s nachts zo'n _x_") == ["nachts", "zo"]


def test_a_letter_of_another_script_is_a_number_in_plain_signs():
    assert terms("да é ß ﬁ") == ["434430", "ss", "fi"]


def test_what_means_the_same():
    assert same_as("zelfdodingen") == {stem("zelfmoord"), stem("suicide")}
    assert same_as("rouw") == set()


@pytest.mark.parametrize(
    ("whole", "end", "is_one"),
    [
        ("faalangst", "angst", True),
        ("huisarts", "arts", True),
        ("nachtrouw", "rouw", True),
        ("vertrouw", "rouw", False),
        ("bedacht", "dacht", False),
        ("ontrouw", "rouw", False),
        ("angst", "angst", False),
        ("faalangst", "rouw", False),
    ],
)
def test_what_a_compound_is(whole, end, is_one):
    assert is_compound(whole, end) is is_one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gezin", "gezinnen"),
        ("gesprek", "gesprekken"),
        ("gedachte", "gedachten"),
        ("gewoon", "gewone"),
        ("gezond", "gezondheid"),
        ("gebruik", "gebruikt"),
        ("gevolg", "gevolgen"),
    ],
)
def test_a_noun_with_ge_has_one_stem_with_its_inflections(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("geweld", "wel"), ("gezin", "zin"), ("gewoon", "woon"), ("gezond", "zon"), ("geluk", "luk")],
)
def test_the_ge_of_a_noun_is_no_prefix(one, other):
    assert stem(one) != stem(other)
