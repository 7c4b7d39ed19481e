"""Telling the authors what became of their entries."""

from collections.abc import Iterable
from typing import Any

from dialogwerk.core.mail import send_mail
from dialogwerk.entries.addresses import short_address
from dialogwerk.entries.models import Entry


def tell_authors(template: str, entries: Iterable[Entry], *, actor: Any, **context: Any) -> None:
    """Send one mail for each entry to its author, but not to the one who acted."""
    for entry in entries:
        author = entry.author
        if author is None or not author.is_active or author == actor:
            continue
        send_mail(
            template,
            to=author.email,
            language=author.language,
            entry=entry,
            author=author,
            address=short_address(entry),
            **context,
        )
