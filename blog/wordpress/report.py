"""What became of an export: counts, and all that was not taken, with the reason.

Pure; knows no Django.
"""

from collections import Counter
from dataclasses import dataclass, field

# The parts of the report, in its order, with what each means.
PARTS = {
    "niet overgenomen": "Dit staat niet op de nieuwe site",
    "afbeelding": "Afbeeldingen die er niet bij waren of niet te lezen zijn",
    "anders": "Anders dan het daar was",
    "ingekort": "Te lang, dus ingekort (dit is de hele tekst)",
    "samenvatting": "Zonder samenvatting: het begin van de tekst is genomen",
    "ingesloten": "Ingesloten filmpjes en dergelijke: dat werd een link",
    "formulier": "Formulieren: die gaan niet mee",
    "opmaakcode": "Opmaakcodes van een plug-in: alleen de tekst ertussen is gebleven",
    "herbruikbaar blok": "Herbruikbare blokken: die gaan niet mee",
    "blok": "Blokken die we niet kennen: alleen de tekst erin is gebleven",
    "leeg blok": "Blokken zonder tekst: die gaan niet mee",
    "link": "Links naar iets wat niet is overgenomen: nog na te lopen",
    "adres": "Adressen",
    "hier gewijzigd": "Daar én hier gewijzigd: wat hier staat is gebleven",
}
TAKEN = {
    "new": "nieuw",
    "changed": "bijgewerkt",
    "same": "stond er al",
    "removed": "hier weggegooid, en zo gelaten",
}


@dataclass
class Report:
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: dict[str, dict[str, None]] = field(default_factory=dict)

    def took(self, what: str, how: str) -> None:
        """One `artikel`, `pagina`, …: `how` is a key of TAKEN."""
        self.taken[what, how] += 1

    def say(self, part: str, line: str) -> None:
        """Each line once, in a part of PARTS."""
        assert part in PARTS
        line = " ".join(line.split()).encode("utf-8", "replace").decode()
        self.lines.setdefault(part, {})[line] = None

    def text(self, heading: str) -> str:
        out = [heading, "=" * len(heading), ""]
        for what in dict.fromkeys(what for what, _ in self.taken):
            counts = [
                f"{self.taken[what, how]} {words}"
                for how, words in TAKEN.items()
                if self.taken[what, how]
            ]
            out.append(f"{what}: {', '.join(counts)}")
        for part, meaning in PARTS.items():
            if lines := self.lines.get(part):
                out += ["", f"{meaning} ({len(lines)})", *(f"  - {line}" for line in lines)]
        if not self.lines:
            out += ["", "Alles is overgenomen."]
        return "\n".join(out) + "\n"
