"""Find the Chromium that drives the browser tests: `python -m tests.chromium` prints its path."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# It talks to the site under test and to nobody else, not even to look up a name.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def find() -> str | None:
    """The browser that CHROMIUM names, else the first that is installed."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    installed = filter(None, map(shutil.which, NAMES))
    return next(installed, None) or next((path for path in MACOS if Path(path).exists()), None)


if __name__ == "__main__":
    sys.exit(print(found) if (found := find()) else "Geen Chromium gevonden.")
