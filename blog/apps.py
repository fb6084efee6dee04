from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Artikelen en pagina's"

    def ready(self):
        from . import derived, fulltext, history, suggestions, triggers

        suggestions.watch_links()
        history.watch()
        # In this order: an index that is made anew is filled with what was derived before.
        for signal, receiver in (
            (pre_migrate, triggers.drop),
            (pre_migrate, fulltext.take_down),
            (post_migrate, triggers.create),
            (post_migrate, derived.refresh),
            (post_migrate, fulltext.install),
        ):
            signal.connect(receiver, sender=self, dispatch_uid=receiver.__module__)
