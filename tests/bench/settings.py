"""The site's own settings, in the state directory and database that the benchmark names."""

from config.settings import *  # noqa: F403  everything that is not about the measuring

# The manifest wants collectstatic first, which takes longer than all there is to measure.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
