from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Artikelen en pagina's"

    def ready(self):
        from . import suggestions
        from .fulltext import install

        suggestions.watch_links()
        post_migrate.connect(install, sender=self)
