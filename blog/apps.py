from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Artikelen en pagina's"

    def ready(self):
        from . import fulltext, suggestions, triggers

        suggestions.watch_links()
        pre_migrate.connect(triggers.drop, sender=self, dispatch_uid="blog.triggers")
        post_migrate.connect(triggers.create, sender=self, dispatch_uid="blog.triggers")
        post_migrate.connect(fulltext.install, sender=self, dispatch_uid="blog.fulltext")
