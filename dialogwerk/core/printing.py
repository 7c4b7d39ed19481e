"""PDF from a template: tagged (PDF/UA-1), with title and language, made of our own files only.

A template for print extends `print/base.html`; its styles lie in `css/print/`. Nothing is fetched from a network:
static files and uploads are read where they lie, every other address is refused.
"""

import ctypes
import mimetypes
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils._os import safe_join
from django.utils.translation import gettext_lazy as _

from dialogwerk.core.errors import ExternalServiceError

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_LIBRARIES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0",
              "libfontconfig.so.1", "libpangoft2-1.0.so.0")  # fmt: skip


class PrintingUnavailable(ExternalServiceError):
    """The operator's machine lacks the libraries that lay out a PDF."""

    headline = _("PDF-Dateien lassen sich hier zurzeit nicht erstellen")
    what_to_do = _(
        "Alle anderen Seiten arbeiten weiter. Wer diese Seite betreibt, behebt es mit den Debian-Paketen "
        "libpango-1.0-0, libpangoft2-1.0-0 und libharfbuzz-subset0."
    )


class OutsideAddress(ValueError):
    """A printed page wants something that is none of our files."""


def render_pdf(template: str, context: dict[str, Any], *, accent: str = "") -> bytes:
    """Return the PDF of a template in the active language; `accent` is the owner's colour.

    The template's `<title>` becomes the document's. Raises `PrintingUnavailable` where Pango is missing.
    """
    fetcher_class, html_class, css_class = _weasyprint()
    fetcher = fetcher_class(allowed_protocols={"data"})
    page = html_class(string=render_to_string(template, context), base_url=settings.BASE_URL, url_fetcher=fetcher)
    styles = [css_class(string=f":root {{ --owner-accent: {accent}; }}", url_fetcher=fetcher)] if accent else []
    pdf: bytes = page.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1", optimize_images=True, dpi=200)
    return pdf


def own_file(address: str) -> bytes:
    """Return the content of a static file or an upload. Raises `OutsideAddress` for anything else."""
    parts, own = urlsplit(address), urlsplit(settings.BASE_URL)
    path = unquote(parts.path)
    if (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
        if path.startswith(settings.STATIC_URL):
            return _static_file(path.removeprefix(settings.STATIC_URL))
        if path.startswith(settings.MEDIA_URL):
            with default_storage.open(path.removeprefix(settings.MEDIA_URL)) as upload:
                content: bytes = upload.read()
                return content
    raise OutsideAddress(address)


def missing_libraries() -> list[str]:
    """Return the shared libraries a PDF needs that this machine lacks. Asks on Linux only."""
    return [name for name in _LIBRARIES if not _can_load(name)] if sys.platform == "linux" else []


def _static_file(name: str) -> bytes:
    """Read a collected file (its name has a hash), or one that is not collected yet."""
    collected = Path(safe_join(settings.STATIC_ROOT, name))
    if collected.is_file():
        return collected.read_bytes()
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(found).read_bytes()


def _can_load(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@lru_cache(maxsize=1)
def _weasyprint() -> tuple[Any, Any, Any]:
    """Import WeasyPrint only when something is printed: it takes a second, and fails where Pango is missing."""
    if missing := missing_libraries():
        raise PrintingUnavailable(_("Es fehlt: %(names)s.") % {"names": ", ".join(missing)})
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:
        raise PrintingUnavailable(str(error)) from error

    class OwnFiles(URLFetcher):
        """Hand out our own files and what the page itself carries (`data:`)."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
            return URLFetcherResponse(url, own_file(url), {"Content-Type": kind})

    return OwnFiles, HTML, CSS
