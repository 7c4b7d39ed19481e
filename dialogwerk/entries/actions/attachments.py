"""Pictures of entries: made smaller, freed of what the camera wrote into them, described."""

import io
import uuid
import warnings
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.models import Attachment, AttachmentKind, Entry

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGE = 1600
SMALL = 480
MAX_PIXELS = 60_000_000


class UnusableImage(NotPossibleNow):
    """The file is no picture that can be shown."""

    status = 422


@transaction.atomic
def attach_image(
    *, actor: Any, entry: Entry, upload: UploadedFile, alt: str, caption: str = "", copyright: str = ""
) -> Attachment:
    """Attach a picture to an entry as WebP in two sizes, without EXIF and place. Raises `UnusableImage`."""
    picture = open_image(upload)
    position = Attachment._base_manager.filter(entry=entry).aggregate(last=Max("position"))["last"]
    attachment = Attachment(
        entry=entry,
        kind=AttachmentKind.IMAGE,
        alt=alt.strip(),
        caption=caption.strip(),
        copyright=copyright.strip(),
        position=0 if position is None else position + 1,
    )
    name = uuid.uuid4().hex
    large = scaled(picture, LARGE)
    attachment.width, attachment.height = large.size
    attachment.file.save(f"{name}.webp", as_webp(large), save=False)
    attachment.small.save(f"{name}-s.webp", as_webp(scaled(picture, SMALL)), save=False)
    attachment.full_clean()
    attachment.save()
    _record(actor, "attach_image", attachment)
    return attachment


@transaction.atomic
def remove_attachment(*, actor: Any, attachment: Attachment) -> None:
    """Take a picture away. It can be brought back until retention deletes it with its files."""
    attachment.removed_at = timezone.now()
    attachment.save(update_fields=["removed_at"])
    _record(actor, "remove_attachment", attachment)


@transaction.atomic
def bring_attachment_back(*, actor: Any, entry: Entry, number: int) -> Attachment:
    """Show a removed picture again, at its former place. Raises `NotPossibleNow` where it is gone for good."""
    attachment = Attachment._base_manager.filter(entry=entry, pk=number, removed_at__isnull=False).first()
    if attachment is None:
        raise NotPossibleNow(_("Es gibt hier nichts mehr zurückzuholen."))
    attachment.entry, attachment.removed_at = entry, None
    attachment.save(update_fields=["removed_at"])
    _record(actor, "bring_attachment_back", attachment)
    return attachment


def _record(actor: Any, act: str, attachment: Attachment) -> None:
    entry = attachment.entry
    audit.record(actor=actor, act=act, target=entry, process_slug=entry.process.slug, attachment=attachment.pk)


def open_image(upload: UploadedFile) -> Image.Image:
    """Return the picture of an upload, upright, in RGB(A), at most `LARGE` pixels wide and high.

    Raises `UnusableImage` in words people understand.
    """
    limit = settings.UPLOAD_IMAGE_MAX_BYTES
    if (upload.size or 0) > limit:
        raise UnusableImage(
            _("Das Bild ist %(size)s MB groß. Erlaubt sind %(limit)s MB.")
            % {"size": round((upload.size or 0) / 1024 / 1024), "limit": limit // 1024 // 1024},
            what_to_do=_("Verkleinern Sie das Bild, oder wählen Sie ein anderes."),
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            upload.seek(0)
            picture = Image.open(upload, formats=FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise UnusableImage(
                    _("Das Bild hat zu viele Bildpunkte (%(width)s × %(height)s).")
                    % {"width": picture.width, "height": picture.height},
                    what_to_do=_("Verkleinern Sie das Bild, oder wählen Sie ein anderes."),
                )
            picture.draft("RGB", (LARGE, LARGE))  # a JPEG is read at a fraction of its size
            picture.load()
    except Image.DecompressionBombError as error:  # so many that they are not even counted
        raise UnusableImage(
            _("Das Bild hat zu viele Bildpunkte."),
            what_to_do=_("Verkleinern Sie das Bild, oder wählen Sie ein anderes."),
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnusableImage(
            _("Diese Datei ist kein Bild, das sich öffnen lässt."),
            what_to_do=_("Nehmen Sie ein Bild im Format JPEG, PNG, WebP oder GIF."),
        ) from error
    mode = "RGBA" if _has_transparency(picture) else "RGB"
    small: Image.Image = picture.convert(mode) if picture.mode in ("P", "PA", "1") else picture
    small.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)  # at once: each later step copies all pixels
    return ImageOps.exif_transpose(small).convert(mode)


def _has_transparency(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def scaled(picture: Image.Image, longest: int) -> Image.Image:
    """Return a copy whose longer side has at most `longest` pixels."""
    copy = picture.copy()
    copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return copy


def as_webp(picture: Image.Image) -> ContentFile:
    """Write the pixels alone: EXIF, GPS, colour profile and comments stay behind."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    buffer = io.BytesIO()
    bare.save(buffer, "WEBP", quality=82, method=4)
    return ContentFile(buffer.getvalue())
