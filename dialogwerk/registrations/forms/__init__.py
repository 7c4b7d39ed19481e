"""What may come in about registrations."""

from dialogwerk.registrations.forms.public import LinkForm, SignUpForm

__all__ = ["LinkForm", "SignUpForm"]
