"""When somebody is busy, from the calendar that they keep elsewhere."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contact.calendars.reading import MOST_TIMES, busy
from contact.calendars.troubles import CalendarTrouble, Trouble

TZ = ZoneInfo("Europe/Amsterdam")
FIRST, LAST = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC)


def a_file(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def an_event(*lines):
    return ["BEGIN:VEVENT", "DTSTAMP:20270101T000000Z", *lines, "END:VEVENT"]


def read(data, **changes):
    times = busy(data, **({"first": FIRST, "last": LAST, "tz": TZ} | changes))
    assert times == sorted(times)
    return times


def shown(*lines, **changes):
    """As a clock in the Netherlands has it: `03-29 10:00-11:00`."""
    return [
        f"{start.astimezone(TZ):%m-%d %H:%M}-{end.astimezone(TZ):%H:%M}"
        for start, end in read(a_file(*lines), **changes)
    ]


def refused(data, **changes):
    with pytest.raises(CalendarTrouble) as caught:
        read(data, **changes)
    return caught.value.trouble


NINE = [
    "DTSTART;TZID=Europe/Amsterdam:20270329T090000",
    "DTEND;TZID=Europe/Amsterdam:20270329T100000",
]


def test_an_appointment_keeps_its_owner_busy():
    assert shown(*an_event(*NINE, "SUMMARY:Bezet")) == ["03-29 09:00-10:00"]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
    ],
)
def test_what_leaves_its_owner_free_does_not_count(line):
    assert shown(*an_event(*NINE, line)) == []


@pytest.mark.parametrize(
    "line", ["TRANSP:OPAQUE", "STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"]
)
def test_what_may_still_happen_does_count(line):
    assert shown(*an_event(*NINE, line)) == ["03-29 09:00-10:00"]


def test_what_overlaps_or_touches_is_one_stretch():
    later = ["DTSTART:20270329T080000Z", "DURATION:PT30M"]  # from ten o'clock
    assert shown(*an_event(*NINE), *an_event(*later), *an_event(*NINE)) == ["03-29 09:00-10:30"]


@pytest.mark.parametrize(
    ("day", "hours"), [("20270327", 24), ("20270328", 23), ("20271031", 25), ("20271101", 24)]
)
def test_a_whole_day_is_the_local_day_also_where_the_clock_changes(day, hours):
    [(start, end)] = read(a_file(*an_event(f"DTSTART;VALUE=DATE:{day}")))
    assert (f"{start.astimezone(TZ):%Y%m%d%H%M}", (end - start) // timedelta(hours=1)) == (
        f"{day}0000", hours,
    )  # fmt: skip


def test_of_several_days_the_last_is_not_included():
    lines = ["DTSTART;VALUE=DATE:20270405", "DTEND;VALUE=DATE:20270407"]
    assert shown(*an_event(*lines)) == ["04-05 00:00-00:00"]
    [(start, end)] = read(a_file(*an_event(*lines)))
    assert end - start == timedelta(days=2)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (
            "20270326",
            ["03-26 09:00-10:00", "03-27 09:00-10:00", "03-28 09:00-10:00", "03-29 09:00-10:00"],
        ),
        (
            "20271029",
            ["10-29 09:00-10:00", "10-30 09:00-10:00", "10-31 09:00-10:00", "11-01 09:00-10:00"],
        ),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_across_a_clock_change(first, expected):
    lines = [
        f"DTSTART;TZID=Europe/Amsterdam:{first}T090000",
        f"DTEND;TZID=Europe/Amsterdam:{first}T100000",
        "RRULE:FREQ=DAILY;COUNT=4",
    ]
    assert shown(*an_event(*lines)) == expected


def test_a_time_that_the_clock_skips_is_the_hour_after():
    lines = ["DTSTART;TZID=Europe/Amsterdam:20270328T023000", "DURATION:PT30M"]
    assert shown(*an_event(*lines)) == ["03-28 03:30-04:00"]


def test_a_rule_of_another_zone_moves_with_that_zone():
    """New York changes two weeks before we do."""
    lines = ["DTSTART;TZID=America/New_York:20270308T090000", "DURATION:PT1H"]
    rule = "RRULE:FREQ=WEEKLY;UNTIL=20270405T130000Z"
    assert shown(*an_event(*lines, rule)) == [
        "03-08 15:00-16:00", "03-15 14:00-15:00", "03-22 14:00-15:00", "03-29 15:00-16:00",
        "04-05 15:00-16:00",
    ]  # fmt: skip


def test_an_hour_that_is_left_out_added_or_moved():
    master = [
        "UID:a", *NINE, "RRULE:FREQ=WEEKLY;COUNT=5",
        "EXDATE;TZID=Europe/Amsterdam:20270405T090000",
        "RDATE;TZID=Europe/Amsterdam:20270406T090000,20270407T090000",
    ]  # fmt: skip
    moved = [
        "UID:a", "RECURRENCE-ID:20270412T070000Z", "DTSTART:20270412T130000Z", "DURATION:PT1H",
    ]  # fmt: skip
    dropped = ["UID:a", "RECURRENCE-ID;VALUE=DATE:20270419", "DTSTART:20270419T070000Z",
               "DURATION:PT1H", "STATUS:CANCELLED"]  # fmt: skip
    assert shown(*an_event(*moved), *an_event(*master), *an_event(*dropped)) == [
        "03-29 09:00-10:00", "04-06 09:00-10:00", "04-07 09:00-10:00", "04-12 15:00-16:00",
        "04-26 09:00-10:00",
    ]  # fmt: skip


def test_days_that_repeat_leave_out_a_day():
    lines = ["DTSTART;VALUE=DATE:20270405", "RRULE:FREQ=WEEKLY;COUNT=3"]
    left_out = "EXDATE;VALUE=DATE:20270412"
    assert [line[:5] for line in shown(*an_event(*lines, left_out))] == ["04-05", "04-19"]


def test_an_added_period_has_its_own_length():
    period = "RDATE;VALUE=PERIOD:20270401T120000Z/PT2H,20270402T120000Z/20270402T123000Z"
    assert shown(*an_event(*NINE, period)) == [
        "03-29 09:00-10:00", "04-01 14:00-16:00", "04-02 14:00-14:30",
    ]  # fmt: skip


def test_what_repeats_since_years_is_seen_today():
    lines = ["DTSTART;TZID=Europe/Amsterdam:19990104T090000", "DURATION:PT1H"]
    rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"
    week = {"first": datetime(2027, 3, 28, tzinfo=UTC), "last": datetime(2027, 4, 12, tzinfo=UTC)}
    # Every second week since that of 4 January 1999.
    weeks = (date(2027, 3, 29) - date(1999, 1, 4)).days // 7
    monday = date(2027, 3, 29) + timedelta(weeks=weeks % 2)
    expected = [f"{day:%m-%d} 09:00-10:00" for day in (monday, monday + timedelta(days=2))]
    assert shown(*an_event(*lines, rule), **week) == expected


@pytest.mark.parametrize("interval", [1, 2, 3, 5, 7])
@pytest.mark.parametrize(
    ("freq", "start"),
    [
        ("HOURLY", "20240105T101500"),
        ("DAILY", "20110105T101500"),
        ("WEEKLY;BYDAY=MO,FR", "20110105T101500"),
        ("MONTHLY", "20110131T101500"),
        ("MONTHLY;BYDAY=-1FR", "20110105T101500"),
        ("YEARLY;BYMONTH=4,6;BYMONTHDAY=15", "19990105T101500"),
        ("YEARLY", "19960229T101500"),
    ],
)
def test_what_repeats_since_years_goes_on_as_if_it_was_counted_since_then(freq, start, interval):
    """An oracle: the same rule with a number that never runs out is counted from its start."""
    window = {"first": datetime(2027, 1, 1, tzinfo=UTC), "last": datetime(2029, 1, 1, tzinfo=UTC)}
    lines = [f"DTSTART:{start}", "DURATION:PT1M", f"RRULE:FREQ={freq};INTERVAL={interval}"]
    if freq == "HOURLY":
        window["last"] = datetime(2027, 3, 1, tzinfo=UTC)
    counted = [*lines[:2], f"{lines[2]};COUNT=60000"]
    assert shown(*an_event(*lines), **window) == shown(*an_event(*counted), **window)


def test_a_day_that_lasts_since_before_the_window_is_cut_off():
    lines = ["DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:99991231"]
    assert read(a_file(*an_event(*lines))) == [(FIRST, LAST)]


def test_free_busy_times_count_by_their_kind():
    part = [
        "BEGIN:VFREEBUSY",
        "FREEBUSY:20270329T070000Z/20270329T080000Z,20270330T070000Z/PT1H",
        "FREEBUSY;FBTYPE=FREE:20270331T070000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270401T070000Z/PT1H",
        "END:VFREEBUSY",
    ]
    assert shown(*part) == ["03-29 09:00-10:00", "03-30 09:00-10:00", "04-01 09:00-10:00"]


@pytest.mark.parametrize(
    "zone",
    [
        "",
        ";TZID=W. Europe Standard Time",
        ';TZID="W. Europe Standard Time"',
        ";TZID=/mozilla.org/20050126_1/Europe/Amsterdam",
        ";TZID=Nowhere/At_All",
        ";TZID=../../../etc/passwd",
    ],
)
def test_a_zone_by_another_name_or_by_none_is_ours(zone):
    assert shown(*an_event(f"DTSTART{zone}:20270329T090000", "DURATION:PT1H")) == [
        "03-29 09:00-10:00"
    ]


OUTLOOK = [
    "BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
    "BEGIN:STANDARD", "DTSTART:16011104T020000", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
    "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:16010311T020000", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
    "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT",
    "END:VTIMEZONE",
]  # fmt: skip


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("day", ["20270313", "20270314", "20270315", "20271106", "20271107"])
def test_a_zone_that_the_file_defines_goes_by_its_own_clock_changes(day, hour):
    """Those of New York, hour by hour, also where the clock skips one or strikes it twice."""
    times = [
        read(a_file(*part, *an_event(f"DTSTART;TZID={name}:{day}T{hour:02}1500", "DURATION:PT1H")))
        for part, name in [(OUTLOOK, "Customized Time Zone"), ([], "America/New_York")]
    ]
    assert times[0] == times[1]


def test_a_call_of_our_own_that_found_its_way_back_does_not_count():
    ours = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    events = [
        *an_event(f"UID:{ours.upper()}@spreekkamer.example.org", *NINE),
        *an_event("UID:other@spreekkamer.example.org", *NINE),
    ]
    assert shown(*events[:6], ours={ours}) == []
    assert shown(*events, ours={ours}) == ["03-29 09:00-10:00"]


def test_nothing_but_times_is_looked_at():
    """Names and notices pass as they stand, whatever is in them."""
    lines = ["SUMMARY", 'ATTENDEE;CN="a:b', "DESCRIPTION:BEGIN:VEVENT", "ATTACH:" + "x" * 200_000]
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT9H", "END:VALARM"]
    assert shown(*an_event(*NINE, *lines, *alarm)) == ["03-29 09:00-10:00"]


# --- What no calendar is ------------------------------------------------------------------------
GOOD = a_file(*an_event(*NINE))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BEGIN:VCALENDAR\r\nDTSTART:" + b"2" * 10_000_000,
        b"<!doctype html><title>Log in</title>",
        GOOD[:-20],  # cut off
        GOOD.replace(b"END:VEVENT", b"END:VTODO"),
        a_file(*an_event("DTSTART:morgen")),
        a_file(*an_event("DTSTART:20270230T090000", "DURATION:PT1H")),
        a_file(*an_event(NINE[0], "DURATION:een uur")),
        a_file(*an_event(*NINE, "RRULE:FREQ=DAILY;INTERVAL=0")),
        a_file(*an_event(*NINE, "RRULE:FREQ=NOOIT")),
        a_file(*an_event(*NINE, "RRULE:FREQ=MONTHLY;BYDAY=54MO")),
        a_file(*an_event(*NINE, "RRULE:FREQ=DAILY;COUNT=veel")),
        a_file(*an_event(*NINE, "RRULE:FREQ=DAILY;UNTIL=morgen")),
        a_file(*an_event(*NINE, "RRULE:" + "FREQ=DAILY;" * 1000)),
        a_file(*(["BEGIN:VEVENT"] * 50_000), *(["END:VEVENT"] * 50_000)),
        a_file(*an_event("DTSTART;TZID=X:20270329T090000", "DURATION:PT1H"),
               "BEGIN:VTIMEZONE", "TZID:X", "END:VTIMEZONE"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_with_certainty_is_refused(data):
    assert refused(data) in (Trouble.UNREADABLE, Trouble.TOO_MUCH)


@pytest.mark.parametrize(
    "data",
    [
        a_file(*an_event(*NINE, "RRULE:FREQ=SECONDLY")),
        a_file(*an_event(*NINE, "RRULE:FREQ=MINUTELY;COUNT=3")),
        a_file(*(["BEGIN:VEVENT", "END:VEVENT"] * 1_000_000)),
        a_file(*an_event("DTSTART:00010101T000000", "DURATION:PT1S",
                         "RRULE:FREQ=HOURLY;COUNT=999999")),
        a_file(*an_event("DTSTART:20270401T000000", "DURATION:PT1S",
                         "RRULE:FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60)))
                         + ";BYMINUTE=" + ",".join(map(str, range(0, 60, 2))))),
        a_file(*an_event("DTSTART:20270401T000000", "DURATION:PT1M", "RRULE:FREQ=HOURLY")),
    ],
)  # fmt: skip
def test_more_than_anybody_has_to_do_is_refused(data):
    assert refused(data) == Trouble.TOO_MUCH


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20270401T090000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z"],
        ["DTSTART:20270401T090000Z", "DTEND:99991231T235959Z"],
        ["DTSTART:00010101T000000", "DTEND:20270401T100000Z"],
        ["DTSTART:20270401T090000Z", "DURATION:P999999W", "RRULE:FREQ=DAILY"],
        ["DTSTART:99991231T235959", "DURATION:P999999W"],
    ],
)
def test_the_ends_of_time_are_no_bomb(lines):
    read(a_file(*an_event(*lines)))


def test_as_many_times_as_anybody_has_is_no_bomb():
    start = datetime(2027, 3, 2, tzinfo=UTC)
    lines = []
    for number in range(MOST_TIMES):
        at = start + timedelta(minutes=30 * number)
        lines += an_event(f"DTSTART:{at:%Y%m%dT%H%M%SZ}", "DURATION:PT15M")
    assert len(read(a_file(*lines))) == MOST_TIMES


# --- Whatever comes in --------------------------------------------------------------------------
NAMES = st.sampled_from(
    ["BEGIN", "END", "DTSTART", "DTEND", "DURATION", "RDATE", "EXDATE", "RECURRENCE-ID", "FREEBUSY",
     "TZID", "TZOFFSETFROM", "TZOFFSETTO", "UID", "TRANSP"]
)  # fmt: skip
VALUES = st.sampled_from(
    ["VEVENT", "VCALENDAR", "VTIMEZONE", "STANDARD", "VFREEBUSY", "20270401", "20270401T090000",
     "20270401T090000Z", "00010101T000000", "99991231T235959Z", "PT1H", "-P1W", "P999999W", "X",
     "+0100", "-2359", "20270401T090000Z/PT1H", "20270401/20270402", ",", "/", ""]
) | st.text(max_size=20)  # fmt: skip
KINDS = st.sampled_from(["", ";TZID=X", ";VALUE=DATE", ";VALUE=PERIOD"])
LINES = st.builds("{}{}:{}".format, NAMES, KINDS, VALUES)
EVENTS = st.lists(LINES, max_size=8).map(
    lambda lines: ["BEGIN:VEVENT", "DTSTART:20270401T090000Z", *lines, "END:VEVENT"]
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: a_file(text))
    | st.lists(LINES, max_size=30).map(lambda lines: a_file(*lines))
    | st.lists(EVENTS, max_size=4).map(lambda events: a_file(*chain.from_iterable(events)))
)
def test_whatever_comes_in_gives_times_or_a_named_trouble(data):
    try:
        times = read(data)
    except CalendarTrouble:
        return
    for start, end in times:
        assert FIRST <= start < end <= LAST


DAYS = st.dates(date(2027, 2, 1), date(2027, 11, 20))
TIMES = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))


@settings(max_examples=150, deadline=None)
@given(DAYS, TIMES, st.integers(1, 36 * 60), st.integers(1, 3), st.integers(1, 8), st.booleans())
def test_it_reads_what_the_library_writes(day, wall, minutes, interval, count, weekly):
    """An oracle: each occurrence is put on the wall clock by itself."""
    start = datetime.combine(day, wall, TZ)
    event = icalendar.Event()
    event.add("uid", "a")
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=minutes))
    freq, step = ("weekly", 7) if weekly else ("daily", 1)
    event.add("rrule", {"freq": freq, "interval": interval, "count": count})
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    starts = [
        datetime.combine(day + timedelta(days=step * interval * n), wall, TZ).astimezone(UTC)
        for n in range(count)
    ]
    hours = [timedelta(days=minutes // 1440), timedelta(minutes=minutes % 1440)]
    ends = [
        (start.astimezone(TZ).replace(tzinfo=None) + hours[0]).replace(tzinfo=TZ).astimezone(UTC)
        + hours[1]
        for start in starts
    ]
    minute = timedelta(minutes=1)
    expected = set()
    for begins, ends_at in zip(starts, ends, strict=True):
        at = max(begins, FIRST)
        while at < min(ends_at, LAST):
            expected.add(at)
            at += minute
    found = set()
    for at, ends_at in read(calendar.to_ical()):
        while at < ends_at:
            found.add(at)
            at += minute
    assert found == expected
