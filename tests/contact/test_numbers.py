import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact import numbers

BSN = "123456782"  # the example of the tax office
NINE = st.integers(0, 10**9 - 1).map("{:09}".format)


def complete(eight: str) -> str:
    """With the ninth digit that lets it pass; ten, which no digit is, for one in eleven."""
    check = sum(int(n) * weight for n, weight in zip(eight, range(9, 1, -1), strict=True)) % 11
    return f"{eight}{check}"


BSNS = st.integers(1, 10**8 - 1).map("{:08}".format).map(complete).filter(lambda n: len(n) == 9)
PHONES = st.tuples(
    st.sampled_from(["06", "010", "020", "0570", "085"]), st.integers(0, 10**8 - 1)
).map(lambda parts: f"{parts[0]}{parts[1]:08}"[:10])


def eleven_test(digits):
    """Written out, as an oracle."""
    a, b, c, d, e, f, g, h, i = map(int, digits)
    total = 9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i
    return total % 11 == 0 and digits != "000000000"


@given(NINE)
def test_the_eleven_test_is_that_of_the_rule(digits):
    assert numbers.passes_eleven_test(digits) == eleven_test(digits)


@given(
    BSNS, st.sampled_from(["{}", "Mijn bsn: {}.", "({})", "bsn {}, verder niets", "nr {}\n3 keer"])
)
def test_a_number_that_may_be_a_bsn_is_found_wherever_it_stands(digits, around):
    text = around.format(digits)
    assert [text[start:end] for start, end in numbers.find(text)] == [digits]


@given(
    BSNS, st.sampled_from([".", " ", "-", "\u00a0"]), st.sampled_from([(3, 6), (4, 6), (2, 4, 6)])
)
def test_it_is_found_in_groups_too(digits, sign, cuts):
    parts = [digits[a:b] for a, b in zip((0, *cuts), (*cuts, 9), strict=True)]
    written = sign.join(parts)
    text = f"Het is {written}, denk ik."
    assert [text[start:end] for start, end in numbers.find(text)] == [written]


@given(NINE.filter(lambda digits: not eleven_test(digits)))
def test_a_number_that_fails_the_test_is_left_alone(digits):
    assert numbers.find(f"Klantnummer {digits}.") == []


@given(BSNS, st.text("0123456789", min_size=1), st.text("0123456789"))
def test_part_of_a_longer_number_is_left_alone(digits, before, after):
    for text in (before + digits + after, after + digits + before):
        assert numbers.find(text) == []


@given(st.text("0123456789", min_size=10, max_size=10))
def test_a_bank_account_is_left_alone(account):
    for text in (f"NL91ABNA{account}", f"NL91 ABNA {account[:4]} {account[4:8]} {account[8:]}"):
        assert numbers.find(text) == []


@given(BSNS)
def test_the_number_that_was_given_to_call_is_left_alone(digits):
    assert numbers.find(f"Bel {digits}", own=f"+31{digits}") == []


@given(
    st.from_regex(r"(06|010|020|0[1-9][0-9])[0-9]{7,8}", fullmatch=True).filter(
        lambda n: len(n) == 10
    )
)
def test_a_phone_number_is_left_alone_however_it_is_written(number):
    rest = number[1:]
    forms = [number, f"+31{rest}", f"+31 {rest}", f"0031{rest}", f"0031 {rest}", f"+31 (0){rest}",
             f"(0){rest}", f"{number[:2]}-{number[2:]}", f"{number[:3]} {number[3:6]} {number[6:]}",
             f"+31 {rest[0]} {rest[1:]}", f"({number[:3]}) {number[3:]}"]  # fmt: skip
    for written in forms:
        assert numbers.find(f"Mijn nummer is {written}.") == [], written


@pytest.mark.parametrize(
    "text",
    [
        "bel me mobiel op 612345671",
        "op 25-11-2026 9 uur",
        "12.34.56.78.2",
        "bestelling A123456782",
        "123456782.50 euro",
        "factuur 2026-123456782",
        "",
    ],
)
def test_what_is_something_else_is_left_alone(text):
    assert numbers.find(text) == []


def test_a_number_beside_others_is_found_by_itself():
    text = f"bel na 17 uur {BSN} 3 keer"
    assert numbers.take_out(text) == "bel na 17 uur [weggehaald] 3 keer"


@given(st.text(st.sampled_from("0123456789 .-+()a\n\u00a0"), max_size=60))
def test_taking_out_leaves_nothing_to_find_and_all_the_rest(text):
    after = numbers.take_out(text)
    assert numbers.find(after) == []
    kept = text
    for start, end in reversed(numbers.find(text)):
        kept = kept[:start] + kept[end:]
    assert after.replace(numbers.GONE, "") == kept


def test_all_of_them_go():
    text = f"{BSN} en nog eens {BSN}"
    assert not re.search("[0-9]", numbers.take_out(text))
