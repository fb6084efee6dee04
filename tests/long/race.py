"""Visitors who book, move and cancel at one moment, round after round; after each round the
database is asked whether every time has one holder, and each visitor whether their page says so.

python -m tests.long.race --rounds 1000 --n 50 [--minutes 30] [--seed 1]

On SQLite, or on the PostgreSQL of DATABASE_URL. Exits with 1 on a violation.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Barrier

import httpx

from tests.site import Site, fresh_database, fresh_site, prepared
from tests.visitor import Visitor, free_slots

BOOKING = "/adviesgesprek/"
APPOINTMENT = f"{BOOKING}afspraak/"
MOVE, CANCEL = f"{APPOINTMENT}verzetten/", f"{APPOINTMENT}afzeggen/"
# 409: taken; 422: free for the other kind of call only; 429: changed too often. No other refusal
# is a right one.
RIGHT = {200, 409, 422, 429}
CONTESTED = 16  # starts, over which all of them fight: in pairs, of which most overlap
FIRST_NUMBER = 400_000  # so that no other visitor has the number of one of these
CELL = timedelta(minutes=5)
# Calls of both lengths that start while another goes on, with free minutes around them.
ENTANGLED = """
from contact.models import Practice
Practice.objects.update(
    step_minutes=10, video_minutes=30, minutes_before=5, minutes_after=5, horizon_days=6
)
"""


def together(*actions: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """What each gives, all begun at one moment."""
    begin = Barrier(len(actions))

    def do(action):
        begin.wait(timeout=120)
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(do, actions))


def appointment_of(visitor: Visitor) -> tuple[datetime, bool] | None:
    """When the visitor's call is, and whether it still is; None without one."""
    answer = visitor.client.get(APPOINTMENT)
    if answer.status_code == 410:
        return None
    start = re.search(r'class="moment">.*?<time datetime="([^"]+)"', answer.text, re.DOTALL)[1]
    return datetime.fromisoformat(start), "bevestigd" in answer.text


@dataclass(frozen=True)
class Row:
    """A call as the database has it, with the cells that it holds."""

    pk: int
    phone: str
    status: str
    adviser: int
    starts_at: datetime
    ends_at: datetime
    cells: frozenset[datetime]


@dataclass
class Crowd:
    """`n` visitors of a running site."""

    site: Site
    n: int
    chance: Random
    around: timedelta = timedelta(0)  # the free minutes before a call, and those after it
    violations: list[str] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    done: Counter = field(default_factory=Counter)
    slowest: float = 0

    def __enter__(self) -> "Crowd":
        numbers = range(FIRST_NUMBER, FIRST_NUMBER + self.n)
        with ThreadPoolExecutor(10) as pool:
            self.visitors = list(pool.map(lambda n: Visitor(self.site.url, BOOKING, n), numbers))
        ahead = free_slots(self.visitors[0].page)
        pairs = [slot for n, slot in enumerate(ahead[len(ahead) // 3 :]) if n % 4 < 2]
        self.contested = pairs[:CONTESTED]
        self.holds: dict[Visitor, bool] = dict.fromkeys(self.visitors, False)
        return self

    def __exit__(self, *error) -> None:
        for visitor in self.visitors:
            visitor.close()

    def round(self) -> None:
        """Everybody does one thing, or two, at one moment; then all is compared."""
        with ThreadPoolExecutor(10) as pool:
            plans = [self._choose(visitor) for visitor in self.visitors]
            ready = list(pool.map(lambda plan: plan(), plans))
        acts = [act for acts in ready for act in acts]
        for name, answer in zip(
            (name for name, _ in acts),
            together(*(partial(self._timed, act) for _, act in acts)),
            strict=True,
        ):
            status = answer if isinstance(answer, str) else answer.status_code
            self.statuses[status] += 1
            if status not in RIGHT:
                self._wrong(f"{name} answered {status}")
            elif status == 200:
                self.done[name] += 1
        self._compare()

    def _choose(self, visitor: Visitor) -> Callable[[], list]:
        """What this visitor will do: gives a function that opens the pages for it."""
        slot, other = self.chance.sample(self.contested, 2)
        kind = self.chance.choice(["phone", "phone", "video"])
        twice, moves, cancels = (self.chance.random() < p for p in (0.15, 0.7, 0.5))

        def book():
            visitor.path = BOOKING
            visitor.reload()
            has_kind = 'name="kind"' in visitor.page
            form = visitor.form(slot=slot, **({"kind": kind} if has_kind else {}))
            press = partial(visitor.client.post, BOOKING, data=form)
            return [("book", press)] * (1 + twice)

        def change():
            acts = []
            visitor.path = MOVE
            visitor.reload()
            token = visitor.page
            if moves and 'name="slot"' in token:
                acts.append(("move", partial(visitor.post, slot=slot)))
                if twice:
                    acts.append(("move", partial(visitor.post, slot=other)))
            if (cancels and twice) or not acts:
                acts.append(("cancel", partial(self._cancel, visitor)))
            return acts

        return change if self.holds[visitor] else book

    @staticmethod
    def _cancel(visitor: Visitor) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.page)
        if token is None:  # a page without a form: the cookie does as well
            visitor.path = APPOINTMENT
            visitor.reload()
        return visitor.press(CANCEL)

    def _timed(self, act: Callable[[], httpx.Response]) -> httpx.Response | str:
        begin = time.monotonic()
        try:
            return act()
        except httpx.HTTPError as error:
            return type(error).__name__
        finally:
            self.slowest = max(self.slowest, time.monotonic() - begin)

    def _compare(self) -> None:
        rows = self._rows()
        self._one_holder(rows)
        with ThreadPoolExecutor(10) as pool:
            pages = list(pool.map(appointment_of, self.visitors))
        for visitor, page in zip(self.visitors, pages, strict=True):
            phone = "+31" + visitor.person["phone"][1:]
            held = [row for row in rows if row.phone == phone and row.status == "confirmed"]
            starts = [row.starts_at for row in held]
            if starts != ([page[0].astimezone(UTC)] if page and page[1] else []):
                self._wrong(f"a page says {page}, the database {starts}")
            self.holds[visitor] = bool(held)

    def _one_holder(self, rows: list[Row]) -> None:
        """Each confirmed call holds all of its cells, no other any, and no cell has two."""
        holders = Counter((row.adviser, cell) for row in rows for cell in row.cells)
        if holders and max(holders.values()) > 1:
            self._wrong("a cell has two holders")
        for row in rows:
            start, end = row.starts_at - self.around, row.ends_at + self.around
            count = (end - start) // CELL if row.status == "confirmed" else 0
            if row.cells != {start + n * CELL for n in range(count)}:
                self._wrong(f"call {row.pk}, {row.status}, holds {len(row.cells)} of {count} cells")

    def _rows(self) -> list[Row]:
        ours = {"+31" + visitor.person["phone"][1:] for visitor in self.visitors}
        cells: dict[int, set[datetime]] = {}
        for pk, starts_at in self.site.query(
            "SELECT booking_id, starts_at FROM contact_bookedcell"
        ):
            cells.setdefault(pk, set()).add(_instant(starts_at))
        return [
            Row(pk, phone, status, adviser, _instant(a), _instant(b), frozenset(cells.get(pk, ())))
            for pk, phone, status, adviser, a, b in self.site.query(
                "SELECT id, phone, status, adviser_id, starts_at, ends_at FROM contact_booking "
                "WHERE phone LIKE '+316124%'"
            )
            if phone in ours
        ]

    def _wrong(self, what: str) -> None:
        self.violations.append(what)


def _instant(value: datetime | str) -> datetime:
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.long.race", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--n", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=24 * 60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="spreekkamer-race-")))
        engine = stack.enter_context(fresh_database())
        (folder / "site").mkdir()
        site = stack.enter_context(
            fresh_site(folder / "site", prepared(folder, engine), REQUESTS_PER_ADDRESS="1000000000")
        ).start()
        site.shell(ENTANGLED)
        crowd = stack.enter_context(
            Crowd(site, given.n, Random(given.seed), around=timedelta(minutes=5))
        )
        begin, rounds, told = time.monotonic(), 0, 0
        while rounds < given.rounds and time.monotonic() - begin < given.minutes * 60:
            crowd.round()
            rounds += 1
            for what in crowd.violations[told:]:
                say(f"  round {rounds}: {what}")
            told = len(crowd.violations)
            if rounds % 10 == 0:
                seconds = time.monotonic() - begin
                say(
                    f"{rounds} rounds, {crowd.statuses.total()} requests, {seconds:.0f} s, "
                    f"{len(crowd.violations)} violations"
                )
            if len(crowd.violations) > 20:
                break
        say(
            f"{'postgresql' if engine else 'sqlite'}: {rounds} rounds of {given.n} visitors, "
            f"{crowd.statuses.total()} requests at one moment, answers {dict(crowd.statuses)}, "
            f"done {dict(crowd.done)}, slowest {crowd.slowest:.1f} s, "
            f"violations {len(crowd.violations)}"
        )
        return 1 if crowd.violations else 0


if __name__ == "__main__":
    sys.exit(main())
