"""Pages of the shell, one module per room of it."""

from dialogwerk.web.views.errors import bad_request, csrf_failure, not_found, refused, server_error
from dialogwerk.web.views.files import uploaded
from dialogwerk.web.views.home import home
from dialogwerk.web.views.process import process
from dialogwerk.web.views.results import results
from dialogwerk.web.views.search import search
from dialogwerk.web.views.service import accent, accents, live, preview_text, ready
from dialogwerk.web.views.styleguide import styleguide
from dialogwerk.web.views.workshop import protocol, workshop, workshops

__all__ = [
    "accent",
    "accents",
    "bad_request",
    "csrf_failure",
    "home",
    "live",
    "not_found",
    "preview_text",
    "process",
    "protocol",
    "ready",
    "refused",
    "results",
    "search",
    "server_error",
    "styleguide",
    "uploaded",
    "workshop",
    "workshops",
]
