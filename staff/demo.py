"""Demo accounts: one per role, with random passwords, only on a site without https."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from .models import User
from .roles import ROLES


def create_accounts() -> Path:
    """Make the missing demo accounts and write VAR/accounts.json (mode 600); give its path.

    Raises ImproperlyConfigured where SITE_URL is https: such a site invites real people.
    """
    file = settings.VAR / "accounts.json"
    if settings.IS_HTTPS:
        raise ImproperlyConfigured("Voorbeeldaccounts komen er alleen zolang SITE_URL http is.")
    accounts = json.loads(file.read_text()) if file.exists() else {}
    for role in ROLES:
        if role in accounts and User.objects.filter(username=accounts[role]["username"]).exists():
            continue
        password = secrets.token_urlsafe(15)
        user, _ = User.objects.get_or_create(
            username=f"demo-{role}", defaults={"is_staff": True, "is_demo": True}
        )
        user.first_name = f"Demo {role}"
        user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get(name=role)])
        accounts[role] = {"username": user.username, "password": password}
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(accounts, out, indent=2)
    return file


def account(role) -> User | None:
    """Its demo account, where there is one."""
    return User.objects.filter(username=f"demo-{role}", is_demo=True).first()


def refuse_demo_accounts() -> None:
    """Raise ImproperlyConfigured where SITE_URL is https and a demo account exists."""
    if settings.IS_HTTPS and User.objects.filter(is_demo=True).exists():
        raise ImproperlyConfigured(
            "SITE_URL is https en er zijn voorbeeldaccounts: begin met een lege database, "
            "of haal ze weg met manage.py demo --remove-accounts."
        )


def remove_accounts() -> None:
    """Take the demo accounts away, and the file with their passwords."""
    User.objects.filter(is_demo=True).delete()
    (settings.VAR / "accounts.json").unlink(missing_ok=True)
