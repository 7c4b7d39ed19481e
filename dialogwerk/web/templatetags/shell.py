"""Tags of the shell: parts that are the same on most pages are kept as they were drawn (`core.drawn`)."""

from typing import Any

from django import template

from dialogwerk import __version__
from dialogwerk.core.drawn import draw
from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.processes.models import Process, ProcessStatus

register = template.Library()


@register.simple_tag(takes_context=True)
def process_bar(context: template.RequestContext, process: Process) -> str:
    """Draw the bar of a process; the area that is open is named by the page's `section`."""
    return draw(
        "components/process_nav.html",
        slug=process.slug,
        title=process.title,
        section=context.get("section", ""),
        is_draft=process.status == ProcessStatus.DRAFT,
        has_regions=process.region_set_id is not None,
        sees_workshop=may(context["request"].user, Permission.SEE_WORKSHOP, process),
    )


@register.simple_tag(takes_context=True)
def site_footer(context: template.RequestContext) -> str:
    """Draw the footer of a page, which tells more of the page's `process` if it has one."""
    process: Process | None = context.get("process")
    told: dict[str, Any] = {"slug": ""}
    if process:
        owner = process.owner
        told = {
            "slug": process.slug,
            "owner": owner.organisation.name,
            "logo": owner.logo.url if owner.logo else "",
            "licence": process.licence,
            "is_demonstration": process.is_demonstration,
        }
    return draw("components/footer.html", version=__version__, **told)
