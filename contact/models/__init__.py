"""What is asked of the practice, and what the practice says of itself: one noun per file."""

from .access_log import AccessEntry
from .advisers import Adviser, Closure, SpecialHours, WeeklyHours
from .bookings import BookedCell, Booking
from .calendars import AdviserCalendar, BusyTime
from .callbacks import CallAttempt, CallbackRequest
from .facts import Fact
from .insight import Measure, TopicCount
from .mail import OutboxMail
from .practice import WEEKDAYS, BusyPeriod, OpeningHours, Practice

__all__ = [
    "WEEKDAYS",
    "AccessEntry",
    "Adviser",
    "AdviserCalendar",
    "BookedCell",
    "Booking",
    "BusyPeriod",
    "BusyTime",
    "CallAttempt",
    "CallbackRequest",
    "Closure",
    "Fact",
    "Measure",
    "OpeningHours",
    "OutboxMail",
    "Practice",
    "SpecialHours",
    "TopicCount",
    "WeeklyHours",
]
