"""App configuration."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """Ideas and contributions."""

    name = "dialogwerk.ideas"
    label = "ideas"

    def ready(self) -> None:
        """Register the periodic jobs."""
        from dialogwerk.ideas import jobs  # noqa: F401
