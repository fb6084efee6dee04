"""What the production server runs: Django, and in front of it the pages that are kept."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

if not settings.DEBUG:  # whoever builds sees each change, of templates too
    from config import edition
    from config.page_cache import PageCache
    from config.tally import count_reading

    application = PageCache(application, count_read=count_reading())
    # Whoever was killed between a commit and the word of it was one of us: start all over.
    edition.of_site().advance()
