"""App configuration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Foundation."""

    name = "dialogwerk.core"
    label = "core"

    def ready(self) -> None:
        """Register the system checks and the periodic work."""
        from dialogwerk.core import checks, retention  # noqa: F401
