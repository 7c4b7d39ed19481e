"""How django-allauth fits our people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language

from dialogwerk.accounts import codes
from dialogwerk.accounts.models import Person
from dialogwerk.core.mail import send_mail


class AccountAdapter(DefaultAccountAdapter):
    """People have no user name, mail goes out by the job queue, codes look like those of guests."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail; the templates are ours, `accounts/mail/<name>.txt`."""
        name = template_prefix.rpartition("/")[2]
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        context = {key: value for key, value in context.items() if key not in ("to", "language", "template")}
        send_mail(f"accounts/mail/{name}.txt", to=email, language=language, **context)

    def generate_login_code(self) -> str:
        """Return a code without ambiguous signs."""
        return codes.new_code()

    def generate_email_verification_code(self) -> str:
        """Return a code without ambiguous signs."""
        return codes.new_code()

    def set_password(self, user: Person, password: str) -> None:
        """A guest who sets a password has an account from then on."""
        user.is_guest = False
        super().set_password(user, password)
