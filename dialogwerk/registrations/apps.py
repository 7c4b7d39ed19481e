"""App configuration."""

from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    """Registration and check-in."""

    name = "dialogwerk.registrations"
    label = "registrations"

    def ready(self) -> None:
        """Register the periodic work."""
        from dialogwerk.registrations.actions import periodic  # noqa: F401
