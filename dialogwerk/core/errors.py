"""Our own exceptions. `middleware.ErrorMiddleware` turns each into a page, a part or an API answer."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class DialogwerkError(Exception):
    """Something a person can be told: what happened and what to do next."""

    status = 400
    headline: Words = _("Das hat nicht geklappt")
    what_to_do: Words = _("Gehen Sie zurück und versuchen Sie es noch einmal.")

    def __init__(self, message: Words = "", *, what_to_do: Words = "", **context: Any) -> None:
        super().__init__(message)
        self.message = message
        if what_to_do:
            self.what_to_do = what_to_do
        self.context = context


class NotAllowed(DialogwerkError):
    """The person has no right to do this."""

    status = 403
    headline = _("Dafür fehlt Ihnen das Recht")
    what_to_do = _("Melden Sie sich mit einem Konto an, das dazu berechtigt ist, oder fragen Sie die Prozessleitung.")


class NotPossibleNow(DialogwerkError):
    """Allowed in principle, but not at this time or in this state."""

    status = 409
    headline = _("Das ist gerade nicht möglich")
    what_to_do = _("Auf der Seite des Dialogs steht, was zurzeit offen ist.")


class Conflict(DialogwerkError):
    """Somebody else changed the same thing in the meantime."""

    status = 409
    headline = _("Jemand war schneller")
    what_to_do = _("Ihr Text ist noch da. Vergleichen Sie beide Fassungen und speichern Sie dann noch einmal.")


class TooManyRequests(DialogwerkError):
    """The same person or address acted too often in a short time."""

    status = 429
    headline = _("Das ging sehr schnell hintereinander")
    what_to_do = _("Bitte warten Sie einige Minuten und senden Sie dann noch einmal ab. Ihr Text geht nicht verloren.")


class ExternalServiceError(DialogwerkError):
    """Another service (mail server, file store) did not do what was asked."""

    status = 503
    headline = _("Ein anderer Dienst antwortet gerade nicht")
    what_to_do = _("Bitte versuchen Sie es in einigen Minuten noch einmal.")
