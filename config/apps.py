from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app, so that the commands of the whole site (`worker`, `demo`) have a place."""

    name = "config"

    def ready(self):
        from blog.checks import checking

        from . import changes

        changes.watch()
        checking.practice_numbers = practice_numbers


def practice_numbers():
    """Which numbers a text may tell people to call: ours, and the line for when we are closed."""
    from contact.models import Practice

    practice = Practice.load()
    return [practice.phone, practice.night_line_phone]
