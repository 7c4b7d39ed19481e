"""App configuration."""

from django.apps import AppConfig


class SynthesisConfig(AppConfig):
    """Synthesis."""

    name = "dialogwerk.synthesis"
    label = "synthesis"

    def ready(self) -> None:
        """Register the periodic work."""
        from dialogwerk.synthesis import jobs  # noqa: F401
        from dialogwerk.synthesis.actions import drafting  # noqa: F401
