"""Read one calendar: what to read comes in on standard input, the times go out on standard output.

It speaks JSON with contact.own_calendar, and ends itself when whoever asked has gone.
"""

import json
import resource
import signal
import sys
from datetime import datetime
from ipaddress import ip_network
from zoneinfo import ZoneInfo

from . import SECONDS
from .fetching import fetch
from .reading import busy
from .troubles import CalendarTrouble, Trouble

MEMORY = 1024 * 1024 * 1024  # bytes of address space


def main() -> None:
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = json.load(sys.stdin)
    try:
        data = fetch(asked["address"], allowed=[ip_network(name) for name in asked["allowed"]])
        times = busy(
            data,
            first=datetime.fromisoformat(asked["first"]),
            last=datetime.fromisoformat(asked["last"]),
            tz=ZoneInfo(asked["tz"]),
            ours=set(asked["ours"]),
        )
    except CalendarTrouble as error:
        answer: dict[str, object] = {"trouble": error.trouble.name}
    except MemoryError:
        answer = {"trouble": Trouble.TOO_MUCH.name}
    else:
        answer = {"times": [[start.isoformat(), end.isoformat()] for start, end in times]}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
