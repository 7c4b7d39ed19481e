"""Where Debian's Chromium is, and how it is started."""

import shutil

MISSING = "Browser tests need Chromium. On Debian: apt-get install chromium (without it: make test-code)"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return the path of the browser, or None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
