"""How long it takes to find the free times of many advisers, many days ahead.

python -m tests.bench.times    alone, in databases of its own
"""

from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from tests.site import fresh_database

ADVISERS, DAYS, FEW = 20, 60, 2
MOST_MS = 50
ROUNDS = 15
CALLS_A_DAY = 5


def fill(advisers, days, start):
    """Advisers who work all week, with calls, absences and calendars of their own."""
    from datetime import time as wall
    from datetime import timedelta

    from contact import slots
    from contact.models import BookedCell, Booking, BusyTime, Closure, SpecialHours
    from tests.contact.make import make_adviser, make_practice

    practice = make_practice(
        horizon_days=days, video_minutes=30, minutes_before=5, minutes_after=5, step_minutes=15
    )
    for number in range(advisers):
        room = f"https://beeldbellen.example.org/{number}"
        adviser = make_adviser(f"Noor {number}", end=wall(17), video_room=room, max_per_day=8)
        today = start.astimezone(slots.TZ).date()
        off = today + timedelta(days=number)
        Closure.objects.create(adviser=adviser, first_on=off, last_on=off)
        SpecialHours.objects.create(adviser=adviser, day=off, start=wall(18), end=wall(20))
        calls = []
        for n in range(days):
            nine = slots.midnight(today + timedelta(days=n)).replace(hour=9)
            lunch = nine + timedelta(hours=3)
            BusyTime.objects.create(
                adviser=adviser, starts_at=lunch, ends_at=lunch + timedelta(minutes=45)
            )
            for hour in range(CALLS_A_DAY):
                begin = nine + timedelta(minutes=75 * hour + 15 * (number % 3))
                calls.append(
                    Booking(
                        adviser=adviser,
                        first_name="Robin",
                        phone="+31612345678",
                        starts_at=begin,
                        ends_at=begin + timedelta(minutes=20),
                        token_hash=f"{number}-{n}-{hour}",
                    )
                )
        BookedCell.objects.bulk_create(
            BookedCell(booking=call, adviser=adviser, starts_at=cell)
            for call in Booking.objects.bulk_create(calls)
            for cell in slots.cells_held(call.starts_at, call.ends_at, practice)
        )


def measure(advisers, days, clock=process_time):
    """Fill the database where it is empty, and find what is free: how many starts, in how many
    queries, and the milliseconds of this process for all of it and for what is not the database."""
    from datetime import UTC, datetime

    from django.db import connection

    from contact import slots
    from contact.models import Booking, Practice

    now = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    if not Booking.objects.exists():
        fill(advisers, days, now)
    practice, asked = Practice.load(), {}

    def note(execute, sql, params, *rest):
        asked[sql] = params
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        found = slots.offered(now, practice)
    whole, database = [], []
    with connection.cursor() as cursor:
        for _ in range(ROUNDS):
            begin = clock()
            slots.offered(now, practice)
            between = clock()
            for sql, params in asked.items():
                cursor.execute(sql, params)
                cursor.fetchall()
            whole.append(between - begin)
            database.append(clock() - between)
    return {
        "starts": sum(map(len, found.values())),
        "queries": len(asked),
        "ms": median(whole) * 1000,
        "python": (median(whole) - median(database)) * 1000,
    }


def run(few, many, say=print):
    """In two empty databases."""
    one, other = few.ask(times=FEW, days=DAYS), many.ask(times=ADVISERS, days=DAYS)
    say(f"{f'Vrije tijden, {DAYS} dagen, in ms':<46}{FEW:>9}{ADVISERS:>10}{'×':>8}{'vragen':>10}")
    for label, key in (("alles", "ms"), ("zonder de database", "python")):
        queries = f"{one['queries']}/{other['queries']}"
        line = f"{label:<46}{one[key]:>9.1f}{other[key]:>10.1f}{other[key] / one[key]:>8.2f}"
        too_long = other[key] > MOST_MS and key == "python"
        say(f"{line}{queries:>10}" + (f"   meer dan {MOST_MS}" if too_long else ""))
    say(f"{'adviseurs × begintijden':<46}{one['starts']:>9}{other['starts']:>10}")


def main():
    from .visitor import Visitor

    with TemporaryDirectory(prefix="spreekkamer-bench-") as folder, ExitStack() as stack:
        few, many = (
            stack.enter_context(
                closing(Visitor(Path(folder) / name, **stack.enter_context(fresh_database())))
            )
            for name in ("few", "many")
        )
        run(few, many)


if __name__ == "__main__":
    main()
