from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Artikelen en pagina's"

    def ready(self):
        from . import suggestions

        suggestions.watch_links()
