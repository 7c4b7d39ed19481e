"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and organisations."""

    name = "dialogwerk.accounts"
    label = "accounts"
