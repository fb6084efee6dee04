"""The checklist by the words of an article: the labelled set, and the rules one by one."""

from collections import Counter
from types import SimpleNamespace

import pytest

from blog.checks import checklist, phones, points, texts
from blog.checks.points import Check, Draft, Place, Report
from blog.elements import elements
from blog.language import wording

from .checked_bodies import CHECKED, PRACTICE_PHONE
from .growth import grows_with_its_input

GOOD = {
    "title": "Piekeren in de nacht",
    "summary": "Wat je kunt doen als je wakker ligt.",
    "key_points": "",
    "body": "",
    "sources": "",
    "picture_id": 1,
    "picture_alt": "Een maan boven een dak",
    "picture_caption": "",
    "meta_title": "",
    "meta_description": "",
}


def an_article(**fields):
    return SimpleNamespace(**GOOD | fields)


def report_on(**fields) -> Report:
    numbers = Check("nummers", lambda draft: phones.phones(draft, lambda: [PRACTICE_PHONE]))
    return points.report(Draft.of(an_article(**fields)), [*checklist.OWN, numbers])


def codes(**fields):
    return [point.code for point in report_on(**fields).points]


# --- The labelled set ----------------------------------------------------------------------------


def test_what_it_finds_in_the_labelled_set_is_right_and_nearly_all_there_is():
    hit, false, missed = Counter(), Counter(), Counter()
    for one in CHECKED:
        wanted, found = set(one.codes.split()), set(codes(body=one.body, **one.fields))
        hit.update(wanted & found)
        false.update(found - wanted)
        missed.update(wanted - found)
    rates = {
        code: (hit[code] / (hit[code] + false[code] or 1), hit[code] / (hit[code] + missed[code]))
        for code in sorted(hit | missed)
    }
    precision = hit.total() / (hit.total() + false.total())
    recall = hit.total() / (hit.total() + missed.total())
    assert (precision >= 0.95, recall >= 0.95) == (True, True), (false, missed)
    # A few texts of each: one that was not seen already weighs a third.
    assert {code: both for code, both in rates.items() if min(both) < 0.65} == {}


def test_the_labelled_set_is_large_and_has_every_code_that_words_can_raise():
    of_rows = {"link-broken", "link-hidden", "unsigned", "link-moved", "link-later", "credit"}
    labelled = {code for one in CHECKED for code in one.codes.split()}
    assert labelled == {*points.KINDS} - of_rows
    assert len(CHECKED) >= 40
    assert len({one.body for one in CHECKED if not one.codes}) >= 25


def test_each_code_has_its_words_and_no_words_are_without_a_code():
    assert list(texts.WORDS) == [*points.KINDS]
    assert [code for code, words in texts.WORDS.items() if not (words.short and words.long)] == []


# --- What blocks ---------------------------------------------------------------------------------


def test_what_is_certain_blocks_and_what_is_supposed_does_not():
    assert points.ERRORS == [
        "no-summary",
        "alt-none",
        "alt-file",
        "heading-empty",
        "heading-order",
        "link-empty",
        "link-broken",
        "link-hidden",
        "unsigned",
    ]


def test_errors_come_before_advice():
    found = report_on(summary="", body="<p><a href='http://example.org/'>hier</a></p><h3>A</h3>")
    assert [point.code for point in found.errors] == ["no-summary", "heading-order"]
    assert [point.code for point in found.advice] == ["link-vague", "link-http"]
    assert [point.code for point in found.points] == [
        point.code for point in [*found.errors, *found.advice]
    ]


# --- Where it points -----------------------------------------------------------------------------


def test_a_point_says_of_each_place_which_element_it_is():
    body = (
        '<h2>A</h2><p><a href="/contact/">Contact</a> of <a href="https://a.nl/">hier</a></p>'
        '<p>En <a href="https://b.nl/">Lees meer</a></p>'
    )
    (point,) = report_on(body=body).points
    assert point.places == (
        Place("body", "hier", "a", 1),
        Place("body", "Lees meer", "a", 2),
    )
    assert (point.place, point.count, point.is_error) == ("body", 2, False)


def test_words_are_pointed_to_in_the_field_where_they_stand():
    found = report_on(summary="Zij pleegde zelfmoord.", body="<p>Bel 010 765 43 21.</p>")
    assert [point.places for point in found.points] == [
        (Place("summary", "pleegde zelfmoord"),),
        (Place("body", "010 765 43 21"),),
    ]


def test_a_picture_without_words_is_named_by_its_number():
    image = f'<p><img src="/media/pictures/{"a" * 32}/origineel.jpg" alt="{{}}"></p>'
    (point,) = report_on(body=image.format("Een raam") + image.format("")).points
    assert point.places == (Place("body", "", "img", 1, "afbeelding 2"),)


def test_elements_are_counted_by_kind_in_the_order_in_which_they_begin():
    body = '<h2>A <a href="/b/">b</a></h2><p>c</p><h3>D</h3><p><strong>e</strong></p>'
    assert [(one.kind, one.nth, one.text, one.is_bold) for one in elements(body)] == [
        ("h", 0, "A b", False),
        ("a", 0, "b", False),
        ("p", 0, "c", False),
        ("h", 1, "D", False),
        ("p", 1, "e", True),
    ]


# --- Rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "alt",
    ["IMG_2034", "DSC00412", "foto van strand.jpg", "P1010023", "image", "Scan 12", "logo_def_2",
     "WhatsApp Image 2024-03-12 at 10.11.12", "foto-van-het-team", "20240312_101112", "a.svg"],
)  # fmt: skip
def test_a_file_name_is_no_description(alt):
    assert checklist.is_file_name(alt)


@pytest.mark.parametrize(
    "alt",
    ["Een strand", "Foto van een strand bij Domburg", "Zwart-wit portret", "2 stoelen", "Stoel",
     "B1", "kop-en-schotel", "Afbeelding van een trap", "Logo van de praktijk", ""],
)  # fmt: skip
def test_words_that_describe_are(alt):
    assert not checklist.is_file_name(alt)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("010 012 34 56", "0100123456"),
        ("(010) 012 34 56", "0100123456"),
        ("+31 (0)10 012 34 56", "0100123456"),
        ("0031 10 0123456", "0100123456"),
        ("06-12345678", "0612345678"),
        ("0800-0113", "08000113"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written, same):
    (found,) = phones.numbers_in(f"Bel {written}, of mail. 24 uur per dag")
    assert phones.digits(found) == same


def test_numbers_are_only_asked_for_where_there_is_one_to_compare():
    def never():
        raise AssertionError

    draft = Draft.of(an_article(body="<p>Bel 113, of 0800-0113. Of 112, in 2024.</p>"))
    assert list(phones.phones(draft, never)) == []


def test_a_rule_about_suicide_says_nothing_of_other_texts():
    body = "<p>Zijn poging mislukte, hij sprong van de brug in het water en zwom naar huis.</p>"
    assert codes(body=body) == []
    about = "<p>Dit gaat over zelfdoding.</p>"
    assert codes(body=about + body) == ["care-success", "care-method"]


# --- A check that breaks -------------------------------------------------------------------------


def test_a_check_that_breaks_is_named_and_keeps_none_of_the_others():
    def breaks(draft):
        raise ValueError

    told = []
    found = points.report(
        Draft(title="A"), [Check("Kapot", breaks), *checklist.OWN], failed=told.append
    )
    assert (found.failed, [point.code for point in found.points]) == (["Kapot"], ["no-summary"])
    assert [check.name for check in told] == ["Kapot"]
    assert "Kapot" not in found.fine


def test_what_found_nothing_is_said_to_be_fine():
    found = report_on(summary="")
    assert found.fine == [check.name for check in checklist.OWN[1:]] + ["nummers"]


def test_the_codes_of_everything_at_once_fit_in_their_column():
    assert len(" ".join(points.KINDS)) <= 400


# --- Any text ------------------------------------------------------------------------------------

NASTY = {
    "spaces": " ",
    "digits": "0",
    "digits in groups": "0 1-",
    "brackets": "(0",
    "words": "poging ",
    "suicide": "zelfmoord ",
    "one long word": "pleeg",
    "a sentence": "zelfmoord een twee drie ",
    "pills": "slikte een twee ",
    "an end": "maakte een einde aan zijn eigen ",
    "bridges": "van de hoge ",
    "names": "a-b_",
    "domains": "a.b/",
    "letters": "ABNA ",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_its_time_grows_with_the_text_and_no_faster(text):
    numbers = Check("nummers", lambda draft: phones.phones(draft, list))
    own = [check for check in checklist.OWN if check.find is not checklist.suicide]

    def look(long):
        link = f'<a href="/x/">{long}</a>'
        draft = Draft(title="zelfdoding", summary=long, picture_alt=long, body=f"<p>{link}</p>" * 2)
        assert points.report(draft, [*own, numbers]).failed == []
        list(wording.remarks(f"zelfdoding {long}"))

    assert grows_with_its_input(look, lambda n: text * (n * 10_000 // len(text)))


def test_thousands_of_elements_are_looked_at_once():
    element = '<p><a href="/x/">hier</a> <strong>en</strong> nu</p><h2>A</h2>'

    def look(count):
        draft = Draft(title="A", summary="B", body=element * count)
        found = points.report(draft, checklist.OWN)
        assert [(point.code, point.count) for point in found.points] == [("link-vague", count)]

    assert grows_with_its_input(look, lambda n: n * 200)
