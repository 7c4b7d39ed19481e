"""Pages for what went wrong. Each says what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dialogwerk.core.typed import typed_texts
from dialogwerk.processes.access import process_of_address


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return render(request, "errors/404.html", {"process": process_of_address(request)}, status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 where Django itself refuses; our own refusals are answered by `core.middleware`."""
    words = {
        "headline": _("Dafür fehlt Ihnen das Recht"),
        "what_to_do": _("Melden Sie sich mit einem Konto an, das dazu berechtigt ist."),
        "process": process_of_address(request),
    }
    return render(request, "errors/refused.html", words, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form that was open too long, or in a browser that refuses cookies."""
    words = {
        "headline": _("Diese Seite war zu lange offen"),
        "what_to_do": _(
            "Gehen Sie zurück, kopieren Sie Ihren Text, laden Sie die Seite neu und senden Sie noch einmal ab. "
            "Bleibt es dabei, erlauben Sie im Browser Cookies für diese Seite."
        ),
        "typed": typed_texts(request),
        "process": process_of_address(request),
    }
    response = render(request, "errors/refused.html", words, status=403)
    response["X-Form-Too-Old"] = "1"  # resend.js fetches a new token and sends again
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: too many or too large fields, a host name that is not ours."""
    words = {
        "headline": _("Das konnten wir nicht lesen"),
        "what_to_do": _("Gehen Sie zurück und prüfen Sie Ihre Angaben. Eine Datei darf höchstens 10 MB groß sein."),
    }
    return render(request, "errors/refused.html", words, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database."""
    return render(request, "errors/500.html", status=500)
