"""App configuration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demonstration data."""

    name = "dialogwerk.demo"
    label = "demo"
