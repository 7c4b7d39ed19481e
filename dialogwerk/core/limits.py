"""Rate limits: how often one person or address may do one kind of act."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_ratelimit.core import is_ratelimited

from dialogwerk.core.errors import TooManyRequests

RATES = {
    "comment": "20/10m",
    "rate": "120/10m",
    "submit": "10/10m",
    "flag": "20/10m",
    "missing": "10/10m",
    "support": "20/10m",
    "join_survey": "600/10m",
    "answer_survey": "12000/10m",
    "propose": "60/10m",
    "preview": "300/10m",
    "register": "60/10m",
    "send_link": "20/10m",
    # A whole room may sit behind one address; each code, post and mailbox has its own narrower limits.
    "confirm": "60/10m",
    "mail_code": "40/10m",
    "submit_as_guest": "60/10m",
}


def _who(group: str, request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"


def limit(request: HttpRequest, act: str) -> None:
    """Count one `act` of the sender and raise `TooManyRequests` when it is one too many.

    Counts are kept in the cache for the window's length and hold the address only there.
    """
    if is_ratelimited(request, group=act, key=_who, rate=RATES[act], increment=True):
        raise TooManyRequests(_("Von Ihrem Gerät kamen in kurzer Zeit sehr viele Einsendungen."))
