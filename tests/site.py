"""The real site, as `make run` starts it, for tests that talk to it from outside."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
START_SECONDS = 120  # on a machine that is busy with other tests


def wait_for(condition, seconds: float = 15, what: str = ""):
    """The first true value that `condition()` gives; AssertionError after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"Not within {seconds} seconds: {what or condition.__name__}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment_of(var: Path, **variables: str) -> dict[str, str]:
    """Ours with `variables`, and with the site's own settings, whatever a `.env` here may say."""
    environment = {**os.environ, "VAR": str(var), "ENV_FILE": os.devnull, **variables}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment


class Process:
    """A running process, as `ps` knows it."""

    def __init__(self, line: str):
        pid, parent, self.state, self.command = line.split(None, 3)
        self.pid, self.parent = int(pid), int(parent)

    @staticmethod
    def all() -> list["Process"]:
        """Every process that is not dead; one that nobody has buried yet counts as dead."""
        command = ["ps", "-A", "-o", "pid=,ppid=,state=,args="]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        processes = [Process(line) for line in lines.splitlines() if len(line.split(None, 3)) == 4]
        return [process for process in processes if not process.state.startswith("Z")]


class Site:
    """`config.run` in a subprocess, with its own port and state directory."""

    process: subprocess.Popen | None = None

    def __init__(self, var: Path, **environment: str):
        self.var = var
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = var.parent / f"{var.name}.log"
        self.environment = environment_of(var, **{"PORT": str(self.port)} | environment)
        self.environment["LIFELINE"] = str(os.getpid())

    def start(self) -> "Site":
        self.launch()
        self.wait()
        return self

    def launch(self) -> subprocess.Popen:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.run"],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        return self.process

    def answers(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"The site stopped:\n{self.log.read_text()}")
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as error:
            error.close()
            return False
        except OSError:
            return False

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Return once the site answers; AssertionError, with what it printed, when it stopped."""
        wait_for(self.answers, seconds, "the site answers")

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sign)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    @property
    def accounts(self) -> dict[str, dict[str, str]]:
        """Per role the username and password of its demo account."""
        return json.loads((self.var / "accounts.json").read_text())

    def query(self, sql: str) -> list[tuple]:
        """The rows that the database itself gives."""
        if "DATABASE_URL" in self.environment:
            import psycopg

            with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
                return connection.execute(sql).fetchall()
        with contextlib.closing(sqlite3.connect(self.var / "db.sqlite3")) as connection:
            return connection.execute(sql).fetchall()

    def shell(self, python: str) -> None:
        """What somebody does in a shell of the site."""
        subprocess.run(
            [sys.executable, "manage.py", "shell", "-c", python],
            cwd=BASE_DIR,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            check=True,
            capture_output=True,
        )

    # What it consists of, as lists of process ids.

    def family(self) -> list[Process]:
        """The processes that descend from the command, itself not included."""
        everybody = Process.all()
        family, parents = [], {self.process.pid}
        while parents:
            children = [process for process in everybody if process.parent in parents]
            family += children
            parents = {child.pid for child in children}
        return family

    def server(self) -> int:
        return next(
            p.pid
            for p in self.family()
            if "config.web" in p.command and p.parent == self.process.pid
        )

    def server_workers(self) -> list[int]:
        server = self.server()
        return [process.pid for process in self.family() if process.parent == server]

    def worker(self) -> int:
        return next(p.pid for p in self.family() if "manage.py worker" in p.command)


@dataclass(frozen=True)
class Template:
    """What every site starts from: a state directory and, on PostgreSQL, a database."""

    var: Path
    database: str  # its name; empty on SQLite


def prepared(folder: Path, engine: dict[str, str]) -> Template:
    """A template with demo content and static files, made once for all who name this folder.

    That takes half a minute on two cores; a copy takes none.
    """
    var = folder / "prepared"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / "ready").exists():
            environment = environment_of(var, **engine)
            var.mkdir(exist_ok=True)
            subprocess.run(
                [sys.executable, "-m", "config.prepare"],
                cwd=BASE_DIR,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            (var / "ready").touch()
    return Template(var, engine.get("DATABASE_URL", "").rpartition("/")[2])


@contextlib.contextmanager
def fresh_database(template: str = "template1") -> Iterator[dict[str, str]]:
    """The variables for a database and cache of one's own, where the run is on PostgreSQL."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith(("postgres", "pgsql")):
        yield {}
        return
    import psycopg

    server = "postgres" + address[address.index("://") :]
    name = f"spreekkamer_{secrets.token_hex(6)}"
    environment = {"DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}
    if "SITE_CACHE_URL" in os.environ:
        environment["CACHE_URL"] = os.environ["SITE_CACHE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield environment
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def fresh_site(folder: Path, template: Template, **environment: str) -> Iterator[Site]:
    """A site that is ready to start, and is stopped in the end whatever happened."""
    var = folder / "var"
    shutil.copytree(template.var, var, ignore=shutil.ignore_patterns("static", "ready"))
    # Links are as good as copies: nobody writes to these files.
    shutil.copytree(template.var / "static", var / "static", copy_function=os.link)
    with fresh_database(template.database) as engine:
        site = Site(var, **engine, **environment)
        try:
            yield site
        finally:
            if site.process and site.process.poll() is None:
                site.stop()
