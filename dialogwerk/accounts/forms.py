"""Forms about oneself."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignupFields(forms.Form):
    """What we ask beside address and password when somebody makes an account."""

    public_name = forms.CharField(
        label=_("Name, unter dem andere Sie lesen"),
        max_length=60,
        help_text=_("Ein Name Ihrer Wahl. Er muss nicht Ihr richtiger sein."),
    )

    def signup(self, request, person):  # type: ignore[no-untyped-def]
        """Called by django-allauth when the account is made."""
        person.public_name = self.cleaned_data["public_name"]
        person.is_guest = False
        person.save(update_fields=["public_name", "is_guest"])
