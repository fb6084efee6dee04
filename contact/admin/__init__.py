"""The desk for requests: what is due at a glance, and actions that call the verbs."""

from . import bookings, callbacks, closures, facts, hours, insight, mail, practice

__all__ = ["bookings", "callbacks", "closures", "facts", "hours", "insight", "mail", "practice"]
