"""How long moving in takes, and how much memory: an export of a given size, written for it.

python -m tests.bench.moving 1000        posts, into a database of its own
python -m tests.bench.moving --read 100  megabytes, only read
"""

import argparse
import os
import resource
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.blog.wordpress.exports import FOOT, HEAD, HOST, author, category, post

from .words import COMMON

TERMS = [("category", "slaap", "Slaap")]


def write(path, *, posts=0, megabytes=0):
    chance = Random(1)
    with path.open("w") as file:
        file.write(HEAD.format(version="1.2", host=HOST) + author() + category())
        number = 0
        while number < posts or file.tell() < megabytes * 1_000_000:
            number += 1
            words = " ".join(chance.choices(COMMON, k=700))
            body = "\n\n".join(words[at : at + 500] for at in range(0, len(words), 500))
            file.write(post(number, f"Stuk {number}", body, terms=TERMS))
        file.write(FOOT)
    return number


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench.moving", description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("--read", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="spreekkamer-bench-") as folder:
        path = Path(folder) / "export.xml"
        size = {"megabytes": given.size} if given.read else {"posts": given.size}
        count = write(path, **size)
        before = _peak()
        begin, worked = time.monotonic(), time.process_time()
        (_read if given.read else _bring_in)(path, Path(folder) / "var")
        seconds, worked = time.monotonic() - begin, time.process_time() - worked
        print(
            f"{count} stukken, {path.stat().st_size / 1e6:.0f} MB: {seconds:.1f} s "
            f"({worked:.1f} s gerekend, {worked / count * 1000:.1f} ms per stuk), "
            f"{_peak() - before:.0f} MB geheugen erbij"
        )


def _read(path, var):
    from datetime import UTC, datetime

    from blog.wordpress.planning import make

    make(path, now=datetime.now(UTC), zone=UTC)


def _bring_in(path, var):
    var.mkdir()
    os.environ |= {
        "VAR": str(var),
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from blog.wordpress.importing import bring_in

    for way in ("eerste keer", "tweede keer"):
        begin, worked = time.monotonic(), time.process_time()
        bring_in(path)
        seconds, worked = time.monotonic() - begin, time.process_time() - worked
        print(f"{way}: {seconds:.1f} s ({worked:.1f} s gerekend)")


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
