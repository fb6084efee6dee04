"""`make bench`. With `--keep FOLDER` the articles are made once and used again."""

import argparse
import time
from contextlib import ExitStack, closing, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.site import fresh_database

from . import growth, weight
from .visitor import Visitor


def part(name):
    """A part of the benchmarks that stands in a file of its own."""
    with suppress(ModuleNotFoundError):
        return import_module(f"tests.bench.{name}")
    return None


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
        growth.run(few, many, getattr(part("search"), "SEARCHES", None))
        print()
        weight.run(demo)
    if cached := part("cached"):
        print()
        cached.run()


if __name__ == "__main__":
    main()
