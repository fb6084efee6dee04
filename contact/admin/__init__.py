"""The desk for requests: what is due at a glance, and actions that call the verbs."""

from . import (
    access_log,
    bookings,
    callbacks,
    closures,
    facts,
    hours,
    insight,
    mail,
    person,
    practice,
)

__all__ = [
    "access_log",
    "bookings",
    "callbacks",
    "closures",
    "facts",
    "hours",
    "insight",
    "mail",
    "person",
    "practice",
]
