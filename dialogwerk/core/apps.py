"""App configuration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Foundation."""

    name = "dialogwerk.core"
    label = "core"

    def ready(self) -> None:
        """Register the system checks."""
        from dialogwerk.core import checks  # noqa: F401
