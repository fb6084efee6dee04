"""A practice that does not exist, with two advisers who never share a start."""

from datetime import time

from blog.models import Author
from staff.models import User

from .models import Adviser, Fact, OpeningHours, Practice, WeeklyHours

ROUTE = (
    "We zijn een online praktijk; de meeste gesprekken voer je gewoon thuis. Kom je langs, dan "
    "loop je in zes minuten van station Voorbeeldstad: de uitgang aan de parkkant uit, rechtdoor "
    "tot de witte brug, en dan links. Er is een stalling voor de fiets en er zijn twee "
    "parkeerplaatsen. De deur heeft geen drempel."
)

# As the pages on fees and complaints have it, shorter.
FACTS = [
    {
        "kind": "kosten",
        "text": "Dat is voor 45 minuten. Het eerste gesprek duurt 60 minuten en kost 140 euro. "
        "Tot 24 uur vooraf zeg je kosteloos af. Een adviesgesprek kost nooit iets.",
        "amount": 110,
    },
    {
        "kind": "vergoeding",
        "text": "Met een verwijzing betaalt de basisverzekering vaak mee aan een behandeling. "
        "Eerst gaat je eigen risico eraf: in 2026 ten minste 385 euro. Hoeveel je terugkrijgt, "
        "vraag je vooraf aan je verzekeraar.",
    },
    {
        "kind": "wachttijd",
        "text": "Een adviesgesprek kan vaak nog deze week. Duurt wachten je te lang? Je "
        "verzekeraar kan helpen zoeken naar een plek waar je eerder terechtkunt.",
        "weeks_to_intake": 4,
        "weeks_to_treatment": 2,
        "goes_stale_after_days": 31,
    },
    {
        "kind": "verwijzing",
        "text": "Voor een adviesgesprek niet. Wil je dat je verzekering een behandeling betaalt, "
        "dan heb je vóór het eerste gesprek een verwijzing nodig, meestal van je huisarts.",
    },
    {
        "kind": "klachten",
        "text": "Vertel het ons: binnen vijf werkdagen hoor je van ons. Praat je liever eerst met "
        "een ander, dan is er een onafhankelijke klachtenfunctionaris. Dat kost je niets.",
    },
]


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
        Fact.objects.bulk_create(Fact(**fact) for fact in FACTS)


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
