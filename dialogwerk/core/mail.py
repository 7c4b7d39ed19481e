"""Mail: one template per message, sent by a job that commits together with the act it tells of."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from email.mime.text import MIMEText
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from dialogwerk.core.jobs import retry


@dataclass(frozen=True)
class Attachment:
    """A text file that goes along; `parameters` belong to its type (`method` of a calendar)."""

    name: str
    content: str
    subtype: str = "plain"
    parameters: dict[str, str] | None = None


def send_mail(
    template: str,
    *,
    to: str,
    language: str = "de",
    reply_to: str = "",
    attachments: Sequence[Attachment] = (),
    **context: Any,
) -> None:
    """Queue the mail `template` (a `.txt` whose first line is the subject) for the address `to`.

    The job row is written in the caller's transaction: no mail leaves for an act that was rolled back.
    """
    with translation.override(language):
        text = render_to_string(template, {**context, "base_url": settings.BASE_URL})
    subject, _, body = text.strip().partition("\n")
    deliver.enqueue(
        to=to,
        subject=subject.strip(),
        body=body.strip() + "\n",
        reply_to=reply_to,
        attachments=[asdict(attachment) for attachment in attachments],
    )


@task()
@retry(times=5)
def deliver(
    *,
    to: str,
    subject: str,
    body: str,
    reply_to: str = "",
    attachments: Sequence[dict[str, Any]] = (),
    attempt: int = 1,
) -> None:
    """Hand one message to the mail server."""
    message = EmailMessage(subject=subject, body=body, to=[to], reply_to=[reply_to] if reply_to else None)
    for attachment in attachments:
        part = MIMEText(attachment["content"], attachment["subtype"], "utf-8")
        for name, value in (attachment["parameters"] or {}).items():
            part.set_param(name, value)
        part.add_header("Content-Disposition", "attachment", filename=attachment["name"])
        message.attach(part)
    message.send()
