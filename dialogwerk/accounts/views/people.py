"""What somebody says about herself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialogwerk.accounts.actions import revise_person
from dialogwerk.accounts.forms import ProfileForm
from dialogwerk.accounts.models import Organisation


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name, group, organisation and language; lead to everything about signing in."""
    person: Any = request.user
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        revise_person(actor=person, **form.cleaned_data)
        messages.success(request, _("Ihre Angaben sind gespeichert."))
        return redirect("accounts:profile")
    if form.is_bound:
        person.refresh_from_db()
    context = {
        "form": form,
        "organisations": Organisation.objects.values_list("name", flat=True)[:500],
        "account_section": "profile",
    }
    return render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)
