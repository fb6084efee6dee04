"""One site of a benchmark, in a process of its own, that visits its own pages on request.

Reads one JSON object per line and answers with one; `ask` below says which there are.
"""

import json
import os
import subprocess
import sys
import time
from statistics import median

from tests.site import BASE_DIR, environment_of

ENOUGH_SECONDS = 0.3


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
        """`fill=100`, `demo=True`, `times=20`, `pk=` of a slug, `names=True`, `visit=` or
        `queries=` a path."""
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
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    # SQLite works in this process: its CPU time is what a visit costs, whatever else runs here.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    site = Site(clock)
    for line in sys.stdin:
        asked = json.loads(line)
        verb = next(iter(asked))
        sys.stdout.write(json.dumps(getattr(site, verb)(**asked)) + "\n")
        sys.stdout.flush()


class Site:
    """What can be asked, by the name of the first argument."""

    def __init__(self, clock):
        from django.test import Client

        here = {"SERVER_NAME": "127.0.0.1"}
        self.clock, self.visitor, self.member = clock, Client(**here), Client(**here)

    def fill(self, fill):
        from django.contrib.auth import get_user_model

        from .content import fill as write

        if not self._articles().exists():
            write(fill)
        users = get_user_model().objects
        user = users.filter(username="meting").first() or users.create_superuser("meting")
        self.member.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return {}

    def demo(self, demo):
        from django.core.management import call_command

        if not self._articles().exists():
            call_command("demo", verbosity=0)
        return {}

    def times(self, times, days):
        from .times import measure

        return measure(times, days)

    def pk(self, pk):
        return {"pk": self._articles().get(slug=pk).pk}

    def names(self, names):
        from django.db.models.functions import Length

        article = self._articles().published().order_by(-Length("body")).first()
        topic = article.topics.first()
        return {"longest": article.slug, "author": article.author.slug, "topic": topic.slug}

    def visit(self, visit, times, staff):
        """The median of `times` visits; fewer of a page that takes long."""
        took = []
        while len(took) < times and sum(took) < ENOUGH_SECONDS:
            _forget()
            begin = self.clock()
            response = self._client(staff).get(visit)
            content = response.getvalue()
            took.append(self.clock() - begin)
        return {
            "ms": median(took) * 1000,
            "status": response.status_code,
            "body": content.decode("utf-8", "replace"),
        }

    def queries(self, queries, staff):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        _forget()
        with CaptureQueriesContext(connection) as captured:
            self._client(staff).get(queries)
        return {"queries": len(captured)}

    def _client(self, staff):
        return self.member if staff else self.visitor

    def _articles(self):
        from blog.models import Article

        return Article.objects


def _forget():
    """Each visit is the first one since something changed."""
    from django.conf import settings
    from django.core.cache import caches

    for name in settings.CACHES:
        caches[name].clear()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    main()
