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


# Each job with the seconds from one run to the next. Mail goes between any two others as well.
JOBS = {
    outbox.send_due: 1,
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


class Command(BaseCommand):
    help = "Send mail, make pictures, relate articles, forget what is old, until told to stop."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *, once, **options):
        stop = threading.Event()
        edition.of_site().advance()  # a killed worker may have committed what it told nobody
        if not once:
            from config.lifeline import end_with_parent

            end_with_parent()
            signal.signal(signal.SIGTERM, lambda *_: stop.set())
            signal.signal(signal.SIGINT, lambda *_: stop.set())
        next_run = dict.fromkeys(JOBS, 0.0)
        while not stop.is_set():
            for job in JOBS:
                for due in dict.fromkeys((outbox.send_due, job)):
                    if next_run[due] <= monotonic() and not stop.is_set():
                        next_run[due] = monotonic() + JOBS[due]
                        run(due)
            close_old_connections()
            if once:
                return
            stop.wait(PAUSE_SECONDS)
