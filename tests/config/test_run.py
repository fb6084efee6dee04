"""The one command, with everything that can happen to what it runs."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.site import BASE_DIR, Process, fresh_site, wait_for


@pytest.fixture(scope="module")
def running(tmp_path_factory, site_template):
    with fresh_site(tmp_path_factory.mktemp("run"), site_template) as site:
        yield site.start()


def gone(*pids: int) -> bool:
    return not {process.pid for process in Process.all()} & set(pids)


def run(**environment: str) -> subprocess.CompletedProcess:
    """The command, where it is expected to stop by itself."""
    environment = {**os.environ, **environment}
    del environment["DJANGO_SETTINGS_MODULE"]
    return subprocess.run(
        [sys.executable, "-m", "config.run"],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_port_in_use_is_one_line_and_nothing_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run(PORT=str(port), VAR=str(tmp_path / "var"))
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == (
        f"Poort {port} op 127.0.0.1 is niet vrij (Address already in use): "
        "stop wat daar draait, of kies een andere met PORT=, bijvoorbeeld PORT=8001.\n"
    )
    assert not (tmp_path / "var").exists()


def test_an_impossible_port_is_one_line(tmp_path):
    result = run(PORT="80800", VAR=str(tmp_path / "var"))
    assert (result.returncode, result.stderr) == (
        1,
        "PORT=80800 is geen poortnummer: kies een getal van 1 tot en met 65535.\n",
    )


def test_the_port_may_come_from_the_file_that_a_variable_names(tmp_path):
    file = tmp_path / "practice.env"
    file.write_text("PORT=80800\n")
    result = run(ENV_FILE=str(file), VAR=str(tmp_path / "var"))
    assert (result.returncode, result.stderr[:10]) == (1, "PORT=80800")


def test_a_bad_setting_is_one_line_without_a_traceback(new_site):
    process = run(**new_site.environment | {"SITE_URL": "https://www.example.org"})
    assert process.returncode == 1
    assert process.stdout == ""
    assert len(process.stderr.splitlines()) == 1
    assert "SECRET_KEY" in process.stderr


def test_https_is_refused_while_a_demo_account_exists(new_site):
    process = run(
        **new_site.environment | {"SITE_URL": "https://www.example.org", "SECRET_KEY": "k" * 60}
    )
    assert process.returncode == 1
    assert len(process.stderr.splitlines()) == 1
    assert "demo" in process.stderr


def test_a_database_that_does_not_answer_is_one_line(new_site):
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"
    process = run(**new_site.environment | {"DATABASE_URL": nowhere})
    assert process.returncode == 1
    assert process.stdout == ""
    assert process.stderr.startswith("DATABASE_URL: de database wil niet: ")
    assert len(process.stderr.splitlines()) == 1


def test_a_second_start_has_nothing_left_to_prepare_and_a_signal_stops_it(new_site):
    new_site.start()
    assert new_site.stop() == 0
    said_before = len(new_site.log.read_text())
    new_site.start()
    assert "…" not in new_site.log.read_text()[said_before:]  # as each long step ends
    assert "Spreekkamer is bereikbaar op" in new_site.log.read_text()
    family = [process.pid for process in new_site.family()]
    assert len(family) >= 4
    assert new_site.stop(signal.SIGINT) == 0
    assert gone(*family)


def test_a_killed_server_is_replaced_together_with_its_workers(running):
    server, workers = running.server(), running.server_workers()
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: gone(server, *workers), what="the old processes are gone")
    wait_for(lambda: server not in [p.pid for p in running.family()] and running.answers())
    wait_for(lambda: len(running.server_workers()) == 2)


def test_a_killed_server_worker_is_replaced(running):
    server, (first, second) = running.server(), running.server_workers()
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: len(set(running.server_workers()) - {first}) == 2)
    assert second in running.server_workers()
    assert running.server() == server
    running.wait()


def test_a_killed_worker_is_replaced(running):
    worker = running.worker()
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: any("manage.py worker" in p.command for p in running.family()))
    assert running.worker() != worker


def test_nothing_outlives_a_killed_command(new_site):
    new_site.start()
    family = [process.pid for process in new_site.family()]
    new_site.process.kill()
    new_site.process.wait()
    wait_for(lambda: gone(*family), 10, "all processes are gone")


def test_the_command_ends_with_the_one_that_started_it(new_site):
    """As when `make` gets `kill -9`."""
    script = (
        "import os, subprocess, sys, time;"
        "process = subprocess.Popen([sys.executable, '-m', 'config.run'],"
        " env={**os.environ, 'LIFELINE': str(os.getpid())});"
        "print(process.pid, flush=True); time.sleep(60)"
    )
    with new_site.log.open("w") as log:
        starter = subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=BASE_DIR,
            env=new_site.environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        command = int(starter.stdout.readline())
        new_site.process = starter
        new_site.wait()
        family = [process.pid for process in new_site.family()]
        starter.kill()
        starter.wait()
        starter.stdout.close()
    assert command in family
    wait_for(lambda: gone(*family), 10, "all processes are gone")


def test_a_request_under_way_is_answered_while_the_server_stops(new_site):
    new_site.start()
    with socket.create_connection(("127.0.0.1", new_site.port)) as visitor:
        body = b"first_name=" + b"a" * 1000
        visitor.sendall(
            b"POST /terugbellen/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        visitor.sendall(body[:500])
        time.sleep(0.2)
        new_site.process.terminate()
        time.sleep(0.5)
        visitor.sendall(body[500:])
        visitor.settimeout(10)
        answer = visitor.recv(100)
    assert answer.startswith(b"HTTP/1.1 ")
    assert new_site.process.wait(10) == 0
