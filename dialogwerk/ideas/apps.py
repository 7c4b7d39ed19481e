"""App configuration."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """Ideas and contributions."""

    name = "dialogwerk.ideas"
    label = "ideas"
