"""What must be done before the site can be served, each step skipped where it is done already.

Runs by itself (`python -m config.prepare`) before the server starts, so that the process that
watches over server and worker stays small.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from config.lifeline import end_with_parent

NOT_COLLECTED = [
    "tests",  # the editor's own test pages; nobody should be able to visit them
    # Of some seventy languages of the editor and the desk, Dutch and the English they fall back on.
    *("*/lang/[!en]*.js", "*/lang/e[!n]*.js", "*/lang/n[!l]*.js"),
    *("*/i18n/[!en]*.js", "*/i18n/e[!n]*.js", "*/i18n/n[!l]*.js"),
    "*/skins/moono/*",  # the editor shows moono-lisa
]
MANY_ARTICLES = 300  # more than a second or so of work, for which one may be told to wait


def say(text: str) -> None:
    print(text, flush=True)


def static_fingerprint() -> str:
    """One value for everything that collectstatic reads or is steered by."""
    roots = [Path(app.path) / "static" for app in apps.get_app_configs()]
    own = [root for root in roots if root.parent.parent == settings.BASE_DIR]
    files = [
        settings.BASE_DIR / "requirements.txt",  # the versions of everybody else's files
        settings.BASE_DIR / "config" / "settings.py",
        settings.BASE_DIR / "config" / "stylesheet.py",
        *(file for root in (*settings.STATICFILES_DIRS, *own) for file in sorted(root.rglob("*"))),
    ]
    digest = hashlib.sha256(json.dumps([NOT_COLLECTED, sys.version_info[:2]]).encode())
    for file in filter(Path.is_file, files):
        digest.update(f"\0{file.relative_to(settings.BASE_DIR)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def collect_static() -> None:
    """Collect and compress the static files; that takes long, hence the stamp."""
    stamp = settings.VAR / "stamps" / "collectstatic"
    fingerprint = static_fingerprint()
    collected = settings.STATIC_ROOT / "staticfiles.json"
    if collected.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Opmaak, scripts en beelden worden klaargezet …")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_COLLECTED)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(fingerprint)


def migrate() -> None:
    from blog import derived

    if derived.are_more_than(MANY_ARTICLES):
        say("De database wordt bijgewerkt; bij veel artikelen duurt dat enkele minuten …")
    call_command("migrate", interactive=False, verbosity=0)


def load_demo() -> None:
    """Fill an empty database with demo content and accounts, where the address is http."""
    from django.contrib.auth import get_user_model
    from django.db import transaction

    from blog.models import Article

    if settings.IS_HTTPS or Article.objects.exists() or get_user_model().objects.exists():
        return
    say("De voorbeeldinhoud wordt geladen …")
    with transaction.atomic():  # interrupted, the database is as empty as before
        call_command("demo", accounts=True, verbosity=0)


def tell_what_next() -> None:
    say("")
    say(f"De site:       {settings.SITE_URL}/")
    say(f"Het bureau:    {settings.SITE_URL}/admin/")
    here = f"{os.environ.get('HOST', '127.0.0.1')}:{settings.PORT}"
    if not settings.SITE_URL.endswith(f"//{here}"):
        say(f"Luistert op:   {here}")
    accounts = settings.VAR / "accounts.json"
    if accounts.exists() and not settings.IS_HTTPS:
        say(f"Inloggen met:  {accounts}")
        for role, account in json.loads(accounts.read_text()).items():
            say(f"  {role:<12} {account['username']:<18} {account['password']}")
    if settings.EMAIL_BACKEND == "config.mail.EmlBackend":
        say(f"Uitgaande mail: {settings.EMAIL_FILE_PATH}/")
    say("Stoppen: Ctrl-C. Alles blijft bewaard; `make run` gaat verder waar je was.")
    say("")


def main() -> None:
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    from django.db import DatabaseError

    from staff.demo import refuse_demo_accounts

    try:
        migrate()
        refuse_demo_accounts()
        if not settings.DEBUG:  # then they are served from where they are written
            collect_static()
        load_demo()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except DatabaseError as error:
        sys.exit(f"DATABASE_URL: de database wil niet: {str(error).strip().splitlines()[0]}")
    tell_what_next()


if __name__ == "__main__":
    main()
