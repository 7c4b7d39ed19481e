"""Uploaded files: only those that belong to something the reader may see, never what merely lies in the folder.

What waits for a confirmation or for its form (`pending`, `kept`, `drafts`) has no address.
"""

import mimetypes
from collections.abc import Callable
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.models import Attachment
from dialogwerk.labs.access import may_facilitate
from dialogwerk.labs.models import Photo
from dialogwerk.processes.models import Owner

# what browsers show in a page; anything else is saved as a file
PICTURES = {".webp": "image/webp", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif"}


@require_safe
@cache_control(private=True, max_age=3600)
def uploaded(request: HttpRequest, name: str) -> HttpResponse:
    """Return an uploaded file. Its names are made by us and never used twice. One query (labs: two)."""
    may_see = READABLE.get(name.partition("/")[0])
    if may_see is None or not may_see(request, name) or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        content = file.read()
    path = PurePosixPath(name)
    if path.suffix in PICTURES:
        return HttpResponse(content, content_type=PICTURES[path.suffix])
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{path.name}"'}
    )


def _of_an_entry(request: HttpRequest, name: str) -> bool:
    files = Attachment.objects.filter(Q(file=name) | Q(small=name)).select_related("entry__process")
    attachment = files.first()
    return attachment is not None and may(request.user, Permission.READ_ENTRY, attachment.entry)


def _of_an_owner(request: HttpRequest, name: str) -> bool:
    return Owner.objects.filter(logo=name).exists()


def _of_a_board(request: HttpRequest, name: str) -> bool:
    photo = Photo.objects.filter(file=name).select_related("board__lab__event__entry__process").first()
    return photo is not None and may_facilitate(request, photo.board)


READABLE: dict[str, Callable[[HttpRequest, str], bool]] = {
    "attachments": _of_an_entry,
    "owners": _of_an_owner,
    "labs": _of_a_board,
}
