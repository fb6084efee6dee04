"""Moments as the desk says them, in Amsterdam."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime


def in_words(moment):
    """`di 3 nov 09:00`; with the year if that is another than now."""
    local = localtime(moment)
    year = "" if local.year == timezone.localdate().year else " Y"
    return date_format(local, f"D j b{year} H:i")


def day(moment):
    """`4-11-2025`"""
    return date_format(localtime(moment), "j-n-Y")
