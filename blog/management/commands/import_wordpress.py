"""Moving in: an export of WordPress. See docs/verhuizen.md."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from blog.wordpress.importing import bring_in
from blog.wordpress.reading import Malformed

WIDTH = 30
LINE_EVERY = 100
FAULTS = {
    FileNotFoundError: "is er niet",
    IsADirectoryError: "is een map",
    PermissionError: "is voor deze gebruiker gesloten",
    OSError: "is niet te lezen of te schrijven",
}


class Command(BaseCommand):
    help = "Leest een export van WordPress in (WXR 1.0 tot en met 1.2). Herhalen mag."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="het exportbestand (.xml)")
        parser.add_argument("--uploads", type=Path, help="een kopie van wp-content/uploads")
        parser.add_argument("--dry-run", action="store_true", help="schrijf niets, vertel alles")
        parser.add_argument("--report", type=Path, help="waar het verslag komt te staan")
        parser.add_argument("--tags", action="store_true", help="maak ook van tags onderwerpen")
        parser.add_argument(
            "--author", default="", help="de auteur van stukken waar geen naam bij staat"
        )

    def handle(self, *, file, uploads, dry_run, report, tags, author, **options):
        if uploads and not uploads.is_dir():
            raise CommandError(f"{uploads} is geen map.", returncode=2)
        try:
            found = bring_in(
                file,
                uploads=uploads,
                with_tags=tags,
                author=author,
                is_dry=dry_run,
                progress=self._progress,
            )
        except Malformed as fault:
            message = f"{file.name}, regel {fault.line}: {fault.reason}. Er is niets ingelezen."
            raise CommandError(message, returncode=2) from None
        except OSError as fault:
            raise CommandError(f"{file} {_why(fault)}.", returncode=2) from None
        except DatabaseError:
            message = "De database deed niet mee. Geef de opdracht nog eens: hij gaat verder."
            raise CommandError(message) from None
        except KeyboardInterrupt:
            message = "Afgebroken. Geef de opdracht nog eens om verder te gaan."
            raise CommandError(message, returncode=130) from None
        heading = f"Proef met {file.name}" if dry_run else f"Ingelezen uit {file.name}"
        text = found.text(heading)
        self.stdout.write(text)
        if report or not dry_run:
            self._write(report or file.with_name(f"{file.stem}.verslag.txt"), text)

    def _write(self, path, text):
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as fault:
            raise CommandError(f"Het verslag is niet bewaard: {path} {_why(fault)}.") from None
        self.stdout.write(f"\nDit verslag staat ook in {path}.")

    def _progress(self, done, total):
        """A bar on a terminal; elsewhere now and then a line."""
        if self.stderr.isatty():
            full = WIDTH * done // total
            end = "\n" if done == total else ""
            bar = f"\r[{'#' * full}{'.' * (WIDTH - full)}] {done} van {total}"
            self.stderr.write(bar, style_func=str, ending=end)
            self.stderr.flush()
        elif done % LINE_EVERY == 0 or done == total:
            self.stderr.write(f"{done} van {total}", style_func=str)


def _why(fault):
    return next(words for kind, words in FAULTS.items() if isinstance(fault, kind))
