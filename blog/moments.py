"""Moments as the desk says them, in Amsterdam."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime


def in_words(at, *, now=None):
    """`dinsdag 3 november 09:00`; with the year when that is another than now."""
    local, this = localtime(at), localtime(now or timezone.now())
    return date_format(local, "l j F H:i" if local.year == this.year else "l j F Y, H:i")


def short(at):
    """`di 3 nov 09:00`; with the year when that is another than now."""
    local = localtime(at)
    year = "" if local.year == timezone.localdate().year else " Y"
    return date_format(local, f"D j b{year} H:i")


def stamp(at):
    """`4-11-2025 09:00`"""
    return date_format(localtime(at), "j-n-Y H:i")


def day(at):
    """`4-11-2025`"""
    return date_format(localtime(at), "j-n-Y")
