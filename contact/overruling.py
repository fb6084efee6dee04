"""What a call outside the rules breaks: told at the desk, which may then book it all the same."""

from datetime import datetime, timedelta

from . import slots
from .availability import fits
from .closed import closed_days
from .models import Adviser, BookedCell, Booking, BusyTime, Practice


def meets_a_call(
    start: datetime,
    *,
    adviser: Adviser,
    kind: str,
    practice: Practice,
    without: Booking | None = None,
) -> bool:
    """Whether the adviser has another call then, the free minutes around both counted. Nobody
    overrules that."""
    end = start + slots.length_of(practice, kind)
    cells = slots.cells_held(start, end, practice)
    held = BookedCell.objects.filter(adviser=adviser, starts_at__in=cells)
    return held.exclude(booking=without).exists() if without else held.exists()


def broken(
    start: datetime,
    *,
    adviser: Adviser,
    kind: str,
    now: datetime,
    practice: Practice,
    without: Booking | None = None,
) -> list[str]:
    """The rules that a call at `start` with this adviser breaks, a sentence each; none for a time
    that is simply free."""
    rules, length = slots.rules_of(practice), slots.length_of(practice, kind)
    day, today = (at.astimezone(slots.TZ).date() for at in (start, now))
    diary = slots.diaries([adviser], practice, day, day, without=without)[adviser.pk]
    found = []
    if start < now + rules.notice:
        found.append(f"Het is korter van tevoren dan {practice.notice_hours} uur.")
    if day > today + timedelta(days=rules.horizon_days):
        found.append(f"Het is verder vooruit dan {rules.horizon_days} dagen.")
    reasons = [one.reason for one in closed_days(day, practice) if one.first <= day <= one.last]
    if reasons:
        reason = next(filter(None, reasons), "")
        found.append(f"De praktijk is die dag gesloten{f': {reason}' if reason else ''}.")
    elif diary.is_closed(day):
        found.append(f"{adviser.name} is die dag afwezig.")
    if not fits(diary, start=start, length=length, tz=slots.TZ):
        found.append(f"Het valt buiten het spreekuur van {adviser.name}.")
    busy = BusyTime.objects.filter(
        adviser=adviser,
        starts_at__lt=start + length + rules.after,
        ends_at__gt=start - rules.before,
    )
    if busy.exists():
        found.append(f"{adviser.name} is dan bezet.")
    if diary.is_full(day):
        found.append(
            f"{adviser.name} heeft die dag al het hoogste aantal gesprekken: {diary.calls[day]}."
        )
    return found
