"""The settings of the test run: the site's own, in a state directory of their own.

Neither the environment nor a `.env` of whoever runs the tests may change their outcome, save for
the two variables that choose the engine.
"""

import os
import re
import shutil
import tempfile
from atexit import register

from tests import variables

ENGINE = {"DATABASE_URL", "CACHE_URL"}
for name in variables.that_are_read() - ENGINE:
    os.environ.pop(name, None)
os.environ["ENV_FILE"] = os.devnull

_var = tempfile.mkdtemp(prefix="spreekkamer-tests-")
register(shutil.rmtree, _var, ignore_errors=True)
os.environ["VAR"] = _var

# Each parallel worker has its own numbers of a Redis: one for its tests, one for its site.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if os.environ.get("CACHE_URL", "").startswith("redis"):
    _server = re.sub(r"/\d*$", "", os.environ["CACHE_URL"])
    os.environ["CACHE_URL"] = f"{_server}/{2 * _worker + 1}"
    os.environ["SITE_CACHE_URL"] = f"{_server}/{2 * _worker + 2}"

# Playwright keeps an event loop in the thread that also runs the other tests; Django would take
# that for an async view that calls the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from config.settings import *  # noqa: E402, F403  everything that is not about the test run

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest wants collectstatic first; tests/config/test_run.py sees the real thing.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
