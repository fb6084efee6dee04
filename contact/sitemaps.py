from django.urls import reverse

from blog.sitemaps import SiteSitemap


class ContactSitemap(SiteSitemap):
    """The pages on which a visitor can ask for something."""

    def items(self):
        return ["contact:callback", "contact:booking", "contact:practice"]

    def location(self, name):
        return reverse(name)
