"""What somebody typed and has not sent yet. Drafts are nobody else's business: they are not audited."""

import io
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dialogwerk.entries.actions.attachments import open_image
from dialogwerk.ideas.models import IdeaDraft
from dialogwerk.processes.models import Process

LONGEST_SIDE = 2400


@transaction.atomic
def save_draft(*, actor: Any, process: Process, fields: Mapping[str, Any], draft: IdeaDraft | None = None) -> IdeaDraft:
    """Keep `fields` (raw answers of the form, by name) in `draft`, or in a new one of `actor`, and return it."""
    if draft is None:
        draft = IdeaDraft(process=process)
    if draft.person_id is None and actor.is_authenticated:
        draft.person = actor
    draft.fields = dict(fields)
    draft.save()
    return draft


@transaction.atomic
def adopt_draft(*, actor: Any, draft: IdeaDraft) -> None:
    """Give a draft that was begun without an account to the person who signed in meanwhile."""
    draft.person = actor
    draft.save(update_fields=["person"])


@transaction.atomic
def keep_draft_image(*, draft: IdeaDraft, upload: UploadedFile | None) -> None:
    """Keep a picture with the draft, freed of what the camera wrote into it; None takes it away.

    Raises `UnusableImage`.
    """
    former = draft.image.name
    if upload is None:
        draft.image = ""
    else:
        picture = open_image(upload)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=92)
        draft.image.save(f"{uuid.uuid4().hex}.webp", ContentFile(buffer.getvalue()), save=False)
    draft.save(update_fields=["image", "saved_at"])
    if former:
        _delete_file(draft, former)


@transaction.atomic
def discard_draft(*, draft: IdeaDraft) -> None:
    """Throw a draft and its picture away."""
    if draft.image:
        _delete_file(draft, draft.image.name)
    draft.delete()


def _delete_file(draft: IdeaDraft, name: str | None) -> None:
    if not name:
        return
    storage = draft.image.storage
    transaction.on_commit(lambda: storage.delete(name))
