"""App configuration."""

from django.apps import AppConfig


class EntriesConfig(AppConfig):
    """The spine."""

    name = "dialogwerk.entries"
    label = "entries"
