"""What is asked of the practice, and what the practice says of itself: one noun per file."""

from .advisers import Adviser, Closure, WeeklyHours
from .facts import Fact
from .mail import OutboxMail
from .practice import WEEKDAYS, OpeningHours, Practice
from .requests import BookedCell, Booking, CallbackRequest

__all__ = [
    "WEEKDAYS",
    "Adviser",
    "BookedCell",
    "Booking",
    "CallbackRequest",
    "Closure",
    "Fact",
    "OpeningHours",
    "OutboxMail",
    "Practice",
    "WeeklyHours",
]
