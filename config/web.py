"""The server: `python -m config.web`. With DEBUG it is Django's own, which reloads.

Two granian workers with eight threads each: with one thread, four requests that wait for a lock or
dribble a body would stop everything. There is no access log, so that no address and no query
string of a visitor is written anywhere.
"""

import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from config.lifeline import end_with_parent

STOP_SECONDS = 4  # what a request in flight, or a body still arriving, gets when we stop
CONNECTIONS = 512  # per worker; idle keep-alive connections count, hence so many
IDLE_MILLISECONDS = 10_000  # and hence no longer than this, nor for a request's headers


def load_application() -> Callable:
    """What each worker serves. A worker goes when the server that started it is gone."""
    if server := parent_process():
        end_with_parent(server.pid, grace=STOP_SECONDS)
    from config.wsgi import application

    return application


def check_settings() -> None:
    """Raise ImproperlyConfigured where this configuration must not be served."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connections

    from staff.demo import refuse_demo_accounts

    refuse_demo_accounts()
    connections.close_all()  # the workers are forked: each opens its own


def announce(host: str, port: int) -> None:
    """Say once that the site can be visited, as soon as that is true."""
    for _ in range(240):
        try:
            socket.create_connection((host, port), timeout=5).close()
        except OSError:
            time.sleep(0.25)
        else:
            print(f"Spreekkamer is bereikbaar op http://{host}:{port}", flush=True)
            return


def main() -> None:
    end_with_parent(grace=STOP_SECONDS + 2)
    host = os.environ.get("HOST", "127.0.0.1")
    try:
        check_settings()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    from django.conf import settings

    if settings.DEBUG:  # debug pages are never served by the production server
        call_command("runserver", f"{host}:{settings.PORT}", skip_checks=True)
        return
    threading.Thread(target=announce, args=(host, settings.PORT), daemon=True).start()
    Granian(
        "config.wsgi:application",
        address=host,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=8,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_MILLISECONDS),
        backlog=1024,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_access=False,
        log_level=LogLevels.error,
    ).serve(target_loader=load_application, wrap_loader=False)


if __name__ == "__main__":
    main()
