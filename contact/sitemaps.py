from django.contrib.sitemaps import Sitemap
from django.urls import reverse


class ContactSitemap(Sitemap):
    """The pages on which a visitor can ask for something."""

    def items(self):
        return ["contact:callback", "contact:booking", "contact:practice"]

    def location(self, name):
        return reverse(name)
