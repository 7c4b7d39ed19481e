"""App configuration."""

from django.apps import AppConfig


class LabsConfig(AppConfig):
    """The live room."""

    name = "dialogwerk.labs"
    label = "labs"
