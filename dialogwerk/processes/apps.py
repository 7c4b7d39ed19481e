"""App configuration."""

from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Dialogue processes."""

    name = "dialogwerk.processes"
    label = "processes"
