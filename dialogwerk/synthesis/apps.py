"""App configuration."""

from django.apps import AppConfig


class SynthesisConfig(AppConfig):
    """Synthesis."""

    name = "dialogwerk.synthesis"
    label = "synthesis"
