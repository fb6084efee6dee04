"""A practice that does not exist, with two advisers who never share a start."""

from datetime import date, time, timedelta

from django.utils import timezone

from blog.models import Author
from staff.models import User

from .models import Adviser, Closure, OpeningHours, Practice, WeeklyHours

ROUTE = (
    "We zijn een online praktijk; de meeste gesprekken voer je gewoon thuis. Kom je langs, dan "
    "loop je in zes minuten van station Voorbeeldstad: de uitgang aan de parkkant uit, rechtdoor "
    "tot de witte brug, en dan links. Er is een stalling voor de fiets en er zijn twee "
    "parkeerplaatsen. De deur heeft geen drempel."
)


def load() -> None:
    """Idempotent: what stands there already stays as it is."""
    practice, is_new = Practice.objects.get_or_create(pk=1, defaults={"route": ROUTE})
    if is_new:
        OpeningHours.objects.bulk_create(
            OpeningHours(practice=practice, weekday=day, start=time(9), end=end)
            for day, end in enumerate([time(17), time(17), time(17), time(20), time(16)])
        )
    _adviser("Noor", "noor-verhalen", range(5), time(9), time(12, 30), user="demo-psycholoog")
    _adviser("Sem", "sem-luister", range(4), time(13), time(17))
    if is_new:
        _closures()


def _adviser(name, room, weekdays, start, end, user=None) -> None:
    if Adviser.objects.filter(name=name).exists():
        return
    adviser = Adviser.objects.create(
        name=name,
        email=f"{name.lower()}@tweestoelen.example.org",
        video_room=f"https://beeldbellen.example.org/{room}",
        user=User.objects.filter(username=user).first() if user else None,
    )
    author = Author.objects.filter(slug=room).first()
    if adviser.user and author and author.user is None:
        author.user = adviser.user
        author.save()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(adviser=adviser, weekday=day, start=start, end=end) for day in weekdays
    )


def _closures() -> None:
    """Christmas and New Year's Day, this winter's and the next."""
    year = timezone.localdate().year
    for y in (year, year + 1):
        Closure.objects.create(first_on=date(y, 12, 25), last_on=date(y, 12, 26), reason="Kerst")
        new_year = date(y, 12, 31) + timedelta(days=1)
        Closure.objects.create(first_on=new_year, last_on=new_year, reason="Nieuwjaarsdag")
