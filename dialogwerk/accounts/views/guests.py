"""Confirming one's address and what one sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dialogwerk.accounts import codes
from dialogwerk.accounts.actions.guests import WrongCode, confirm_post, discard_post, send_code
from dialogwerk.accounts.forms import CodeForm, GuestForm
from dialogwerk.accounts.guests import carry_out, sign_in
from dialogwerk.accounts.models import PendingPost
from dialogwerk.core.errors import DialogwerkError
from dialogwerk.core.limits import limit


@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who somebody is, then for the code; with the right one, carry out what she sent. Works in any browser."""
    post = PendingPost.objects.filter(token_hash=codes.hashed(token, "post")).first()
    if post is None:
        return render(request, "accounts/confirm_gone.html", status=410)
    if request.method != "POST":
        return _page(request, post)
    if "guest_email" in request.POST:
        return _take_person(request, post, token)
    if "neu" in request.POST and post.email:
        return _send(request, post, token, public_name=post.public_name, email=post.email)
    return _take_code(request, post)


def _take_person(request: HttpRequest, post: PendingPost, token: str) -> HttpResponse:
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _page(request, post, person_form=form, status=422)
    return _send(request, post, token, **form.person)


def _send(request: HttpRequest, post: PendingPost, token: str, **person: str) -> HttpResponse:
    try:
        limit(request, "mail_code")
        send_code(post=post, token=token, **person)
    except DialogwerkError as error:
        return _page(request, post, error=error, status=error.status)
    messages.success(request, _("Der Code ist unterwegs. Er kommt in wenigen Augenblicken in Ihrem Postfach an."))
    return redirect("accounts:confirm", token=token)


def _take_code(request: HttpRequest, post: PendingPost) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, post, code_form=form, status=422)
    try:
        limit(request, "confirm")
        person = confirm_post(post=post, code=form.cleaned_data["code"])
    except DialogwerkError as error:
        form.add_error("code" if isinstance(error, WrongCode) else None, f"{error.message} {error.what_to_do}")
        post.refresh_from_db()
        return _page(request, post, code_form=form, status=422)
    sign_in(request, person)
    messages.success(
        request,
        _("Ihre Adresse ist bestätigt. Sie sind jetzt als „%(name)s“ angemeldet.") % {"name": person.public_name},
    )
    try:
        answer = carry_out(request, post)
    except DialogwerkError as error:
        post.refresh_from_db()
        return _page(request, post, error=error, status=error.status)
    if answer.status_code < 400:
        discard_post(post=post)
    return answer


def _page(
    request: HttpRequest,
    post: PendingPost,
    *,
    person_form: GuestForm | None = None,
    code_form: CodeForm | None = None,
    error: DialogwerkError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the step that comes next: name and address, or the code. The text always stands below."""
    context: dict[str, Any] = {
        "post": post,
        "texts": texts_of(post),
        "error": error,
        "person_form": person_form or GuestForm(initial={"guest_name": post.public_name, "guest_email": post.email}),
        "code_form": code_form or CodeForm(initial={"code": request.GET.get("code", "")}),
        "asks_person": not post.email or person_form is not None,
        "needs_new_code": post.attempts >= codes.MAX_ATTEMPTS or codes.is_expired(post.code_sent_at),
    }
    return render(request, "accounts/confirm.html", context, status=status)


def texts_of(post: PendingPost) -> list[str]:
    """Return what somebody typed: the texts among the fields, not the numbers and keys."""
    values = [value.strip() for values in post.fields.values() for value in values]
    return [value for value in values if " " in value or len(value) > 40]
