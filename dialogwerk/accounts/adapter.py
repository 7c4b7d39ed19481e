"""How django-allauth fits our people."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """People have no user name, and mail goes out by the job queue."""
