"""App configuration."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """Open data."""

    name = "dialogwerk.opendata"
    label = "opendata"
