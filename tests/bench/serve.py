"""What the bench runs in processes of its own.

python -m tests.bench.serve MODULE:NAME PORT    that application, as config.web serves the site
python -m tests.bench.serve renderings PATH     what it costs to make the page at PATH
"""

import os
import resource
import statistics
import sys
from collections.abc import Callable

from config.lifeline import end_with_parent

ROUNDS, RENDERINGS = 7, 40
# As large as a compressed article is.
BODY = os.urandom(4000)


def bare(environ, start_response):
    """The least that a server can be asked to do."""
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]
    start_response("200 OK", headers)
    return [BODY]


def same(environ, start_response):
    """The kept answer itself, headers and all, from an application that does nothing else."""
    path = environ["PATH_INFO"]
    if path not in _answers:
        from config.wsgi import application

        head = []
        body = application(environ, lambda *given: head.extend(given))
        _answers[path] = (head[0], head[1], body)
    status, headers, body = _answers[path]
    start_response(status, headers)
    return body


_answers: dict[str, tuple] = {}


def serve(target: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from config.web import CONNECTIONS

    Granian(
        target,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=8,
        backpressure=CONNECTIONS,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()


def cpu_of(work: Callable[[], object]) -> float:
    """Microseconds of this process's time for one `work()`."""

    def spent():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime

    before = spent()
    for _ in range(RENDERINGS):
        work()
    return (spent() - before) / RENDERINGS * 1e6


def renderings(path: str) -> None:
    import django

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    from config import edition
    from config.page_cache import PageCache, Store

    from . import plain

    site = PageCache(WSGIHandler())
    with override_settings(MIDDLEWARE=plain.MIDDLEWARE):
        simplest = WSGIHandler()

    def ask(application):
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT_ENCODING": "br",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": sys.stdin.buffer,
            "wsgi.errors": sys.stderr,
        }
        answers = []
        answer = application(environ, lambda status, headers, error=None: answers.append(status))
        size = len(b"".join(answer))
        if hasattr(answer, "close"):
            answer.close()
        if answers != ["200 OK"]:
            raise AssertionError(answers)
        return size

    def anew():
        site.pages = Store(site.pages.room)
        return ask(site)

    def after_a_change():
        edition.of_site().advance()
        return ask(site)

    kinds = {
        "kaal artikel in Django": lambda: ask(simplest),
        "opnieuw gemaakt": anew,
        "na een wijziging": after_a_change,
        "bewaard": lambda: ask(site),
    }
    sizes = {name: work() for name, work in kinds.items()}
    costs = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, work in kinds.items():
            costs[name].append(cpu_of(work))
    least = statistics.median(costs["kaal artikel in Django"])
    for name, found in costs.items():
        middle = statistics.median(found)
        print(f"  {name:<22} {middle:>8,.0f} µs  {middle / least:>5.2f} ×  {sizes[name]:>7,} bytes")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    end_with_parent()
    if sys.argv[1] == "renderings":
        renderings(sys.argv[2])
    else:
        serve(sys.argv[1], int(sys.argv[2]))
