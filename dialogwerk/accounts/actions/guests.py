"""Keeping what a guest sent until she has confirmed her address."""

from collections.abc import Mapping
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.accounts import codes
from dialogwerk.accounts.actions.people import confirm_address
from dialogwerk.accounts.models import PendingFile, PendingPost, Person
from dialogwerk.core.errors import NotPossibleNow, TooManyRequests
from dialogwerk.core.mail import send_mail

CODES_PER_HOUR_AND_ADDRESS = 6


class WrongCode(NotPossibleNow):
    """The code does not fit, is too old, or was tried too often. What was typed stays."""


@transaction.atomic
def keep_post(
    *, path: str, label: str, fields: Mapping[str, list[str]], files: Mapping[str, UploadedFile], language: str
) -> tuple[PendingPost, str]:
    """Keep a post as it came and return it with its token, which is not stored."""
    token = codes.new_token()
    post = PendingPost.objects.create(
        token_hash=codes.hashed(token, "post"), path=path, label=label, fields=dict(fields), language=language
    )
    for field, upload in files.items():
        PendingFile.objects.create(
            post=post,
            field=field,
            name=(upload.name or "")[:200],
            content_type=(upload.content_type or "")[:100],
            file=upload,
        )
    return post, token


@transaction.atomic
def send_code(*, post: PendingPost, token: str, public_name: str, email: str) -> None:
    """Mail a new code for `post` to `email`; an earlier code no longer counts.

    Raises `TooManyRequests` when the address got many codes within an hour, from whomever.
    """
    email = email.lower()
    recent = PendingPost.objects.filter(email=email, code_sent_at__gte=timezone.now() - timedelta(hours=1))
    if (recent.aggregate(sum=Sum("codes_sent"))["sum"] or 0) >= CODES_PER_HOUR_AND_ADDRESS:
        raise TooManyRequests(_("An diese Adresse haben wir gerade schon mehrere Codes geschickt."))
    code = codes.new_code()
    post.public_name, post.email = public_name, email
    post.code_hash, post.code_sent_at, post.attempts = codes.hashed(code, post.token_hash), timezone.now(), 0
    post.codes_sent = F("codes_sent") + 1  # type: ignore[assignment]
    post.save()
    post.refresh_from_db()
    path = reverse("accounts:confirm", args=[token])
    send_mail("accounts/mail/code.txt", to=email, language=post.language, code=code, post=post, path=path)


def confirm_post(*, post: PendingPost, code: str) -> Person:
    """Return the person whom the code confirms, made anew if she is not known. Each post is confirmed once.

    Raises `WrongCode`. A wrong try is counted even though it raises; after five a new code is needed.
    """
    _count_attempt(post, code)
    with transaction.atomic():
        claimed = PendingPost.objects.filter(pk=post.pk, confirmed_at=None).update(confirmed_at=timezone.now())
        if not claimed:
            raise WrongCode(_("Diese Einsendung ist schon bestätigt."))
        person = confirm_address(email=post.email, public_name=post.public_name, language=post.language)
        if not person.is_active:
            raise WrongCode(_("Dieses Konto ist gesperrt. Bitte wenden Sie sich an die Prozessleitung."))
        return person


@transaction.atomic
def discard_post(*, post: PendingPost) -> None:
    """Delete a post and its files."""
    for kept in post.files.all():
        kept.file.delete(save=False)
    post.delete()


def _count_attempt(post: PendingPost, code: str) -> None:
    if codes.is_expired(post.code_sent_at):
        raise WrongCode(
            _("Der Code ist abgelaufen: Er gilt 30 Minuten."),
            what_to_do=_("Fordern Sie einen neuen Code an. Ihr Text ist noch da."),
        )
    counted = PendingPost.objects.filter(pk=post.pk, attempts__lt=codes.MAX_ATTEMPTS).update(attempts=F("attempts") + 1)
    if not counted:
        raise WrongCode(
            _("Der Code wurde fünfmal falsch eingegeben und gilt nicht mehr."),
            what_to_do=_("Fordern Sie einen neuen Code an. Ihr Text ist noch da."),
        )
    if not codes.fits(code, post.code_hash, post.token_hash):
        raise WrongCode(
            _("Der Code stimmt nicht."),
            what_to_do=_("Bitte vergleichen Sie ihn mit der neuesten Mail. Ihr Text ist noch da."),
        )
