"""Taking part without an account: a post is kept, the address confirmed by a code, and the same post carried out."""

import copy
import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dialogwerk.accounts.actions.guests import keep_post, send_code
from dialogwerk.accounts.forms import GuestForm
from dialogwerk.accounts.models import PendingPost, Person
from dialogwerk.core.errors import NotAllowed, NotPossibleNow
from dialogwerk.core.limits import limit

View = Callable[..., HttpResponse]
HONEYPOT = "website"
OWN_FIELDS = {"csrfmiddlewaretoken", "guest_name", "guest_email", HONEYPOT}


def guest_may_act(act_label: str | Promise) -> Callable[[View], View]:
    """Let a visitor without an account do what the view does: `act_label` says what ("Kommentar schreiben").

    The view works as if there were only people with accounts. It checks its form first and asks the gate after; when
    the gate refuses a visitor who is not signed in, her post is kept and she is led to name herself and confirm her
    address. Then the view gets the same post again, now from her. So the view's forms must name their address, and
    the view must answer a post by itself (no other page's state).
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST" or request.user.is_authenticated:
                return view(request, *args, **kwargs)
            try:
                return view(request, *args, **kwargs)
            except NotAllowed:
                return _ask_who(request, str(act_label))

        wrapper.is_open_to_guests = True  # type: ignore[attr-defined]
        return wrapper

    return decorate


def sign_in(request: HttpRequest, person: Person) -> None:
    """Sign in a person whose address was just confirmed. The session and the CSRF token change."""
    from allauth.account.internal.flows.login import record_authentication

    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    record_authentication(request, person, method="code", email=person.email)


def carry_out(request: HttpRequest, post: PendingPost) -> HttpResponse:
    """Give the kept post to the view it was meant for, as the person now signed in on `request`."""
    path, _mark, query = post.path.partition("?")
    match = resolve(path)
    if not getattr(match.func, "is_open_to_guests", False):
        raise NotAllowed
    replay = copy.copy(request)
    replay.method, replay.path, replay.path_info = "POST", path, path
    replay.META = {**request.META, "REQUEST_METHOD": "POST", "PATH_INFO": path, "QUERY_STRING": query}
    replay.resolver_match = match
    replay.__dict__["GET"] = QueryDict(query)
    fields = QueryDict(mutable=True)
    for name, values in post.fields.items():
        fields.setlist(name, values)
    replay._post, replay._files = fields, _files(post)  # type: ignore[attr-defined]
    answer: HttpResponse = match.func(replay, *match.args, **match.kwargs)
    return answer


def _files(post: PendingPost) -> MultiValueDict:
    files: MultiValueDict = MultiValueDict()
    for kept in post.files.all():
        with kept.file.open("rb") as content:
            upload = SimpleUploadedFile(kept.name, content.read(), kept.content_type)
        files.appendlist(kept.field, upload)
    return files


def _ask_who(request: HttpRequest, label: str) -> HttpResponse:
    """Keep the post; mail a code at once when name and address came with it, else ask for them."""
    if request.POST.get(HONEYPOT):
        raise NotPossibleNow(
            _("Ein Feld, das Menschen nicht sehen, war ausgefüllt. Das tun sonst nur Programme."),
            what_to_do=_("Gehen Sie zurück, schalten Sie das automatische Ausfüllen ab und senden Sie noch einmal."),
        )
    limit(request, "submit_as_guest")
    fields = {name: values for name, values in request.POST.lists() if name not in OWN_FIELDS}
    language = get_language() or settings.LANGUAGE_CODE
    path = request.path_info + (f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else "")
    files: dict[str, Any] = {name: request.FILES[name] for name in request.FILES}
    post, token = keep_post(path=path, label=label, fields=fields, files=files, language=language[:2])
    form = GuestForm(request.POST)
    if "guest_email" in request.POST and form.is_valid():
        limit(request, "mail_code")
        send_code(post=post, token=token, **form.person)
    answer = redirect(reverse("accounts:confirm", args=[token]))
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer
