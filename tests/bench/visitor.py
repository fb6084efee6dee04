"""One site of a benchmark, in a process of its own, that visits its own pages on request.

Reads one JSON object per line, answers with one: `{"fill": n}`, `{"demo": true}` or
`{"visit": path, "times": n, "staff": bool}`.
"""

import json
import os
import subprocess
import sys
import time
from statistics import median

from tests.site import BASE_DIR, environment_of


class Visitor:
    """The other side of this module: starts it, and asks."""

    def __init__(self, var, **environment):
        var.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.visitor"],
            cwd=BASE_DIR,
            env=environment_of(var, **environment)
            | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings", "DEBUG": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The visitor stopped at {what}")
        return json.loads(answer)

    def visit(self, path, *, times=1, staff=False):
        return self.ask(visit=path, times=times, staff=staff)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from blog.models import Article

    from .content import fill

    # SQLite works in this process: its CPU time is what a visit costs, whatever else runs here.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    call_command("migrate", interactive=False, verbosity=0)
    visitor, member = Client(), Client()

    def visit(path, times, staff):
        client = member if staff else visitor
        took = []
        for _ in range(times):
            _forget()
            begin = clock()
            response = client.get(path)
            content = b"".join(response) if response.streaming else response.content
            took.append(clock() - begin)
        return {
            "ms": median(took) * 1000,
            "status": response.status_code,
            "body": content.decode("utf-8", "replace"),
        }

    for line in sys.stdin:
        what = json.loads(line)
        answer = {}
        if "fill" in what and not Article.objects.exists():
            begin = time.perf_counter()
            fill(what["fill"])
            answer["seconds"] = time.perf_counter() - begin
        if "demo" in what and not Article.objects.exists():
            call_command("demo", verbosity=0)
        if "fill" in what:
            user = get_user_model().objects.filter(username="meting").first()
            user = user or get_user_model().objects.create_superuser("meting", password=None)
            member.force_login(user, "django.contrib.auth.backends.ModelBackend")
        if "visit" in what:
            answer = visit(what["visit"], what["times"], what["staff"])
        print(json.dumps(answer), flush=True)


def _forget():
    """Each visit is the first one since something changed."""
    from django.conf import settings
    from django.core.cache import caches

    for name in settings.CACHES:
        caches[name].clear()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    main()
