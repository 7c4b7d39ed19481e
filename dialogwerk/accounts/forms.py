"""Forms about oneself."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import Person, StakeholderGroup

NAME_HELP = _("Ein Name Ihrer Wahl. Er muss nicht Ihr richtiger sein.")


class SignupFields(forms.Form):
    """What we ask beside address and password when somebody makes an account."""

    public_name = forms.CharField(
        label=_("Name, unter dem andere Sie lesen"),
        max_length=60,
        help_text=NAME_HELP,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def signup(self, request: HttpRequest, person: Person) -> None:
        """Called by django-allauth when the account is made."""
        person.public_name = self.cleaned_data["public_name"]
        person.is_guest = False
        person.save(update_fields=["public_name", "is_guest"])


class GuestForm(forms.Form):
    """Who somebody without an account is: a name of her choice and an address she reads."""

    guest_name = forms.CharField(
        label=_("Name, unter dem andere Sie lesen"),
        max_length=60,
        help_text=NAME_HELP,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Bitte nennen Sie einen Namen Ihrer Wahl.")},
    )
    guest_email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Sie wird nicht veröffentlicht. Dorthin schicken wir einen Code."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Bitte nennen Sie eine E-Mail-Adresse, an die wir den Code schicken können."),
            "invalid": _("Das ist keine vollständige E-Mail-Adresse. Beispiel: name@beispiel.de"),
        },
    )

    @property
    def person(self) -> dict[str, str]:
        """Name and address in the words of the models."""
        return {"public_name": self.cleaned_data["guest_name"], "email": self.cleaned_data["guest_email"]}


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=_("Code aus der Mail"),
        max_length=20,
        help_text=_("Sechs Zeichen. Groß oder klein ist gleich."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Bitte geben Sie den Code aus der Mail ein.")},
    )


class ProfileForm(forms.ModelForm):
    """What somebody says about herself."""

    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Zum Beispiel Ihr Betrieb, Ihre Kammer oder Gewerkschaft."),
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "organization"}),
    )
    language = forms.ChoiceField(label=_("Sprache der Mails"), choices=settings.LANGUAGES)
    stakeholder_group = forms.ChoiceField(
        label=_("Aus welcher Sicht sprechen Sie?"),
        choices=[("", _("keine Angabe")), *StakeholderGroup.choices],
        required=False,
    )

    class Meta:
        model = Person
        fields = ["public_name", "stakeholder_group", "language"]
        help_texts = {"public_name": NAME_HELP}
        labels = {"public_name": _("Name, unter dem andere Sie lesen")}

    field_order = ["public_name", "stakeholder_group", "organisation_name", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.organisation:
            self.fields["organisation_name"].initial = self.instance.organisation.name
