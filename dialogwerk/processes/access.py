"""From an address to a process the reader may see."""

from django.db.models import CharField
from django.http import Http404, HttpRequest

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.processes.models import RESERVED_SLUGS, Process

PREVIEW_KEY = "previews"
_BY_SLUG = Prepared(
    lambda: Process.objects.select_related("owner__organisation", "region_set").filter(slug=Given("slug", CharField()))
)


def process_for(request: HttpRequest, slug: str) -> Process:
    """Return the process with its owner, or answer 404 as if it did not exist. One query.

    A draft is readable to its team, and to whoever opened its present secret preview link in this session.
    """
    process = _BY_SLUG.first(slug=slug)
    if process is None:
        raise Http404
    if may(request.user, Permission.READ_PROCESS, process) or process.preview_token in request.session.get(
        PREVIEW_KEY, []
    ):
        return process
    raise Http404


def process_of_address(request: HttpRequest) -> Process | None:
    """Return the process whose address this is, if the reader may see it: a page of errors keeps its navigation.

    One query at most. The address need not lead to a page.
    """
    first, _slash, rest = request.path_info.strip("/").partition("/")
    slug = rest.partition("/")[0] if first == "werkstatt" else first
    if slug in RESERVED_SLUGS or not slug or not hasattr(request, "user"):
        return None
    try:
        return process_for(request, slug)
    except Http404:
        return None
