"""Pictures of a pin wall."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dialogwerk.core import audit
from dialogwerk.entries.actions.attachments import LARGE, as_webp, open_image, scaled
from dialogwerk.labs.models import Board, Photo


@transaction.atomic
def add_photo(*, actor: Any, board: Board, upload: UploadedFile, alt: str, copyright: str = "") -> Photo:
    """Keep a picture of a pin wall, without EXIF and place. Only the team sees it. Raises `UnusableImage`."""
    photo = Photo(board=board, alt=alt.strip(), copyright=copyright.strip())
    photo.file.save(f"{uuid.uuid4().hex}.webp", as_webp(scaled(open_image(upload), LARGE)), save=False)
    photo.full_clean()
    photo.save()
    slug = board.lab.event.entry.process.slug
    audit.record(actor=actor, act="add_lab_photo", target=board, process_slug=slug, photo=photo.pk)
    return photo
