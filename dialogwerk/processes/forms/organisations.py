"""Forms for organisations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Organisation, StakeholderGroup
from dialogwerk.processes.forms.parts import WatchedForm

UNKNOWN = "offen"


class OrganisationForm(WatchedForm):
    """Everything about one organisation."""

    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Mit https:// am Anfang."),
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "stakeholder_group",
            "city",
            "size_class",
            "industry",
            "website",
            "has_works_council",
            "has_collective_agreement",
        ]
        widgets = {"has_works_council": forms.NullBooleanSelect, "has_collective_agreement": forms.NullBooleanSelect}
        help_texts = {
            "name": _("So steht sie auf allen Seiten."),
            "stakeholder_group": _("Die Seite, von der sie spricht. Danach wird gezählt, wer mitmacht."),
        }
        error_messages = {
            "name": {
                "unique": _("Eine Organisation mit diesem Namen gibt es schon. Führen Sie beide in der Liste zusammen.")
            }
        }


class OrganisationFilters(forms.Form):
    """What narrows the list down."""

    q = forms.CharField(label=_("Name oder Ort"), max_length=100, required=False)
    group = forms.ChoiceField(
        label=_("Gruppe"),
        required=False,
        choices=[("", _("alle")), (UNKNOWN, _("noch ohne Gruppe")), *StakeholderGroup.choices],
    )

    def narrow(self, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
        """Return those that fit; what cannot be understood narrows nothing."""
        self.is_valid()
        data: dict[str, Any] = getattr(self, "cleaned_data", {})
        for word in data.get("q", "").split():
            organisations = organisations.filter(Q(name__icontains=word) | Q(city__icontains=word))
        if group := data.get("group"):
            organisations = organisations.filter(stakeholder_group="" if group == UNKNOWN else group)
        return organisations


class MergeForm(forms.Form):
    """Which of several organisations stays."""

    kept = forms.ChoiceField(label=_("Diese bleibt"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = list(organisations)
        self.fields["kept"].choices = [(one.pk, one.name) for one in self.organisations]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Organisation:
        """The one that stays."""
        return next(one for one in self.organisations if str(one.pk) == self.cleaned_data["kept"])

    @property
    def others(self) -> list[Organisation]:
        """Those that go."""
        return [one for one in self.organisations if one != self.chosen]
