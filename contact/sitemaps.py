from django.urls import reverse

from blog.sitemaps import Entry


def entries():
    """The pages on which a visitor can ask for something."""
    return [Entry(reverse(f"contact:{name}")) for name in ("callback", "booking", "practice")]
