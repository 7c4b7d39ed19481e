"""Reports and the desk of the moderators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialogwerk.core.limits import limit
from dialogwerk.entries.access import entry_for
from dialogwerk.entries.actions.moderation import flag_entry
from dialogwerk.entries.addresses import page_of
from dialogwerk.entries.forms.moderation import FlagForm


def flag(request: HttpRequest, number: int) -> HttpResponse:
    """Report an entry, or one comment on it (`?kommentar=`), without an account too."""
    entry = entry_for(request, number)
    form = FlagForm(request.POST or None, entry=entry, initial={"comment": request.GET.get("kommentar")})
    if request.method == "POST" and form.is_valid():
        limit(request, "flag")
        flag_entry(actor=request.user, entry=entry, **form.cleaned_data)
        messages.success(request, _("Danke für den Hinweis. Die Moderation sieht sich den Text an."))
        return redirect(page_of(entry))
    context = {
        "process": entry.process,
        "entry": entry,
        "form": form,
        "comment": _named_comment(form),
    }
    return render(request, "entries/flag.html", context, status=422 if form.is_bound else 200)


def _named_comment(form: FlagForm) -> object | None:
    """Return the comment that the report is about, so that the page can quote it."""
    number = str(form["comment"].value() or "")
    if not number.isdecimal():
        return None
    return form.fields["comment"].queryset.filter(pk=number).first()  # type: ignore[attr-defined]
