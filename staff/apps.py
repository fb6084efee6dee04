from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = "Medewerkers"

    def ready(self):
        from .roles import sync

        # Permissions themselves are made after each app's migration; so are the roles.
        post_migrate.connect(sync, dispatch_uid="staff.roles")
