"""The loop behind the site. Everything it does can be killed at any moment and done again."""

import logging
import signal
import threading
from time import monotonic

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from blog import counts, pictures, previews, share_pictures, suggestions
from config import edition
from contact import (
    absence,
    bounces,
    insight,
    outbox,
    overdue,
    own_calendar,
    reminders,
    retention,
    traces,
)
from contact.models import Practice

log = logging.getLogger("spreekkamer.worker")


def draw_share_pictures():
    share_pictures.draw_due(_whose)


def redraw_share_pictures():
    share_pictures.redraw_renamed(_whose)


def _whose():
    return Practice.load().name


# Each job with the seconds from one run to the next. Mail has a thread of its own, for it waits for
# no calendar and no picture, and they for no slow mail server.
MAIL = {outbox.send_due: 1}
JOBS = {
    pictures.follow_articles: 1,
    pictures.render_pending: 1,
    draw_share_pictures: 1,
    redraw_share_pictures: 600,
    share_pictures.sweep: 60,
    suggestions.compute_due: 1,
    own_calendar.read_due: 1,
    overdue.warn: 60,
    previews.forget_expired: 3600,
    absence.follow_up: 60,
    retention.forget: 3600,
    insight.take_stock: 600,
    counts.forget: 3600,
    reminders.post_due: 30,
    bounces.follow_up: 30,
    traces.empty_log: 60,
}
PAUSE_SECONDS = 1


def run(job):
    try:
        job()
    except Exception:
        log.exception("A job failed and will be tried again: %s", job.__qualname__)


def keep_running(jobs, stop):
    """Run each job when its seconds have passed, one at a time, until told to stop."""
    next_run = dict.fromkeys(jobs, 0.0)
    while not stop.is_set():
        for job in jobs:
            if next_run[job] <= monotonic() and not stop.is_set():
                next_run[job] = monotonic() + jobs[job]
                run(job)
        run(close_old_connections)
        stop.wait(PAUSE_SECONDS)


class Command(BaseCommand):
    help = "Send mail, make pictures, relate articles, forget what is old, until told to stop."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *, once, **options):
        edition.of_site().advance()  # a killed worker may have committed what it told nobody
        if once:
            for job in (*MAIL, *JOBS):
                run(job)
            return
        from config.lifeline import end_with_parent

        end_with_parent()
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        mail = threading.Thread(target=keep_running, args=(MAIL, stop), name="mail")
        mail.start()
        keep_running(JOBS, stop)
        mail.join()
