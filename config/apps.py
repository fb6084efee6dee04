from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app, so that the commands of the whole site (`worker`, `demo`) have a place."""

    name = "config"

    def ready(self):
        from . import changes

        changes.watch()
