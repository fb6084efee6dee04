"""The Dutch public holidays of a year. Knows no database, clock or web."""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

NAMES = {
    "nieuwjaarsdag": "Nieuwjaarsdag",
    "goede-vrijdag": "Goede Vrijdag",
    "eerste-paasdag": "Eerste paasdag",
    "tweede-paasdag": "Tweede paasdag",
    "koningsdag": "Koningsdag",
    "bevrijdingsdag": "Bevrijdingsdag",
    "hemelvaartsdag": "Hemelvaartsdag",
    "eerste-pinksterdag": "Eerste pinksterdag",
    "tweede-pinksterdag": "Tweede pinksterdag",
    "eerste-kerstdag": "Eerste kerstdag",
    "tweede-kerstdag": "Tweede kerstdag",
}


@cache
def holidays(year: int) -> dict[str, date]:
    """The day of each of NAMES. Two may share one: Hemelvaartsdag was Bevrijdingsdag in 2016."""
    sunday: date = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == 6:
        kings_day = date(year, 4, 26)
    return {
        "nieuwjaarsdag": date(year, 1, 1),
        "goede-vrijdag": sunday - timedelta(days=2),
        "eerste-paasdag": sunday,
        "tweede-paasdag": sunday + timedelta(days=1),
        "koningsdag": kings_day,
        "bevrijdingsdag": date(year, 5, 5),
        "hemelvaartsdag": sunday + timedelta(days=39),
        "eerste-pinksterdag": sunday + timedelta(days=49),
        "tweede-pinksterdag": sunday + timedelta(days=50),
        "eerste-kerstdag": date(year, 12, 25),
        "tweede-kerstdag": date(year, 12, 26),
    }
