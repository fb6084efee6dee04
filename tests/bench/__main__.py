"""`make bench`. With `--keep FOLDER` the articles are made once and used again."""

import argparse
import time
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.site import fresh_database

from . import cached, growth, times, weight
from .visitor import Visitor


def main():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    keep = parser.parse_args().keep
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="spreekkamer-bench-")))
        few, many, demo = (
            stack.enter_context(
                closing(Visitor(folder / name, **stack.enter_context(fresh_database())))
            )
            for name in (str(growth.FEW), str(growth.MANY), "demo")
        )
        begin = time.monotonic()
        print(f"{growth.MANY} artikelen worden geschreven …", flush=True)
        few.ask(fill=growth.FEW), many.ask(fill=growth.MANY), demo.ask(demo=True)
        print(f"Klaar in {time.monotonic() - begin:.0f} seconden.\n", flush=True)
        growth.run(few, many)
        print()
        weight.run(demo)
        print()
        two, twenty = (
            stack.enter_context(
                closing(Visitor(folder / name, **stack.enter_context(fresh_database())))
            )
            for name in ("two", "twenty")
        )
        times.run(two, twenty)
    print()
    cached.run()


if __name__ == "__main__":
    main()
