"""Mail: one template per message, sent by a job that commits together with the act it tells of."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from dialogwerk.core.jobs import retry


def send_mail(template: str, *, to: str, language: str = "de", **context: Any) -> None:
    """Queue the mail `template` (a `.txt` whose first line is the subject) for the address `to`.

    The job row is written in the caller's transaction: no mail leaves for an act that was rolled back.
    """
    with translation.override(language):
        text = render_to_string(template, {**context, "base_url": settings.BASE_URL})
    subject, _, body = text.strip().partition("\n")
    deliver.enqueue(to=to, subject=subject.strip(), body=body.strip() + "\n")


@task()
@retry(times=5)
def deliver(*, to: str, subject: str, body: str, attempt: int = 1) -> None:
    """Hand one message to the mail server."""
    EmailMessage(subject=subject, body=body, to=[to]).send()
