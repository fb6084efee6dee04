"""The loop behind the site: what waits for what."""

import signal
import threading

from django.core.management import call_command

from config.management.commands import worker


def test_mail_goes_out_while_another_job_takes_long(monkeypatch):
    mailed, waited = threading.Event(), []

    def read_a_slow_calendar():
        waited.append(mailed.wait(30))
        signal.raise_signal(signal.SIGTERM)

    run_worker(monkeypatch, mail={mailed.set: 1}, jobs={read_a_slow_calendar: 1})
    assert waited == [True]


def test_a_slow_mail_server_holds_up_no_other_job(monkeypatch):
    done = threading.Event()

    def wait_for_the_server():
        done.wait(30)

    def end():
        done.set()
        signal.raise_signal(signal.SIGTERM)

    run_worker(monkeypatch, mail={wait_for_the_server: 1}, jobs={end: 1})
    assert done.is_set()


def test_a_job_that_fails_is_run_again_and_holds_up_no_other(monkeypatch):
    runs = []

    def fail():
        runs.append("fails")
        if runs.count("fails") == 2:
            signal.raise_signal(signal.SIGTERM)
        raise OSError

    run_worker(monkeypatch, mail={}, jobs={fail: 0, lambda: runs.append("runs"): 0})
    assert runs == ["fails", "runs", "fails"]


def run_worker(monkeypatch, *, mail, jobs):
    """The worker itself, with other jobs, until one of them raises SIGTERM."""
    monkeypatch.setattr(worker, "MAIL", mail)
    monkeypatch.setattr(worker, "JOBS", jobs)
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("worker")
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
