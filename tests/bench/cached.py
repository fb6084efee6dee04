"""What an article costs: kept, made anew, and beside the least that a server can do.

    python -m tests.bench.cached

Everything runs here, on the loopback, in interleaved rounds; the medians count, and of those the
ratios: machines differ, and so do their neighbours.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.site import BASE_DIR, environment_of, free_port, wait_for

from .load import requests_per_second

ROUNDS, SECONDS = 7, 2.0


@contextmanager
def served(target: str, environment: dict[str, str]) -> Iterator[int]:
    """`target` (module:name) on granian, set as the site's own server is: the port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.serve", target, str(port)]
    server = subprocess.Popen(
        command, cwd=BASE_DIR, env=environment | {"LIFELINE": str(os.getpid())}
    )
    try:
        wait_for(lambda: requests_per_second(port, "/healthz", 0.05) > 0, 60, f"{target} answers")
        yield port
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def demo() -> Iterator[tuple[dict[str, str], str]]:
    """The environment of a site with demo content, and the path of one of its articles."""
    var = Path(tempfile.mkdtemp(prefix="spreekkamer-bench-"))
    environment = environment_of(var, DEBUG="0")
    for name in ("DATABASE_URL", "CACHE_URL", "SITE_URL", "ALLOWED_HOSTS"):
        environment.pop(name, None)
    environment["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments, "-v", "0"]
        return subprocess.run(
            command, cwd=BASE_DIR, env=environment, check=True, capture_output=True, text=True
        ).stdout

    try:
        manage("migrate")
        manage("demo")
        show = (
            "from blog.models import Article;"
            "print(Article.objects.published().newest_first()[0].get_absolute_url())"
        )
        yield environment, manage("shell", "-c", show).split()[-1]
    finally:
        shutil.rmtree(var, ignore_errors=True)


def kept_beside_bare(environment: dict[str, str], path: str) -> None:
    targets = {
        "bewaard": "config.wsgi:application",
        "kale WSGI, hetzelfde antwoord": "tests.bench.serve:same",
        "kale WSGI": "tests.bench.serve:bare",
    }
    rates: dict[str, list[float]] = {name: [] for name in targets}
    with ExitStack() as stack:
        ports = {
            name: stack.enter_context(served(target, environment))
            for name, target in targets.items()
        }
        for _ in range(ROUNDS):
            for name, port in ports.items():
                rates[name].append(requests_per_second(port, path, SECONDS))
    for name, found in rates.items():
        ratio = statistics.median(
            one / other for one, other in zip(rates["bewaard"], found, strict=True)
        )
        print(
            f"  {name:<30} {statistics.median(found):>9,.0f} verzoeken/s"
            f"   bewaard is {ratio:.2f} × zo snel"
        )
    print("  (doel: minstens 0,85 × een kale WSGI)", flush=True)


def made_beside_plain(environment: dict[str, str], path: str) -> None:
    command = [sys.executable, "-m", "tests.bench.serve", "renderings", path]
    subprocess.run(command, cwd=BASE_DIR, env=environment, check=True)


def run() -> None:
    with demo() as (environment, path):
        print("Een bewaard artikel, door granian, naast het minste dat die kan:")
        kept_beside_bare(environment, path)
        print("Wat het maken van een artikel kost, naast een kaal artikel in Django:")
        made_beside_plain(environment, path)


if __name__ == "__main__":
    run()
